// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/edge/edgesettings.h"

#include "core/clock.h"

namespace guarita::gateway {

namespace {

using namespace std::chrono_literals;

const QString off = QStringLiteral("off");

void readTls(config::Reader &reader, EdgeSettings &edge)
{
    const QString certificateKey = QStringLiteral("TLS_CERTIFICATE");
    const QString keyKey = QStringLiteral("TLS_KEY");
    const tls::TlsFiles &files = edge.files = {reader.text(certificateKey), reader.text(keyKey)};
    if (files.certificate.isEmpty() && files.key.isEmpty())
        return;
    if (files.certificate.isEmpty() || files.key.isEmpty()) {
        reader.reject(files.key.isEmpty() ? certificateKey : keyKey,
                      QStringLiteral("must come with ") + (files.key.isEmpty() ? keyKey : certificateKey));
        return;
    }
    const auto context = tls::TlsContext::load(files, core::SystemClock().wallNow());
    if (context)
        edge.tls = context.value();
    else
        reader.reject(context.error().code.startsWith("key") ? keyKey : certificateKey,
                      context.error().message);
}

void readHsts(config::Reader &reader, EdgeSettings &edge)
{
    const QString key = QStringLiteral("HSTS");
    if (reader.text(key) == off)
        return;
    edge.hsts =
        std::chrono::floor<std::chrono::seconds>(reader.duration(key, 1s, std::chrono::hours(24 * 730)));
    if (edge.files.certificate.isEmpty())
        reader.reject(key, QStringLiteral("must be off without TLS_CERTIFICATE"));
}

} // namespace

http::Headers EdgeSettings::answerHeaders() const
{
    http::Headers headers;
    if (hsts.count() > 0) // RFC 6797, 6.1
        headers.append("Strict-Transport-Security",
                       "max-age=" + QByteArray::number(static_cast<qint64>(hsts.count())));
    return headers;
}

std::vector<config::Key> edgeKeys()
{
    return {
        {QStringLiteral("TLS_CERTIFICATE"), QString(),
         QStringLiteral("A PEM file with the certificate and those that lead to its authority: PORT then "
                        "speaks TLS 1.2 and 1.3 only. Read again every hour and at SIGHUP.")},
        {QStringLiteral("TLS_KEY"), QString(),
         QStringLiteral("The PEM file with its private key, which not every user may read.")},
        {QStringLiteral("TLS_HANDSHAKE_DEADLINE"), QStringLiteral("10s"),
         QStringLiteral("How long a TLS handshake may take, 100ms to 10min.")},
        {QStringLiteral("HSTS"), off,
         QStringLiteral("For how long browsers shall come by TLS only, e.g. 365d, at most 730d; off: they "
                        "are not told.")},
    };
}

EdgeSettings readEdge(config::Reader &reader, net::ListenerLimits &limits)
{
    EdgeSettings edge;
    readTls(reader, edge);
    limits.handshake = reader.duration(QStringLiteral("TLS_HANDSHAKE_DEADLINE"), 100ms, 10min);
    readHsts(reader, edge);
    return edge;
}

} // namespace guarita::gateway
