// SPDX-License-Identifier: GPL-3.0-or-later
#include "runtime/metricsserver.h"

#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>

#include <iterator>
#include <sstream>

namespace guarita::runtime {

namespace {

http::AppSpec specOf(std::vector<const prometheus::Collectable *> sources)
{
    http::AppSpec spec;
    spec.name = "metrics";
    spec.routes.push_back({http::Method::Get, "/metrics",
                           [sources = std::move(sources)](const http::Request &, http::ReplyHandle reply) {
                               http::Response response;
                               response.headers.append("Content-Type",
                                                       "text/plain; version=0.0.4; charset=utf-8");
                               response.body = metricsText(sources);
                               reply.send(std::move(response));
                           },
                           true});
    return spec;
}

net::ListenerLimits fewLimits()
{
    net::ListenerLimits limits;
    limits.connections = 32;
    limits.connectionsPerAddress = 32;
    limits.framer.bodyBytes = 0;
    limits.bufferedBytes = 4 * 1024 * 1024;
    return limits;
}

} // namespace

QByteArray metricsText(const std::vector<const prometheus::Collectable *> &sources)
{
    std::vector<prometheus::MetricFamily> families;
    for (const prometheus::Collectable *source : sources) {
        auto more = source->Collect();
        std::move(more.begin(), more.end(), std::back_inserter(families));
    }
    std::ostringstream text;
    prometheus::TextSerializer().Serialize(text, families);
    return QByteArray::fromStdString(text.str());
}

MetricsServer::MetricsServer(std::vector<const prometheus::Collectable *> sources, const core::Clock &clock,
                             core::Random &random, net::ListeningSockets &sockets)
    : m_app(specOf(std::move(sources)), fewLimits(), {clock, random, m_observer, &sockets})
{
}

core::Result<quint16> MetricsServer::listen(quint16 port)
{
    return m_app.listen(QHostAddress(QHostAddress::LocalHost), port);
}

} // namespace guarita::runtime
