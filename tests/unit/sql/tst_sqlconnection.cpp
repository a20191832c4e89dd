// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/sqlconnection.h"
#include "support/fakeclock.h"

#include <QtTest/QTest>

#include <cstring>

using namespace guarita;
using namespace guarita::sql;
using namespace std::chrono_literals;
using core::Done;

namespace {

/// Chance at its worst: the longest wait of each range that a power of two fits in.
class LargestRandom final : public core::Random
{
public:
    void fill(std::span<std::byte> out) override
    {
        const std::uint32_t largest = m_ranges.size() > m_next ? m_ranges[m_next++] : m_ranges.back();
        std::memcpy(out.data(), &largest, out.size());
    }

private:
    const std::vector<std::uint32_t> m_ranges = {10, 20, 40, 80};
    std::size_t m_next = 0;
};

} // namespace

/// The rule of repetition, without what only a real server can do.
class TestSqlConnection : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void backoff_full_isDrawnFromNothingToTheCeiling();
    void backoff_half_isDrawnFromHalfToTheCeiling();

    void cost_ofCalls_isWhatTheyTook();
    void write_conflicts_areRepeatedWithGrowingWaits();
    void write_conflictsWithoutEnd_failWithinASecond();
    void write_slowConflicts_areNotRepeatedForEver();
    void read_conflict_isRepeated();
    void write_lostTwice_isRepeatedOnce();
    void write_lostAndConflicts_areBothRepeated();
    void write_readOnly_isRepeatedOnceAndSaysSo();
    void write_otherFailures_areNotRepeated_data();
    void write_otherFailures_areNotRepeated();

private:
    /// A body that fails with `failures` one after the other, then succeeds.
    auto failing(std::vector<StorageError> failures)
    {
        return [this, failures = std::move(failures)]() -> Outcome<Done> {
            const std::size_t run = m_runs++;
            m_clock->advance(m_cost);
            if (run < failures.size())
                return failures[run];
            return Done{};
        };
    }
    std::vector<StorageError> times(int count, Failure failure)
    {
        return std::vector<StorageError>(static_cast<std::size_t>(count), StorageError{failure, {}});
    }

    std::shared_ptr<support::FakeClock> m_clock;
    std::unique_ptr<SqlConnection> m_connection;
    std::vector<std::chrono::milliseconds> m_waits;
    std::chrono::milliseconds m_cost{0}; // of one run of a body
    std::size_t m_runs = 0;
};

void TestSqlConnection::init()
{
    m_clock = std::make_shared<support::FakeClock>();
    m_waits.clear();
    m_runs = 0;
    m_cost = 0ms;
    const auto sleep = [this](std::chrono::milliseconds time) {
        m_waits.push_back(time);
        m_clock->advance(time);
    };
    m_connection =
        std::make_unique<SqlConnection>(sqliteDialect(QStringLiteral(":memory:")),
                                        Schema{QStringLiteral("esquema"), QStringLiteral("guarita-test"), {}},
                                        Waiting{m_clock, std::make_shared<LargestRandom>(), sleep});
}

void TestSqlConnection::backoff_full_isDrawnFromNothingToTheCeiling()
{
    core::SystemRandom random;
    for (int round = 0; round < 50; ++round) {
        core::Backoff backoff(random, {10ms, 80ms, core::Jitter::Full});
        for (std::chrono::milliseconds ceiling : {10ms, 20ms, 40ms, 80ms, 80ms}) {
            const std::chrono::milliseconds wait = backoff.next();
            QVERIFY(wait >= 0ms && wait <= ceiling);
        }
    }
    LargestRandom largest;
    core::Backoff longest(largest, {10ms, 80ms, core::Jitter::Full});
    for (std::chrono::milliseconds ceiling : {10ms, 20ms, 40ms, 80ms, 80ms})
        QVERIFY(longest.next() == ceiling);
}

void TestSqlConnection::backoff_half_isDrawnFromHalfToTheCeiling()
{
    core::SystemRandom random;
    core::Backoff backoff(random, {100ms, 1000ms, core::Jitter::Half});
    for (int round = 0; round < 50; ++round) {
        for (std::chrono::milliseconds ceiling : {100ms, 200ms, 400ms, 800ms, 1000ms, 1000ms}) {
            const std::chrono::milliseconds wait = backoff.next();
            QVERIFY(wait >= ceiling / 2 && wait <= ceiling);
        }
        backoff.reset();
    }
}

/// With what was repeated and waited for in between.
void TestSqlConnection::cost_ofCalls_isWhatTheyTook()
{
    m_cost = 5ms;
    QVERIFY(m_connection->write(failing(times(1, Failure::Conflict))));
    SqlCost cost = m_connection->takeCost();
    QVERIFY(cost.time == 5ms + 10ms + 5ms);
    QCOMPARE(cost.statements, 0); // BEGIN and COMMIT are not counted
    const auto select = [this]() -> Outcome<Done> {
        const Outcome<QSqlQuery *> query = m_connection->run(QStringLiteral("SELECT 1"));
        if (!query)
            return query.error();
        query.value()->finish();
        m_clock->advance(2ms);
        return Done{};
    };
    QVERIFY(m_connection->read(select));
    QVERIFY(m_connection->read(select));
    cost = m_connection->takeCost();
    QVERIFY(cost.time == 4ms);
    QCOMPARE(cost.statements, 2);
    QCOMPARE(m_connection->takeCost().statements, 0);
}

void TestSqlConnection::write_conflicts_areRepeatedWithGrowingWaits()
{
    QVERIFY(m_connection->write(failing(times(5, Failure::Conflict))));
    QCOMPARE(m_runs, std::size_t(6));
    QCOMPARE(m_waits, (std::vector<std::chrono::milliseconds>{10ms, 20ms, 40ms, 80ms, 80ms}));
}

void TestSqlConnection::write_conflictsWithoutEnd_failWithinASecond()
{
    const core::Instant begun = m_clock->now();
    QCOMPARE(m_connection->write(failing(times(1000, Failure::Conflict))).error().failure, Failure::Conflict);
    QVERIFY(m_runs > 10);
    QVERIFY(m_clock->now() - begun <= 1s);
    QVERIFY(m_connection->write(failing({}))); // the next call has a second of its own
}

void TestSqlConnection::write_slowConflicts_areNotRepeatedForEver()
{
    m_cost = 600ms;
    QCOMPARE(m_connection->write(failing(times(5, Failure::Conflict))).error().failure, Failure::Conflict);
    QCOMPARE(m_runs, std::size_t(2));
}

void TestSqlConnection::read_conflict_isRepeated()
{
    QVERIFY(m_connection->read(failing(times(2, Failure::Conflict))));
    QCOMPARE(m_runs, std::size_t(3));
}

void TestSqlConnection::write_lostTwice_isRepeatedOnce()
{
    QVERIFY(m_connection->write(failing(times(1, Failure::Unavailable))));
    QCOMPARE(m_runs, std::size_t(2));
    m_runs = 0;
    QCOMPARE(m_connection->write(failing(times(2, Failure::Unavailable))).error().failure,
             Failure::Unavailable);
    QCOMPARE(m_runs, std::size_t(2));
    QVERIFY(m_waits.empty());
}

void TestSqlConnection::write_lostAndConflicts_areBothRepeated()
{
    QVERIFY(m_connection->write(
        failing({{Failure::Conflict, {}}, {Failure::Unavailable, {}}, {Failure::Conflict, {}}})));
    QCOMPARE(m_runs, std::size_t(4));
}

void TestSqlConnection::write_readOnly_isRepeatedOnceAndSaysSo()
{
    const StorageError readOnly{Failure::Unavailable, {}, true};
    const Outcome<Done> written = m_connection->write(failing({readOnly, readOnly, readOnly}));
    QCOMPARE(written.error().failure, Failure::Unavailable);
    QVERIFY(written.error().readOnly);
    QCOMPARE(m_runs, std::size_t(2));
}

void TestSqlConnection::write_otherFailures_areNotRepeated_data()
{
    QTest::addColumn<int>("failure");
    for (Failure failure : {Failure::NotFound, Failure::VersionMismatch, Failure::Busy, Failure::TimedOut,
                            Failure::DiskFull, Failure::UnknownOutcome, Failure::Internal})
        QTest::newRow(failureName(failure)) << static_cast<int>(failure);
}

void TestSqlConnection::write_otherFailures_areNotRepeated()
{
    QFETCH(int, failure);
    const Failure wanted = static_cast<Failure>(failure);
    QCOMPARE(m_connection->write(failing(times(2, wanted))).error().failure, wanted);
    QCOMPARE(m_runs, std::size_t(1));
    QVERIFY(m_connection->write(failing({}))); // and the transaction is over
}

QTEST_GUILESS_MAIN(TestSqlConnection)
#include "tst_sqlconnection.moc"
