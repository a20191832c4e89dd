// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QByteArrayView>
#include <QtNetwork/QHostAddress>

#include <optional>

namespace guarita::net {

/// The header with which a proxy begins a connection, versions 1 and 2 (HAProxy's "The PROXY protocol",
/// 2020-03-05, sections 2.1 and 2.2). Pure: bytes in, an address out. What stands behind the addresses in
/// version 2 is skipped.
class ProxyHeader
{
public:
    /// The longest that is accepted. Version 1 needs 107, version 2 232 and what extensions add.
    static constexpr qsizetype longest = 2048;

    enum class State { Incomplete, Complete, Invalid };

    /// Takes of `bytes`, the next of the connection, those that belong to the header; returns how many.
    qsizetype take(QByteArrayView bytes);
    State state() const { return m_state; }
    /// The client that the proxy speaks for; nothing if it speaks for itself.
    const std::optional<QHostAddress> &client() const { return m_client; }

private:
    qsizetype wanted(QByteArrayView bytes) const;
    void judge();
    void judgeText();
    void judgeBinary();
    void end(State state) { m_state = state; }

    QByteArray m_bytes;
    State m_state = State::Incomplete;
    std::optional<QHostAddress> m_client;
};

} // namespace guarita::net
