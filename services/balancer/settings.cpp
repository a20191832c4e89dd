// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/settings.h"

#include <algorithm>

namespace guarita::balancer {

namespace {

constexpr quint16 defaultPort = 8001;

const QString serversKey = QStringLiteral("SERVIDORES");
const QString intervalKey = QStringLiteral("HEALTH_INTERVAL");
const QString recoveryKey = QStringLiteral("HEALTH_RECOVERY_INTERVAL");
const QString timeoutKey = QStringLiteral("HEALTH_TIMEOUT");
const QString failuresKey = QStringLiteral("HEALTH_FAILURES");
const QString passesKey = QStringLiteral("HEALTH_PASSES");

std::vector<config::Key> ownKeys()
{
    return {
        {serversKey, QStringLiteral("http://localhost:8002,http://localhost:8003"),
         QStringLiteral(
             "The servers to spread requests over, as comma-separated URLs; localhost means 127.0.0.1.")},
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

std::vector<EndpointConfig> readEndpoints(config::Reader &reader)
{
    std::vector<EndpointConfig> endpoints;
    for (const QUrl &url : reader.origins(serversKey)) {
        EndpointConfig endpoint = endpointConfigFor(url);
        // The reader refuses equal URLs; only the port decides whether localhost and 127.0.0.1 are the same
        // server.
        const bool known = std::any_of(endpoints.begin(), endpoints.end(), [&](const EndpointConfig &other) {
            return other.origin.host() == endpoint.origin.host() &&
                   other.origin.port() == endpoint.origin.port();
        });
        if (known)
            reader.reject(serversKey, QStringLiteral("names the server %1 twice").arg(endpoint.url));
        else
            endpoints.push_back(std::move(endpoint));
    }
    return endpoints;
}

} // namespace

std::vector<config::Key> settingsKeys()
{
    std::vector<config::Key> keys = runtime::commonKeys(defaultPort, runtime::Tier::Inner);
    for (auto &&more : {ownKeys(), tier::verifyingKeys(), runtime::clientKeys()})
        keys.insert(keys.end(), more.begin(), more.end());
    return keys;
}

Settings readSettings(config::Reader &reader, const runtime::CommonSettings &common)
{
    using namespace std::chrono_literals;
    Settings settings;
    settings.common = common;
    settings.client = runtime::readClientLimits(reader);
    settings.tier = tier::readTier(reader, common.host);
    if (!settings.tier.key.isEmpty() && settings.tier.leeway < settings.client.totalDeadline)
        reader.reject(QStringLiteral("TIER_LEEWAY"),
                      QStringLiteral("must not be shorter than TOTAL_DEADLINE"));
    settings.endpoints = readEndpoints(reader);
    settings.health.interval = reader.duration(intervalKey, 100ms, 10min);
    settings.health.recoveryInterval = reader.duration(recoveryKey, 50ms, 10min);
    settings.health.timeout = reader.duration(timeoutKey, 10ms, 1min);
    settings.health.thresholds.failures = static_cast<int>(reader.integer(failuresKey, 1, 100));
    settings.health.thresholds.passes = static_cast<int>(reader.integer(passesKey, 1, 100));
    return settings;
}

} // namespace guarita::balancer
