// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/settings.h"

#include "balancer/policy/policysettings.h"

#include <algorithm>

namespace guarita::balancer {

namespace {

constexpr quint16 defaultPort = 8001;

const QString serversKey = QStringLiteral("SERVIDORES");

std::vector<config::Key> ownKeys()
{
    return {
        {serversKey, QStringLiteral("http://localhost:8002,http://localhost:8003"),
         QStringLiteral(
             "The servers to spread requests over, as comma-separated URLs; localhost means 127.0.0.1.")},
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
            return sameServer(other, endpoint);
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
    for (auto &&more : {ownKeys(), healthKeys(), ejectionKeys(), policyKeys(), affinityKeys(), retryKeys(),
                        overloadKeys(), tier::verifyingKeys(), runtime::clientKeys()})
        keys.insert(keys.end(), more.begin(), more.end());
    return keys;
}

Settings readSettings(config::Reader &reader, const runtime::CommonSettings &common)
{
    Settings settings;
    settings.common = common;
    settings.client = runtime::readClientLimits(reader);
    settings.tier = tier::readTier(reader, common.host);
    if (!settings.tier.key.isEmpty() && settings.tier.leeway < settings.client.totalDeadline)
        reader.reject(QStringLiteral("TIER_LEEWAY"),
                      QStringLiteral("must not be shorter than TOTAL_DEADLINE"));
    settings.cluster.endpoints = readEndpoints(reader);
    settings.cluster.health = readHealth(reader);
    settings.cluster.ejection = readEjection(reader);
    settings.cluster.policy = readPolicy(reader);
    settings.cluster.affinity = readAffinity(reader);
    settings.cluster.retry = readRetry(reader);
    settings.cluster.overload = readOverload(reader);
    if (settings.cluster.overload.inFlightPerEndpoint > settings.client.inFlightPerUpstream)
        reader.reject(QStringLiteral("MAX_IN_FLIGHT_PER_BACKEND"),
                      QStringLiteral("must not be more than MAX_UPSTREAM_IN_FLIGHT"));
    return settings;
}

} // namespace guarita::balancer
