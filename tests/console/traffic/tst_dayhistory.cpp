// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/traffic/daykeeper.h"
#include "console/traffic/trafficrig.h"

#include <QtCore/QFile>
#include <QtTest/QTest>

#include <cmath>

using namespace guarita;
using namespace guarita::console;
using namespace std::chrono_literals;
using support::makeBackend;

class TestDayHistory : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void minute_isTheSumOfItsSeconds();
    void minute_latency_isItsLargest();
    void minute_gap_isNoBurst();
    void points_unfinishedMinute_isLeftOut();
    void points_missingMinutes_breakTheLine();
    void day_olderMinutes_go();
    void day_manyBackends_areBounded();
    void encoded_isReadAgain();
    void encoded_full_isSmallEnough();
    void decoded_damaged_fails_data();
    void decoded_damaged_fails();
    void clock_putBack_beginsAnew();
    void keeper_file_isThereAgain();
    void keeper_brokenFile_isSetAside();
    void keeper_otherFile_isAnotherDay();
    void keeper_noFile_writesNothing();

private:
    /// One second, in which `a` answers so many more.
    void second(qint64 requests, std::chrono::milliseconds after = 1s)
    {
        m_clock.advance(after);
        m_backends[0].requests += requests;
        m_traffic.add(m_backends, m_clock.now());
        m_day.add(m_backends, m_traffic, m_clock.now(), m_clock.wallNow());
    }
    void seconds(int count, qint64 requests)
    {
        for (int i = 0; i < count; ++i)
            second(requests);
    }
    static QString id() { return QStringLiteral("a"); }

    support::FakeClock m_clock;
    std::vector<Backend> m_backends;
    TrafficHistory m_traffic;
    DayHistory m_day;
};

void TestDayHistory::init()
{
    m_backends = {makeBackend(id())};
    m_traffic.clear();
    m_day.clear();
    const auto now = std::chrono::system_clock::to_time_t(m_clock.wallNow());
    m_clock.advance(std::chrono::seconds(60 - now % 60)); // a minute begins
}

void TestDayHistory::minute_isTheSumOfItsSeconds()
{
    seconds(119, 10); // the first one only begins the count
    const std::deque<MinuteSample> &minutes = m_day.of(id());
    QCOMPARE(minutes.size(), 2U);
    QCOMPARE(minutes[0].requests, 580U);
    QCOMPARE(minutes[0].coveredMs, 58'000U);
    QCOMPARE(minutes[1].requests, 600U);
    QCOMPARE(m_day.requests(id()), 1180);
}

void TestDayHistory::minute_latency_isItsLargest()
{
    for (const double p95 : {3.0, 9.0, 1.0}) {
        m_backends[0].p95 = p95;
        second(1);
    }
    QCOMPARE(m_day.of(id())[0].p95, 9.0F);
    QCOMPARE(m_day.of(id())[0].p50, -1.0F);
}

void TestDayHistory::minute_gap_isNoBurst()
{
    seconds(2, 10);
    second(100'000, 30s); // nobody looked
    QCOMPARE(m_day.of(id())[0].requests, 10U);
}

void TestDayHistory::points_unfinishedMinute_isLeftOut()
{
    seconds(59, 10);
    QVERIFY(m_day.pointsOf(id(), Metric::RequestsPerSecond, m_clock.wallNow()).empty());
    second(10);
    const auto points = m_day.pointsOf(id(), Metric::RequestsPerSecond, m_clock.wallNow());
    QCOMPARE(points.size(), 1U);
    QCOMPARE(points[0], QPointF(-30, 10));
    QVERIFY(std::isnan(m_day.pointsOf(id(), Metric::P50, m_clock.wallNow())[0].y()));
}

void TestDayHistory::points_missingMinutes_breakTheLine()
{
    seconds(60, 10);
    m_clock.advance(10min);
    seconds(60, 10);
    const auto points = m_day.pointsOf(id(), Metric::RequestsPerSecond, m_clock.wallNow());
    QCOMPARE(points.size(), 4U); // the first second of a minute makes one of it, too
    QVERIFY(std::isnan(points[2].y()));
}

void TestDayHistory::day_olderMinutes_go()
{
    seconds(60, 10);
    m_clock.advance(24h);
    seconds(60, 10);
    QVERIFY(m_day.of(id()).size() <= 2);
    QVERIFY(m_day.of(id()).front().minute > m_day.of(id()).back().minute - 2);
}

void TestDayHistory::day_manyBackends_areBounded()
{
    for (int i = 0; i < 2 * DayHistory::mostBackends; ++i) {
        m_backends = {makeBackend(QString::number(i))};
        second(1, 1min);
    }
    QVERIFY(m_day.of(QStringLiteral("0")).empty());
    QVERIFY(!m_day.of(QString::number(2 * DayHistory::mostBackends - 1)).empty());
}

void TestDayHistory::encoded_isReadAgain()
{
    m_backends[0].p99 = 12.5;
    seconds(130, 7);
    const auto decoded = DayHistory::decode(m_day.encode());
    QVERIFY(decoded);
    QVERIFY(decoded.value().of(id()) == m_day.of(id()));
    QVERIFY(DayHistory::decode(DayHistory().encode()));
}

void TestDayHistory::encoded_full_isSmallEnough()
{
    m_backends.clear();
    for (int i = 0; i < DayHistory::mostBackends; ++i)
        m_backends.push_back(
            makeBackend(QString(300, QChar(u'0' + i % 10)).left(298) + QString::number(10 + i)));
    for (quint32 i = 0; i < DayHistory::keptMinutes + 5; ++i)
        second(1, 1min);
    const QByteArray bytes = m_day.encode();
    QVERIFY2(bytes.size() <= DayHistory::mostBytes, qPrintable(QString::number(bytes.size())));
    QVERIFY(DayHistory::decode(bytes));
}

void TestDayHistory::decoded_damaged_fails_data()
{
    QTest::addColumn<QByteArray>("bytes");
    seconds(70, 5);
    const QByteArray good = m_day.encode();
    QByteArray changed = good;
    changed[20] = char(changed[20] ^ 1);
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("cut") << good.chopped(1);
    QTest::newRow("half") << good.first(good.size() / 2);
    QTest::newRow("changed") << changed;
    QTest::newRow("more") << good + 'x';
    QTest::newRow("text") << QByteArray("{}");
    QTest::newRow("huge") << QByteArray(DayHistory::mostBytes + 1, 'x');
}

void TestDayHistory::decoded_damaged_fails()
{
    QFETCH(QByteArray, bytes);
    const auto decoded = DayHistory::decode(bytes);
    QVERIFY(!decoded);
    QCOMPARE(decoded.error().code, QByteArray("history_invalid"));
}

void TestDayHistory::clock_putBack_beginsAnew()
{
    seconds(70, 5);
    m_clock.advance(1s);
    m_traffic.add(m_backends, m_clock.now());
    m_day.add(m_backends, m_traffic, m_clock.now(), m_clock.wallNow() - 1h);
    QCOMPARE(m_day.of(id()).size(), 1U);
}

void TestDayHistory::keeper_file_isThereAgain()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("new/a.day"));
    {
        DayKeeper keeper;
        keeper.open(file);
        for (int i = 0; i < 90; ++i) {
            second(3);
            keeper.add(m_backends, m_traffic, m_clock.now(), m_clock.wallNow());
        }
    }
    DayKeeper keeper;
    keeper.open(file);
    QCOMPARE(keeper.history().of(id()).size(), 2U);
    QVERIFY(keeper.history().requests(id()) > 200);
}

void TestDayHistory::keeper_brokenFile_isSetAside()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("a.day"));
    QFile broken(file);
    QVERIFY(broken.open(QIODevice::WriteOnly));
    broken.write("nonsense");
    broken.close();
    DayKeeper keeper;
    keeper.open(file);
    QVERIFY(keeper.history().isEmpty());
    QVERIFY(!QFile::exists(file));
    QVERIFY(QFile::exists(file + QStringLiteral(".broken")));
}

void TestDayHistory::keeper_otherFile_isAnotherDay()
{
    const QTemporaryDir folder;
    DayKeeper keeper;
    keeper.open(folder.filePath(QStringLiteral("a.day")));
    second(3);
    keeper.add(m_backends, m_traffic, m_clock.now(), m_clock.wallNow());
    keeper.open(folder.filePath(QStringLiteral("b.day")));
    QVERIFY(keeper.history().isEmpty());
    QVERIFY(QFile::exists(folder.filePath(QStringLiteral("a.day"))));
}

void TestDayHistory::keeper_noFile_writesNothing()
{
    DayKeeper keeper;
    keeper.open({});
    second(3);
    keeper.add(m_backends, m_traffic, m_clock.now(), m_clock.wallNow());
    QVERIFY(!keeper.history().isEmpty());
    keeper.close();
    QVERIFY(keeper.history().isEmpty());
}

QTEST_GUILESS_MAIN(TestDayHistory)
#include "tst_dayhistory.moc"
