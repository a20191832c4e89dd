// SPDX-License-Identifier: GPL-3.0-or-later
#include "adminservice.h"
#include "console/accessible.h"
#include "console/api/api.h"
#include "console/views/activity/activitypage.h"
#include "console/views/activity/activityview.h"
#include "console/widgets/banner.h"
#include "console/widgets/theme.h"

#include <QtGui/QAction>
#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>
#include <QtTest/QTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QFileDialog>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QScrollBar>

using namespace guarita;
using namespace guarita::console;
using namespace std::chrono_literals;
using support::AdminService;

namespace {

struct Rig : AdminService
{
    explicit Rig(int count = 60)
    {
        for (int number = 0; number < count; ++number)
            addRecord(number % 3 ? QStringLiteral("ana") : QStringLiteral("bia"),
                      number % 2 ? QStringLiteral("item.criar") : QStringLiteral("entrar"),
                      number % 5 ? QStringLiteral("ok") : QStringLiteral("recusado"));
        page = std::make_unique<ActivityPage>(
            PageContext{itemsApi, *session, *connectivity, *settings, clock}, *api, nullptr, 20ms);
        page->resize(1000, 500);
    }
    ~Rig() { page.reset(); }

    bool open()
    {
        logIn();
        page->show();
        page->activated();
        return QTest::qWaitFor([this] { return view()->isVisible() && view()->model()->rowCount() > 0; });
    }
    ActivityView *view() const { return find<ActivityView>("activityView"); }
    template <typename T = QWidget>
    T *find(const char *name) const
    {
        return page->findChild<T *>(QLatin1String(name));
    }
    QAction *action(const char *name) const { return find<QAction>(name); }
    int rows() const { return view()->model()->rowCount(); }

    Api itemsApi{*session};
    std::unique_ptr<ActivityPage> page;
};

} // namespace

class TestActivityPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { theme::apply(*qApp, ColourScheme::Light); }

    void page_isForAdministrators()
    {
        Rig rig;
        QVERIFY(rig.page->isAllowed(rightsOf(Roles(Role::Admin))));
        QVERIFY(!rig.page->isAllowed(rightsOf(std::nullopt)));
    }

    void filters_areAskedOfTheService()
    {
        Rig rig;
        QVERIFY(rig.open());
        rig.find<QComboBox>("activityAction")->setCurrentText(QStringLiteral("Log-in"));
        QTRY_COMPARE(rig.rows(), 30);
        rig.find<QComboBox>("activityOutcome")->setCurrentText(QStringLiteral("Refused"));
        QTRY_COMPARE(rig.rows(), 6);
        QTest::keyClicks(rig.find<QLineEdit>("activityWho"), QStringLiteral("bia"));
        QTRY_COMPARE(rig.rows(), 2);
        QTest::keyClicks(rig.find<QLineEdit>("activityWho"), QStringLiteral("nca"));
        QTRY_VERIFY(rig.find("activityEmpty")->isVisible());
        rig.find("activityEmpty")->findChild<QPushButton *>(QStringLiteral("emptyPrimary"))->click();
        QTRY_COMPARE(rig.rows(), 60);
    }

    void filters_span_isFromNow()
    {
        Rig rig;
        QVERIFY(rig.open());
        rig.find<QComboBox>("activitySpan")->setCurrentText(QStringLiteral("Last hour"));
        const auto asked = [&rig](const char *what) {
            return rig.manager->seen.back().target.contains(what);
        };
        QTRY_VERIFY(asked("desde=2001-09-09T00%3A46%3A40.000Z"));
        QVERIFY(!rig.find("activitySince")->isVisible());
        rig.find<QComboBox>("activitySpan")->setCurrentText(QStringLiteral("Between…"));
        QVERIFY(rig.find("activitySince")->isVisible() && rig.find("activityUntil")->isVisible());
        QTRY_VERIFY(asked("ate=2001-09-09T01%3A46%3A40.000Z"));
    }

    void newRecords_atTheTop_areSeenAtOnce()
    {
        Rig rig;
        QVERIFY(rig.open());
        rig.view()->selectRow(3);
        const QString chosen = rig.find<QLabel>("recordFact7")->text();
        rig.addRecord(QStringLiteral("ana"), QStringLiteral("sair"));
        QTRY_COMPARE(rig.rows(), 61);
        QCOMPARE(rig.view()->verticalScrollBar()->value(), 0);
        QVERIFY(!rig.find("newRecordsButton")->isVisible());
        QCOMPARE(rig.view()->selectionModel()->selectedRows().constFirst().row(), 4);
        QCOMPARE(rig.find<QLabel>("recordFact7")->text(), chosen);
    }

    void newRecords_whileScrolledAway_leaveThePlaceAndAreCounted()
    {
        Rig rig;
        QVERIFY(rig.open());
        rig.view()->verticalScrollBar()->setValue(200);
        const auto top = [&rig] {
            const QModelIndex index = rig.view()->indexAt({5, 5});
            return static_cast<const AuditModel *>(rig.view()->model())->at(index.row()).id;
        };
        const qint64 before = top();
        for (int number = 0; number < 12; ++number)
            rig.addRecord(QStringLiteral("ana"), QStringLiteral("sair"));
        auto *news = rig.find<QPushButton>("newRecordsButton");
        QTRY_VERIFY(news->isVisible());
        QCOMPARE(rig.view()->unseen(), 12);
        QVERIFY(news->text().contains(QStringLiteral("12")));
        QCOMPARE(top(), before);
        news->click();
        QCOMPARE(rig.view()->verticalScrollBar()->value(), 0);
        QVERIFY(!news->isVisible());
    }

    void pause_stopsAndGoesOn()
    {
        Rig rig;
        QVERIFY(rig.open());
        rig.action("pauseActivityAction")->trigger();
        QTest::qWait(30); // what was asked before
        rig.addRecord(QStringLiteral("ana"), QStringLiteral("sair"));
        QTest::qWait(80);
        QCOMPARE(rig.rows(), 60);
        QVERIFY(rig.page->status().contains(QStringLiteral("paused")));
        rig.action("pauseActivityAction")->trigger();
        QTRY_COMPARE(rig.rows(), 61);
    }

    void otherPageShown_asksNothing()
    {
        Rig rig;
        QVERIFY(rig.open());
        rig.page->deactivated();
        QTest::qWait(30);
        const int before = rig.manager->count("GET");
        QTest::qWait(80);
        QCOMPARE(rig.manager->count("GET"), before);
        rig.addRecord(QStringLiteral("ana"), QStringLiteral("sair"));
        rig.page->activated();
        QTRY_COMPARE(rig.rows(), 61);
    }

    void details_haveAllOfIt()
    {
        Rig rig;
        QVERIFY(rig.open());
        rig.view()->selectRow(0);
        QCOMPARE(rig.find<QLabel>("recordTitle")->text(), QStringLiteral("Item created"));
        QCOMPARE(rig.find<QLabel>("recordFact4")->text(), QStringLiteral("Done (status 200)"));
        rig.find<QPushButton>("copyRequestId")->click();
        QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("pedido-60"));
        rig.find<QPushButton>("onlyThisUser")->click();
        QCOMPARE(rig.find<QLineEdit>("activityWho")->text(), QStringLiteral("ana"));
        QTRY_COMPARE(rig.rows(), 40);
    }

    void export_goesToAFile()
    {
        Rig rig;
        QVERIFY(rig.open());
        QFileDialog *dialog = nullptr;
        rig.action("exportActivityAction")->trigger();
        dialog = rig.find<QFileDialog>("activityExportDialog");
        QVERIFY(dialog);
        const QString file = rig.folder.filePath(QStringLiteral("a.ndjson"));
        Q_EMIT dialog->fileSelected(file);
        dialog->reject();
        auto *banner = rig.find<Banner>("activityBanner");
        QTRY_VERIFY(banner->isVisible());
        QCOMPARE(banner->kind(), Banner::Kind::Success);
        QVERIFY(QFile::exists(file));
    }

    void otherUser_seesNothingOfTheOneBefore()
    {
        Rig rig;
        QVERIFY(rig.open());
        rig.view()->selectRow(0);
        rig.page->deactivated();
        rig.session->forget();
        QCOMPARE(rig.rows(), 0);
        QVERIFY(!rig.find("recordTitle")->isVisible());
    }

    void everyWidget_thatCanHaveTheFocus_hasAnAccessibleName()
    {
        Rig rig;
        QVERIFY(rig.open());
        rig.view()->selectRow(0);
        rig.find<QComboBox>("activitySpan")->setCurrentText(QStringLiteral("Between…"));
        QCOMPARE(support::namelessOf(rig.page.get()), QStringList());
    }

    void smallWindow_clipsNothing()
    {
        Rig rig;
        rig.page->resize(840, 600); // what is left of 1024×768
        QVERIFY(rig.open());
        rig.find<QComboBox>("activitySpan")->setCurrentText(QStringLiteral("Between…"));
        QCoreApplication::processEvents();
        QVERIFY2(rig.page->minimumSizeHint().width() <= 840,
                 qPrintable(QString::number(rig.page->minimumSizeHint().width())));
        for (const QComboBox *box : rig.page->findChildren<QComboBox *>()) {
            if (box->isVisible())
                QVERIFY2(box->width() >= box->minimumSizeHint().width(), qPrintable(box->objectName()));
        }
    }
};

QTEST_MAIN(TestActivityPage)
#include "tst_activitypage.moc"
