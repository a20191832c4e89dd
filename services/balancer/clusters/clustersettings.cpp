// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/clusters/clustersettings.h"

#include "balancer/policy/policysettings.h"

namespace guarita::balancer {

namespace {

const QString reuseKey = QStringLiteral("REUSE_CONNECTIONS");
const QString dnsKey = QStringLiteral("DNS_INTERVAL");

} // namespace

std::vector<config::Key> clusterKeys()
{
    std::vector<config::Key> keys;
    for (const auto &part :
         {healthKeys(), ejectionKeys(), policyKeys(), affinityKeys(), retryKeys(), overloadKeys()}) {
        for (const config::Key &key : part)
            keys.push_back(config::live(key));
    }
    keys.push_back(config::live(
        {reuseKey, QStringLiteral("true"),
         QStringLiteral("Whether a connection to a server has more than one request, one after the other. "
                        "false is for servers that send more than they are asked for and do not repeat "
                        "X-Request-Id.")}));
    keys.push_back(config::live(
        {dnsKey, QStringLiteral("30s"),
         QStringLiteral(
             "Time between two lookups of the names of servers, 0s to 24h; what then begins goes to "
             "the new address. 0s: each new connection looks its name up.")}));
    return keys;
}

ClusterSettings readCluster(config::Reader &reader, const client::ClientLimits &client)
{
    ClusterSettings cluster;
    cluster.health = readHealth(reader);
    cluster.ejection = readEjection(reader);
    cluster.policy = readPolicy(reader);
    cluster.affinity = readAffinity(reader);
    cluster.retry = readRetry(reader);
    cluster.overload = readOverload(reader);
    if (cluster.overload.inFlightPerEndpoint > client.inFlightPerUpstream)
        reader.reject(QStringLiteral("MAX_IN_FLIGHT_PER_BACKEND"),
                      QStringLiteral("must not be more than MAX_UPSTREAM_IN_FLIGHT"));
    cluster.reuseConnections = reader.boolean(reuseKey);
    cluster.dnsInterval = reader.duration(dnsKey, std::chrono::milliseconds::zero(), std::chrono::hours(24));
    return cluster;
}

} // namespace guarita::balancer
