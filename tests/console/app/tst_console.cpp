// SPDX-License-Identifier: GPL-3.0-or-later
#include "consolerun.h"

#include "console/widgets/banner.h"
#include "console/widgets/theme.h"

using namespace guarita;
using namespace guarita::console;

class TestConsole : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void start_loggedIn_showsItems()
    {
        QTemporaryDir folder;
        support::ItemService service(50);
        Run run(folder, service);
        run.start();
        run.logIn();
        QTRY_COMPARE(run.nameAt(0), QStringLiteral("Item 1"));
    }

    void start_withUrl_makesAProfileOnce()
    {
        QTemporaryDir folder;
        support::ItemService service(1);
        CommandLine line;
        line.url = QUrl(QStringLiteral("http://localhost:8010"));
        for (int time = 0; time < 2; ++time) {
            Run run(folder, service);
            run.start(line);
            QVERIFY(run.console->window().windowTitle().contains(QStringLiteral("localhost:8010")));
        }
        Settings settings(folder.filePath(QStringLiteral("settings.json")));
        QCOMPARE(settings.profiles().size(), 2U);
    }

    void settings_broken_areToldAndKept()
    {
        QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("settings.json")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("{ this is no JSON");
        file.close();
        support::ItemService service(1);
        Run run(folder, service);
        run.start();
        auto *banner = run.find<Banner>("settingsBanner");
        QVERIFY(banner->isVisible());
        QVERIFY(banner->accessibleDescription().contains(QStringLiteral(".broken")));
    }

    void language_changed_changesEverythingLive()
    {
        QTemporaryDir folder;
        support::ItemService service(50);
        Run run(folder, service);
        CommandLine line;
        line.language = QStringLiteral("en");
        run.start(line);
        run.logIn();
        const auto price = [&run] {
            return run.grid()->model()->index(0, ItemsModel::PrecoColumn).data().toString();
        };
        QVERIFY(price().contains(QStringLiteral("0.01")));
        run.edit(0, QStringLiteral("One"));
        QVERIFY(run.find<QAction>("undoAction")->text().contains(QStringLiteral("Change name")));
        run.find<QAction>("language_pt_BR")->trigger();
        QTRY_VERIFY(price().contains(QStringLiteral("0,01")));
        QCOMPARE(run.console->window().locale().name(), QStringLiteral("pt_BR"));
        QCOMPARE(run.find<QDialog>("profileDialog")->locale().name(), QStringLiteral("pt_BR"));
        QCOMPARE(QLocale().name(), QStringLiteral("pt_BR")); // of what is made from now on
        QVERIFY(run.manager->seen.back().request.hasRawHeader("Accept-Language"));
        QTRY_COMPARE(run.find<QAction>("pageAction1")->text(), QStringLiteral("Itens"));
        // What has been done already, too.
        QTRY_VERIFY(run.find<QAction>("undoAction")->text().contains(QStringLiteral("Alterar nome")));
    }

    void scheme_changed_changesThePaletteLive()
    {
        QTemporaryDir folder;
        support::ItemService service(1);
        Run run(folder, service);
        run.start();
        run.find<QAction>("scheme2")->trigger();
        QVERIFY(theme::isDark());
        QCOMPARE(run.console->window().palette().color(QPalette::Window), theme::colour(theme::Tone::Window));
        run.find<QAction>("scheme1")->trigger();
        QVERIFY(!theme::isDark());
    }

    void notify_switchedOff_isRemembered()
    {
        QTemporaryDir folder;
        support::ItemService service(1);
        for (const bool on : {true, false}) {
            Run run(folder, service);
            run.start();
            auto *notify = run.find<QAction>("notifyAction");
            QCOMPARE(notify->isChecked(), on);
            notify->trigger();
            QCOMPARE(run.console->settings().notifies(), !on);
        }
    }

    void close_writesUnderWay_waitsForThem()
    {
        QTemporaryDir folder;
        support::ItemService service(50);
        Run run(folder, service);
        run.start();
        run.logIn();
        run.edit(0, QStringLiteral("One"));
        run.writesTake = std::chrono::milliseconds(300);
        run.find<QAction>("saveAction")->trigger();
        QTRY_COMPARE(run.manager->count("PUT"), 1);
        QVERIFY(!run.console->window().close());
        QVERIFY(run.find("closingBanner")->isVisible());
        QTRY_VERIFY(!run.console->window().isVisible());
        QCOMPARE(service.find(1)->fields.nome, QStringLiteral("One"));
        QCOMPARE(run.manager->count("PUT"), 1);
    }

    void close_keptOpen_doesNotCloseAfterwards()
    {
        QTemporaryDir folder;
        support::ItemService service(50);
        Run run(folder, service);
        run.start();
        run.logIn();
        run.edit(0, QStringLiteral("One"));
        run.writesTake = std::chrono::milliseconds(200);
        run.find<QAction>("saveAction")->trigger();
        QTRY_COMPARE(run.manager->count("PUT"), 1);
        QVERIFY(!run.console->window().close());
        QTest::mouseClick(run.find<QPushButton>("keepOpenButton"), Qt::LeftButton);
        QTRY_COMPARE(service.find(1)->fields.nome, QStringLiteral("One"));
        QTest::qWait(300); // shows that nothing closes it
        QVERIFY(run.console->window().isVisible());
    }
};

QTEST_MAIN(TestConsole)
#include "tst_console.moc"
