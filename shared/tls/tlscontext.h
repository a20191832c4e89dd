// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "core/result.h"
#include "tls/profile.h"

#include <QtCore/QString>

#include <memory>

struct ssl_ctx_st;

namespace guarita::tls {

/// Where a certificate and its key are: PEM, the chain in the order in which it is sent, the server's own
/// certificate first.
struct TlsFiles
{
    QString certificate;
    QString key;

    friend bool operator==(const TlsFiles &, const TlsFiles &) = default;
};

/// A certificate with its key, and how a server of ours speaks TLS: see applyProfile(). No data before the
/// handshake is complete.
///
/// Sessions are resumed by tickets; the keys that seal those belong to the context and are in no file, so a
/// new context ends what was resumable. Immutable; sessions keep of it what they need. OpenSSL does the work.
class TlsContext
{
public:
    using Pointer = std::shared_ptr<const TlsContext>;

    /// Reads both files. Fails with "certificate_…" or "key_…" and a sentence that begins with "must": they
    /// are missing, do not fit together, the certificate is not valid at `now`, or everybody on the machine
    /// may read the key. Never asks for a passphrase.
    static core::Result<Pointer> load(const TlsFiles &files, core::WallTime now, Http http = Http::One);

    ~TlsContext();
    TlsContext(const TlsContext &) = delete;
    TlsContext &operator=(const TlsContext &) = delete;

    /// When the server's own certificate ends.
    core::WallTime validUntil() const { return m_validUntil; }

private:
    friend class TlsSession;

    explicit TlsContext(ssl_ctx_st *context);

    std::unique_ptr<ssl_ctx_st, void (*)(ssl_ctx_st *)> m_context;
    core::WallTime m_validUntil;
};

} // namespace guarita::tls
