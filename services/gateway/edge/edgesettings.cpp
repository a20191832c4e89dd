// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/edge/edgesettings.h"

#include "core/clock.h"

#include <QtCore/QFileInfo>

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
    const auto context = tls::TlsContext::load(files, core::SystemClock().wallNow(), edge.http);
    if (context)
        edge.tls = context.value();
    else
        reader.reject(context.error().code.startsWith("key") ? keyKey : certificateKey,
                      context.error().message);
}

void readHttp2(config::Reader &reader, EdgeSettings &edge, net::Http2Limits &limits)
{
    const auto number = [&reader](const char *name, int most) {
        return static_cast<int>(reader.integer(QString::fromLatin1(name), 1, most));
    };
    if (reader.boolean(QStringLiteral("HTTP2")))
        edge.http = tls::Http::OneAndTwo;
    limits.streams = number("MAX_CONCURRENT_STREAMS", 1000);
    limits.cutStreams = number("MAX_CUT_STREAMS", 1'000'000);
    limits.idleFrames = number("MAX_IDLE_FRAMES", 1'000'000);
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

void readRedirect(config::Reader &reader, EdgeSettings &edge)
{
    const QString portKey = QStringLiteral("REDIRECT_PORT");
    edge.redirectPort = static_cast<quint16>(reader.integer(portKey, 0, 65535));
    if (edge.redirectPort != 0 && edge.files.certificate.isEmpty())
        reader.reject(portKey, QStringLiteral("must be 0 without TLS_CERTIFICATE"));
    const QString folderKey = QStringLiteral("ACME_FOLDER");
    edge.acmeFolder = reader.text(folderKey);
    if (!edge.acmeFolder.isEmpty() && (edge.redirectPort == 0 || !QFileInfo(edge.acmeFolder).isDir()))
        reader.reject(folderKey, QStringLiteral("must be a folder that exists, and needs REDIRECT_PORT"));
}

void readTrust(config::Reader &reader, net::ProxyTrust &trust)
{
    const QString listKey = QStringLiteral("TRUSTED_PROXIES");
    if (const auto proxies = net::TrustedProxies::parse(reader.text(listKey)))
        trust.proxies = *proxies;
    else
        reader.reject(listKey, QStringLiteral("must be addresses and networks, e.g. 10.0.0.0/8,2001:db8::1"));
    const QString headerKey = QStringLiteral("PROXY_PROTOCOL");
    trust.header = reader.choice(headerKey, {off, QStringLiteral("on")}) != off;
    if (trust.header && trust.proxies.empty())
        reader.reject(headerKey, QStringLiteral("must be off without TRUSTED_PROXIES"));
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
        {QStringLiteral("HTTP2"), QStringLiteral("true"),
         QStringLiteral("Whether clients may choose HTTP/2 in the handshake.")},
        {QStringLiteral("MAX_CONCURRENT_STREAMS"), QStringLiteral("100"),
         QStringLiteral("Requests at once on one HTTP/2 connection, 1 to 1000.")},
        {QStringLiteral("MAX_CUT_STREAMS"), QStringLiteral("200"),
         QStringLiteral("By how many the requests of an HTTP/2 connection that its client cuts short or gets "
                        "wrong may exceed those that are answered, 1 to 1000000; then it is closed.")},
        {QStringLiteral("MAX_IDLE_FRAMES"), QStringLiteral("1000"),
         QStringLiteral("How many frames that ask for nothing an HTTP/2 client may send within ten seconds "
                        "while no request moves on, 1 to 1000000; then it is disconnected.")},
        {QStringLiteral("HSTS"), off,
         QStringLiteral("For how long browsers shall come by TLS only, e.g. 365d, at most 730d; off: they "
                        "are not told.")},
        {QStringLiteral("REDIRECT_PORT"), QStringLiteral("0"),
         QStringLiteral("A port of HOST without TLS that sends every request on to https, by 308; 0: none.")},
        {QStringLiteral("ACME_FOLDER"), QString(),
         QStringLiteral("A folder whose files REDIRECT_PORT serves under /.well-known/acme-challenge/, for "
                        "authorities that look there.")},
        {QStringLiteral("TRUSTED_PROXIES"), QString(),
         QStringLiteral("Addresses and networks of proxies whose X-Forwarded-For and X-Forwarded-Proto are "
                        "believed, e.g. 10.0.0.0/8,2001:db8::1. Without it, and from others, they are not.")},
        {QStringLiteral("PROXY_PROTOCOL"), off,
         QStringLiteral("on: only TRUSTED_PROXIES may connect, and each connection begins with a PROXY "
                        "header, version 1 or 2, that tells the client's address.")},
    };
}

EdgeSettings readEdge(config::Reader &reader, net::ListenerLimits &limits)
{
    EdgeSettings edge;
    readHttp2(reader, edge, limits.http2);
    readTls(reader, edge);
    limits.handshake = reader.duration(QStringLiteral("TLS_HANDSHAKE_DEADLINE"), 100ms, 10min);
    readHsts(reader, edge);
    readRedirect(reader, edge);
    readTrust(reader, edge.trust);
    return edge;
}

} // namespace guarita::gateway
