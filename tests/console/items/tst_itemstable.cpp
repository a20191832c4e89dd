// SPDX-License-Identifier: GPL-3.0-or-later
#include "itemrig.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QFile>
#include <QtWidgets/QHeaderView>
#include <QtWidgets/QScrollBar>
#include <QtWidgets/QTableView>

#include <unistd.h>

using namespace guarita;
using namespace guarita::console;

/// A million items in a real table. No model tester: it walks over every row.
class TestItemsTable : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void table_millionRows_takesLittleMemory();
    void table_rowsInserted_isQuick();
    void table_selection_followsItsItems();

private:
    static qint64 residentBytes()
    {
        QFile file(QStringLiteral("/proc/self/statm"));
        return file.open(QIODevice::ReadOnly)
                   ? file.readAll().split(' ').at(1).toLongLong() * sysconf(_SC_PAGESIZE)
                   : 0;
    }
    void show();

    std::unique_ptr<support::ItemService> m_service;
    support::FakeClock m_clock;
    support::FakeRandom m_random;
    std::unique_ptr<Transport> m_transport;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<Api> m_api;
    std::unique_ptr<DraftStore> m_drafts;
    std::unique_ptr<ItemsModel> m_model;
    std::unique_ptr<QTableView> m_view;
};

void TestItemsTable::init()
{
    m_service = std::make_unique<support::ItemService>(1'000'000);
    auto manager = std::make_unique<support::FakeManager>();
    manager->service = [this](const support::FakeRequest &request) { return (*m_service)(request); };
    m_transport = std::make_unique<Transport>(std::move(manager));
    m_session = std::make_unique<Session>(*m_transport, m_clock, m_random);
    m_session->resume({"token", m_clock.wallNow() + std::chrono::hours(1), QStringLiteral("usuario")});
    m_api = std::make_unique<Api>(*m_session);
    m_drafts = std::make_unique<DraftStore>();
    m_model = std::make_unique<ItemsModel>(*m_api, *m_drafts);
    m_view = std::make_unique<QTableView>();
}

void TestItemsTable::cleanup()
{
    m_view.reset();
    m_model.reset();
    m_drafts.reset();
    m_api.reset();
    m_session.reset();
    m_transport.reset();
}

void TestItemsTable::show()
{
    m_view->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_view->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_view->setModel(m_model.get());
    m_view->resize(900, 700);
    m_view->show();
    connect(m_view->verticalScrollBar(), &QScrollBar::valueChanged, m_model.get(), [this] {
        const int first = m_view->rowAt(0);
        m_model->setVisibleRows(first, first + 30);
    });
    m_model->refresh();
    QTRY_COMPARE(m_model->state(), ItemsModel::State::Ready);
}

void TestItemsTable::table_millionRows_takesLittleMemory()
{
    m_view->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
    const qint64 before = residentBytes();
    show();
    for (int step = 1; step <= 100; ++step) {
        m_view->scrollTo(m_model->index(step * 9'999, 0), QAbstractItemView::PositionAtTop);
        QTest::qWait(1);
    }
    m_view->scrollToBottom();
    QTRY_VERIFY(m_model->index(999'999, 0).data(ItemsModel::LoadedRole).toBool());
    const qint64 grown = residentBytes() - before;
    qInfo("a table of 1,000,000 rows: %lld KiB", static_cast<long long>(grown / 1024));
#ifdef __SANITIZE_ADDRESS__
    constexpr int times = 3; // it keeps what was freed for a while, and a shadow of it
#else
    constexpr int times = 1;
#endif
    QVERIFY(grown < 60ll * 1024 * 1024 * times);
}

void TestItemsTable::table_rowsInserted_isQuick()
{
    show();
    QElapsedTimer timer;
    timer.start();
    Draft draft;
    draft.key = m_drafts->nextNewKey();
    m_drafts->put(draft);
    m_drafts->remove(draft.key);
    qInfo("a new row and its going: %lld ms", static_cast<long long>(timer.elapsed()));
    QVERIFY(timer.elapsed() < 500);
}

void TestItemsTable::table_selection_followsItsItems()
{
    show();
    m_view->selectRow(9);
    m_service->removed = {3};
    QElapsedTimer turn;
    qint64 longest = 0;
    QTimer beat;
    connect(&beat, &QTimer::timeout, this, [&] { longest = std::max(longest, turn.restart()); });
    beat.start(0);
    turn.start();
    m_model->refresh();
    QTRY_COMPARE(m_model->total(), 999'999);
    QTRY_COMPARE(m_view->selectionModel()->selectedRows().size(), 1);
    qInfo("the longest turn of the event loop: %lld ms", static_cast<long long>(longest));
    QVERIFY(longest < 500); // 50 on a machine that does nothing else
    QCOMPARE(m_model->keyAt(m_view->selectionModel()->selectedRows().front().row()), ItemKey{10});
    QCOMPARE(m_model->keyAt(m_view->currentIndex().row()), ItemKey{10});
}

QTEST_MAIN(TestItemsTable)
#include "tst_itemstable.moc"
