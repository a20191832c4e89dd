// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/accessible.h"
#include "shellfixture.h"

#include "console/views/shell/connectiondot.h"
#include "console/widgets/banner.h"

#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <QtWidgets/QAbstractButton>
#include <QtWidgets/QAbstractItemView>
#include <QtWidgets/QApplication>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QDialog>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QListWidget>
#include <QtWidgets/QMenu>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QToolBar>
#include <QtWidgets/QToolButton>

#include <algorithm>

using namespace guarita;
using namespace guarita::console;

namespace {

void logIn(ShellFixture &fixture, const QString &profile = QStringLiteral("Local"))
{
    fixture.start(profile);
    fixture.environment->logIn(QStringLiteral("ana"), QStringLiteral("right"), false, [](const auto &) {});
    QTRY_COMPARE(fixture.session->state(), Session::State::Active);
}

/// Whether keys reach the window; a dialog that just closed may have had them before.
bool becomesActive(QWidget *window)
{
    return QTest::qWaitFor([window] {
        window->activateWindow();
        return QApplication::activeWindow() == window;
    });
}

/// Every widget that Tab reaches, from the first one around.
QWidgetList tabRound(QWidget *window)
{
    QWidgetList seen;
    for (int step = 0; step < 60; ++step) {
        QTest::keyClick(window, Qt::Key_Tab);
        QWidget *focus = window->focusWidget();
        if (!focus || seen.contains(focus))
            break;
        seen << focus;
    }
    return seen;
}

} // namespace

class TestMainWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { theme::apply(*qApp, ColourScheme::Light); }

    void outage_ofTheService_isToldWithinThreeSecondsAndRecoversByItself()
    {
        ShellFixture fixture;
        logIn(fixture);
        auto *banner = fixture.find<Banner>("offlineBanner");
        auto *dot = fixture.find<ConnectionDot>("connectionDot");
        QVERIFY(!banner->isVisible());
        QCOMPARE(dot->text(), QStringLiteral("Online"));
        fixture.down = true;
        QTRY_VERIFY_WITH_TIMEOUT(banner->isVisible(), 3000);
        QCOMPARE(banner->kind(), Banner::Kind::Error);
        QVERIFY(banner->text().contains(QStringLiteral("http://localhost:8000")));
        QCOMPARE(dot->text(), QStringLiteral("Offline"));
        QTRY_VERIFY(banner->accessibleDescription().contains(QStringLiteral("Next try in")));
        fixture.down = false;
        QTRY_COMPARE_WITH_TIMEOUT(banner->kind(), Banner::Kind::Success, 5000);
        QCOMPARE(dot->text(), QStringLiteral("Online"));
        QTRY_VERIFY_WITH_TIMEOUT(!banner->isVisible(), 8000);
    }

    void tryNow_pressed_asksAtOnce()
    {
        ShellFixture fixture;
        logIn(fixture);
        fixture.down = true;
        auto *banner = fixture.find<Banner>("offlineBanner");
        auto *tryNow = fixture.find<QPushButton>("tryNowButton");
        QTRY_VERIFY(banner->isVisible() && tryNow->isEnabled());
        fixture.down = false;
        QTest::mouseClick(tryNow, Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(banner->kind(), Banner::Kind::Success, 400); // waits are longer than that
    }

    void profile_chosenInTheToolBar_changesStripeTitleAndMark()
    {
        ShellFixture fixture;
        logIn(fixture);
        QSignalSpy leaving(fixture.environment.get(), &Environment::leaving);
        auto *stripe = fixture.find("profileStripe");
        QCOMPARE(stripe->palette().color(QPalette::Window), theme::colour(theme::Tone::Window));
        auto *combo = fixture.find<QComboBox>("profileCombo");
        QTest::keyClick(combo, Qt::Key_Down);
        QCOMPARE(leaving.size(), 1);
        QCOMPARE(fixture.environment->profile().name, QStringLiteral("Production"));
        QCOMPARE(fixture.session->state(), Session::State::LoggedOut);
        QCOMPARE(stripe->palette().color(QPalette::Window), theme::colourOf(ProfileColour::Red));
        QVERIFY(fixture.find("readOnlyMark")->isVisible());
        QVERIFY(fixture.window->windowTitle().contains(QStringLiteral("Production")));
        QVERIFY(fixture.find<QDialog>("logInDialog")->isVisible());
        QCOMPARE(fixture.settings.lastProfile(), QStringLiteral("Production"));
    }

    void profiles_currentOneRenamed_staysLoggedIn()
    {
        ShellFixture fixture;
        logIn(fixture);
        std::vector<Profile> profiles = fixture.settings.profiles();
        profiles[0].name = QStringLiteral("Home");
        fixture.settings.setProfiles(profiles);
        QCOMPARE(fixture.session->state(), Session::State::Active);
        QCOMPARE(fixture.find<QComboBox>("profileCombo")->currentText(), QStringLiteral("Home"));
    }

    void profiles_currentOnesAddressChanged_logsOut()
    {
        ShellFixture fixture;
        logIn(fixture);
        std::vector<Profile> profiles = fixture.settings.profiles();
        profiles[0].url = QUrl(QStringLiteral("http://localhost:9999"));
        fixture.settings.setProfiles(profiles);
        QCOMPARE(fixture.session->state(), Session::State::LoggedOut);
        QCOMPARE(fixture.environment->profile().url.port(), 9999);
    }

    void pages_byKeys_changeActionsStatusAndTitle()
    {
        ShellFixture fixture;
        logIn(fixture);
        QVERIFY(becomesActive(fixture.window.get()));
        auto *edit = fixture.find<QMenu>("editMenu");
        QVERIFY(edit->actions().contains(fixture.items->pageActions().first()));
        QTest::keyClick(fixture.window.get(), Qt::Key_2, Qt::ControlModifier);
        QVERIFY(fixture.backends->isVisible());
        QCOMPARE(fixture.items->activations, 0);
        QCOMPARE(fixture.backends->activations, 1);
        QVERIFY(!edit->actions().contains(fixture.items->pageActions().first()));
        QVERIFY(fixture.find<QMenu>("viewMenu")->actions().contains(fixture.backends->pageActions().first()));
        QCOMPARE(fixture.find<QListWidget>("navList")->currentRow(), 1);
        QCOMPARE(fixture.find<QLabel>("pageStatus")->text(), QStringLiteral("Backends status"));
        QVERIFY(fixture.window->windowTitle().contains(QStringLiteral("Backends")));
        QTest::keyClick(fixture.window.get(), Qt::Key_F, Qt::ControlModifier);
        QCOMPARE(fixture.backends->searches, 1);
    }

    void navigation_byArrows_changesThePage()
    {
        ShellFixture fixture;
        logIn(fixture);
        auto *nav = fixture.find<QListWidget>("navList");
        nav->setFocus();
        QTest::keyClick(nav, Qt::Key_Down);
        QVERIFY(fixture.backends->isVisible());
        QCOMPARE(nav->hasFocus() || fixture.window->focusWidget() == nav, true);
    }

    void toolBar_narrow_letsGoOfTextsButNotOfActions()
    {
        ShellFixture fixture;
        logIn(fixture);
        auto *bar = fixture.find("mainToolBar");
        const auto styleOf = [&](const char *name) {
            for (const QToolButton *button : bar->findChildren<QToolButton *>()) {
                if (button->defaultAction() && button->defaultAction()->objectName() == QLatin1String(name))
                    return button->toolButtonStyle();
            }
            return Qt::ToolButtonFollowStyle;
        };
        fixture.window->resize(1600, 700);
        QTRY_COMPARE(styleOf("&Edit"), Qt::ToolButtonTextBesideIcon);
        QCOMPARE(styleOf("&Undo"), Qt::ToolButtonIconOnly); // a low priority
        fixture.window->resize(760, 700);
        QTRY_COMPARE(styleOf("&Edit"), Qt::ToolButtonIconOnly);
        QCOMPARE(styleOf("&New"), Qt::ToolButtonTextBesideIcon);
    }

    void toolBar_actionsHidden_leavesNoSeparatorBehind()
    {
        ShellFixture fixture;
        logIn(fixture);
        const auto separators = [bar = fixture.find<QToolBar>("mainToolBar")] {
            const QList<QAction *> all = bar->actions();
            return std::count_if(all.begin(), all.end(), [](const QAction *action) {
                return action->isSeparator() && action->isVisible();
            });
        };
        QTRY_COMPARE(separators(), 1);
        for (const char *name : {"&New", "&Edit", "D&elete"})
            fixture.find<QAction>(name)->setVisible(false);
        QTRY_COMPARE(separators(), 0);
        fixture.find<QAction>("&Edit")->setVisible(true);
        QTRY_COMPARE(separators(), 1);
    }

    void shortcutSheet_listsThePagesOwn()
    {
        ShellFixture fixture;
        logIn(fixture);
        fixture.find<QAction>("shortcutsAction")->trigger();
        auto *sheet = fixture.find<QDialog>("shortcutSheet");
        QVERIFY(sheet->isVisible());
        QStringList texts;
        for (const QLabel *label : sheet->findChildren<QLabel *>())
            texts << label->text();
        QVERIFY(texts.contains(QStringLiteral("Import")));
        QVERIFY(texts.contains(QStringLiteral("Ctrl+I")));
        QTest::keyClick(sheet, Qt::Key_Escape);
        QVERIFY(!sheet->isVisible());
    }

    void scheme_chosen_isKept()
    {
        ShellFixture fixture;
        logIn(fixture);
        fixture.find<QAction>("scheme2")->trigger();
        QCOMPARE(fixture.settings.scheme(), ColourScheme::Dark);
        fixture.find<QAction>("language_en")->trigger();
        QCOMPARE(fixture.settings.language(), QStringLiteral("en"));
    }

    void close_refusedByTheGuard_staysOpenAndKeepsTheGeometryOtherwise()
    {
        ShellFixture fixture;
        logIn(fixture);
        bool may = false;
        fixture.window->setCloseGuard([&may] { return may; });
        QVERIFY(!fixture.window->close());
        QVERIFY(fixture.window->isVisible());
        may = true;
        fixture.window->resize(780, 640);
        QVERIFY(fixture.window->close());
        QVERIFY(!fixture.settings.layout(QStringLiteral("mainWindow")).isEmpty());
        MainWindow again(MainWindow::Parts{*fixture.environment, *fixture.session, *fixture.connectivity,
                                           fixture.settings},
                         {new PlainPage(QStringLiteral("One"), theme::Icon::Items)});
        QCOMPARE(again.size(), QSize(780, 640));
    }

    void everyWidget_thatCanHaveTheFocus_hasAnAccessibleName()
    {
        ShellFixture fixture;
        fixture.start();
        QCOMPARE(support::namelessOf(fixture.window.get()), QStringList());
        logIn(fixture);
        fixture.tokenRevoked = true;
        QTRY_VERIFY(fixture.find("expiredBanner")->isVisible());
        QCOMPARE(support::namelessOf(fixture.window.get()), QStringList());
        for (const char *action : {"manageProfilesAction", "shortcutsAction", "aboutAction"})
            fixture.find<QAction>(action)->trigger();
        QCOMPARE(support::namelessOf(fixture.window.get()), QStringList());
    }

    void tab_reachesEverythingInTheWindow()
    {
        ShellFixture fixture;
        logIn(fixture);
        QVERIFY(becomesActive(fixture.window.get()));
        fixture.find("navList")->setFocus();
        const QWidgetList reached = tabRound(fixture.window.get());
        for (const char *name : {"profileCombo", "sessionChip", "navList"})
            QVERIFY2(reached.contains(fixture.find(name)), name);
        QVERIFY(reached.contains(fixture.items));
    }

    void tab_inTheLogIn_goesDownTheFields()
    {
        ShellFixture fixture;
        fixture.start();
        auto *dialog = fixture.find<QDialog>("logInDialog");
        QVERIFY(becomesActive(dialog));
        auto *user = dialog->findChild<QLineEdit *>(QStringLiteral("userEdit"));
        user->setFocus();
        user->setText(QStringLiteral("ana"));
        dialog->findChild<QLineEdit *>(QStringLiteral("passwordEdit"))->setText(QStringLiteral("x"));
        QStringList names;
        for (const QWidget *widget : tabRound(dialog))
            names << widget->objectName();
        const QStringList expected{
            QStringLiteral("passwordEdit"),        QStringLiteral("showPasswordButton"),
            QStringLiteral("keepCheck"),           QStringLiteral("logInCancel"),
            QStringLiteral("logInButton"),         QStringLiteral("logInProfile"),
            QStringLiteral("logInManageProfiles"), QStringLiteral("userEdit")};
        QCOMPARE(names, expected);
    }
};

QTEST_MAIN(TestMainWindow)
#include "tst_mainwindow.moc"
