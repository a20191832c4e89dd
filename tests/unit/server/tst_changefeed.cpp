// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/storage/changefeed.h"
#include "stubrepository.h"
#include "support/fakeclock.h"

#include <QtTest/QTest>

#include <mutex>

using namespace guarita;
using namespace guarita::server;
using namespace guarita::server::storage;
using namespace std::chrono_literals;

namespace {

/// A record of changes that a test writes. Used by a worker and the test.
class Record
{
public:
    void add(int changes)
    {
        const std::scoped_lock lock(m_mutex);
        for (int i = 0; i < changes; ++i)
            m_marks.push_back({m_name, m_era, static_cast<qint64>(m_marks.size()) + 1});
    }
    /// The database is another one from now on, and knows nothing of the old one's marks.
    void replace()
    {
        const std::scoped_lock lock(m_mutex);
        m_marks.clear();
        m_name = "other";
        m_era = 1;
    }
    void setUnsettled(bool unsettled)
    {
        const std::scoped_lock lock(m_mutex);
        m_unsettled = unsettled;
    }
    void setFailing(bool failing)
    {
        const std::scoped_lock lock(m_mutex);
        m_failing = failing;
    }
    int reads() const
    {
        const std::scoped_lock lock(m_mutex);
        return m_reads;
    }

    Outcome<ChangeMark> latest() const
    {
        const std::scoped_lock lock(m_mutex);
        if (m_failing)
            return StorageError{Failure::Busy, {}};
        return m_marks.empty() ? ChangeMark{m_name, m_era, 0} : m_marks.back();
    }
    Outcome<ChangesRead> since(const ChangeMark &mark, qint64 most)
    {
        const std::scoped_lock lock(m_mutex);
        ++m_reads;
        if (m_failing)
            return StorageError{Failure::Busy, {}};
        ChangesRead read;
        read.unknownMark = mark.era != m_name;
        read.unsettled = m_unsettled;
        if (m_unsettled || read.unknownMark)
            return read;
        for (const ChangeMark &known : m_marks) {
            if (known > mark && static_cast<qint64>(read.changes.size()) < most)
                read.changes.push_back({known, {}});
        }
        return read;
    }

private:
    mutable std::mutex m_mutex;
    std::vector<ChangeMark> m_marks;
    QByteArray m_name = "one";
    quint64 m_era = 7;
    bool m_unsettled = false;
    bool m_failing = false;
    int m_reads = 0;
};

class RecordRepository final : public StubRepository
{
public:
    explicit RecordRepository(Record &record)
        : m_record(record)
    {
    }
    Outcome<ChangeMark> latestChange() override { return m_record.latest(); }
    Outcome<ChangesRead> changesSince(const ChangeMark &mark, qint64 most) override
    {
        return m_record.since(mark, most);
    }

private:
    Record &m_record;
};

/// Reads the feed on from where it joined.
class Reader final : public ChangeFeed::Follower
{
public:
    explicit Reader(ChangeFeed &feed)
        : m_feed(feed)
    {
    }
    ~Reader() { m_feed.leave(*this); }

    bool join() { return m_feed.join(*this); }
    void changesCame() override
    {
        ++calls;
        if (!m_place)
            m_place = m_feed.end();
        while (*m_place < m_feed.end()) {
            const ChangeFeed::Entry *entry = m_feed.at(*m_place);
            if (!entry) {
                ++missed;
                m_place = m_feed.end();
                return;
            }
            seen.append(entry->text);
            ++*m_place;
        }
    }

    QByteArrayList seen;
    int missed = 0;
    int calls = 0;

private:
    ChangeFeed &m_feed;
    std::optional<quint64> m_place;
};

constexpr auto never = 1h;

} // namespace

class TestChangeFeed : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void follower_changesAfterItJoined_comeInOrder();
    void follower_manyChanges_allCome();
    void follower_none_nothingIsRead();
    void follower_afterOthersLeft_startsAnew();
    void follower_tooMany_isRefused();
    void poll_untold_findsChanges();
    void read_unsettled_looksAgainSoon();
    void read_failing_goesOnLater();
    void read_otherDatabase_tellsThatSomethingWasMissed();
    void kept_beyondTheLimit_isMissed();
    void place_behindAMark_isFound();

private:
    void open(FeedLimits limits);
    /// A follower from now on.
    std::unique_ptr<Reader> follower();

    std::unique_ptr<Record> m_record; // outlives the workers
    support::FakeClock m_clock;
    std::unique_ptr<ItemPool> m_pool;
    std::unique_ptr<ChangeFeed> m_feed;
};

void TestChangeFeed::init()
{
    m_record = std::make_unique<Record>();
    m_pool = std::make_unique<ItemPool>([this] { return std::make_unique<RecordRepository>(*m_record); },
                                        sql::PoolLimits{}, m_clock);
    open({.poll = never, .settle = 1ms});
}

void TestChangeFeed::cleanup()
{
    m_feed.reset();
    m_pool.reset();
}

void TestChangeFeed::open(FeedLimits limits)
{
    m_feed = std::make_unique<ChangeFeed>(*m_pool, limits, [](const MarkedChange &change) {
        return QByteArray(change.mark.text()).mid(change.mark.era.size() + 1).replace('.', '-');
    });
}

std::unique_ptr<Reader> TestChangeFeed::follower()
{
    auto reader = std::make_unique<Reader>(*m_feed);
    const bool joined = reader->join();
    if (!joined || !QTest::qWaitFor([&] { return m_feed->mark().has_value(); }))
        qFatal("the feed does not begin");
    reader->changesCame();
    return reader;
}

void TestChangeFeed::follower_changesAfterItJoined_comeInOrder()
{
    m_record->add(2);
    const auto reader = follower();
    m_record->add(3);
    m_feed->wake();
    QTRY_COMPARE(reader->seen.join(' '), QByteArray("7-3 7-4 7-5"));
    const auto second = follower();
    m_record->add(1);
    m_feed->wake();
    QTRY_COMPARE(reader->seen.last(), QByteArray("7-6"));
    QTRY_COMPARE(second->seen.join(' '), QByteArray("7-6"));
    QCOMPARE(*m_feed->mark(), (ChangeMark{"one", 7, 6}));
}

void TestChangeFeed::follower_manyChanges_allCome()
{
    const auto reader = follower();
    m_record->add(1700); // more than three reads
    m_feed->wake();
    QTRY_COMPARE(reader->seen.size(), 1700);
    QCOMPARE(reader->seen.last(), QByteArray("7-1700"));
    QCOMPARE(reader->missed, 0);
}

void TestChangeFeed::follower_none_nothingIsRead()
{
    open({.poll = 1ms, .settle = 1ms});
    m_feed->wake();
    {
        const auto reader = follower();
        QTRY_VERIFY(m_record->reads() > 1);
    }
    // What is under way ends; then there is nothing more.
    int reads = -1;
    QTRY_VERIFY(std::exchange(reads, m_record->reads()) == m_record->reads());
    QVERIFY(!m_feed->mark());
}

void TestChangeFeed::follower_afterOthersLeft_startsAnew()
{
    follower().reset();
    m_record->add(5);
    const auto reader = follower();
    m_record->add(1);
    m_feed->wake();
    QTRY_COMPARE(reader->seen.join(' '), QByteArray("7-6"));
    QCOMPARE(reader->missed, 0);
}

void TestChangeFeed::follower_tooMany_isRefused()
{
    open({.followers = 1, .poll = never});
    auto first = follower();
    Reader second(*m_feed);
    QVERIFY(!second.join());
    first.reset();
    QVERIFY(second.join());
}

void TestChangeFeed::poll_untold_findsChanges()
{
    open({.poll = 1ms});
    const auto reader = follower();
    m_record->add(1);
    QTRY_COMPARE(reader->seen.size(), 1);
}

void TestChangeFeed::read_unsettled_looksAgainSoon()
{
    const auto reader = follower();
    m_record->setUnsettled(true);
    m_record->add(1);
    m_feed->wake();
    QTRY_VERIFY(m_record->reads() > 3);
    QVERIFY(reader->seen.isEmpty());
    m_record->setUnsettled(false);
    QTRY_COMPARE(reader->seen.size(), 1);
}

void TestChangeFeed::read_failing_goesOnLater()
{
    m_record->setFailing(true);
    open({.poll = 1ms});
    Reader reader(*m_feed);
    QVERIFY(reader.join());
    m_record->setFailing(false);
    QTRY_VERIFY(m_feed->mark());
    m_record->setFailing(true);
    m_record->add(1);
    const int reads = m_record->reads();
    QTRY_VERIFY(m_record->reads() > reads + 1);
    m_record->setFailing(false);
    QTRY_COMPARE(reader.seen.join(), QByteArray("7-1"));
}

void TestChangeFeed::read_otherDatabase_tellsThatSomethingWasMissed()
{
    const auto reader = follower();
    m_record->add(2);
    m_feed->wake();
    QTRY_COMPARE(reader->seen.size(), 2);
    m_record->replace();
    m_feed->wake();
    QTRY_COMPARE(reader->missed, 1);
    m_record->add(1);
    m_feed->wake();
    QTRY_COMPARE(reader->seen.last(), QByteArray("1-1"));
    QCOMPARE(reader->missed, 1);
}

void TestChangeFeed::kept_beyondTheLimit_isMissed()
{
    open({.kept = 10, .poll = never});
    const auto quick = follower();
    const quint64 place = m_feed->end();
    m_record->add(25);
    m_feed->wake();
    QTRY_COMPARE(m_feed->end(), place + 25);
    QVERIFY(!m_feed->at(place + 14));
    QCOMPARE(m_feed->at(place + 15)->text, QByteArray("7-16"));
    QCOMPARE(m_feed->at(place + 24)->text, QByteArray("7-25"));
    QVERIFY(!m_feed->at(place + 25));
    QCOMPARE(quick->missed, 1); // told once, after all of them
}

void TestChangeFeed::place_behindAMark_isFound()
{
    open({.kept = 10, .poll = never});
    m_record->add(3);
    const auto reader = follower();
    QCOMPARE(m_feed->placeBehind({"one", 7, 3}), m_feed->end());
    QVERIFY(!m_feed->placeBehind({"one", 7, 2})); // what came between is not known
    QVERIFY(!m_feed->placeBehind({"two", 7, 3}));
    QVERIFY(!m_feed->placeBehind({"one", 7, 4}));
    m_record->add(12);
    m_feed->wake();
    QTRY_COMPARE(*m_feed->mark(), (ChangeMark{"one", 7, 15}));
    QVERIFY(!m_feed->placeBehind({"one", 7, 4}));
    QCOMPARE(m_feed->placeBehind({"one", 7, 5}), m_feed->end() - 10);
    QCOMPARE(m_feed->placeBehind({"one", 7, 14}), m_feed->end() - 1);
    QCOMPARE(m_feed->placeBehind({"one", 7, 15}), m_feed->end());
}

QTEST_GUILESS_MAIN(TestChangeFeed)
#include "tst_changefeed.moc"
