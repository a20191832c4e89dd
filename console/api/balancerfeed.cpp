// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/api/balancerfeed.h"

namespace guarita::console {

BalancerFeed::BalancerFeed(BalancerApi &api, Connectivity &connectivity, core::Random &random,
                           QObject *parent)
    : QObject(parent)
    , m_subscription(
          [&api](const QByteArray &lastEventId, StreamSink sink, OnReply<core::Done> done) {
              return api.listen(lastEventId, std::move(sink), std::move(done));
          },
          connectivity, random)
{
    connect(&m_subscription, &StreamSubscription::opened, this,
            [this](bool resumed) { m_catchingUp = resumed; });
    connect(&m_subscription, &StreamSubscription::arrived, this, &BalancerFeed::take);
}

/// What cannot be read is left out: the next report has all of it, and if none comes it is asked for.
void BalancerFeed::take(const std::vector<StreamEvent> &events)
{
    for (const StreamEvent &event : events) {
        if (event.type == "amostra") {
            m_catchingUp = false;
            if (const core::Result<BalancerReport> report = decodeReport(event.data))
                Q_EMIT sampled(report.value());
        } else if (const auto happening = decodeBalancerEvent(event.type, event.data)) {
            Q_EMIT happened(happening.value(), m_catchingUp);
        }
    }
}

} // namespace guarita::console
