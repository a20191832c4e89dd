// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/health/healthsettings.h"

namespace guarita::balancer {

namespace {

const QString intervalKey = QStringLiteral("HEALTH_INTERVAL");
const QString recoveryKey = QStringLiteral("HEALTH_RECOVERY_INTERVAL");
const QString timeoutKey = QStringLiteral("HEALTH_TIMEOUT");
const QString failuresKey = QStringLiteral("HEALTH_FAILURES");
const QString passesKey = QStringLiteral("HEALTH_PASSES");

} // namespace

std::vector<config::Key> healthKeys()
{
    return {
        {intervalKey, QStringLiteral("2s"),
         QStringLiteral("Time between two health checks of a server that is up, 100ms to 10min.")},
        {recoveryKey, QStringLiteral("500ms"),
         QStringLiteral("Time between two health checks of a server that is down, 50ms to 10min.")},
        {timeoutKey, QStringLiteral("1s"), QStringLiteral("How long a health check may take, 10ms to 1min.")},
        {failuresKey, QStringLiteral("3"),
         QStringLiteral("Failed health checks in a row that take a server out, 1 to 100.")},
        {passesKey, QStringLiteral("2"),
         QStringLiteral("Passed health checks in a row that bring a server back, 1 to 100.")},
    };
}

HealthSettings readHealth(config::Reader &reader)
{
    using namespace std::chrono_literals;
    HealthSettings health;
    health.interval = reader.duration(intervalKey, 100ms, 10min);
    health.recoveryInterval = reader.duration(recoveryKey, 50ms, 10min);
    health.timeout = reader.duration(timeoutKey, 10ms, 1min);
    health.thresholds.failures = static_cast<int>(reader.integer(failuresKey, 1, 100));
    health.thresholds.passes = static_cast<int>(reader.integer(passesKey, 1, 100));
    return health;
}

} // namespace guarita::balancer
