// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/model/endpointconfig.h"

namespace guarita::balancer {

EndpointConfig endpointConfigFor(const QUrl &configured, const QByteArray &cluster)
{
    const int port = configured.port(configured.scheme() == QStringLiteral("https") ? 443 : 80);
    const QString host = configured.host();
    const QString shownHost = host.contains(u':') ? QStringLiteral("[%1]").arg(host) : host;

    EndpointConfig config;
    config.id = QStringLiteral("%1:%2").arg(shownHost).arg(port).toUtf8();
    if (cluster != defaultCluster)
        config.id.prepend(cluster + '~');
    config.cluster = cluster;
    config.url = configured.toString();
    config.origin = configured;
    config.origin.setPort(port);
    if (host.compare(QStringLiteral("localhost"), Qt::CaseInsensitive) == 0)
        config.origin.setHost(QStringLiteral("127.0.0.1"));
    return config;
}

QByteArray placeOf(const EndpointConfig &config)
{
    return config.origin.host().toUtf8() + ' ' + QByteArray::number(config.origin.port());
}

} // namespace guarita::balancer
