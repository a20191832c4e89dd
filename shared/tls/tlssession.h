// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tls/tlscontext.h"
#include "tls/tlstrust.h"
#include "tls/transfer.h"

#include <QtCore/QByteArray>
#include <QtCore/QByteArrayView>

#include <memory>
#include <span>

struct ssl_st;

namespace guarita::tls {

/// One side of TLS on one connection. Nothing of the peer's is kept in here between two calls but an
/// incomplete record, so a descriptor that is watched level-triggered tells of everything. That it is
/// readable does not mean that there is something for read(), which then WantsRead: tickets follow a
/// handshake (RFC 8446, 4.6.1), also while no answer is due.
///
/// The descriptor is the caller's, stays open for as long as the session, and does not block. The process
/// ignores SIGPIPE. One thread.
class TlsSession
{
public:
    /// The server's side.
    TlsSession(const TlsContext &context, int descriptor);
    /// The client's side. The server must show that it is `host`: a name in ASCII, with a dot at its end or
    /// without, which it is told (RFC 6066, 3), or an IP address without brackets, which it is not told.
    TlsSession(const TlsTrust &trust, int descriptor, const QByteArray &host);

    /// Until it is done, nothing else may be called. Fails, for a client, if the server cannot be believed,
    /// or wants to speak another protocol inside than HTTP/1.1. It need not choose any.
    Transfer handshake();
    /// Of a server: the handshake failed because the peer's first bytes are those of plain HTTP.
    bool metPlainHttp() const { return m_plainHttp; }
    /// After the handshake: it went on with an earlier session. Never a client's.
    bool resumed() const;
    /// After the handshake. Never a client's.
    bool choseHttp2() const;

    /// `into` takes a whole record: 16 KiB. End is also that of a connection without close_notify: the
    /// framing of what is spoken inside tells whether something was cut off.
    Transfer read(std::span<char> into);
    /// After WantsWrite the same bytes again, or more behind them.
    Transfer write(QByteArrayView bytes);
    /// Tells the peer that no more comes (close_notify), so that it need not fear that something was cut off.
    Transfer finishWriting();
    /// After End: the peer said so (close_notify), and was not cut off (RFC 8446, 6.1).
    bool peerFinished() const;

private:
    TlsSession(ssl_st *session, int descriptor);
    Transfer outcomeOf(int returned);
    void noteFailure();

    std::unique_ptr<ssl_st, void (*)(ssl_st *)> m_session; // null without memory, or a host to be believed
    bool m_plainHttp = false;
};

} // namespace guarita::tls
