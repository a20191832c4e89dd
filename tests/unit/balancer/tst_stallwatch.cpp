// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/health/stallwatch.h"

#include "support/fakeclock.h"

#include <QtTest/QTest>

using namespace guarita;
using balancer::StallWatch;
using namespace std::chrono_literals;

class TestStallWatch : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void idle_isNoStall();
    void requestsWithoutAnswers_stallOnce();
    void requestsWithAnswers_areNoStall();
    void lastAnswerAndNextRequestTogether_isAStall();
    void quietStream_isNoStall();
    void quietStream_newRequestsUnanswered_isAStall();
    void allAnswered_isNoStall();
};

namespace {

struct Bench
{
    void begin(int count = 1)
    {
        counts.begun += count;
        counts.inFlight += count;
    }
    void answer(int count = 1)
    {
        counts.answered += count;
        counts.inFlight -= count;
    }
    /// How many stalls there are in a second that is looked at eight times.
    int stallsInASecond()
    {
        int stalls = 0;
        for (int i = 0; i < 8; ++i) {
            clock.advance(125ms);
            stalls += watch.stalled(counts, 500ms, clock.now());
        }
        return stalls;
    }

    support::FakeClock clock;
    StallWatch watch;
    StallWatch::Counts counts;
};

} // namespace

void TestStallWatch::idle_isNoStall()
{
    Bench bench;
    QCOMPARE(bench.stallsInASecond(), 0);
}

void TestStallWatch::requestsWithoutAnswers_stallOnce()
{
    Bench bench;
    bench.begin();
    QCOMPARE(bench.stallsInASecond(), 1);
    QCOMPARE(bench.stallsInASecond(), 0); // it was told
    bench.begin();
    QCOMPARE(bench.stallsInASecond(), 1);
}

void TestStallWatch::requestsWithAnswers_areNoStall()
{
    Bench bench;
    bench.begin(10);
    for (int i = 0; i < 50; ++i) {
        bench.clock.advance(125ms);
        bench.answer();
        bench.begin();
        QVERIFY(!bench.watch.stalled(bench.counts, 500ms, bench.clock.now()));
    }
}

void TestStallWatch::lastAnswerAndNextRequestTogether_isAStall()
{
    Bench bench;
    bench.begin();
    QVERIFY(!bench.watch.stalled(bench.counts, 500ms, bench.clock.now()));
    bench.answer();
    bench.begin(); // before anybody looks
    QCOMPARE(bench.stallsInASecond(), 1);
}

void TestStallWatch::quietStream_isNoStall()
{
    Bench bench;
    bench.begin();
    ++bench.counts.answered; // its head; it goes on
    bench.stallsInASecond();
    QCOMPARE(bench.stallsInASecond(), 0);
}

void TestStallWatch::quietStream_newRequestsUnanswered_isAStall()
{
    Bench bench;
    bench.begin();
    ++bench.counts.answered;
    bench.stallsInASecond();
    bench.begin();
    QCOMPARE(bench.stallsInASecond(), 1);
}

void TestStallWatch::allAnswered_isNoStall()
{
    Bench bench;
    bench.begin(5);
    bench.answer(5);
    QCOMPARE(bench.stallsInASecond(), 0);
}

QTEST_GUILESS_MAIN(TestStallWatch)
#include "tst_stallwatch.moc"
