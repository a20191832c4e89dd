// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/proxy/proxysettings.h"

#include <QtTest/QTest>

using namespace guarita;
using namespace guarita::balancer;
using namespace std::chrono_literals;

/// What the configuration says of retries and overload.
class TestProxySettings : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void read_nothingSet_isWhatTheStructsSay();
    void read_everythingSet_isTaken();
    void read_noStatuses_isTaken();
    void read_bad_isAMistake_data();
    void read_bad_isAMistake();
};

namespace {

struct Reading
{
    RetrySettings retry;
    OverloadSettings overload;
    std::size_t mistakes = 0;
};

Reading read(const std::map<QString, QString> &environment)
{
    std::vector<config::Key> keys = retryKeys();
    for (const config::Key &key : overloadKeys())
        keys.push_back(key);
    config::Reader reader(keys, {{}, environment, QStringLiteral("/nonexistent")});
    Reading reading{readRetry(reader), readOverload(reader)};
    reading.mistakes = reader.mistakes().size();
    return reading;
}

} // namespace

void TestProxySettings::read_nothingSet_isWhatTheStructsSay()
{
    const auto [retry, overload, mistakes] = read({});
    const RetrySettings retryDefaults;
    const OverloadSettings overloadDefaults;
    QCOMPARE(mistakes, std::size_t(0));
    QCOMPARE(retry.retries, retryDefaults.retries);
    QCOMPARE(retry.statuses, retryDefaults.statuses);
    QCOMPARE(retry.tryDeadline, retryDefaults.tryDeadline);
    QCOMPARE(retry.backoff.first, retryDefaults.backoff.first);
    QCOMPARE(retry.backoff.most, retryDefaults.backoff.most);
    QCOMPARE(retry.budget.percent, retryDefaults.budget.percent);
    QCOMPARE(retry.budget.floor, retryDefaults.budget.floor);
    QCOMPARE(retry.replayLimit, retryDefaults.replayLimit);
    QCOMPARE(retry.hedgeAfter, retryDefaults.hedgeAfter);
    QCOMPARE(overload.inFlightPerEndpoint, overloadDefaults.inFlightPerEndpoint);
    QCOMPARE(overload.queueLength, overloadDefaults.queueLength);
    QCOMPARE(overload.queueDeadline, overloadDefaults.queueDeadline);
    QCOMPARE(overload.adaptive, overloadDefaults.adaptive);
    QCOMPARE(overload.adaptiveFloor, overloadDefaults.adaptiveFloor);
}

void TestProxySettings::read_everythingSet_isTaken()
{
    const auto [retry, overload, mistakes] = read({
        {QStringLiteral("RETRIES"), QStringLiteral("7")},
        {QStringLiteral("RETRY_STATUS"), QStringLiteral("500, 599")},
        {QStringLiteral("RETRY_BACKOFF"), QStringLiteral("10ms")},
        {QStringLiteral("RETRY_BACKOFF_MAX"), QStringLiteral("10ms")},
        {QStringLiteral("RETRY_BUDGET"), QStringLiteral("55")},
        {QStringLiteral("RETRY_FLOOR"), QStringLiteral("9")},
        {QStringLiteral("REPLAY_LIMIT"), QStringLiteral("1MiB")},
        {QStringLiteral("TRY_DEADLINE"), QStringLiteral("2s")},
        {QStringLiteral("HEDGE_AFTER"), QStringLiteral("30ms")},
        {QStringLiteral("MAX_IN_FLIGHT_PER_BACKEND"), QStringLiteral("12")},
        {QStringLiteral("QUEUE_LENGTH"), QStringLiteral("0")},
        {QStringLiteral("QUEUE_DEADLINE"), QStringLiteral("250ms")},
        {QStringLiteral("ADAPTIVE_CONCURRENCY"), QStringLiteral("true")},
        {QStringLiteral("ADAPTIVE_CONCURRENCY_MIN"), QStringLiteral("12")},
    });
    QCOMPARE(mistakes, std::size_t(0));
    QCOMPARE(retry.retries, 7);
    QCOMPARE(retry.statuses, (std::vector<int>{500, 599}));
    QCOMPARE(retry.backoff.first, 10ms);
    QCOMPARE(retry.backoff.most, 10ms);
    QCOMPARE(retry.budget.percent, 55);
    QCOMPARE(retry.budget.floor, 9);
    QCOMPARE(retry.replayLimit, 1024 * 1024);
    QCOMPARE(retry.tryDeadline, 2000ms);
    QCOMPARE(retry.hedgeAfter, 30ms);
    QCOMPARE(overload.inFlightPerEndpoint, 12);
    QCOMPARE(overload.queueLength, 0);
    QCOMPARE(overload.queueDeadline, 250ms);
    QVERIFY(overload.adaptive);
    QCOMPARE(overload.adaptiveFloor, 12);
}

void TestProxySettings::read_noStatuses_isTaken()
{
    const Reading reading = read({{QStringLiteral("RETRY_STATUS"), QString()}});
    QCOMPARE(reading.mistakes, std::size_t(0));
    QVERIFY(reading.retry.statuses.empty());
}

void TestProxySettings::read_bad_isAMistake_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("value");
    const auto row = [](const char *key, const char *value) {
        QTest::addRow("%s=%s", key, value) << QString::fromLatin1(key) << QString::fromLatin1(value);
    };
    row("RETRIES", "-1");
    row("RETRIES", "11");
    row("RETRY_STATUS", "404");
    row("RETRY_STATUS", "600");
    row("RETRY_STATUS", "502,");
    row("RETRY_STATUS", "502 503");
    row("RETRY_BACKOFF", "0ms");
    row("RETRY_BACKOFF", "251ms"); // above RETRY_BACKOFF_MAX
    row("RETRY_BUDGET", "101");
    row("RETRY_FLOOR", "-1");
    row("REPLAY_LIMIT", "65MiB");
    row("TRY_DEADLINE", "9ms");
    row("HEDGE_AFTER", "61s");
    row("MAX_IN_FLIGHT_PER_BACKEND", "0");
    row("QUEUE_LENGTH", "65537");
    row("QUEUE_DEADLINE", "0s");
    row("ADAPTIVE_CONCURRENCY", "yes");
    row("ADAPTIVE_CONCURRENCY_MIN", "0");
}

void TestProxySettings::read_bad_isAMistake()
{
    QFETCH(QString, key);
    QFETCH(QString, value);
    QCOMPARE(read({{key, value}}).mistakes, std::size_t(1));
}

QTEST_GUILESS_MAIN(TestProxySettings)
#include "tst_proxysettings.moc"
