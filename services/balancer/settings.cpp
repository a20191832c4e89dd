// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/settings.h"

#include "balancer/clusters/clustersfile.h"

namespace guarita::balancer {

namespace {

constexpr quint16 defaultPort = 8001;

} // namespace

std::vector<config::Key> settingsKeys()
{
    std::vector<config::Key> keys = runtime::commonKeys(defaultPort, runtime::Tier::Inner);
    for (auto &&more : {clustersKeys(), adminKeys(), clusterKeys(), observeKeys(), tier::verifyingKeys(),
                        runtime::clientKeys()})
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
    settings.clusters = readClusters(reader, settings.client);
    settings.admin = readAdmin(reader);
    settings.observe = readObserve(reader);
    return settings;
}

} // namespace guarita::balancer
