// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/storage/retention.h"
#include "stubrepository.h"
#include "support/fakeclock.h"

#include <QtTest/QTest>

#include <mutex>

using namespace guarita;
using namespace guarita::server;
using namespace guarita::server::storage;
using namespace std::chrono_literals;

namespace {

/// So many removed items; notes what is wanted of it. Used by a worker and the test.
struct Bin
{
    std::mutex mutex;
    qint64 items = 0;
    bool failing = false;
    int calls = 0;
    domain::Timestamp before;
    qint64 keys = 0;
    domain::Timestamp keysBefore;
};

class BinRepository final : public StubRepository
{
public:
    explicit BinRepository(Bin &bin)
        : m_bin(bin)
    {
    }
    Outcome<qint64> purge(domain::Timestamp before, qint64 most) override
    {
        const std::scoped_lock lock(m_bin.mutex);
        ++m_bin.calls;
        m_bin.before = before;
        if (m_bin.failing)
            return failure();
        const qint64 purged = std::min(m_bin.items, most);
        m_bin.items -= purged;
        return purged;
    }

    Outcome<qint64> forgetKeys(domain::Timestamp before, qint64 most) override
    {
        const std::scoped_lock lock(m_bin.mutex);
        m_bin.keysBefore = before;
        const qint64 forgotten = std::min(m_bin.keys, most);
        m_bin.keys -= forgotten;
        return forgotten;
    }

private:
    Bin &m_bin;
};

} // namespace

class TestRetention : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void start_manyOldItems_allGoInBatches();
    void start_manyOldKeys_areForgotten();
    void timer_looksAgain();
    void timer_afterAFailure_looksAgain();

private:
    /// Reads under the lock.
    template <typename T>
    T look(T Bin::*member)
    {
        const std::scoped_lock lock(m_bin.mutex);
        return m_bin.*member;
    }

    Bin m_bin; // outlives the workers
    support::FakeClock m_clock;
    std::unique_ptr<ItemPool> m_pool;
};

void TestRetention::init()
{
    m_pool.reset();
    m_bin.items = 0;
    m_bin.failing = false;
    m_bin.calls = 0;
    m_bin.keys = 0;
    m_pool = std::make_unique<ItemPool>([this] { return std::make_unique<BinRepository>(m_bin); },
                                        sql::PoolLimits{}, m_clock);
}

void TestRetention::start_manyOldItems_allGoInBatches()
{
    m_bin.items = 25;
    const Retention retention(*m_pool, m_clock, {.kept = 48h, .keysKept = 24h, .interval = 1h, .batch = 10});
    QTRY_COMPARE(look(&Bin::items), 0);
    QCOMPARE(look(&Bin::calls), 3);
    QVERIFY(look(&Bin::before) == std::chrono::floor<std::chrono::milliseconds>(m_clock.wallNow()) - 48h);
}

void TestRetention::start_manyOldKeys_areForgotten()
{
    m_bin.keys = 25;
    const Retention retention(*m_pool, m_clock, {.kept = 48h, .keysKept = 24h, .interval = 1h, .batch = 10});
    QTRY_COMPARE(look(&Bin::keys), 0);
    QVERIFY(look(&Bin::keysBefore) == std::chrono::floor<std::chrono::milliseconds>(m_clock.wallNow()) - 24h);
}

void TestRetention::timer_looksAgain()
{
    const Retention retention(*m_pool, m_clock, {.kept = 48h, .keysKept = 24h, .interval = 1ms, .batch = 10});
    QTRY_VERIFY(look(&Bin::calls) > 0);
    {
        const std::scoped_lock lock(m_bin.mutex);
        m_bin.items = 1;
    }
    QTRY_COMPARE(look(&Bin::items), 0);
}

void TestRetention::timer_afterAFailure_looksAgain()
{
    m_bin.failing = true;
    m_bin.items = 1;
    const Retention retention(*m_pool, m_clock, {.kept = 48h, .keysKept = 24h, .interval = 1ms, .batch = 10});
    QTRY_VERIFY(look(&Bin::calls) > 1);
    {
        const std::scoped_lock lock(m_bin.mutex);
        m_bin.failing = false;
    }
    QTRY_COMPARE(look(&Bin::items), 0);
}

QTEST_GUILESS_MAIN(TestRetention)
#include "tst_retention.moc"
