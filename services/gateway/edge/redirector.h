// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/edge/edgesettings.h"
#include "http/httpapp.h"

namespace guarita::gateway {

/// The port without TLS beside the one with it: answers every request with 308 to the same host and target
/// by https, and serves the challenges of certificate authorities (RFC 8555, 8.3). Behind the same gate as
/// all else, with less of everything.
class Redirector
{
public:
    Redirector(const EdgeSettings &edge, net::ListenerLimits limits, http::AppDependencies dependencies);

    /// `httpsPort` is where clients are sent to.
    core::Result<quint16> listen(const QHostAddress &address, quint16 port, quint16 httpsPort);
    void drain();

private:
    std::vector<http::Route> routes() const;
    http::Response elsewhere(const http::Request &request) const;
    http::Response challenge(const http::Request &request) const;

    QString m_acmeFolder;
    quint16 m_httpsPort = 0;
    http::HttpApp m_app;
};

} // namespace guarita::gateway
