// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/databasepool.h"
#include "support/fakeclock.h"
#include "support/fakerandom.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QThread>
#include <QtTest/QTest>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <semaphore>

using namespace guarita;
using namespace guarita::sql;
using namespace std::chrono_literals;
using core::Done;

namespace {

/// A database that answers or not as the test says, and counts.
struct FakeDatabase
{
    std::atomic<bool> away = false;
    std::atomic<int> pings = 0;
    std::atomic<int> repositories = 0;
};

using Found = Outcome<qint64>;

class FakeRepository final : public Repository
{
public:
    explicit FakeRepository(FakeDatabase &database)
        : m_database(database)
    {
        ++m_database.repositories;
    }
    ~FakeRepository() override { --m_database.repositories; }

    Outcome<Done> ping() override
    {
        ++m_database.pings;
        return m_database.away ? Outcome<Done>(failure()) : Outcome<Done>(Done{});
    }
    SqlCost takeCost() override { return std::exchange(m_cost, {}); }
    void spend(const SqlCost &cost) { m_cost = cost; }
    Found find(qint64 id) { return m_database.away ? Found(failure()) : Found(id); }

private:
    StorageError failure() { return {Failure::Unavailable, QStringLiteral("away")}; }

    FakeDatabase &m_database;
    SqlCost m_cost{1h, 99}; // of what came before the first job
};

/// Notes the waits before the attempts to reach a database that is away.
class Attempts final : public PoolObserver
{
public:
    void waiting(std::size_t) override {}
    void finished(const StorageError *) override {}
    void available(bool) override {}
    void waitingForDatabase(std::chrono::milliseconds wait) override
    {
        const std::scoped_lock lock(m_mutex);
        m_waits.push_back(wait);
    }

    /// Those since the last call.
    std::vector<std::chrono::milliseconds> take()
    {
        const std::scoped_lock lock(m_mutex);
        return std::exchange(m_waits, {});
    }
    std::size_t count()
    {
        const std::scoped_lock lock(m_mutex);
        return m_waits.size();
    }

private:
    std::mutex m_mutex;
    std::vector<std::chrono::milliseconds> m_waits; // guarded by m_mutex
};

} // namespace

class TestDatabasePool : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void submit_job_runsElsewhereAndAnswersHere();
    void submit_job_isToldItsTiming();
    void submit_manyJobs_eachAnswersOnce();
    void submit_moreWorkers_runTogether();
    void submit_queueFull_failsAtOnceAndTheRestRuns();
    void submit_jobWaitedTooLong_isNotRun();
    void submit_databaseAway_failsAllThatWaitAndAllThatCome();
    void submit_databaseBack_runsAgain();
    void databaseAway_attempts_becomeRarerUntilItIsBack();
    void submit_databaseTakesNoWrites_isNotAway();
    void submit_jobThrows_isAnInternalFailure();
    void stats_usualFailures_doNotCount();
    void destroyed_undeliveredJobs_areDropped();

private:
    void makePool(int workers, int queue = 256);
    /// Occupies one worker until release() is called.
    void block();
    void release() { m_gate.release(); }
    void find(qint64 id);

    FakeDatabase m_database;
    support::FakeClock m_clock;
    support::FakeRandom m_random{0};
    Attempts m_attempts;
    std::unique_ptr<DatabasePool<FakeRepository>> m_pool;
    std::counting_semaphore<> m_gate{0};
    std::atomic<int> m_blocked = 0;
    std::vector<Found> m_found;
};

void TestDatabasePool::init()
{
    m_database.away = false;
    m_found.clear();
    m_attempts.take();
    m_blocked = 0;
}

void TestDatabasePool::cleanup()
{
    m_pool.reset();
    QCOMPARE(m_database.repositories.load(), 0);
}

void TestDatabasePool::makePool(int workers, int queue)
{
    PoolLimits limits;
    limits.workers = workers;
    limits.queue = queue;
    limits.probe = {10ms, 40ms, core::Jitter::Half};
    m_pool = std::make_unique<DatabasePool<FakeRepository>>(
        [this] { return std::make_unique<FakeRepository>(m_database); }, limits, m_clock, &m_attempts,
        &m_random);
}

void TestDatabasePool::block()
{
    const int before = m_blocked;
    m_pool->submit(
        [this](FakeRepository &repository) {
            ++m_blocked;
            m_gate.acquire();
            return repository.find(0);
        },
        [](Found) {});
    QTRY_COMPARE(m_blocked.load(), before + 1);
}

void TestDatabasePool::find(qint64 id)
{
    m_pool->submit([id](FakeRepository &repository) { return repository.find(id); },
                   [this](Found found) { m_found.push_back(std::move(found)); });
}

void TestDatabasePool::submit_job_runsElsewhereAndAnswersHere()
{
    makePool(1);
    QThread *ranOn = nullptr;
    QThread *answeredOn = nullptr;
    auto moveOnly = std::make_unique<int>(7);
    m_pool->submit(
        [&ranOn](FakeRepository &repository) {
            ranOn = QThread::currentThread();
            return repository.find(1);
        },
        [&answeredOn, seven = std::move(moveOnly)](Found found) {
            QVERIFY(found && *seven == 7);
            answeredOn = QThread::currentThread();
        });
    QVERIFY(!answeredOn); // never from within submit()
    QTRY_VERIFY(answeredOn);
    QCOMPARE(answeredOn, QThread::currentThread());
    QVERIFY(ranOn != answeredOn);
}

void TestDatabasePool::submit_job_isToldItsTiming()
{
    makePool(1);
    std::vector<JobTiming> timings;
    const auto submit = [&](auto work) {
        m_pool->submit(work, [&timings](Found, const JobTiming &timing) { timings.push_back(timing); });
    };
    const auto find = [](FakeRepository &repository) { return repository.find(1); };
    submit(find);
    QTRY_COMPARE(timings.size(), std::size_t(1));
    block();
    submit([](FakeRepository &repository) {
        repository.spend({7ms, 3});
        return repository.find(1);
    });
    submit(find);
    m_clock.advance(20ms);
    release();
    QTRY_COMPARE(timings.size(), std::size_t(3));
    QVERIFY(timings[0].waited == 0ms && timings[1].waited == 20ms && timings[2].waited == 20ms);
    QVERIFY(timings[1].sql.time == 7ms && timings[1].sql.statements == 3);
    for (const JobTiming &without : {timings[0], timings[2]})
        QVERIFY(without.sql.time == 0ms && without.sql.statements == 0);
}

void TestDatabasePool::submit_manyJobs_eachAnswersOnce()
{
    constexpr int jobs = 5000;
    makePool(4, jobs);
    for (int id = 1; id <= jobs; ++id)
        find(id);
    QTRY_COMPARE(m_found.size(), std::size_t(jobs));
    std::vector<qint64> ids;
    for (const Found &found : m_found)
        ids.push_back(found.value());
    std::sort(ids.begin(), ids.end());
    QVERIFY(std::adjacent_find(ids.begin(), ids.end()) == ids.end());
    QCOMPARE(m_pool->stats().jobs, jobs);
    QCOMPARE(m_pool->stats().failures, 0);
}

void TestDatabasePool::submit_moreWorkers_runTogether()
{
    makePool(3);
    for (int i = 0; i < 3; ++i)
        block(); // each waits until it runs
    find(1);
    QCOMPARE(m_pool->stats().waiting, 1);
    release();
    QTRY_COMPARE(m_found.size(), std::size_t(1));
    release();
    release();
}

void TestDatabasePool::submit_queueFull_failsAtOnceAndTheRestRuns()
{
    makePool(1, 2);
    block();
    for (int id = 1; id <= 4; ++id)
        find(id);
    QVERIFY(m_found.empty()); // never from within submit()
    QTRY_COMPARE(m_found.size(), std::size_t(2));
    for (const Found &found : m_found)
        QCOMPARE(found.error().failure, Failure::Overloaded);
    QCOMPARE(m_pool->stats().waiting, 2);
    QCOMPARE(m_pool->stats().overloaded, 2);
    release();
    QTRY_COMPARE(m_found.size(), std::size_t(4));
    QCOMPARE(m_found[2].value(), 1);
    QCOMPARE(m_found[3].value(), 2);
}

void TestDatabasePool::submit_jobWaitedTooLong_isNotRun()
{
    makePool(1);
    block();
    find(1);
    m_clock.advance(2001ms);
    find(2);
    release();
    QTRY_COMPARE(m_found.size(), std::size_t(2));
    QCOMPARE(m_found[0].error().failure, Failure::Overloaded);
    QCOMPARE(m_found[1].value(), 2);
}

void TestDatabasePool::submit_databaseAway_failsAllThatWaitAndAllThatCome()
{
    makePool(1);
    QTRY_VERIFY(m_pool->stats().available);
    block();
    for (int id = 1; id <= 3; ++id)
        find(id);
    m_database.away = true;
    release(); // the blocked job finds out
    QTRY_COMPARE(m_found.size(), std::size_t(3));
    find(4);
    QTRY_COMPARE(m_found.size(), std::size_t(4));
    for (const Found &found : m_found)
        QCOMPARE(found.error().failure, Failure::Unavailable);
    QVERIFY(!m_pool->stats().available);
    const int pings = m_database.pings;
    QTRY_VERIFY(m_database.pings > pings + 2); // without a job
}

void TestDatabasePool::submit_databaseBack_runsAgain()
{
    m_database.away = true;
    makePool(4);
    QTRY_VERIFY(m_database.pings > 5);
    find(1);
    QTRY_COMPARE(m_found.size(), std::size_t(1));
    QCOMPARE(m_found[0].error().failure, Failure::Unavailable);
    m_database.away = false;
    QTRY_VERIFY(m_pool->stats().available);
    find(2);
    QTRY_COMPARE(m_found.size(), std::size_t(2));
    QCOMPARE(m_found[1].value(), 2);
}

void TestDatabasePool::databaseAway_attempts_becomeRarerUntilItIsBack()
{
    const std::vector<std::chrono::milliseconds> ceilings = {10ms, 20ms, 40ms, 40ms};
    m_database.away = true;
    makePool(3);
    for (int round = 0; round < 2; ++round) {
        QTRY_VERIFY(m_attempts.count() > ceilings.size());
        const std::vector<std::chrono::milliseconds> waits = m_attempts.take();
        for (std::size_t i = 0; i < ceilings.size(); ++i)
            QVERIFY(waits[i] >= ceilings[i] / 2 && waits[i] <= ceilings[i]);
        m_database.away = false;
        QTRY_VERIFY(m_pool->stats().available);
        m_attempts.take();
        m_database.away = true;
        find(1); // finds out
    }
}

void TestDatabasePool::submit_databaseTakesNoWrites_isNotAway()
{
    makePool(1);
    QTRY_VERIFY(m_pool->stats().available);
    m_pool->submit(
        [](FakeRepository &) -> Found {
            return StorageError{Failure::Unavailable, QStringLiteral("read-only"), true};
        },
        [this](Found found) { m_found.push_back(std::move(found)); });
    find(1);
    QTRY_COMPARE(m_found.size(), std::size_t(2));
    QCOMPARE(m_found[0].error().failure, Failure::Unavailable);
    QCOMPARE(m_found[1].value(), 1);
    QVERIFY(m_pool->stats().available);
    QCOMPARE(m_attempts.count(), std::size_t(0));
}

void TestDatabasePool::submit_jobThrows_isAnInternalFailure()
{
    makePool(1);
    m_pool->submit([](FakeRepository &) -> Found { throw std::bad_alloc(); },
                   [this](Found found) { m_found.push_back(std::move(found)); });
    QTRY_COMPARE(m_found.size(), std::size_t(1));
    QCOMPARE(m_found[0].error().failure, Failure::Internal);
    find(1);
    QTRY_COMPARE(m_found.size(), std::size_t(2));
    QVERIFY(m_found[1]);
}

void TestDatabasePool::stats_usualFailures_doNotCount()
{
    makePool(1);
    for (Failure failure : {Failure::NotFound, Failure::VersionMismatch, Failure::Busy}) {
        m_pool->submit(
            [failure](FakeRepository &) -> Found {
                return StorageError{failure, {}};
            },
            [this](Found found) { m_found.push_back(std::move(found)); });
    }
    QTRY_COMPARE(m_found.size(), std::size_t(3));
    QCOMPARE(m_pool->stats().failures, 1);
}

void TestDatabasePool::destroyed_undeliveredJobs_areDropped()
{
    makePool(1);
    block();
    auto owned = std::make_shared<int>(0);
    const std::weak_ptr<int> watched = owned;
    for (int i = 0; i < 3; ++i) // whether they run before the end or not
        m_pool->submit([](FakeRepository &repository) { return repository.find(1); },
                       [owned](Found) { QFAIL("answered after the end"); });
    owned.reset();
    release();
    m_pool.reset();
    QVERIFY(watched.expired());
    QCoreApplication::processEvents(); // a wake-up that is still queued finds nobody
}

QTEST_GUILESS_MAIN(TestDatabasePool)
#include "tst_databasepool.moc"
