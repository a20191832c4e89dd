// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/accessible.h"
#include "console/views/requests/requestspage.h"
#include "console/views/requests/waterfallview.h"
#include "console/widgets/theme.h"
#include "requestservice.h"

#include <QtGui/QAction>
#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>
#include <QtTest/QTest>
#include <QtWidgets/QApplication>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QSpinBox>
#include <QtWidgets/QTableView>

using namespace guarita;
using namespace guarita::console;
using namespace std::chrono_literals;
using support::FakeAnswer;
using support::RequestService;

class TestRequestsPage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { theme::apply(*qApp, ColourScheme::Light); }
    void init();
    void cleanup();
    void page_activated_showsTheLast();
    void page_click_showsTheWaterfall();
    void page_selection_staysWhileOthersCome();
    void page_pause_stopsAsking();
    void page_filters_areAskedFor();
    void page_nothingFits_offersToClear();
    void page_olderBalancer_saysSo();
    void page_copies_bothIds();
    void page_logOut_forgets();
    void waterfall_keyboard_readsEachPart();
    void counts_exact_areShown();
    void counts_differ_saysWhere();
    void counts_olderService_saysSo();
    void page_everything_hasAName();
    void page_smallWindow_fits();

private:
    template <typename T>
    T *find(const char *name) const
    {
        T *found = m_page->findChild<T *>(QString::fromLatin1(name));
        if (!found)
            qFatal("there is no %s", name);
        return found;
    }
    QTableView *view() const { return find<QTableView>("requestsView"); }
    QString cell(int row, int column) const { return view()->model()->index(row, column).data().toString(); }
    void show(int requests = 5);

    std::unique_ptr<RequestService> m_service;
    std::unique_ptr<RequestsPage> m_page;
};

void TestRequestsPage::init()
{
    m_service = std::make_unique<RequestService>();
    m_service->logIn();
    m_page = std::make_unique<RequestsPage>(PageContext{*m_service->api, *m_service->session,
                                                        *m_service->connectivity, *m_service->settings,
                                                        m_service->clock},
                                            *m_service->balancer, nullptr, 1ms);
    m_page->setLocale(QLocale(QLocale::English, QLocale::UnitedStates));
    m_page->resize(820, 600);
    m_page->show();
    m_page->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
}

void TestRequestsPage::cleanup()
{
    m_page.reset();
    m_service.reset();
}

void TestRequestsPage::show(int requests)
{
    m_service->add(requests);
    m_page->activated();
    QTRY_COMPARE(view()->model()->rowCount(), requests);
}

void TestRequestsPage::page_activated_showsTheLast()
{
    show();
    QCOMPARE(cell(0, RequestsModel::Request), QStringLiteral("GET /itens/5"));
    QTRY_COMPARE(m_page->status(), QStringLiteral("5 request(s) shown · live"));
    m_service->add(2);
    QTRY_COMPARE(cell(0, RequestsModel::Request), QStringLiteral("GET /itens/7"));
    m_page->deactivated();
    QVERIFY(m_page->status().endsWith(QStringLiteral("live")));
}

void TestRequestsPage::page_click_showsTheWaterfall()
{
    show();
    const QRect row = view()->visualRect(view()->model()->index(1, 1));
    QTest::mouseClick(view()->viewport(), Qt::LeftButton, {}, row.center());
    QCOMPARE(find<QLabel>("requestTitle")->text(), QStringLiteral("GET /itens/4 · 200"));
    QVERIFY(find<QLabel>("requestFacts")->text().startsWith(QStringLiteral("2.50 ms · ana · padrao")));
    auto *waterfall = find<WaterfallView>("waterfall");
    QVERIFY(waterfall->isVisible());
    QCOMPARE(waterfall->spans().size(), 6U);
    QVERIFY(waterfall->height() >= waterfall->minimumSizeHint().height());
}

void TestRequestsPage::page_selection_staysWhileOthersCome()
{
    show();
    view()->selectRow(4);
    m_service->add(3);
    QTRY_COMPARE(view()->model()->rowCount(), 8);
    QCOMPARE(view()->selectionModel()->selectedRows()[0].row(), 7);
    QCOMPARE(find<QLabel>("requestTitle")->text(), QStringLiteral("GET /itens/1 · 200"));
}

void TestRequestsPage::page_pause_stopsAsking()
{
    show();
    m_page->focusStart();
    QTest::keyClick(view(), Qt::Key_Pause);
    QVERIFY(find<QAction>("pauseRequestsAction")->isChecked());
    QVERIFY(m_page->status().endsWith(QStringLiteral("paused")));
    QTest::qWait(20); // an answer that was under way
    m_service->add(2);
    QVERIFY(!QTest::qWaitFor([&] { return view()->model()->rowCount() > 5; }, 50));
    find<QAction>("pauseRequestsAction")->trigger();
    QTRY_COMPARE(view()->model()->rowCount(), 7);
}

void TestRequestsPage::page_filters_areAskedFor()
{
    show();
    m_service->add(1, 503, 80, QStringLiteral("localhost:8003"));
    QTRY_COMPARE(view()->model()->rowCount(), 6);
    find<QComboBox>("requestsOutcome")->setCurrentIndex(1);
    QTRY_COMPARE(view()->model()->rowCount(), 1);
    QCOMPARE(cell(0, RequestsModel::Status), QStringLiteral("503"));
    find<QComboBox>("requestsOutcome")->setCurrentIndex(0);
    QTRY_COMPARE(view()->model()->rowCount(), 6);
    auto *backend = find<QComboBox>("requestsBackend");
    QTRY_COMPARE(backend->count(), 2);
    backend->setCurrentIndex(1);
    QTRY_COMPARE(view()->model()->rowCount(), 5);
    backend->setCurrentIndex(0);
    find<QSpinBox>("requestsLeast")->setValue(50);
    QTRY_COMPARE(view()->model()->rowCount(), 1);
}

void TestRequestsPage::page_nothingFits_offersToClear()
{
    show();
    find<QComboBox>("requestsOutcome")->setCurrentIndex(1);
    QTRY_COMPARE(find<QLabel>("emptyTitle")->text(), QStringLiteral("Nothing found"));
    QTest::mouseClick(find<QPushButton>("emptyPrimary"), Qt::LeftButton);
    QTRY_COMPARE(view()->model()->rowCount(), 5);
}

void TestRequestsPage::page_olderBalancer_saysSo()
{
    m_service->instead = FakeAnswer::problem(404, "caminho_desconhecido");
    m_page->activated();
    QTRY_COMPARE(find<QLabel>("emptyTitle")->text(), QStringLiteral("This balancer keeps no requests"));
    m_service->instead.reset();
    m_service->add(1);
    QTest::mouseClick(find<QPushButton>("emptyPrimary"), Qt::LeftButton);
    QTRY_COMPARE(view()->model()->rowCount(), 1);
}

void TestRequestsPage::page_copies_bothIds()
{
    show();
    QVERIFY(!find<QAction>("copyRequestIdAction")->isEnabled());
    view()->selectRow(0);
    m_page->focusStart();
    QTest::keyClick(view(), Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("pedido-5"));
    QTest::keyClick(view(), Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("00000000000000000000000000000005"));
    QTest::mouseClick(find<QPushButton>("copyRequestIdButton"), Qt::LeftButton);
    QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("pedido-5"));
}

void TestRequestsPage::page_logOut_forgets()
{
    show();
    view()->selectRow(0);
    m_service->session->logOut();
    QCOMPARE(view()->model()->rowCount(), 0);
    QVERIFY(!find<WaterfallView>("waterfall")->isVisible());
}

void TestRequestsPage::waterfall_keyboard_readsEachPart()
{
    show();
    view()->selectRow(0);
    auto *waterfall = find<WaterfallView>("waterfall");
    waterfall->setFocus();
    QVERIFY(waterfall->accessibleDescription().startsWith(QStringLiteral("Gateway; 2.50 ms")));
    QTest::keyClick(waterfall, Qt::Key_Down);
    QTest::keyClick(waterfall, Qt::Key_Down);
    QVERIFY(waterfall->accessibleDescription().startsWith(QStringLiteral("localhost:8002; 1.30 ms")));
    QTest::keyClick(waterfall, Qt::Key_End);
    QVERIFY(waterfall->accessibleDescription().startsWith(QStringLiteral("SQL; 0.50 ms")));
    QTest::keyClick(waterfall, Qt::Key_Down);
    QCOMPARE(waterfall->currentRow(), 5);
}

void TestRequestsPage::counts_exact_areShown()
{
    show();
    QVERIFY(!find<QWidget>("reconciliationPanel")->isVisible());
    find<QAction>("compareCountsAction")->trigger();
    QTRY_COMPARE(find<QLabel>("reconciliationTitle")->text(),
                 QStringLiteral("What the tiers counted agrees exactly"));
    QCOMPARE(
        find<QLabel>("reconciliationDetails")->text(),
        QStringLiteral("Gateway: forwarded 12\nBalancer: answered 12\nServer localhost:8002: servidos 12"));
    QTest::mouseClick(find<QAbstractButton>("reconciliationClose"), Qt::LeftButton);
    QVERIFY(!find<QWidget>("reconciliationPanel")->isVisible());
}

void TestRequestsPage::counts_differ_saysWhere()
{
    show();
    m_service->reconciliation =
        R"({"em":null,"exato":false,"gateway":null,"balanceador":null,"servidores":[],)"
        R"("diferencas":["um faltou",{"servidor":"a","diferenca":2}]})";
    find<QAction>("compareCountsAction")->trigger();
    QTRY_COMPARE(find<QLabel>("reconciliationTitle")->text(),
                 QStringLiteral("What the tiers counted does not agree"));
    QCOMPARE(find<QLabel>("reconciliationDetails")->text(),
             QStringLiteral("um faltou\ndiferenca: 2, servidor: a"));
    m_service->reconciliation = "{}";
    QTest::mouseClick(find<QAbstractButton>("reconcileAgain"), Qt::LeftButton);
    QTRY_COMPARE(find<QLabel>("reconciliationTitle")->text(),
                 QStringLiteral("The counts could not be compared"));
}

void TestRequestsPage::counts_olderService_saysSo()
{
    m_service->instead = FakeAnswer::problem(404, "caminho_desconhecido");
    find<QAction>("compareCountsAction")->trigger();
    QTRY_COMPARE(find<QLabel>("reconciliationTitle")->text(),
                 QStringLiteral("This service does not compare its counts"));
}

void TestRequestsPage::page_everything_hasAName()
{
    show();
    view()->selectRow(0);
    QCOMPARE(support::namelessOf(m_page.get()), QStringList());
}

void TestRequestsPage::page_smallWindow_fits()
{
    show();
    view()->selectRow(0);
    QVERIFY2(m_page->minimumSizeHint().width() <= 820,
             qPrintable(QString::number(m_page->minimumSizeHint().width())));
    QVERIFY(m_page->minimumSizeHint().height() <= 600);
}

QTEST_MAIN(TestRequestsPage)
#include "tst_requestspage.moc"
