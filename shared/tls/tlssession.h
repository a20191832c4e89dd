// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tls/tlscontext.h"
#include "tls/transfer.h"

#include <QtCore/QByteArrayView>

#include <memory>
#include <span>

struct ssl_st;

namespace guarita::tls {

/// The server's side of TLS on one connection. Nothing of the peer's is kept in here between two calls but
/// an incomplete record, so a descriptor that is watched level-triggered tells of everything.
///
/// The descriptor is the caller's, stays open for as long as the session, and does not block. The process
/// ignores SIGPIPE. One thread.
class TlsSession
{
public:
    TlsSession(const TlsContext &context, int descriptor);

    /// Until it is done, nothing else may be called.
    Transfer handshake();
    /// The handshake failed because the peer's first bytes are those of plain HTTP.
    bool metPlainHttp() const { return m_plainHttp; }
    /// After the handshake: it went on with an earlier session.
    bool resumed() const;
    bool choseHttp2() const;

    /// `into` takes a whole record: 16 KiB.
    Transfer read(std::span<char> into);
    /// After WantsWrite the same bytes again, or more behind them.
    Transfer write(QByteArrayView bytes);
    /// Tells the peer that no more comes (close_notify), so that it need not fear that something was cut off.
    Transfer finishWriting();

private:
    Transfer outcomeOf(int returned);

    std::unique_ptr<ssl_st, void (*)(ssl_st *)> m_session; // null if there was no memory
    bool m_plainHttp = false;
};

} // namespace guarita::tls
