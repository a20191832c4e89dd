// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "balancer/clusters/clusters.h"
#include "support/fakeclock.h"
#include "support/fakerandom.h"

#include <QtCore/QByteArrayList>

#include <prometheus/registry.h>

namespace guarita::test {

/// A cluster's settings with servers on these ports of localhost.
inline balancer::ClusterSettings clusterSettings(const QByteArray &name, const QByteArray &prefix,
                                                 std::initializer_list<int> ports)
{
    balancer::ClusterSettings settings;
    settings.name = name;
    settings.prefix = prefix;
    for (const int port : ports)
        settings.endpoints.push_back(
            balancer::endpointConfigFor(QUrl(QStringLiteral("http://localhost:%1").arg(port)), name));
    return settings;
}

/// Clusters that nobody has started, and what they told.
struct ClustersBench
{
    explicit ClustersBench(const std::vector<balancer::ClusterSettings> &settings)
        : clusters(settings,
                   {.client = client,
                    .healthClient = healthClient,
                    .deadline = std::chrono::seconds(15),
                    .clock = clock,
                    .random = random,
                    .registry = registry,
                    .events = [this](const balancer::ClusterEvent &event) { events.push_back(event); }})
    {
    }

    support::FakeClock clock;
    support::FakeRandom random;
    prometheus::Registry registry;
    client::HttpClient client{{}, clock};
    client::HttpClient healthClient{{}, clock};
    std::vector<balancer::ClusterEvent> events;
    balancer::Clusters clusters;
};

} // namespace guarita::test
