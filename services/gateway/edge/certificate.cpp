// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/edge/certificate.h"

#include <QtCore/QLoggingCategory>

#include <prometheus/gauge.h>
#include <prometheus/registry.h>

namespace guarita::gateway {

Q_LOGGING_CATEGORY(lcCertificate, "guarita.certificate")

namespace {

prometheus::Gauge &validUntilGauge(prometheus::Registry &registry)
{
    return prometheus::BuildGauge()
        .Name("guarita_tls_certificate_valid_until_seconds")
        .Help("When the certificate in use expires, in seconds since the Unix epoch")
        .Register(registry)
        .Add({});
}

} // namespace

Certificate::Certificate(const EdgeSettings &edge, http::HttpApp &app, const core::Clock &clock,
                         prometheus::Registry &registry)
    : m_files(edge.files)
    , m_http(edge.http)
    , m_app(app)
    , m_clock(clock)
    , m_validUntil(validUntilGauge(registry))
{
    use(edge.tls);
    m_hourly.setInterval(std::chrono::hours(1));
    QObject::connect(&m_hourly, &QTimer::timeout, &m_hourly, [this] { readFiles(); });
    m_hourly.start();
}

void Certificate::take(const EdgeSettings &edge)
{
    if (edge.files == m_files)
        use(edge.tls);
}

void Certificate::use(const tls::TlsContext::Pointer &context)
{
    m_app.useTls(context);
    m_validUntil.Set(std::chrono::duration<double>(context->validUntil().time_since_epoch()).count());
}

void Certificate::readFiles()
{
    const auto context = tls::TlsContext::load(m_files, m_clock.wallNow(), m_http);
    if (context)
        use(context.value());
    else
        qCWarning(lcCertificate, "the certificate stays as it was, since that in the files %s",
                  qUtf8Printable(context.error().message));
}

} // namespace guarita::gateway
