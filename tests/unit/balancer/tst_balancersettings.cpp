// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/settings.h"

#include <QtCore/QFile>
#include <QtTest/QTest>

using namespace guarita;
using namespace guarita::balancer;
using namespace std::chrono_literals;

class TestBalancerSettings : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void read_nothingSet_isTheContract();
    void read_everythingSet_isTaken();
    void read_healthAndEjection_areTaken();
    void read_badHealth_isAMistakeEach();
    void read_badServers_areMistakes_data();
    void read_badServers_areMistakes();
    void read_identitiesThatDoNotOutliveTheRetries_areAMistake();
    void envExample_everyKey_isThereWithItsDefault();
};

namespace {

struct Reading
{
    Settings settings;
    std::vector<config::Mistake> mistakes;
};

Reading read(const QStringList &arguments, const std::map<QString, QString> &environment = {})
{
    config::Reader reader(settingsKeys(), {arguments, environment, QStringLiteral("/nonexistent")});
    const runtime::CommonSettings common = runtime::readCommon(reader);
    Settings settings = readSettings(reader, common);
    return {std::move(settings), reader.mistakes()};
}

} // namespace

void TestBalancerSettings::read_nothingSet_isTheContract()
{
    const Reading reading = read({});
    QCOMPARE(reading.mistakes.size(), std::size_t(0));
    QCOMPARE(reading.settings.common.port, quint16(8001));
    QCOMPARE(reading.settings.clusters.front().endpoints.size(), std::size_t(2));
    QCOMPARE(reading.settings.clusters.front().endpoints[0].id, QByteArray("localhost:8002"));
    QCOMPARE(reading.settings.clusters.front().endpoints[1].id, QByteArray("localhost:8003"));
    const HealthSettings &health = reading.settings.clusters.front().health;
    QCOMPARE(health.interval, 2000ms);
    QCOMPARE(health.recoveryInterval, 500ms);
    QCOMPARE(health.timeout, 1000ms);
    QCOMPARE(health.thresholds.failures, 3);
    QCOMPARE(health.thresholds.passes, 2);
    QVERIFY(reading.settings.clusters.front().reuseConnections);
}

void TestBalancerSettings::read_everythingSet_isTaken()
{
    const Reading reading =
        read({QStringLiteral("--servidores"), QStringLiteral("http://10.0.0.1:80"),
              QStringLiteral("--health-interval"), QStringLiteral("5s"),
              QStringLiteral("--health-recovery-interval"), QStringLiteral("100ms"),
              QStringLiteral("--health-timeout"), QStringLiteral("300ms"),
              QStringLiteral("--health-failures"), QStringLiteral("4"), QStringLiteral("--health-passes"),
              QStringLiteral("1"), QStringLiteral("--port"), QStringLiteral("9001"),
              QStringLiteral("--reuse-connections"), QStringLiteral("false")});
    QCOMPARE(reading.mistakes.size(), std::size_t(0));
    QCOMPARE(reading.settings.common.port, quint16(9001));
    QCOMPARE(reading.settings.clusters.front().endpoints.size(), std::size_t(1));
    const HealthSettings &health = reading.settings.clusters.front().health;
    QCOMPARE(health.interval, 5000ms);
    QCOMPARE(health.recoveryInterval, 100ms);
    QCOMPARE(health.timeout, 300ms);
    QCOMPARE(health.thresholds.failures, 4);
    QCOMPARE(health.thresholds.passes, 1);
    QVERIFY(!reading.settings.clusters.front().reuseConnections);
}

void TestBalancerSettings::read_healthAndEjection_areTaken()
{
    const Reading reading = read({}, {{QStringLiteral("HEALTH_PATH"), QStringLiteral("/vivo?x=1")},
                                      {QStringLiteral("HEALTH_STATUS"), QStringLiteral("200-204,401")},
                                      {QStringLiteral("HEALTH_BODY"), QStringLiteral("é ok")},
                                      {QStringLiteral("HEALTH_STALL"), QStringLiteral("0s")},
                                      {QStringLiteral("SLOW_START"), QStringLiteral("20s")},
                                      {QStringLiteral("PANIC"), QStringLiteral("false")},
                                      {QStringLiteral("PANIC_BELOW"), QStringLiteral("30")},
                                      {QStringLiteral("EJECT_CONSECUTIVE"), QStringLiteral("7")},
                                      {QStringLiteral("EJECT_SHARE"), QStringLiteral("30")},
                                      {QStringLiteral("EJECT_WINDOW"), QStringLiteral("20s")},
                                      {QStringLiteral("EJECT_VOLUME"), QStringLiteral("10")},
                                      {QStringLiteral("EJECT_TIME"), QStringLiteral("5s")},
                                      {QStringLiteral("EJECT_TIME_MAX"), QStringLiteral("5s")},
                                      {QStringLiteral("EJECT_MOST"), QStringLiteral("10")}});
    QCOMPARE(reading.mistakes.size(), std::size_t(0));
    const HealthSettings &health = reading.settings.clusters.front().health;
    QCOMPARE(health.path, QByteArray("/vivo?x=1"));
    QCOMPARE(health.expected.statuses, (std::vector<StatusRange>{{200, 204}, {401, 401}}));
    QCOMPARE(health.expected.body, QByteArray("é ok"));
    QCOMPARE(health.stall, 0ms);
    QCOMPARE(health.slowStart, std::chrono::milliseconds(20s));
    QCOMPARE(health.panic, PanicMode::Off);
    QCOMPARE(health.panicBelowPercent, 30);
    const EjectionSettings &ejection = reading.settings.clusters.front().ejection;
    QCOMPARE(ejection.consecutive, 7);
    QCOMPARE(ejection.sharePercent, 30);
    QCOMPARE(ejection.window, std::chrono::milliseconds(20s));
    QCOMPARE(ejection.volume, 10);
    QCOMPARE(ejection.time, std::chrono::milliseconds(5s));
    QCOMPARE(ejection.mostTime, std::chrono::milliseconds(5s));
    QCOMPARE(ejection.mostPercent, 10);
}

void TestBalancerSettings::read_badHealth_isAMistakeEach()
{
    const auto mistakes = [](const char *name, const char *value) {
        return read({}, {{QString::fromLatin1(name), QString::fromLatin1(value)}}).mistakes.size();
    };
    for (const char *path : {"saude", "", "/a b", "/a#b", "/a\x7f"})
        QCOMPARE(mistakes("HEALTH_PATH", path), std::size_t(1));
    QCOMPARE(mistakes("HEALTH_STATUS", "2xx"), std::size_t(1));
    QCOMPARE(mistakes("PANIC_BELOW", "101"), std::size_t(1));
    QCOMPARE(mistakes("EJECT_TIME", "301s"), std::size_t(1)); // longer than the longest
    QCOMPARE(mistakes("EJECT_VOLUME", "0"), std::size_t(1));
}

void TestBalancerSettings::read_badServers_areMistakes_data()
{
    QTest::addColumn<QString>("servers");
    QTest::newRow("none") << QString();
    QTest::newRow("not http") << QStringLiteral("ftp://a.example");
    QTest::newRow("twice") << QStringLiteral("http://a.example:1,http://a.example:1");
    QTest::newRow("twice by another name") << QStringLiteral("http://localhost:1,http://127.0.0.1:1");
    QTest::newRow("twice by another scheme") << QStringLiteral("http://a.example:1,https://a.example:1");
    QTest::newRow("twice by the default port") << QStringLiteral("http://a.example,http://a.example:80");
}

void TestBalancerSettings::read_badServers_areMistakes()
{
    QFETCH(QString, servers);
    QCOMPARE(read({QStringLiteral("--servidores"), servers}).mistakes.size(), std::size_t(1));
}

void TestBalancerSettings::read_identitiesThatDoNotOutliveTheRetries_areAMistake()
{
    const std::map<QString, QString> key{
        {QStringLiteral("TIER_KEY"), QStringLiteral("d67e93a2c32c14e6b9a5ad4d2e1f70b8")}};
    const auto mistakes = [](const char *leeway, const std::map<QString, QString> &environment) {
        return read({QStringLiteral("--tier-leeway"), QString::fromLatin1(leeway),
                     QStringLiteral("--total-deadline"), QStringLiteral("15s")},
                    environment)
            .mistakes.size();
    };
    QCOMPARE(mistakes("15s", key), std::size_t(0));
    QCOMPARE(mistakes("14999ms", key), std::size_t(1));
    QCOMPARE(mistakes("14999ms", {}), std::size_t(0));
}

void TestBalancerSettings::envExample_everyKey_isThereWithItsDefault()
{
    QFile file(QStringLiteral(ENV_EXAMPLE));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QStringList lines = QString::fromUtf8(file.readAll()).split(u'\n', Qt::SkipEmptyParts);
    lines.removeIf([](const QString &line) { return line.startsWith(u'#'); });
    QStringList wanted;
    for (const config::Key &key : settingsKeys())
        wanted += key.name + u'=' + key.defaultValue;
    QCOMPARE(lines, wanted);
    QCOMPARE(read({QStringLiteral("--env-file"), QStringLiteral(ENV_EXAMPLE)}).mistakes.size(),
             std::size_t(0));
}

QTEST_GUILESS_MAIN(TestBalancerSettings)
#include "tst_balancersettings.moc"
