// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/manager.h"

#include <QtCore/QByteArray>
#include <QtCore/QString>
#include <QtCore/QUrl>

#include <memory>

namespace guarita::client {

/// One origin at one address: its connections, and how many calls are under way on them.
class Upstream
{
public:
    /// `address`: where to connect, if not to what the origin's name stands for. `trust`: for https.
    Upstream(wire::Reactor &reactor, const QUrl &origin, const QString &address = {},
             const tls::TlsTrust::Pointer &trust = nullptr);

    static bool isEncrypted(const QUrl &origin) { return origin.scheme() == QStringLiteral("https"); }

    /// http or https with a host, and nothing that belongs to a single request.
    bool usable() const { return m_manager != nullptr; }
    /// "host:port", as the Host field says it.
    const QByteArray &authority() const { return m_authority; }
    const QUrl &origin() const { return m_origin; }
    /// Only if usable.
    Manager &manager() { return *m_manager; }

    int inFlight() const { return m_inFlight; }
    void callBegins() { ++m_inFlight; }
    void callEnds() { --m_inFlight; }

private:
    const QUrl m_origin;
    QByteArray m_authority;
    std::unique_ptr<Manager> m_manager;
    int m_inFlight = 0;
};

} // namespace guarita::client
