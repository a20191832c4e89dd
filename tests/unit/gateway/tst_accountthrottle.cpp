// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/auth/accountthrottle.h"
#include "support/fakeclock.h"

#include <QtTest/QTest>

using namespace guarita;
using namespace guarita::gateway;
using namespace std::chrono_literals;

class TestAccountThrottle : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void begin_failuresFromAnywhere_waitTwiceAsLongEachTime();
    void begin_refused_doesNotCount();
    void begin_ownFailures_waitOnceMoreForEach();
    void owner_atANewPlace_getsInBesidesAGuesser_data();
    void owner_atANewPlace_getsInBesidesAGuesser();
    void begin_manyAtOnce_countBeforeTheirVerdict();
    void begin_otherNames_areOnTheirOwn();
    void familiarNetwork_isNotSlowedByStrangers_data();
    void familiarNetwork_isNotSlowedByStrangers();
    void familiarNetwork_isSlowedByItsOwnFailures();
    void familiarNetwork_afterItsTime_isAStranger();
    void succeeded_fromElsewhere_doesNotForgiveStrangers();
    void succeeded_fromAFamiliarNetwork_forgivesItsFailures();
    void takeBack_isAsIfItHadNotBeen();
    void takeBack_leavesTheLastAttemptWhereItWas();
    void begin_afterADay_isForgotten();
    void tables_areBounded();
    void learn_manyNetworksOfOne_leaveOthersTheirs();
    void learn_olderNews_doNotShortenWhatIsKnown();
    void apply_otherLimits_judgeWhatWasCounted();
};

namespace {

const QHostAddress home(QStringLiteral("192.0.2.1"));
const QHostAddress away(QStringLiteral("198.51.100.7"));

QHostAddress stranger(int number)
{
    return QHostAddress(0xCB007100U + static_cast<quint32>(number)); // 203.0.113.0/24
}

struct Bench
{
    explicit Bench(std::size_t most = AccountThrottle::remembered)
        : throttle({}, clock, most)
    {
    }
    /// Failures of strangers, as many as are slowed from then on.
    void exhaust(const QByteArray &name)
    {
        for (int i = 0; i < 5; ++i)
            QVERIFY(!throttle.begin(name, stranger(i)));
    }
    qint64 wait(const QByteArray &name, const QHostAddress &client)
    {
        const auto refused = throttle.begin(name, client);
        return refused ? static_cast<qint64>(refused->count()) : 0;
    }

    support::FakeClock clock;
    AccountThrottle throttle;
};

} // namespace

void TestAccountThrottle::begin_failuresFromAnywhere_waitTwiceAsLongEachTime()
{
    Bench bench;
    bench.exhaust("ana");
    int next = 9;
    for (const int expected : {1, 2, 4, 8, 16, 32, 60, 60, 60}) {
        QCOMPARE(bench.wait("ana", stranger(next)), expected);
        bench.clock.advance(std::chrono::seconds(expected) - 1ms);
        QCOMPARE(bench.wait("ana", stranger(next)), 1);
        bench.clock.advance(1ms);
        QCOMPARE(bench.wait("ana", stranger(next++)), 0); // never locked for good
    }
}

void TestAccountThrottle::begin_refused_doesNotCount()
{
    Bench bench;
    bench.exhaust("ana");
    for (int i = 0; i < 1'000; ++i)
        QCOMPARE(bench.wait("ana", stranger(5 + i % 200)), 1);
    bench.clock.advance(1s);
    QCOMPARE(bench.wait("ana", away), 0);
    QCOMPARE(bench.wait("ana", stranger(9)), 2);
}

void TestAccountThrottle::begin_ownFailures_waitOnceMoreForEach()
{
    Bench bench;
    bench.exhaust("ana"); // one of stranger(1)
    QCOMPARE(bench.wait("ana", away), 1);
    QCOMPARE(bench.wait("ana", stranger(1)), 2);
    bench.clock.advance(1s);
    QCOMPARE(bench.wait("ana", away), 0);
    for (const qint64 wait : {2 * 2, 3 * 4, 4 * 8, 4 * 16, 4 * 32, 4 * 60}) {
        QCOMPARE(bench.wait("ana", away), wait);
        bench.clock.advance(std::chrono::seconds(wait));
        QCOMPARE(bench.wait("ana", away), 0);
    }
}

/// A guesser asks ten times a second; the owner asks when Retry-After says so, and mistypes at first.
void TestAccountThrottle::owner_atANewPlace_getsInBesidesAGuesser_data()
{
    QTest::addColumn<int>("mistakes");
    QTest::addColumn<int>("bound"); // seconds
    QTest::newRow("right at once") << 0 << 60;
    QTest::newRow("one mistake") << 1 << 60 + 2 * 60;
    QTest::newRow("two mistakes") << 2 << 60 + 2 * 60 + 3 * 60;
}

void TestAccountThrottle::owner_atANewPlace_getsInBesidesAGuesser()
{
    QFETCH(int, mistakes);
    QFETCH(int, bound);
    Bench bench;
    const auto guessFor = [&bench](std::chrono::seconds time) {
        for (const core::Instant end = bench.clock.now() + time; bench.clock.now() < end;) {
            bench.clock.advance(100ms);
            bench.throttle.begin("ana", stranger(1));
        }
    };
    guessFor(1h);
    const core::Instant came = bench.clock.now();
    for (int attempts = 0; attempts <= mistakes && bench.clock.now() < came + 1h;) {
        const qint64 wait = bench.wait("ana", away);
        attempts += wait == 0 ? 1 : 0;
        guessFor(std::chrono::seconds(wait));
    }
    const auto took = std::chrono::ceil<std::chrono::seconds>(bench.clock.now() - came);
    QVERIFY2(took <= std::chrono::seconds(bound), qPrintable(QString::number(took.count())));
}

void TestAccountThrottle::begin_manyAtOnce_countBeforeTheirVerdict()
{
    Bench bench;
    int begun = 0;
    for (int i = 0; i < 100; ++i)
        begun += bench.throttle.begin("ana", stranger(i)) ? 0 : 1;
    QCOMPARE(begun, 5);
}

void TestAccountThrottle::begin_otherNames_areOnTheirOwn()
{
    Bench bench;
    bench.exhaust("ana");
    QCOMPARE(bench.wait("rui", stranger(1)), 0);
    QCOMPARE(bench.wait("ninguem", stranger(1)), 0); // whether they exist or not
}

void TestAccountThrottle::familiarNetwork_isNotSlowedByStrangers_data()
{
    QTest::addColumn<QString>("learnt");
    QTest::addColumn<QString>("client");
    QTest::addColumn<bool>("familiar");
    const auto row = [](const char *learnt, const char *client, bool familiar) {
        QTest::addRow("%s, then %s", learnt, client)
            << QString::fromLatin1(learnt) << QString::fromLatin1(client) << familiar;
    };
    row("192.0.2.1", "192.0.2.1", true);
    row("192.0.2.1", "192.0.2.2", false);
    row("192.0.2.1", "::ffff:192.0.2.1", true);
    row("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", true); // the same /64
    row("2001:db8:1:2::1", "2001:db8:1:3::1", false);
}

void TestAccountThrottle::familiarNetwork_isNotSlowedByStrangers()
{
    QFETCH(QString, learnt);
    QFETCH(QString, client);
    QFETCH(bool, familiar);
    Bench bench;
    bench.throttle.learn("ana", QHostAddress(learnt), bench.clock.wallNow());
    bench.exhaust("ana");
    QCOMPARE(bench.wait("ana", QHostAddress(client)) == 0, familiar);
    bench.exhaust("rui");
    QCOMPARE(bench.wait("rui", QHostAddress(client)), 1); // it is ana's
}

void TestAccountThrottle::familiarNetwork_isSlowedByItsOwnFailures()
{
    Bench bench;
    bench.throttle.learn("ana", home, bench.clock.wallNow());
    for (int i = 0; i < 5; ++i)
        QCOMPARE(bench.wait("ana", home), 0);
    QCOMPARE(bench.wait("ana", home), 1);
    QCOMPARE(bench.wait("ana", away), 0); // others are not slowed by them
}

void TestAccountThrottle::familiarNetwork_afterItsTime_isAStranger()
{
    Bench bench;
    bench.throttle.learn("ana", home, bench.clock.wallNow());
    bench.clock.advance(std::chrono::hours(24 * 30) - 1s);
    bench.exhaust("ana");
    QCOMPARE(bench.wait("ana", home), 0);
    bench.clock.advance(1s);
    QCOMPARE(bench.wait("ana", away), 0); // the sixth
    QCOMPARE(bench.wait("ana", stranger(9)), 2);
    QCOMPARE(bench.wait("ana", home), 4); // it has a failure
}

void TestAccountThrottle::succeeded_fromElsewhere_doesNotForgiveStrangers()
{
    Bench bench;
    bench.exhaust("ana");
    bench.clock.advance(1s);
    QCOMPARE(bench.wait("ana", away), 0);
    bench.throttle.succeeded("ana", away);
    QCOMPARE(bench.wait("ana", away), 0);        // is familiar now
    QCOMPARE(bench.wait("ana", stranger(9)), 0); // as before
    QCOMPARE(bench.wait("ana", stranger(10)), 2);
}

void TestAccountThrottle::succeeded_fromAFamiliarNetwork_forgivesItsFailures()
{
    Bench bench;
    bench.throttle.learn("ana", home, bench.clock.wallNow());
    for (int round = 0; round < 3; ++round) {
        for (int i = 0; i < 5; ++i)
            QCOMPARE(bench.wait("ana", home), 0);
        bench.throttle.succeeded("ana", home);
    }
    QCOMPARE(bench.throttle.slowed(), std::size_t(0));
}

void TestAccountThrottle::takeBack_isAsIfItHadNotBeen()
{
    Bench bench;
    for (int i = 0; i < 100; ++i) {
        QCOMPARE(bench.wait("ana", stranger(1)), 0);
        bench.throttle.takeBack("ana", stranger(1));
    }
    QCOMPARE(bench.throttle.slowed(), std::size_t(0));
}

/// Who asks and leaves must not push the others' turn away.
void TestAccountThrottle::takeBack_leavesTheLastAttemptWhereItWas()
{
    Bench bench;
    bench.exhaust("ana");
    bench.clock.advance(1s);
    QCOMPARE(bench.wait("ana", stranger(9)), 0);
    bench.throttle.takeBack("ana", stranger(9));
    QCOMPARE(bench.wait("ana", away), 0);
    QCOMPARE(bench.wait("ana", stranger(9)), 2);
}

void TestAccountThrottle::begin_afterADay_isForgotten()
{
    Bench bench;
    bench.exhaust("ana");
    bench.clock.advance(AccountThrottle::forgottenAfter + 1s);
    bench.exhaust("ana");
    QCOMPARE(bench.wait("ana", away), 1);
}

void TestAccountThrottle::tables_areBounded()
{
    Bench bench(7);
    for (const char *name : {"a", "b", "c", "d", "e", "f", "g", "h"}) {
        QCOMPARE(bench.wait(name, away), 0);
        bench.throttle.learn(name, home, bench.clock.wallNow());
    }
    QCOMPARE(bench.throttle.slowed(), std::size_t(7));
    QCOMPARE(bench.throttle.familiar(), std::size_t(7));
    bench.exhaust("a");
    QCOMPARE(bench.wait("a", home), 1); // what was learnt first was forgotten first
    bench.exhaust("i");
    QCOMPARE(bench.wait("i", away), 1);
    QCOMPARE(bench.throttle.slowed(), std::size_t(7));
}

void TestAccountThrottle::learn_manyNetworksOfOne_leaveOthersTheirs()
{
    Bench bench;
    bench.throttle.learn("rui", home, bench.clock.wallNow());
    for (int i = 0; i < 5'000; ++i)
        bench.throttle.learn("ana", QHostAddress(0xC6336400U + static_cast<quint32>(i)),
                             bench.clock.wallNow());
    QCOMPARE(bench.throttle.familiar(), std::size_t(AccountThrottle::familiarOfOne + 1));
    bench.exhaust("rui");
    QCOMPARE(bench.wait("rui", home), 0);
    bench.exhaust("ana");
    QCOMPARE(bench.wait("ana", QHostAddress(0xC6336400U + 4'999)), 0); // the newest are known
    QCOMPARE(bench.wait("ana", QHostAddress(0xC6336400U + 4'983)), 1);
}

void TestAccountThrottle::learn_olderNews_doNotShortenWhatIsKnown()
{
    Bench bench;
    bench.throttle.learn("ana", home, bench.clock.wallNow());
    bench.throttle.learn("ana", home, bench.clock.wallNow() - std::chrono::hours(24 * 29));
    bench.clock.advance(std::chrono::hours(48));
    bench.exhaust("ana");
    QCOMPARE(bench.wait("ana", home), 0);
    QCOMPARE(bench.throttle.familiar(), std::size_t(1));
}

void TestAccountThrottle::apply_otherLimits_judgeWhatWasCounted()
{
    Bench bench;
    bench.throttle.learn("ana", home, bench.clock.wallNow());
    bench.exhaust("ana");
    QCOMPARE(bench.wait("ana", stranger(9)), 1);
    bench.throttle.apply({.failures = 2, .longestWait = 3s});
    QCOMPARE(bench.wait("ana", stranger(9)), 3); // the wait after five of two, 8 s, at most 3 s
    bench.throttle.apply({.failures = 6});
    QCOMPARE(bench.wait("ana", stranger(9)), 0);
    QCOMPARE(bench.wait("ana", home), 0);
    bench.clock.advance(1s);
    bench.throttle.apply({.failures = 6, .familiar = 1s});
    QVERIFY(bench.wait("ana", home) > 0); // a stranger by now
}

QTEST_GUILESS_MAIN(TestAccountThrottle)
#include "tst_accountthrottle.moc"
