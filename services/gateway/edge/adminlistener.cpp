// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/edge/adminlistener.h"

#include "http/problem.h"

#include <limits>

namespace guarita::gateway {

namespace {

const QString adminPort = QStringLiteral("ADMIN_PORT");
constexpr int abovePort = 2000; // METRICS_PORT is 1000 above

std::optional<http::Response> refuseAdmin(const http::Request &request)
{
    if (request.path != "/admin" && !request.path.startsWith("/admin/"))
        return std::nullopt;
    return http::problemResponse(request, http::notFound());
}

} // namespace

config::Key adminPortKey()
{
    return {adminPort, QStringLiteral("auto"),
            QStringLiteral(
                "Where /admin is served: same is PORT; a number is a port of 127.0.0.1 on which all else is "
                "served, too, and PORT knows no /admin then, 0 for any free one; auto is same if "
                "HOST is a loopback address, else PORT + 2000.")};
}

AdminPort readAdminPort(config::Reader &reader, const QHostAddress &host, quint16 port)
{
    const QString text = reader.text(adminPort);
    if (text == QStringLiteral("same") || (text == QStringLiteral("auto") && host.isLoopback()))
        return std::nullopt;
    if (text == QStringLiteral("auto")) {
        const int own = port == 0 ? 0 : port + abovePort;
        return own > std::numeric_limits<quint16>::max() ? quint16(0) : static_cast<quint16>(own);
    }
    const quint16 own = text.toUShort();
    if (QString::number(own) != text)
        reader.reject(adminPort, QStringLiteral("must be auto, same or a whole number from 0 to 65535"));
    else if (own != 0 && own == port)
        reader.reject(adminPort, QStringLiteral("must differ from PORT; same is for both on one port"));
    return own;
}

http::Stage withoutAdminStage()
{
    return {"without-admin", [](http::Request &request) { return refuseAdmin(request); }};
}

AdminListener::AdminListener(http::AppSpec spec, const net::ListenerLimits &limits,
                             http::AppDependencies dependencies)
    : m_app(std::move(spec), limits, dependencies)
{
}

core::Result<quint16> AdminListener::listen(quint16 port)
{
    return m_app.listen(QHostAddress(QHostAddress::LocalHost), port);
}

void AdminListener::drain(std::function<void()> drained)
{
    m_app.drain(std::move(drained));
}

} // namespace guarita::gateway
