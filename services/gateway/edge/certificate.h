// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "gateway/edge/edgesettings.h"
#include "http/httpapp.h"

#include <QtCore/QTimer>

namespace prometheus {
class Gauge;
class Registry;
} // namespace prometheus

namespace guarita::gateway {

/// The certificate that an HttpApp uses: that of the settings, and every hour by itself what their files say
/// then, which also renews the keys of session tickets. Event-loop thread only.
class Certificate
{
public:
    /// `edge` has TLS; everything else outlives it.
    Certificate(const EdgeSettings &edge, http::HttpApp &app, const core::Clock &clock,
                prometheus::Registry &registry);

    /// New connections get the certificate of these settings, if they name the same files.
    void take(const EdgeSettings &edge);

private:
    void use(const tls::TlsContext::Pointer &context);
    void readFiles();

    const tls::TlsFiles m_files;
    const tls::Http m_http;
    http::HttpApp &m_app;
    const core::Clock &m_clock;
    prometheus::Gauge &m_validUntil;
    QTimer m_hourly;
};

} // namespace guarita::gateway
