// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/traffic/trafficrig.h"
#include "console/views/traffic/backendspage.h"
#include "console/views/traffic/linechart.h"
#include "console/widgets/theme.h"

#include <QtCore/QTimeZone>
#include <QtGui/QAction>
#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QHeaderView>
#include <QtWidgets/QLabel>
#include <QtWidgets/QListView>
#include <QtWidgets/QMenu>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QScrollBar>
#include <QtWidgets/QSplitter>
#include <QtWidgets/QTableView>

using namespace guarita;
using namespace guarita::console;
using namespace std::chrono_literals;
using support::FakeAnswer;
using support::makeBackend;
using support::TrafficRig;

class TestBackendsPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { theme::apply(*qApp, ColourScheme::Light); }
    void init();
    void cleanup();
    void page_counts_equalTheAnswer();
    void page_poll_keepsSelectionScrollAndOrder();
    void page_sortedByRequests_followsTheCounts();
    void page_sortMenu_sortsWithoutAMouse();
    void page_pause_freezesWhatIsShown();
    void page_failure_showsAge();
    void page_states_areShown();
    void page_downBackend_isInTheTimeLine();
    void page_copy_takesTheSelectedRows();
    void page_switches_changeTheChart();
    void page_day_isChartedAndKept();
    void page_layout_isRemembered();
    void page_smallWindow_clipsNoLabel();
    void page_agesGrow_areNotElided();
    void page_keyboard_reachesEverything();
    void page_repaint_isCheap();

private:
    void open();
    void poll(std::chrono::milliseconds after = 1s);
    template <typename T>
    T *find(const char *name) const
    {
        T *widget = m_page->findChild<T *>(QString::fromLatin1(name));
        Q_ASSERT(widget);
        return widget;
    }
    QTableView *view() const { return find<QTableView>("backendsView"); }
    QString cell(int row, int column) const { return view()->model()->index(row, column).data().toString(); }
    QString tile(const char *name) const { return find<QLabel>(name)->text(); }

    std::unique_ptr<TrafficRig> m_rig;
    std::unique_ptr<BackendsPage> m_page;
};

void TestBackendsPage::init()
{
    m_rig = std::make_unique<TrafficRig>();
    for (int i = 0; i < 20; ++i)
        m_rig->backends.push_back(makeBackend(QStringLiteral("localhost:%1").arg(8002 + i), 1000 + i));
    open();
}

void TestBackendsPage::cleanup()
{
    m_page.reset();
    m_rig.reset();
}

void TestBackendsPage::open()
{
    m_page = std::make_unique<BackendsPage>(
        PageContext{*m_rig->api, *m_rig->session, *m_rig->connectivity, *m_rig->settings, m_rig->clock},
        *m_rig->balancer, m_rig->random);
    m_page->setLocale(QLocale(QLocale::English, QLocale::UnitedStates));
    m_page->resize(820, 600);
    m_page->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
}

void TestBackendsPage::poll(std::chrono::milliseconds after)
{
    m_rig->clock.advance(after);
    const int before = m_rig->polls();
    QSignalSpy status(m_page.get(), &Page::statusChanged);
    m_page->activated();
    QTRY_COMPARE(m_rig->polls(), before + 1);
    QTRY_VERIFY(!status.isEmpty());
}

void TestBackendsPage::page_counts_equalTheAnswer()
{
    m_rig->backends.resize(2);
    m_rig->backends[0].requests = 1'234'567;
    m_rig->backends[0].inFlight = 7;
    m_rig->backends[1].failures = 3;
    m_rig->backends[1].retries = 11;
    m_rig->logIn();
    QTRY_COMPARE(view()->model()->rowCount(), 2);
    QCOMPARE(cell(0, BackendsModel::Requests), QStringLiteral("1,234,567"));
    QCOMPARE(cell(0, BackendsModel::InFlight), QStringLiteral("7"));
    QCOMPARE(cell(1, BackendsModel::Errors), QStringLiteral("3"));
    QCOMPARE(cell(1, BackendsModel::Retries), QStringLiteral("11"));
    QCOMPARE(tile("inFlightTileValue"), QStringLiteral("7"));
    QCOMPARE(tile("upTileValue"), QStringLiteral("2 / 2"));
    m_rig->backends[0].requests += 40;
    poll(2s);
    QTRY_COMPARE(cell(0, BackendsModel::Requests), QStringLiteral("1,234,607"));
    QCOMPARE(tile("rateTileValue"), QStringLiteral("20"));
    m_rig->clock.advance(400ms);
    QCOMPARE(m_page->status(), QStringLiteral("poll 1 s · last answer 0.4 s ago"));
}

void TestBackendsPage::page_poll_keepsSelectionScrollAndOrder()
{
    m_rig->logIn();
    QTRY_COMPARE(view()->model()->rowCount(), 20);
    view()->sortByColumn(BackendsModel::Name, Qt::DescendingOrder);
    view()->selectRow(4);
    const QString selected = cell(4, BackendsModel::Name);
    QScrollBar *bar = view()->verticalScrollBar();
    QVERIFY(bar->maximum() > 0);
    bar->setValue(bar->maximum() / 2);
    const int scrolled = bar->value();
    QSignalSpy reset(view()->model(), &QAbstractItemModel::modelReset);
    for (int i = 0; i < 5; ++i) {
        for (Backend &backend : m_rig->backends)
            backend.requests += 10;
        std::reverse(m_rig->backends.begin(), m_rig->backends.end());
        poll();
    }
    QTRY_COMPARE(cell(19, BackendsModel::Requests), QStringLiteral("1,050"));
    QCOMPARE(view()->selectionModel()->selectedRows().size(), 1);
    QCOMPARE(view()->selectionModel()->selectedRows()[0].row(), 4);
    QCOMPARE(cell(4, BackendsModel::Name), selected);
    QCOMPARE(bar->value(), scrolled);
    QVERIFY(reset.isEmpty());
}

void TestBackendsPage::page_sortedByRequests_followsTheCounts()
{
    m_rig->backends.resize(3);
    m_rig->backends[1].requests = 999; // as text it would be the largest
    m_rig->logIn();
    QTRY_COMPARE(view()->model()->rowCount(), 3);
    view()->sortByColumn(BackendsModel::Requests, Qt::DescendingOrder);
    QCOMPARE(cell(0, BackendsModel::Name), QStringLiteral("localhost:8004"));
    view()->selectRow(1); // localhost:8002
    m_rig->backends[0].requests = 5000;
    poll();
    QTRY_COMPARE(cell(0, BackendsModel::Name), QStringLiteral("localhost:8002"));
    QCOMPARE(view()->selectionModel()->selectedRows()[0].row(), 0); // the selection goes with its backend
}

void TestBackendsPage::page_sortMenu_sortsWithoutAMouse()
{
    m_rig->logIn();
    QTRY_COMPARE(view()->model()->rowCount(), 20);
    auto *menu = m_page->findChild<QMenu *>(QStringLiteral("backendsSortMenu"));
    const auto choose = [menu](const QString &name) {
        Q_EMIT menu->aboutToShow();
        const QList<QAction *> actions = menu->actions();
        const auto found = std::find_if(actions.begin(), actions.end(),
                                        [&](const QAction *action) { return action->text() == name; });
        if (found == actions.end())
            QFAIL("no such column");
        (*found)->trigger();
    };
    choose(QStringLiteral("Requests"));
    QCOMPARE(cell(0, BackendsModel::Requests), QStringLiteral("1,000"));
    choose(QStringLiteral("Requests"));
    QCOMPARE(cell(0, BackendsModel::Requests), QStringLiteral("1,019"));
}

void TestBackendsPage::page_pause_freezesWhatIsShown()
{
    m_rig->logIn();
    QTRY_COMPARE(view()->model()->rowCount(), 20);
    QTest::mouseClick(find<QPushButton>("pauseButton"), Qt::LeftButton);
    QVERIFY(find<QAction>("pauseTrafficAction")->isChecked());
    m_rig->backends[0].requests = 5000;
    m_rig->backends[1] = makeBackend(QStringLiteral("localhost:8003"), 1001, BackendState::Down);
    const int events = find<QListView>("eventsView")->model()->rowCount();
    poll(12s);
    QCOMPARE(m_page->status(), QStringLiteral("paused 12 s"));
    QTRY_COMPARE(tile("freshnessLabel"), QStringLiteral("paused 12 s"));
    QCOMPARE(cell(0, BackendsModel::Requests), QStringLiteral("1,000"));
    QCOMPARE(find<QListView>("eventsView")->model()->rowCount(), events);
    QTest::mouseClick(find<QPushButton>("pauseButton"), Qt::LeftButton);
    QCOMPARE(cell(0, BackendsModel::Requests), QStringLiteral("5,000"));
    QCOMPARE(find<QListView>("eventsView")->model()->rowCount(), events + 1);
    QCOMPARE(find<QLabel>("freshnessLabel")->text(), QStringLiteral("live"));
}

void TestBackendsPage::page_failure_showsAge()
{
    m_rig->logIn();
    QTRY_COMPARE(view()->model()->rowCount(), 20);
    m_rig->instead = FakeAnswer::broken(QNetworkReply::ConnectionRefusedError);
    poll(24s);
    QTRY_COMPARE(m_page->status(), QStringLiteral("no answer · values are 24 s old"));
    QTRY_COMPARE(tile("freshnessLabel"), QStringLiteral("24 s old"));
    QVERIFY(view()->model()->index(0, 0).data(BackendsModel::StaleRole).toBool());
    QVERIFY(view()->isVisible());
    m_rig->instead.reset();
    poll();
    QTRY_COMPARE(tile("freshnessLabel"), QStringLiteral("live"));
}

void TestBackendsPage::page_states_areShown()
{
    QVERIFY(!view()->isVisible());
    QCOMPARE(find<QLabel>("emptyTitle")->text(), QStringLiteral("Not logged in"));
    m_rig->instead = FakeAnswer::broken(QNetworkReply::ConnectionRefusedError);
    m_rig->logIn();
    QTRY_COMPARE(find<QLabel>("emptyTitle")->text(), QStringLiteral("No answer from the balancer"));
    QVERIFY(!find<QAction>("pauseTrafficAction")->isEnabled());
    m_rig->instead = FakeAnswer::json(support::backendsJson({}));
    m_rig->clock.advance(1s);
    QTest::mouseClick(find<QPushButton>("emptyPrimary"), Qt::LeftButton);
    QTRY_COMPARE(find<QLabel>("emptyTitle")->text(), QStringLiteral("No backends"));
    m_rig->instead.reset();
    poll();
    QTRY_VERIFY(view()->isVisible());
    m_rig->session->logOut();
    QVERIFY(!view()->isVisible());
}

void TestBackendsPage::page_downBackend_isInTheTimeLine()
{
    m_rig->backends.resize(2);
    m_rig->logIn();
    QTRY_COMPARE(view()->model()->rowCount(), 2);
    m_rig->backends[1] = makeBackend(QStringLiteral("localhost:8003"), 1001, BackendState::Down);
    poll();
    const QAbstractItemModel *events = find<QListView>("eventsView")->model();
    QTRY_COMPARE(events->index(0, 0).data().toString(),
                 QStringLiteral("localhost:8003 is down: No connection"));
    QCOMPARE(cell(1, BackendsModel::State), QStringLiteral("Down"));
    QCOMPARE(tile("upTileValue"), QStringLiteral("1 / 2"));
    m_rig->backends[1] = makeBackend(QStringLiteral("localhost:8003"), 1001);
    poll(3s);
    QTRY_COMPARE(events->index(0, 0).data().toString(), QStringLiteral("localhost:8003 recovered after 3 s"));
}

void TestBackendsPage::page_copy_takesTheSelectedRows()
{
    m_rig->logIn();
    QTRY_COMPARE(view()->model()->rowCount(), 20);
    m_page->focusStart();
    view()->selectRow(1);
    QTest::keyClick(view(), Qt::Key_C, Qt::ControlModifier);
    const QStringList lines = QGuiApplication::clipboard()->text().split(u'\n', Qt::SkipEmptyParts);
    QCOMPARE(lines.size(), 2);
    QVERIFY(lines[1].startsWith(QStringLiteral("Up\tlocalhost:8003\thttp://localhost:8003\t1\t1001\t")));
    auto *events = find<QListView>("eventsView");
    events->setFocus();
    events->setCurrentIndex(events->model()->index(0, 0));
    QTest::keyClick(events, Qt::Key_C, Qt::ControlModifier);
    QVERIFY(QGuiApplication::clipboard()->text().contains(QStringLiteral("Watching")));
}

void TestBackendsPage::page_switches_changeTheChart()
{
    m_rig->backends.resize(1);
    m_rig->backends[0].p50 = 1;
    m_rig->backends[0].p95 = 2;
    m_rig->logIn();
    QTRY_COMPARE(view()->model()->rowCount(), 1);
    m_rig->backends[0].requests += 30;
    poll();
    auto *chart = find<LineChart>("latencyChart");
    QTRY_VERIFY(chart->accessibleDescription().contains(QStringLiteral("now 2.00 ms")));
    QTest::mouseClick(find<QAbstractButton>("metricP50"), Qt::LeftButton);
    QVERIFY(chart->accessibleDescription().contains(QStringLiteral("now 1.00 ms")));
    QTest::mouseClick(find<QAbstractButton>("metricRate"), Qt::LeftButton);
    QVERIFY(chart->accessibleDescription().contains(QStringLiteral("now 30 req/s")));
    QTest::mouseClick(find<QAbstractButton>("range1"), Qt::LeftButton);
    QVERIFY(find<QWidget>("shareChart")->accessibleDescription().startsWith(QStringLiteral("Last 1 min")));
}

void TestBackendsPage::page_day_isChartedAndKept()
{
    const QString file = m_rig->folder.filePath(QStringLiteral("a.day"));
    m_page->keepDayIn(file);
    m_rig->backends.resize(1);
    m_rig->logIn();
    QTRY_COMPARE(view()->model()->rowCount(), 1);
    for (int i = 0; i < 60; ++i) {
        m_rig->backends[0].requests += 20;
        poll(2s);
    }
    QTest::mouseClick(find<QAbstractButton>("metricRate"), Qt::LeftButton);
    QTest::mouseClick(find<QAbstractButton>("rangeDay"), Qt::LeftButton);
    const QString chart = find<LineChart>("latencyChart")->accessibleDescription();
    QVERIFY2(chart.contains(QStringLiteral("now 10 req/s")), qPrintable(chart));
    QVERIFY(find<QWidget>("shareChart")->accessibleDescription().startsWith(QStringLiteral("Last 24 h")));
    m_rig->session->logOut();
    QVERIFY(QFile::exists(file));
}

void TestBackendsPage::page_layout_isRemembered()
{
    m_rig->logIn();
    QTRY_COMPARE(view()->model()->rowCount(), 20);
    auto *splitter = find<QSplitter>("backendsSplitter");
    QVERIFY(m_rig->settings->layout(QStringLiteral("backendsSplitter")).isEmpty());
    view()->sortByColumn(BackendsModel::P99, Qt::DescendingOrder);
    splitter->setSizes({130, 250, 100});
    const QList<int> sizes = splitter->sizes();
    m_page.reset();
    QVERIFY(!m_rig->settings->layout(QStringLiteral("backendsSplitter")).isEmpty());
    open();
    QTRY_COMPARE(view()->model()->rowCount(), 20);
    QCOMPARE(find<QSplitter>("backendsSplitter")->sizes(), sizes);
    QCOMPARE(view()->horizontalHeader()->sortIndicatorSection(), int(BackendsModel::P99));
    QCOMPARE(view()->horizontalHeader()->sortIndicatorOrder(), Qt::DescendingOrder);
}

void TestBackendsPage::page_smallWindow_clipsNoLabel()
{
    m_rig->backends.resize(2);
    m_rig->logIn();
    QTRY_COMPARE(view()->model()->rowCount(), 2);
    QVERIFY(m_page->minimumSizeHint().width() <= 820);
    QVERIFY(m_page->minimumSizeHint().height() <= 600);
    for (const QLabel *label : m_page->findChildren<QLabel *>()) {
        if (label->isVisible() && !label->wordWrap())
            QVERIFY2(label->width() >= label->sizeHint().width(), qPrintable(label->text()));
    }
    QVERIFY(!view()->horizontalScrollBar()->isVisible());
    QVERIFY(!view()->verticalScrollBar()->isVisible());
}

void TestBackendsPage::page_agesGrow_areNotElided()
{
    m_rig->backends.resize(2);
    for (Backend &backend : m_rig->backends) {
        backend.lastCheck = QDateTime::fromMSecsSinceEpoch(
            std::chrono::duration_cast<std::chrono::milliseconds>(m_rig->clock.wallNow().time_since_epoch())
                .count(),
            QTimeZone::utc());
    }
    view()->setColumnHidden(BackendsModel::LastCheck, false);
    m_rig->logIn();
    QTRY_COMPARE(view()->model()->rowCount(), 2);
    QTRY_VERIFY(cell(0, BackendsModel::LastCheck).contains(QStringLiteral("now")));
    poll(std::chrono::minutes(75));
    QTRY_VERIFY(!cell(0, BackendsModel::LastCheck).contains(QStringLiteral("now")));
    const QString text = cell(0, BackendsModel::LastCheck);
    const QFontMetrics metrics(theme::tabularFont(view()->font()));
    QTRY_COMPARE(
        metrics.elidedText(text, Qt::ElideMiddle, view()->columnWidth(BackendsModel::LastCheck) - 12), text);
}

void TestBackendsPage::page_keyboard_reachesEverything()
{
    m_rig->logIn();
    QTRY_COMPARE(view()->model()->rowCount(), 20);
    m_page->activateWindow();
    m_page->focusStart();
    QSet<QString> reached;
    for (int i = 0; i < 12; ++i) {
        QWidget *focus = QApplication::focusWidget();
        QVERIFY(focus);
        reached << focus->objectName();
        QVERIFY2(!focus->accessibleName().isEmpty() || qobject_cast<QAbstractButton *>(focus),
                 qPrintable(focus->objectName()));
        QTest::keyClick(focus, Qt::Key_Tab);
    }
    for (const char *name :
         {"pauseButton", "backendsView", "metricP95", "range5", "latencyChart", "eventsView"})
        QVERIFY2(reached.contains(QString::fromLatin1(name)),
                 qPrintable(QStringList(reached.values()).join(u' ')));
    auto *range = find<QAbstractButton>("range5");
    range->setFocus();
    QTest::keyClick(range, Qt::Key_Right);
    QVERIFY(find<QAbstractButton>("range15")->isChecked());
}

void TestBackendsPage::page_repaint_isCheap()
{
    m_rig->logIn();
    QTRY_COMPARE(view()->model()->rowCount(), 20);
    for (int i = 0; i < 120; ++i) {
        for (Backend &backend : m_rig->backends) {
            backend.requests += 10 + i % 7;
            backend.p95 = 3 + i % 5;
        }
        poll();
    }
    qint64 best = std::numeric_limits<qint64>::max();
    for (int i = 0; i < 5; ++i) {
        QElapsedTimer timer;
        timer.start();
        m_page->grab();
        best = std::min(best, timer.nsecsElapsed());
    }
    qInfo("the page with 20 backends: %.2f ms", double(best) / 1e6);
    QVERIFY(best < 40'000'000); // see tst_charts
}

QTEST_MAIN(TestBackendsPage)
#include "tst_backendspage.moc"
