// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/httpapp.h"

#include <prometheus/collectable.h>

#include <vector>

namespace guarita::runtime {

/// Everything that `sources` collect, in Prometheus' text format 0.0.4.
QByteArray metricsText(const std::vector<const prometheus::Collectable *> &sources);

/// Serves GET /metrics on a loopback port of its own, so that the figures never face clients. These requests
/// are neither logged nor counted.
class MetricsServer
{
public:
    /// The sources must outlive the server; they are asked on the event-loop thread.
    MetricsServer(std::vector<const prometheus::Collectable *> sources, const core::Clock &clock,
                  core::Random &random, net::ListeningSockets &sockets);

    core::Result<quint16> listen(quint16 port);

private:
    class Unobserved final : public http::RequestObserver
    {
        void finished(const http::ExchangeSummary &) override {}
    };

    Unobserved m_observer;
    http::HttpApp m_app;
};

} // namespace guarita::runtime
