// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/limits/ratelimiter.h"
#include "support/fakeclock.h"
#include "support/fakerandom.h"

#include <QtTest/QTest>

#include <memory>

using namespace guarita::gateway;
using guarita::support::FakeClock;
using guarita::support::FakeRandom;
using namespace std::chrono_literals;

namespace {

const QByteArray ana = "ana";
const QByteArray bia = "bia";

/// A limiter with what it needs.
struct Bench
{
    explicit Bench(const Rate &rate, std::size_t keys = 1'024)
        : limiter(rate, keys, clock, random)
    {
    }

    int admitted(const QByteArray &key, int requests)
    {
        int count = 0;
        for (int i = 0; i < requests; ++i)
            count += limiter.take(key).admitted ? 1 : 0;
        return count;
    }

    FakeClock clock;
    FakeRandom random;
    RateLimiter limiter;
};

QByteArray stranger(int number)
{
    return "stranger " + QByteArray::number(number);
}

} // namespace

class TestRateLimiter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rate_text_isReadOrRefused_data();
    void rate_text_isReadOrRefused();
    void take_clockStandsStill_admitsTheQuotaOnce();
    void take_steadilyAtTheRate_admitsAll();
    void take_quickerThanTheRate_admitsTheRate();
    void take_afterIdling_admitsTheQuotaAndNoMore();
    void take_refused_costsNothing();
    void take_anotherKey_hasItsOwnQuota();
    void take_quotaThatDoesNotDivideTheWindow_isExact();
    void verdict_counts_downAndUpAgain();
    void look_anytime_changesNothing();
    void table_aMillionKeys_staysWithinItsBound();
    void table_floodOfStrangers_doesNotFreeTheLimited();
    void table_floodOfStrangers_isItselfForgotten();
    void table_fullSet_forgetsWhoUsedLeast();
    void table_otherSecret_otherSets();
};

void TestRateLimiter::rate_text_isReadOrRefused_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("quota"); // -1: refused
    QTest::addColumn<int>("seconds");
    const auto row = [](const char *text, int quota, int seconds) {
        QTest::addRow("'%s'", text) << QString::fromLatin1(text) << quota << seconds;
    };
    row("1000/10s", 1000, 10);
    row("1/1s", 1, 1);
    row("1000000/3600s", 1'000'000, 3600);
    row("0", 0, 1);
    for (const char *wrong : {"",
                              "/",
                              "5",
                              "5/",
                              "/5s",
                              "5/s",
                              "5/1",
                              "0/1s",
                              "5/0s",
                              "-5/1s",
                              "+5/1s",
                              "5/1ms",
                              "5/1min",
                              "5 /1s",
                              "5/ 1s",
                              " 5/1s",
                              "5/1s ",
                              "5/1s/1s",
                              "1000001/1s",
                              "5/3601s",
                              "00",
                              "5.5/1s",
                              "99999999999/1s",
                              "5/99999999999s",
                              "s"})
        row(wrong, -1, 0);
}

void TestRateLimiter::rate_text_isReadOrRefused()
{
    QFETCH(QString, text);
    QFETCH(int, quota);
    QFETCH(int, seconds);
    const std::optional<Rate> rate = rateFrom(text);
    QCOMPARE(rate.has_value(), quota >= 0);
    if (rate)
        QVERIFY((*rate == Rate{quota, std::chrono::seconds(seconds)}));
}

void TestRateLimiter::take_clockStandsStill_admitsTheQuotaOnce()
{
    Bench bench({100, 10s});
    QCOMPARE(bench.admitted(ana, 1'000), 100);
    QCOMPARE(bench.admitted(ana, 1'000), 0);
}

void TestRateLimiter::take_steadilyAtTheRate_admitsAll()
{
    Bench bench({10, 1s});
    for (int i = 0; i < 1'000; ++i) {
        QVERIFY(bench.limiter.take(ana).admitted);
        bench.clock.advance(100ms);
    }
    QCOMPARE(bench.admitted(ana, 20), 10); // and has its whole quota still
}

void TestRateLimiter::take_quickerThanTheRate_admitsTheRate()
{
    Bench bench({10, 1s});
    int admitted = 0;
    for (int i = 0; i < 10'000; ++i) { // ten seconds at a hundred times the rate
        admitted += bench.admitted(ana, 1);
        bench.clock.advance(1ms);
    }
    QCOMPARE(admitted, 10 + 99); // the quota, and the tenth of a second's worth of what came after
}

void TestRateLimiter::take_afterIdling_admitsTheQuotaAndNoMore()
{
    Bench bench({10, 1s});
    QCOMPARE(bench.admitted(ana, 20), 10);
    bench.clock.advance(300ms);
    QCOMPARE(bench.admitted(ana, 20), 3);
    bench.clock.advance(1h);
    QCOMPARE(bench.admitted(ana, 20), 10);
}

void TestRateLimiter::take_refused_costsNothing()
{
    Bench bench({1, 1s});
    QCOMPARE(bench.admitted(ana, 1), 1);
    for (int i = 0; i < 999; ++i) {
        bench.clock.advance(1ms);
        QCOMPARE(bench.admitted(ana, 1), 0);
    }
    bench.clock.advance(1ms);
    QCOMPARE(bench.admitted(ana, 1), 1);
}

void TestRateLimiter::take_anotherKey_hasItsOwnQuota()
{
    Bench bench({5, 1s});
    QCOMPARE(bench.admitted(ana, 10), 5);
    QCOMPARE(bench.admitted(bia, 10), 5);
}

void TestRateLimiter::take_quotaThatDoesNotDivideTheWindow_isExact()
{
    for (const int quota : {3, 7, 999'983, 1'000'000}) {
        Bench bench({quota, 1s});
        QCOMPARE(bench.admitted(ana, quota + 100), quota);
        bench.clock.advance(1s);
        QCOMPARE(bench.admitted(ana, quota + 100), quota);
    }
}

void TestRateLimiter::verdict_counts_downAndUpAgain()
{
    Bench bench({4, 8s});
    QCOMPARE(bench.limiter.look(ana).remaining, 4);
    QVERIFY(bench.limiter.look(ana).untilMore == 0s);
    for (const int left : {3, 2, 1, 0}) {
        const Verdict verdict = bench.limiter.take(ana);
        QVERIFY(verdict.admitted);
        QCOMPARE(verdict.remaining, left);
        QVERIFY(verdict.untilMore == 2s);
    }
    bench.clock.advance(1'500ms);
    const Verdict refused = bench.limiter.take(ana);
    QVERIFY(!refused.admitted);
    QCOMPARE(refused.remaining, 0);
    QVERIFY(refused.untilMore == 500ms);
    bench.clock.advance(500ms);
    QCOMPARE(bench.limiter.look(ana).remaining, 1);
    bench.clock.advance(5s);
    QCOMPARE(bench.limiter.look(ana).remaining, 3);
    QVERIFY(bench.limiter.look(ana).untilMore == 1s);
}

void TestRateLimiter::look_anytime_changesNothing()
{
    Bench bench({2, 1s});
    for (int i = 0; i < 10; ++i)
        QCOMPARE(bench.limiter.look(ana).remaining, 2);
    QCOMPARE(bench.admitted(ana, 5), 2);
    QCOMPARE(bench.limiter.look(ana).remaining, 0);
}

void TestRateLimiter::table_aMillionKeys_staysWithinItsBound()
{
    FakeRandom random;
    ArrivalTable table(1'000, random);
    QCOMPARE(table.capacity(), std::size_t(1'024));
    constexpr int many = 1'000'000;
    for (int i = 0; i < many; ++i)
        table.place(stranger(i)) = guarita::core::Instant(std::chrono::nanoseconds(i));
    int remembered = 0;
    for (int i = 0; i < many; ++i)
        remembered += table.find(stranger(i)) == ArrivalTable::never ? 0 : 1;
    QCOMPARE(remembered, 1'024);
}

void TestRateLimiter::table_floodOfStrangers_doesNotFreeTheLimited()
{
    Bench bench({100, 100s}, 256);
    QCOMPARE(bench.admitted(ana, 200), 100);
    for (int i = 0; i < 1'000'000; ++i) {
        QVERIFY(bench.limiter.take(stranger(i)).admitted);
        if (i % 20'000 == 0)
            bench.clock.advance(1s);
    }
    QCOMPARE(bench.admitted(ana, 200), 50); // half a window has passed
}

void TestRateLimiter::table_floodOfStrangers_isItselfForgotten()
{
    Bench bench({2, 10s}, 256);
    for (int i = 0; i < 100'000; ++i)
        bench.limiter.take(stranger(i));
    QCOMPARE(bench.limiter.look(stranger(0)).remaining, 2);
    QCOMPARE(bench.limiter.look(stranger(99'999)).remaining, 1);
}

void TestRateLimiter::table_fullSet_forgetsWhoUsedLeast()
{
    Bench bench({100, 100s}, 8); // one set
    for (int i = 0; i < 8; ++i)
        QCOMPARE(bench.admitted(stranger(i), 10 + i), 10 + i);
    QCOMPARE(bench.admitted(ana, 1), 1);
    QCOMPARE(bench.limiter.look(stranger(0)).remaining, 100);
    for (int i = 1; i < 8; ++i)
        QCOMPARE(bench.limiter.look(stranger(i)).remaining, 90 - i);
    QCOMPARE(bench.limiter.look(ana).remaining, 99);
}

// Which keys meet in a set must not be for a client to find out.
void TestRateLimiter::table_otherSecret_otherSets()
{
    const auto survivors = [](std::uint8_t secret) {
        FakeRandom random(secret);
        ArrivalTable table(16, random);
        for (int i = 0; i < 64; ++i)
            table.place(stranger(i)) = guarita::core::Instant(1s);
        std::vector<int> found;
        for (int i = 0; i < 64; ++i) {
            if (table.find(stranger(i)) != ArrivalTable::never)
                found.push_back(i);
        }
        return found;
    };
    QVERIFY(survivors(1) == survivors(1));
    QVERIFY(survivors(1) != survivors(2));
}

QTEST_APPLESS_MAIN(TestRateLimiter)
#include "tst_ratelimiter.moc"
