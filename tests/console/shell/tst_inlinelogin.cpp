// SPDX-License-Identifier: GPL-3.0-or-later
#include "shellfixture.h"

#include "console/widgets/banner.h"

#include <QtTest/QTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QToolButton>

using namespace guarita::console;

namespace {

/// As from the dialog.
void logIn(const ShellFixture &fixture, const char *user)
{
    fixture.environment->logIn(QLatin1String(user), QStringLiteral("right"), false, [](const auto &) {});
}

/// The line that asks for the password after ana's token was revoked.
struct Inline
{
    explicit Inline(ShellFixture &fixture)
        : window(fixture.window.get())
        , banner(fixture.find<Banner>("expiredBanner"))
        , detail(banner->findChild<QLabel *>(QStringLiteral("bannerDetail")))
        , spinner(banner->findChild<QWidget *>(QStringLiteral("inlineSpinner")))
        , password(banner->findChild<QLineEdit *>(QStringLiteral("passwordEdit")))
        , submit(banner->findChild<QPushButton *>(QStringLiteral("inlineLogInButton")))
        , cancel(banner->findChild<QPushButton *>(QStringLiteral("inlineCancelButton")))
    {
        fixture.start();
        logIn(fixture, "ana");
        fixture.tokenRevoked = QTest::qWaitFor([&] { return fixture.items->isVisible(); });
        asks = QTest::qWaitFor([this] { return banner->isVisible(); });
        logIns = fixture.manager->count("POST", "/token");
    }

    void type(const char *secret) const
    {
        password->setFocus();
        QTest::keyClicks(password, QLatin1String(secret));
        QTest::keyClick(password, Qt::Key_Return);
    }
    bool isBusy() const { return spinner->isVisible() && cancel->isVisible() && !password->isEnabled(); }
    bool isIdle() const { return !spinner->isVisible() && !cancel->isVisible() && password->isEnabled(); }

    QWidget *window;
    Banner *banner;
    QLabel *detail;
    QWidget *spinner;
    QLineEdit *password;
    QPushButton *submit;
    QPushButton *cancel;
    bool asks = false;
    int logIns = 0; // that were sent before
};

} // namespace

class TestInlineLogIn : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { theme::apply(*qApp, ColourScheme::Light); }

    void submit_silence_canBeCancelled()
    {
        ShellFixture fixture;
        const Inline line(fixture);
        QVERIFY(line.asks);
        QVERIFY(line.isIdle());
        fixture.silentLogIn = true;
        line.type("right");
        QTRY_COMPARE(fixture.manager->count("POST", "/token"), line.logIns + 1);
        QCOMPARE(fixture.session->state(), Session::State::LoggingIn);
        QVERIFY(line.isBusy());
        QVERIFY(!line.submit->isEnabled());
        QVERIFY(!line.detail->text().isEmpty());
        QCOMPARE(line.window->focusWidget(), line.cancel);

        QTest::keyClick(line.cancel, Qt::Key_Space);
        QCOMPARE(fixture.session->state(), Session::State::Expired);
        QVERIFY(line.banner->isVisible());
        QCOMPARE(line.banner->kind(), Banner::Kind::Warning);
        QVERIFY(line.isIdle());
        QCOMPARE(line.password->text(), QStringLiteral("right"));
        QCOMPARE(line.window->focusWidget(), line.password);

        fixture.silentLogIn = false;
        QTest::keyClick(line.password, Qt::Key_Return);
        QTRY_COMPARE(fixture.session->state(), Session::State::Active);
        QTRY_VERIFY(!line.banner->isVisible());
        QCOMPARE(line.window->focusWidget(), fixture.items);
    }

    void submit_underWay_leavesTheFocusWhereItIsPut()
    {
        ShellFixture fixture;
        const Inline line(fixture);
        QVERIFY(line.asks);
        fixture.silentLogIn = true;
        line.type("right");
        fixture.items->setFocus();
        QTest::mouseClick(line.cancel, Qt::LeftButton);
        QCOMPARE(line.window->focusWidget(), line.password); // that was a click here

        fixture.silentLogIn = false;
        line.password->clear();
        line.type("wrong");
        fixture.items->setFocus();
        QTRY_COMPARE(line.banner->kind(), Banner::Kind::Error);
        QVERIFY(line.isIdle());
        QCOMPARE(line.window->focusWidget(), fixture.items);
    }

    void submit_throttled_countsTheSecondsDown()
    {
        ShellFixture fixture;
        const Inline line(fixture);
        QVERIFY(line.asks);
        fixture.throttled = 2;
        line.type("right");
        QTRY_COMPARE(line.banner->kind(), Banner::Kind::Error);
        QVERIFY(line.detail->text().contains(QLatin1Char('2')));
        QVERIFY(!line.submit->isEnabled());
        QVERIFY(line.isIdle());
        QCOMPARE(line.password->text(), QStringLiteral("right")); // it was not looked at
        QTest::keyClick(line.password, Qt::Key_Return);
        QTest::keyClicks(line.password, QStringLiteral("!"));
        QVERIFY(!line.submit->isEnabled());
        QTRY_VERIFY(line.detail->text().contains(QLatin1Char('1')));
        QVERIFY(!line.submit->isEnabled());
        QTRY_VERIFY(line.submit->isEnabled());
        QCOMPARE(line.banner->kind(), Banner::Kind::Warning);
        QCOMPARE(fixture.manager->count("POST", "/token"), line.logIns + 1);
        fixture.throttled = 0;
        line.password->setText(QStringLiteral("right"));
        line.submit->click();
        QTRY_COMPARE(fixture.session->state(), Session::State::Active);
    }

    void submit_profileLeftMeanwhile_isReadyTheNextTime()
    {
        ShellFixture fixture;
        const Inline line(fixture);
        QVERIFY(line.asks);
        fixture.silentLogIn = true;
        line.type("right");
        QVERIFY(line.isBusy());
        fixture.environment->use(QStringLiteral("Production"));
        QVERIFY(!line.banner->isVisible());
        fixture.silentLogIn = fixture.tokenRevoked = false;
        logIn(fixture, "ana");
        QTRY_COMPARE(fixture.session->state(), Session::State::Active);
        fixture.tokenRevoked = true;
        QTRY_VERIFY(line.banner->isVisible());
        QVERIFY(line.isIdle());
        QVERIFY(line.password->text().isEmpty());
    }

    void chip_logInUnderWay_saysWhatWasBefore()
    {
        ShellFixture fixture;
        const Inline line(fixture);
        QVERIFY(line.asks);
        auto *chip = fixture.find<QToolButton>("sessionChip");
        const QString expired = chip->text();
        QVERIFY(expired.startsWith(QStringLiteral("ana · ")));
        fixture.silentLogIn = true;
        line.type("right");
        QCOMPARE(fixture.session->state(), Session::State::LoggingIn);
        QCOMPARE(chip->text(), expired);
        QVERIFY(!fixture.find<QAction>("chipLogIn")->isVisible()); // it is being done
        QVERIFY(fixture.find<QAction>("chipLogOut")->isVisible());
        line.cancel->click();
        QVERIFY(fixture.find<QAction>("chipLogIn")->isVisible());

        fixture.silentLogIn = false;
        line.submit->click();
        QTRY_COMPARE(fixture.session->state(), Session::State::Active);
        fixture.silentLogIn = true;
        logIn(fixture, "bob");
        QCOMPARE(fixture.session->state(), Session::State::LoggingIn);
        QVERIFY(chip->text().startsWith(QStringLiteral("ana · ")));
        QVERIFY(chip->text() != expired);
    }
};

QTEST_MAIN(TestInlineLogIn)
#include "tst_inlinelogin.moc"
