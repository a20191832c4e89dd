// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QString>
#include <QtCore/QUrl>
#include <QtNetwork/QNetworkRequest>

#include <vector>

namespace guarita::client {

/// One origin at one address: what all requests to it have in common, and how many calls fly on each lane.
class Upstream
{
public:
    /// `address`: where to connect, if not to what the origin's name stands for. For http only: over TLS it
    /// is ignored, since Qt would want a certificate of the address. `generation`: another one than that of
    /// any upstream of the same origin before it, whose connections may be distrusted and still be open.
    explicit Upstream(const QUrl &origin, const QString &address = {}, int generation = 0);

    /// http or https with a host, and nothing that belongs to a single request.
    bool usable() const { return m_usable; }
    bool encrypted() const { return m_encrypted; }
    /// "host:port", as the Host field says it.
    const QByteArray &authority() const { return m_authority; }
    /// Attributes and Host set, the path still missing.
    const QNetworkRequest &blank() const { return m_blank; }

    int inFlight() const { return m_inFlight; }
    /// The first lane with room: the connections of the first ones stay warm, those of the last ones expire.
    int takeLane();
    void releaseLane(int lane);

    const QString &laneName(int lane) const { return m_lanes[static_cast<std::size_t>(lane)].name; }
    /// Gives the lane a new name, unless it has another than `name` by now. Returns whether it did.
    bool renameLane(int lane, const QString &name);

private:
    struct LaneState
    {
        QString name;
        int calls = 0;
        int renamed = 0;
    };

    QNetworkRequest m_blank;
    QByteArray m_authority;
    QString m_lanesPrefix;
    bool m_usable = false;
    bool m_encrypted = false;
    int m_inFlight = 0;
    std::vector<LaneState> m_lanes;
};

} // namespace guarita::client
