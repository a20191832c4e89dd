// SPDX-License-Identifier: GPL-3.0-or-later
#include "consolerun.h"

#include "console/widgets/banner.h"

#include <QtCore/QDir>

using namespace guarita;
using namespace guarita::console;

class TestConsoleDrafts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void drafts_ofAnEarlierRun_areOfferedAndRestored()
    {
        QTemporaryDir folder;
        support::ItemService service(50);
        leaveDrafts(folder, service);
        Run run(folder, service);
        run.start();
        auto *banner = run.find<Banner>("draftsBanner");
        QVERIFY(banner->isVisible());
        QVERIFY(banner->text().contains(QLatin1Char('2')));
        run.logIn();
        QTRY_COMPARE(run.nameAt(0), QStringLiteral("Item 1"));
        QTest::mouseClick(run.find<QPushButton>("restoreDraftsButton"), Qt::LeftButton);
        QCOMPARE(run.nameAt(0), QStringLiteral("One"));
        QCOMPARE(run.nameAt(1), QStringLiteral("Two"));
        QVERIFY(!banner->isVisible());
        QCOMPARE(run.manager->count("PUT"), 0);
    }

    void drafts_notDecidedAbout_areOfferedAgain()
    {
        QTemporaryDir folder;
        support::ItemService service(50);
        leaveDrafts(folder, service);
        {
            Run run(folder, service);
            run.start();
            run.logIn();
            run.edit(5, QStringLiteral("Six"));
        }
        Run run(folder, service);
        run.start();
        QVERIFY(run.find<Banner>("draftsBanner")->text().contains(QLatin1Char('3')));
    }

    void drafts_leftAndNewOnes_areAllOfferedAgain()
    {
        QTemporaryDir folder;
        support::ItemService service(50);
        for (int time = 0; time < 2; ++time) {
            Run run(folder, service);
            run.start();
            run.logIn();
            run.create("New");
        }
        Run run(folder, service);
        run.start();
        QVERIFY(!run.find<Banner>("keepingFailedBanner")->isVisible());
        QVERIFY(run.find<Banner>("draftsBanner")->text().contains(QLatin1Char('2')));
        run.logIn();
        run.create("Newest");
        QTest::mouseClick(run.find<QPushButton>("restoreDraftsButton"), Qt::LeftButton);
        QCOMPARE(run.grid()->model()->rowCount(), 53);
    }

    void drafts_ofAnItemEditedAgain_keepTheNewerOne()
    {
        QTemporaryDir folder;
        support::ItemService service(50);
        leaveDrafts(folder, service);
        {
            Run run(folder, service);
            run.start();
            run.logIn();
            run.edit(0, QStringLiteral("Uno"));
        }
        Run run(folder, service);
        run.start();
        QVERIFY(!run.find<Banner>("keepingFailedBanner")->isVisible());
        QVERIFY(run.find<Banner>("draftsBanner")->text().contains(QLatin1Char('2')));
        run.logIn();
        QTest::mouseClick(run.find<QPushButton>("restoreDraftsButton"), Qt::LeftButton);
        QTRY_COMPARE(run.nameAt(0), QStringLiteral("Uno"));
        QCOMPARE(run.nameAt(1), QStringLiteral("Two"));
    }

    void drafts_ofAnItemEditedAgainInVain_keepTheOlderOne()
    {
        QTemporaryDir folder;
        support::ItemService service(50);
        leaveDrafts(folder, service);
        {
            Run run(folder, service);
            run.start();
            run.logIn();
            run.edit(0, QStringLiteral("Uno"));
            QTest::qWait(400); // until it is in the journal
            run.find<QAction>("undoAction")->trigger();
        }
        Run run(folder, service);
        run.start();
        run.logIn();
        QTest::mouseClick(run.find<QPushButton>("restoreDraftsButton"), Qt::LeftButton);
        QTRY_COMPARE(run.nameAt(0), QStringLiteral("One"));
    }

    void drafts_sentBeforeAKill_areNotSentAgain()
    {
        QTemporaryDir folder;
        QTemporaryDir copy; // the files as they are at that moment: what a kill -9 leaves
        support::ItemService service(50);
        {
            Run run(folder, service);
            run.start();
            run.logIn();
            run.create("New");
            QTRY_VERIFY(hasJournal(folder));
            run.writesTake = std::chrono::milliseconds(5000);
            run.find<QAction>("saveAction")->trigger();
            QTRY_COMPARE(run.manager->count("POST", "/itens"), 1);
            QVERIFY(QDir(copy.path()).mkdir(QStringLiteral("drafts")));
            const QDir drafts(folder.filePath(QStringLiteral("drafts")));
            for (const QString &file : drafts.entryList({QStringLiteral("*.json"), QStringLiteral("*.sent")}))
                QVERIFY(QFile::copy(drafts.filePath(file), copy.filePath(QStringLiteral("drafts/") + file)));
            QVERIFY(QFile::copy(folder.filePath(QStringLiteral("settings.json")),
                                copy.filePath(QStringLiteral("settings.json"))));
        }
        Run run(copy, service);
        run.start();
        run.logIn();
        QTest::mouseClick(run.find<QPushButton>("restoreDraftsButton"), Qt::LeftButton);
        QCOMPARE(run.workspace().drafts().count(), 1);
        run.workspace().createDraft({QStringLiteral("Another"), std::nullopt, 100});
        run.find<QAction>("saveAction")->trigger();
        QTRY_VERIFY(!run.workspace().progress().running());
        QCOMPARE(run.workspace().drafts().count(), 1);
        QCOMPARE(run.workspace().drafts().all().begin()->second.state, DraftState::Unknown);
        QCOMPARE(run.manager->count("POST", "/itens"), 1);
    }

    void drafts_discarded_areGone()
    {
        QTemporaryDir folder;
        support::ItemService service(50);
        leaveDrafts(folder, service);
        {
            Run run(folder, service);
            run.start();
            QTest::mouseClick(run.find<QPushButton>("discardDraftsButton"), Qt::LeftButton);
            QVERIFY(!run.find<Banner>("draftsBanner")->isVisible());
        }
        Run run(folder, service);
        run.start();
        QVERIFY(!run.find<Banner>("draftsBanner")->isVisible());
    }

    void profile_switchedAndBack_bringsItsDraftsBack()
    {
        QTemporaryDir folder;
        support::ItemService service(50);
        addProfile(folder);
        Run run(folder, service);
        run.start();
        run.logIn();
        run.edit(0, QStringLiteral("One"));
        auto *combo = run.find("profileCombo");
        QTest::keyClick(combo, Qt::Key_Down);
        run.logIn();
        QTRY_COMPARE(run.nameAt(0), QStringLiteral("Item 1")); // nothing of the other service
        QVERIFY(run.find("readOnlyMark")->isVisible());
        QTest::keyClick(combo, Qt::Key_Up);
        run.logIn();
        QCOMPARE(run.nameAt(0), QStringLiteral("One"));
        QVERIFY(!run.find<Banner>("draftsBanner")->isVisible());
    }

    void profile_leftWhileDeleting_saysSoAndKeepsTheDrafts()
    {
        QTemporaryDir folder;
        support::ItemService service(50);
        addProfile(folder);
        Run run(folder, service);
        run.start();
        run.logIn();
        run.edit(0, QStringLiteral("One"));
        run.edit(9, QStringLiteral("Ten"));
        run.writesTake = std::chrono::milliseconds(5000);
        std::vector<ItemKey> keys;
        for (qint64 id = 1; id <= 10; ++id)
            keys.push_back(ItemKey{id});
        run.workspace().remove(keys);
        QCOMPARE(run.workspace().drafts().count(), 0);
        QTRY_COMPARE(run.manager->count("DELETE"), ItemWorkspace::parallelWrites);
        auto *combo = run.find("profileCombo");
        QTest::keyClick(combo, Qt::Key_Down);
        auto *banner = run.find<Banner>("leftOpenBanner");
        QVERIFY(banner->isVisible());
        QVERIFY(banner->text().contains(QStringLiteral("10")));
        run.writesTake = std::chrono::milliseconds(0);
        run.logIn();
        QCOMPARE(run.workspace().drafts().count(), 0);
        QTest::keyClick(combo, Qt::Key_Up);
        run.logIn();
        QCOMPARE(run.workspace().drafts().count(), 2);
        QCOMPARE(run.workspace().drafts().find(ItemKey{10})->fields.nome, QStringLiteral("Ten"));
    }

    void user_another_seesNothingOfTheFirst()
    {
        QTemporaryDir folder;
        support::ItemService service(50);
        Run run(folder, service);
        run.start();
        run.logIn();
        run.edit(0, QStringLiteral("One"));
        run.create("New");
        run.workspace().remove({ItemKey{5}});
        QTRY_COMPARE(run.manager->count("DELETE"), 1);
        QTRY_VERIFY(!run.workspace().progress().running());
        logOut(run);
        QCOMPARE(run.workspace().drafts().count(), 2);
        run.logIn(QStringLiteral("bea"));
        QTRY_COMPARE(run.nameAt(0), QStringLiteral("Item 1"));
        QVERIFY(!run.workspace().undoStack().canUndo());
        QVERIFY(!run.find<Banner>("draftsBanner")->isVisible());
        run.edit(1, QStringLiteral("Two"));
        run.find<QAction>("saveAction")->trigger();
        QTRY_COMPARE(service.find(2)->fields.nome, QStringLiteral("Two"));
        QCOMPARE(run.manager->count("PUT"), 1);
        QCOMPARE(run.manager->count("POST", "/itens"), 0);
        logOut(run);
        run.logIn(); // the first one's come back
        QCOMPARE(run.workspace().drafts().count(), 2);
        QTRY_COMPARE(run.nameAt(1), QStringLiteral("One"));
    }

    void user_anotherAfterAnOutage_sendsNothingOfTheFirst()
    {
        QTemporaryDir folder;
        support::ItemService service(50);
        Run run(folder, service);
        run.start();
        run.logIn();
        run.edit(0, QStringLiteral("One"));
        service.outage = true;
        run.find<QAction>("saveAction")->trigger();
        QTRY_VERIFY(!run.workspace().progress().running());
        service.outage = false;
        const int before = run.manager->count("PUT");
        logOut(run);
        run.logIn(QStringLiteral("bea"));
        run.workspace().resume();
        QTest::qWait(50); // shows that nothing is sent
        QCOMPARE(run.manager->count("PUT"), before);
        QCOMPARE(service.find(1)->fields.nome, QStringLiteral("Item 1"));
    }

    void user_theSameAgain_keepsAll()
    {
        QTemporaryDir folder;
        support::ItemService service(50);
        Run run(folder, service);
        run.start();
        run.logIn();
        run.edit(0, QStringLiteral("One"));
        logOut(run);
        run.logIn();
        QTRY_COMPARE(run.nameAt(0), QStringLiteral("One"));
        QVERIFY(run.workspace().undoStack().canUndo());
    }

    void user_another_isNotOfferedTheFirstOnesDrafts()
    {
        QTemporaryDir folder;
        support::ItemService service(50);
        leaveDrafts(folder, service);
        {
            Run run(folder, service);
            run.start();
            run.logIn(QStringLiteral("bea"));
            QVERIFY(!run.find<Banner>("draftsBanner")->isVisible());
        }
        Run run(folder, service);
        run.start();
        run.logIn();
        QVERIFY(run.find<Banner>("draftsBanner")->isVisible());
    }

private:
    static void addProfile(const QTemporaryDir &folder)
    {
        Settings settings(folder.filePath(QStringLiteral("settings.json")));
        std::vector<Profile> profiles = settings.profiles();
        profiles.push_back(profiles.front());
        profiles.back().name = QStringLiteral("Other");
        profiles.back().url = QUrl(QStringLiteral("http://localhost:8100"));
        profiles.back().readOnly = true;
        settings.setProfiles(profiles);
    }
    static void logOut(Run &run)
    {
        run.find<QAction>("chipLogOut")->trigger();
        QTRY_VERIFY(run.find<QDialog>("logInDialog")->isVisible());
    }
    static bool hasJournal(const QTemporaryDir &folder)
    {
        return !QDir(folder.filePath(QStringLiteral("drafts")))
                    .entryList({QStringLiteral("*.json")})
                    .isEmpty();
    }
    static void leaveDrafts(const QTemporaryDir &folder, support::ItemService &service)
    {
        Run run(folder, service);
        run.start();
        run.logIn();
        run.edit(0, QStringLiteral("One"));
        run.edit(1, QStringLiteral("Two"));
    }
};

QTEST_MAIN(TestConsoleDrafts)
#include "tst_consoledrafts.moc"
