// SPDX-License-Identifier: GPL-3.0-or-later
#include "shellfixture.h"

#include "console/widgets/banner.h"

#include <QtCore/QPointer>
#include <QtTest/QTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QDialog>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QListWidget>
#include <QtWidgets/QMenu>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QToolButton>

using namespace guarita::console;
using namespace std::chrono_literals;

namespace {

constexpr auto operators = [](const Rights &rights) { return rights.seesBackends; };
constexpr auto readers = [](const Rights &rights) { return rights.readsItems; };

/// A service that knows sessions and roles.
std::unique_ptr<ShellFixture> serviceWith(const QByteArray &roles,
                                          const std::function<void(Settings &)> &prepare = {})
{
    auto fixture = std::make_unique<ShellFixture>(prepare);
    fixture->renews = true;
    fixture->roles = roles;
    fixture->items->allowed = readers;
    fixture->backends->allowed = operators;
    return fixture;
}

void logIn(ShellFixture &fixture)
{
    fixture.start();
    fixture.environment->logIn(QStringLiteral("ana"), QStringLiteral("right"), false, [](const auto &) {});
    QTRY_COMPARE(fixture.session->state(), Session::State::Active);
}

void keepTokens(Settings &settings)
{
    std::vector<Profile> profiles = settings.profiles();
    profiles[0].keepToken = true;
    profiles[0].user = QStringLiteral("ana");
    settings.setProfiles(profiles);
}

/// What a run before left in the keychain, of a session that can be renewed.
void keepOne(ShellFixture &fixture, std::chrono::minutes left)
{
    fixture.vault.tokens[QStringLiteral("Local")] = {"old", fixture.clock.wallNow() + left,
                                                     QStringLiteral("ana"), "refresh0", Role::Reader};
}

} // namespace

class TestShellSession : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { theme::apply(*qApp, ColourScheme::Light); }

    void chip_ofASessionThatRenewsItself_showsNoMinutes()
    {
        const auto fixture = serviceWith(R"(["leitor","operador"])");
        logIn(*fixture);
        auto *chip = fixture->find<QToolButton>("sessionChip");
        QCOMPARE(chip->text(), QStringLiteral("ana"));
        QCOMPARE(chip->accessibleName(), QStringLiteral("Logged in as ana, until you log out."));
        const auto *roles = fixture->find<QAction>("chipRoles");
        QVERIFY(roles->isVisible());
        QCOMPARE(roles->text(), QStringLiteral("Reader, Operator"));
    }

    void chip_ofAnOlderService_countsDown()
    {
        ShellFixture fixture;
        logIn(fixture);
        auto *chip = fixture.find<QToolButton>("sessionChip");
        QVERIFY2(chip->text().startsWith(QStringLiteral("ana · 2")), qPrintable(chip->text()));
        QVERIFY(!fixture.find<QAction>("chipRoles")->isVisible());
        QVERIFY(fixture.backends->isAllowed(fixture.session->rights()));
    }

    void session_refusedToken_isRenewedWithoutAWord()
    {
        const auto fixture = serviceWith(R"(["editor"])");
        logIn(*fixture);
        const int before = fixture->manager->count("GET");
        QTRY_VERIFY(fixture->manager->count("GET") > before); // the token was accepted
        fixture->tokenRevoked = true;
        QTRY_COMPARE(fixture->manager->count("POST", "/token"), 2);
        QTRY_COMPARE(fixture->session->state(), Session::State::Active);
        QVERIFY(!fixture->find("expiredBanner")->isVisible());
        QVERIFY(fixture->items->isVisible());
    }

    void session_endedAtTheService_asksForThePasswordAboveThePage()
    {
        const auto fixture = serviceWith(R"(["editor"])");
        logIn(*fixture);
        fixture->sessionEnded = true;
        fixture->tokenRevoked = true;
        QTRY_VERIFY(fixture->find("expiredBanner")->isVisible());
        QVERIFY(fixture->items->isVisible());
    }

    void pages_withoutTheRole_areNotInTheNavigation()
    {
        const auto fixture = serviceWith(R"(["leitor"])");
        logIn(*fixture);
        auto *nav = fixture->find<QListWidget>("navList");
        QVERIFY(!nav->item(0)->isHidden());
        QVERIFY(nav->item(1)->isHidden());
        QVERIFY(!fixture->find<QAction>("pageAction2")->isVisible());
        QTest::keyClick(fixture->window.get(), Qt::Key_2, Qt::ControlModifier);
        QVERIFY(fixture->items->isVisible());
    }

    void pages_firstOneNotAllowed_beginsWithTheNext()
    {
        const auto fixture = serviceWith(R"(["operador"])");
        logIn(*fixture);
        QVERIFY(fixture->backends->isVisible());
        QCOMPARE(fixture->backends->activations, 1);
        QCOMPARE(fixture->items->activations, 0);
        QCOMPARE(fixture->find<QListWidget>("navList")->currentRow(), 1);
    }

    void user_withoutAnyRole_isToldSo()
    {
        const auto fixture = serviceWith("[]");
        logIn(*fixture);
        QVERIFY(!fixture->window->currentPage());
        auto *state = fixture->find("loggedOutState");
        QVERIFY(state->isVisible());
        QCOMPARE(state->findChild<QLabel *>(QStringLiteral("emptyTitle"))->text(),
                 QStringLiteral("You have no role here"));
    }

    void role_takenAway_isToldAndThePageGoes()
    {
        const auto fixture = serviceWith(R"(["admin"])");
        logIn(*fixture);
        fixture->window->showPage(1);
        QVERIFY(fixture->backends->isVisible());
        fixture->roles = R"(["leitor"])";
        ApiRequest request;
        request.path = "/forbidden";
        const Call call = fixture->session->send(request, [](const auto &) {});
        auto *banner = fixture->find<Banner>("roleBanner");
        QTRY_VERIFY(banner->isVisible());
        QTRY_VERIFY(fixture->items->isVisible());
        QCOMPARE(banner->text(), QStringLiteral("um problema"));
        QVERIFY(banner->accessibleDescription().contains(QStringLiteral("Your roles: Reader.")));
        QVERIFY(fixture->find<QListWidget>("navList")->item(1)->isHidden());
    }

    void keptToken_thatRanOut_isRenewedAndKeptAgain()
    {
        const auto fixture = serviceWith(R"(["editor"])", keepTokens);
        keepOne(*fixture, -60min);
        fixture->start();
        QTRY_COMPARE(fixture->session->state(), Session::State::Active);
        QCOMPARE(fixture->vault.tokens[QStringLiteral("Local")].refresh, QByteArray("refresh1"));
        QVERIFY(fixture->items->isVisible());
    }

    void keptToken_stillGood_learnsItsRolesAnew()
    {
        const auto fixture = serviceWith(R"(["operador"])", keepTokens);
        keepOne(*fixture, 20min);
        fixture->start();
        QTRY_COMPARE(fixture->session->roles(), std::optional<Roles>(Role::Operator));
        QVERIFY(fixture->backends->isVisible());
    }

    void ownPassword_changed_logsInAgainByItself()
    {
        const auto fixture = serviceWith(R"(["leitor"])");
        logIn(*fixture);
        fixture->find<QAction>("changePasswordAction")->trigger();
        auto *dialog = fixture->find<QDialog>("ownPasswordDialog");
        QVERIFY(dialog && dialog->isVisible());
        const auto field = [dialog](const char *name) {
            return dialog->findChild<QWidget *>(QLatin1String(name))->findChild<QLineEdit *>();
        };
        const auto submit = [dialog] {
            dialog->findChild<QPushButton *>(QStringLiteral("ownPasswordSubmit"))->click();
        };
        field("currentPassword")->setText(QStringLiteral("wrong"));
        field("freshPassword")->setText(QStringLiteral("right and new"));
        field("freshPasswordAgain")->setText(QStringLiteral("right and ne"));
        submit();
        QCOMPARE(fixture->manager->count("PUT"), 0);
        field("freshPasswordAgain")->setText(QStringLiteral("right and new"));
        submit();
        QTRY_VERIFY(dialog->findChild<QLabel *>(QStringLiteral("currentPasswordError"))->isVisible());
        QCOMPARE(fixture->manager->count("PUT", "/conta/senha"), 1);
        field("currentPassword")->setText(QStringLiteral("right"));
        const QPointer<QDialog> open(dialog);
        submit();
        QTRY_VERIFY(!open);
        QTRY_COMPARE(fixture->manager->count("POST", "/token"), 2);
        QTRY_COMPARE(fixture->session->state(), Session::State::Active);
        QVERIFY(!fixture->find("expiredBanner")->isVisible());
    }

    void ownPassword_ofAnOlderService_isNotOffered()
    {
        ShellFixture fixture;
        logIn(fixture);
        QVERIFY(!fixture.find<QAction>("changePasswordAction")->isEnabled());
    }

    void logOut_endsTheSessionButAnotherProfileDoesNot()
    {
        const auto fixture = serviceWith(R"(["editor"])", keepTokens);
        keepOne(*fixture, 20min);
        fixture->start();
        QTRY_COMPARE(fixture->session->state(), Session::State::Active);
        fixture->environment->use(QStringLiteral("Production"));
        QCOMPARE(fixture->session->state(), Session::State::LoggedOut);
        QCOMPARE(fixture->manager->count("POST", "/revoke"), 0);
        QVERIFY(fixture->vault.tokens.contains(QStringLiteral("Local")));
        fixture->environment->use(QStringLiteral("Local"));
        QTRY_COMPARE(fixture->session->state(), Session::State::Active);
        fixture->environment->logOut();
        QCOMPARE(fixture->manager->count("POST", "/revoke"), 1);
        QVERIFY(!fixture->vault.tokens.contains(QStringLiteral("Local")));
    }
};

QTEST_MAIN(TestShellSession)
#include "tst_shellsession.moc"
