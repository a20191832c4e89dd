// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/api/balancerapi.h"
#include "console/api/balancerevent.h"
#include "console/api/streamsubscription.h"

namespace guarita::console {

/// Hears what the balancer tells by itself: a report each second, and each event once, also those that
/// happened while the connection was lost.
class BalancerFeed final : public QObject
{
    Q_OBJECT

public:
    BalancerFeed(BalancerApi &api, Connectivity &connectivity, core::Random &random,
                 QObject *parent = nullptr);

    void start() { m_subscription.start(); }
    void stop() { m_subscription.stop(); }
    bool isLive() const { return m_subscription.isLive(); }

Q_SIGNALS:
    void sampled(const guarita::console::BalancerReport &report);
    /// `later`: it is told of after the connection came back, and may be seen in a report already.
    void happened(const guarita::console::BalancerEvent &event, bool later);

private:
    void take(const std::vector<StreamEvent> &events);

    StreamSubscription m_subscription;
    bool m_catchingUp = false; // until the first report of a stream that goes on
};

} // namespace guarita::console
