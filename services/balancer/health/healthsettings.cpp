// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/health/healthsettings.h"

#include <algorithm>

namespace guarita::balancer {

namespace {

const QString pathKey = QStringLiteral("HEALTH_PATH");
const QString statusKey = QStringLiteral("HEALTH_STATUS");
const QString bodyKey = QStringLiteral("HEALTH_BODY");
const QString intervalKey = QStringLiteral("HEALTH_INTERVAL");
const QString recoveryKey = QStringLiteral("HEALTH_RECOVERY_INTERVAL");
const QString timeoutKey = QStringLiteral("HEALTH_TIMEOUT");
const QString failuresKey = QStringLiteral("HEALTH_FAILURES");
const QString passesKey = QStringLiteral("HEALTH_PASSES");
const QString stallKey = QStringLiteral("HEALTH_STALL");
const QString slowStartKey = QStringLiteral("SLOW_START");
const QString panicKey = QStringLiteral("PANIC");
const QString panicBelowKey = QStringLiteral("PANIC_BELOW");

QByteArray readPath(config::Reader &reader)
{
    const QByteArray path = reader.text(pathKey).toUtf8();
    const bool plain =
        std::all_of(path.begin(), path.end(), [](char c) { return c > ' ' && c < '\x7f' && c != '#'; });
    if (path.startsWith('/') && plain)
        return path;
    reader.reject(pathKey, QStringLiteral("must be a path that begins with /, in printable ASCII without "
                                          "blanks and #"));
    return {};
}

CheckExpectation readExpectation(config::Reader &reader)
{
    CheckExpectation expected;
    if (auto ranges = statusRangesFrom(reader.text(statusKey)))
        expected.statuses = *std::move(ranges);
    else
        reader.reject(statusKey, QStringLiteral("must be statuses from 200 to 599, or ranges of them as "
                                                "200-299, separated by commas"));
    expected.body = reader.text(bodyKey).toUtf8();
    return expected;
}

} // namespace

std::vector<config::Key> healthKeys()
{
    return {
        {pathKey, QStringLiteral("/saude"), QStringLiteral("What a health check asks a server for.")},
        {statusKey, QStringLiteral("200"),
         QStringLiteral("The statuses that pass a health check, separated by commas; 200-299 is a range.")},
        {bodyKey, QString(),
         QStringLiteral(
             "A text that must stand in the answer to a health check; empty: any answer will do.")},
        {intervalKey, QStringLiteral("2s"),
         QStringLiteral("Time between two health checks of a server that is up, 100ms to 10min.")},
        {recoveryKey, QStringLiteral("500ms"),
         QStringLiteral("Time between two health checks of a server that is down, or up and failing them, "
                        "50ms to 10min.")},
        {timeoutKey, QStringLiteral("1s"), QStringLiteral("How long a health check may take, 10ms to 1min.")},
        {failuresKey, QStringLiteral("3"),
         QStringLiteral("Failed health checks in a row that take a server out, 1 to 100.")},
        {passesKey, QStringLiteral("2"),
         QStringLiteral("Passed health checks in a row that bring a server back, 1 to 100.")},
        {stallKey, QStringLiteral("300ms"),
         QStringLiteral("When a server that gets requests has answered none for so long, it is checked at "
                        "once, and that counts as one failed check; up to 10min, 0s: never.")},
        {slowStartKey, QStringLiteral("0s"),
         QStringLiteral("How long a server that came back takes to get its whole share again, up to 60min; "
                        "0s: at once.")},
        {panicKey, QStringLiteral("true"),
         QStringLiteral("Whether requests are tried at servers that are down or ejected when no other is "
                        "left.")},
        {panicBelowKey, QStringLiteral("0"),
         QStringLiteral("The percentage of servers that are up below which all are tried, 0 to 100; 0: only "
                        "when none is up.")},
    };
}

HealthSettings readHealth(config::Reader &reader)
{
    using namespace std::chrono_literals;
    HealthSettings health;
    health.path = readPath(reader);
    health.expected = readExpectation(reader);
    health.interval = reader.duration(intervalKey, 100ms, 10min);
    health.recoveryInterval = reader.duration(recoveryKey, 50ms, 10min);
    health.timeout = reader.duration(timeoutKey, 10ms, 1min);
    health.thresholds.failures = static_cast<int>(reader.integer(failuresKey, 1, 100));
    health.thresholds.passes = static_cast<int>(reader.integer(passesKey, 1, 100));
    health.stall = reader.duration(stallKey, 0ms, 10min);
    health.slowStart = reader.duration(slowStartKey, 0ms, 60min);
    health.panic = reader.boolean(panicKey) ? PanicMode::On : PanicMode::Off;
    health.panicBelowPercent = static_cast<int>(reader.integer(panicBelowKey, 0, 100));
    return health;
}

} // namespace guarita::balancer
