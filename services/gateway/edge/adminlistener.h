// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "config/config.h"
#include "http/httpapp.h"

#include <QtNetwork/QHostAddress>

#include <optional>

namespace guarita::gateway {

/// Where /admin is served. Nothing: on PORT, as all else. Else on a loopback port of its own, where all else
/// is, too, and on PORT it does not exist; 0: any free one.
using AdminPort = std::optional<quint16>;

config::Key adminPortKey();
/// What HOST and PORT say is read already.
AdminPort readAdminPort(config::Reader &reader, const QHostAddress &host, quint16 port);

/// 404 for /admin and all below it. Comes after authentication, as unknown paths do.
http::Stage withoutAdminStage();

/// A second door to the same house: the same routes and stages on a loopback port.
class AdminListener
{
public:
    AdminListener(http::AppSpec spec, const net::ListenerLimits &limits, http::AppDependencies dependencies);

    core::Result<quint16> listen(quint16 port);
    void drain(std::function<void()> drained);
    void breakOffStreams(const http::StreamJudge &judge) { m_app.breakOffStreams(judge); }

private:
    http::HttpApp m_app;
};

} // namespace guarita::gateway
