// SPDX-License-Identifier: GPL-3.0-or-later
#include "shellfixture.h"

#include "console/widgets/banner.h"

#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QCheckBox>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QDialog>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QToolButton>

using namespace guarita::console;

namespace {

/// The dialog's parts, by name.
struct Dialog
{
    explicit Dialog(const ShellFixture &fixture)
        : dialog(fixture.find<QDialog>("logInDialog"))
        , user(dialog->findChild<QLineEdit *>(QStringLiteral("userEdit")))
        , password(dialog->findChild<QLineEdit *>(QStringLiteral("passwordEdit")))
        , keep(dialog->findChild<QCheckBox *>(QStringLiteral("keepCheck")))
        , error(dialog->findChild<QLabel *>(QStringLiteral("logInError")))
        , submit(dialog->findChild<QPushButton *>(QStringLiteral("logInButton")))
        , cancel(dialog->findChild<QPushButton *>(QStringLiteral("logInCancel")))
        , profile(dialog->findChild<QComboBox *>(QStringLiteral("logInProfile")))
    {
    }

    void type(const char *name, const char *secret) const
    {
        user->setText(QLatin1String(name));
        password->setText(QLatin1String(secret));
        QTest::keyClick(password, Qt::Key_Return);
    }

    QDialog *dialog;
    QLineEdit *user;
    QLineEdit *password;
    QCheckBox *keep;
    QLabel *error;
    QPushButton *submit;
    QPushButton *cancel;
    QComboBox *profile;
};

} // namespace

class TestLogIn : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { theme::apply(*qApp, ColourScheme::Light); }

    void start_withoutToken_asksWithTheFocusOnTheUser()
    {
        ShellFixture fixture;
        fixture.start();
        const Dialog dialog(fixture);
        QVERIFY(dialog.dialog->isVisible());
        QTRY_COMPARE(dialog.dialog->focusWidget(), dialog.user);
        QVERIFY(!dialog.submit->isEnabled());
        QVERIFY(fixture.find("loggedOutState")->isVisible());
    }

    void submit_rightPassword_logsInAndForgetsIt()
    {
        ShellFixture fixture;
        fixture.start();
        const Dialog dialog(fixture);
        dialog.type("ana", "right");
        QTRY_COMPARE(fixture.session->state(), Session::State::Active);
        QTRY_VERIFY(!dialog.dialog->isVisible());
        QVERIFY(dialog.password->text().isEmpty());
        QVERIFY(!dialog.password->isUndoAvailable());
        QVERIFY(fixture.items->isVisible());
        QCOMPARE(fixture.items->activations, 1);
        QVERIFY(fixture.find<QToolButton>("sessionChip")->text().startsWith(QStringLiteral("ana · ")));
        QVERIFY(fixture.find<QToolButton>("sessionChip")->accessibleName().contains(QStringLiteral("ana")));
        QCOMPARE(fixture.settings.profiles().front().user, QStringLiteral("ana"));
        QVERIFY(fixture.vault.tokens.empty()); // nobody asked for that
    }

    void submit_wrongPassword_saysSoAndAsksAgain()
    {
        ShellFixture fixture;
        fixture.start();
        const Dialog dialog(fixture);
        dialog.type("ana", "wrong");
        QTRY_VERIFY(dialog.error->isVisible());
        QVERIFY(dialog.error->text().contains(QStringLiteral("wrong")));
        QVERIFY(dialog.password->text().isEmpty());
        QCOMPARE(dialog.dialog->focusWidget(), dialog.password);
        QCOMPARE(fixture.session->state(), Session::State::LoggedOut);
        dialog.type("ana", "right");
        QTRY_VERIFY(!dialog.dialog->isVisible());
    }

    void submit_throttled_waitsTheSecondsThatWereSaid()
    {
        ShellFixture fixture;
        fixture.throttled = 1;
        fixture.start();
        const Dialog dialog(fixture);
        dialog.type("ana", "right");
        QTRY_VERIFY(dialog.error->isVisible());
        QVERIFY(dialog.error->text().contains(QLatin1Char('1')));
        QVERIFY(!dialog.submit->isEnabled());
        QCOMPARE(dialog.password->text(), QStringLiteral("right")); // it was not looked at
        fixture.throttled = 0;
        QTRY_VERIFY_WITH_TIMEOUT(dialog.submit->isEnabled(), 5000);
    }

    void submit_unavailableWithSeconds_mayBeTriedAgainAtOnce()
    {
        ShellFixture fixture;
        fixture.start();
        const Dialog dialog(fixture);
        fixture.manager->service = [](const guarita::support::FakeRequest &) {
            auto answer = guarita::support::FakeAnswer::problem(503, "instancia_indisponivel");
            answer.headers.emplace_back("Retry-After", "60");
            return answer;
        };
        dialog.type("ana", "right");
        QTRY_VERIFY(dialog.error->isVisible());
        QVERIFY(dialog.submit->isEnabled());
    }

    void submit_unreachable_namesTheAddress()
    {
        ShellFixture fixture;
        fixture.down = true;
        fixture.start();
        const Dialog dialog(fixture);
        dialog.type("ana", "right");
        QTRY_VERIFY(dialog.error->isVisible());
        QVERIFY(dialog.error->text().contains(QStringLiteral("http://localhost:8000")));
        QCOMPARE(dialog.password->text(), QStringLiteral("right"));
    }

    void submit_silence_canBeCancelled()
    {
        ShellFixture fixture;
        fixture.silentLogIn = true;
        fixture.start();
        const Dialog dialog(fixture);
        dialog.type("ana", "right");
        QTRY_COMPARE(fixture.manager->count("POST", "/token"), 1);
        QVERIFY(!dialog.user->isEnabled());
        QCOMPARE(dialog.dialog->focusWidget(), dialog.cancel);
        QTest::keyClick(dialog.dialog, Qt::Key_Escape);
        QVERIFY(dialog.dialog->isVisible());
        QVERIFY(dialog.user->isEnabled());
        QCOMPARE(fixture.session->state(), Session::State::LoggedOut);
        QTest::keyClick(dialog.dialog, Qt::Key_Escape);
        QVERIFY(!dialog.dialog->isVisible());
        QTest::mouseClick(fixture.find<QPushButton>("emptyPrimary"), Qt::LeftButton);
        QVERIFY(dialog.dialog->isVisible());
    }

    void showPassword_pressed_showsAndHidesIt()
    {
        ShellFixture fixture;
        fixture.start();
        const Dialog dialog(fixture);
        auto *show = dialog.dialog->findChild<QToolButton *>(QStringLiteral("showPasswordButton"));
        QCOMPARE(dialog.password->echoMode(), QLineEdit::Password);
        QTest::keyClick(show, Qt::Key_Space);
        QCOMPARE(dialog.password->echoMode(), QLineEdit::Normal);
        QTest::mouseClick(show, Qt::LeftButton);
        QCOMPARE(dialog.password->echoMode(), QLineEdit::Password);
    }

    void keep_withoutKeychain_isNotOffered()
    {
        ShellFixture fixture;
        fixture.vault.isAvailable = false;
        fixture.start();
        QVERIFY(!Dialog(fixture).keep->isVisible());
    }

    void keep_checked_resumesTheNextTimeUntilLogOut()
    {
        ShellFixture fixture;
        fixture.start();
        const Dialog dialog(fixture);
        dialog.keep->setChecked(true);
        dialog.type("ana", "right");
        QTRY_VERIFY(!dialog.dialog->isVisible());
        QCOMPARE(fixture.vault.tokens.size(), 1U);
        QVERIFY(fixture.settings.profiles().front().keepToken);

        fixture.environment->use(QStringLiteral("Local")); // as at the next start
        QTRY_COMPARE(fixture.session->state(), Session::State::Active);
        QVERIFY(!dialog.dialog->isVisible());

        fixture.find<QAction>("logOutAction")->trigger();
        QVERIFY(fixture.vault.tokens.empty());
        QVERIFY(dialog.dialog->isVisible());
        QVERIFY(fixture.find("loggedOutState")->isVisible());
        QCOMPARE(fixture.items->activations, 0);
    }

    void profile_chosenInTheDialog_isTheOneThatIsLoggedInTo()
    {
        ShellFixture fixture;
        fixture.start();
        const Dialog dialog(fixture);
        dialog.profile->setFocus();
        QTest::keyClick(dialog.profile, Qt::Key_Down);
        QCOMPARE(fixture.environment->profile().name, QStringLiteral("Production"));
        QVERIFY(dialog.dialog->isVisible());
        dialog.type("ana", "right");
        QTRY_COMPARE(fixture.session->state(), Session::State::Active);
        const auto &seen = fixture.manager->seen;
        const auto logIn = std::find_if(seen.begin(), seen.end(),
                                        [](const auto &request) { return request.target == "/token"; });
        QCOMPARE(logIn->request.url().host(), QStringLiteral("api.example.org"));
        QCOMPARE(fixture.settings.profiles().front().user, QString());
    }

    void otherUser_cancelled_staysLoggedIn()
    {
        ShellFixture fixture;
        fixture.start();
        const Dialog dialog(fixture);
        dialog.type("ana", "right");
        QTRY_VERIFY(!dialog.dialog->isVisible());
        fixture.find<QAction>("chipOtherUser")->trigger();
        QVERIFY(dialog.dialog->isVisible());
        dialog.type("bob", "wrong");
        QTRY_VERIFY(dialog.error->isVisible());
        dialog.cancel->click();
        QCOMPARE(fixture.session->state(), Session::State::Active);
        QCOMPARE(fixture.session->user(), QStringLiteral("ana"));
    }

    void expiry_asksInline_andLeavesTheFocusAlone()
    {
        ShellFixture fixture;
        fixture.start();
        const Dialog dialog(fixture);
        dialog.type("ana", "right");
        QTRY_VERIFY(!dialog.dialog->isVisible());
        fixture.tokenRevoked = true; // the next question of the connectivity meets a 401
        auto *banner = fixture.find<Banner>("expiredBanner");
        QTRY_VERIFY(banner->isVisible());
        QVERIFY(!dialog.dialog->isVisible());
        QVERIFY(fixture.items->isVisible());
        QVERIFY(banner->text().contains(QStringLiteral("ana")));
        auto *password = banner->findChild<QLineEdit *>(QStringLiteral("passwordEdit"));
        QVERIFY(fixture.window->focusWidget() != password);

        fixture.find<QAction>("logInAction")->trigger(); // Ctrl+L
        QCOMPARE(fixture.window->focusWidget(), password);
        QTest::keyClicks(password, QStringLiteral("wrong"));
        QTest::keyClick(password, Qt::Key_Return);
        QTRY_COMPARE(banner->kind(), Banner::Kind::Error);
        QVERIFY(password->text().isEmpty());
        QVERIFY(banner->isVisible());

        QTest::keyClicks(password, QStringLiteral("right"));
        QTest::mouseClick(banner->findChild<QPushButton *>(QStringLiteral("inlineLogInButton")),
                          Qt::LeftButton);
        QTRY_COMPARE(fixture.session->state(), Session::State::Active);
        QTRY_VERIFY(!banner->isVisible());
        QVERIFY(password->text().isEmpty());
        QCOMPARE(fixture.window->focusWidget(), fixture.items);
    }
};

QTEST_MAIN(TestLogIn)
#include "tst_login.moc"
