// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/app/console.h"
#include "console/items/itemservice.h"
#include "console/views/shell/mainwindow.h"
#include "console/widgets/banner.h"
#include "console/widgets/theme.h"
#include "core/clock.h"
#include "core/random.h"

#include <QtCore/QDir>
#include <QtCore/QTemporaryDir>
#include <QtGui/QAction>
#include <QtTest/QTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QDialog>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QTableView>

using namespace guarita;
using namespace guarita::console;

namespace {

class NoVault final : public TokenVault
{
public:
    bool available() const override { return false; }
    void read(const Profile &, std::function<void(std::optional<Session::Token>)> done) override
    {
        QTimer::singleShot(0, &m_context, [done = std::move(done)] { done(std::nullopt); });
    }
    void write(const Profile &, const Session::Token &, std::function<void(bool)> done) override
    {
        QTimer::singleShot(0, &m_context, [done = std::move(done)] { done(false); });
    }
    void remove(const Profile &) override {}

private:
    QObject m_context;
};

/// One run of the console; more than one may follow each other in a folder.
class Run
{
public:
    explicit Run(const QTemporaryDir &folder, support::ItemService &service)
        : m_service(service)
    {
        auto network = std::make_unique<support::FakeManager>();
        manager = network.get();
        manager->service = [this](const support::FakeRequest &request) { return answer(request); };
        console = std::make_unique<Console>(
            *qApp, Console::Outside{std::move(network), std::make_unique<NoVault>(), m_clock, m_random,
                                    folder.filePath(QStringLiteral("settings.json")),
                                    folder.filePath(QStringLiteral("drafts"))});
    }

    void start(const CommandLine &line = {})
    {
        const auto started = console->start(line);
        QVERIFY(started.ok());
    }
    void logIn(const QString &user = QStringLiteral("ana"))
    {
        auto *dialog = find<QDialog>("logInDialog");
        QVERIFY(dialog->isVisible());
        dialog->findChild<QLineEdit *>(QStringLiteral("userEdit"))->setText(user);
        dialog->findChild<QLineEdit *>(QStringLiteral("passwordEdit"))->setText(QStringLiteral("right"));
        QTest::mouseClick(dialog->findChild<QPushButton *>(QStringLiteral("logInButton")), Qt::LeftButton);
        QTRY_VERIFY(!dialog->isVisible());
        QTRY_VERIFY(grid()->model()->rowCount() > 0);
    }
    template <typename T = QWidget>
    T *find(const char *name)
    {
        return console->window().findChild<T *>(QLatin1String(name));
    }
    QTableView *grid() { return find<QTableView>("itemsView"); }
    void edit(int row, const QString &name)
    {
        QAbstractItemModel *model = grid()->model();
        model->setData(model->index(row, ItemsModel::NomeColumn), name);
        QTRY_COMPARE(nameAt(row), name);
    }
    ItemKey create(const char *name)
    {
        return workspace().createDraft({QString::fromLatin1(name), std::nullopt, 100});
    }
    ItemWorkspace &workspace() { return console->workspace(); }
    QString nameAt(int row) { return grid()->model()->index(row, ItemsModel::NomeColumn).data().toString(); }

    support::FakeManager *manager = nullptr;
    std::unique_ptr<Console> console;
    std::chrono::milliseconds writesTake{0};

private:
    support::FakeAnswer answer(const support::FakeRequest &request)
    {
        using support::FakeAnswer;
        if (request.target == "/token")
            return FakeAnswer::json(R"({"access_token":"abc","token_type":"bearer","expires_in":1800})");
        if (!request.target.startsWith("/itens"))
            return FakeAnswer::json("[]");
        FakeAnswer answer = m_service(request);
        if (request.method != "GET")
            answer.delay = writesTake;
        return answer;
    }

    support::ItemService &m_service;
    core::SystemClock m_clock;
    core::SystemRandom m_random;
};

} // namespace

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

QTEST_MAIN(TestConsole)
#include "tst_console.moc"
