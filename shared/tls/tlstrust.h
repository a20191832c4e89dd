// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QtCore/QString>

#include <memory>

struct ssl_ctx_st;

namespace guarita::tls {

/// Whom a client of ours believes, and how it speaks TLS: as a server of ours does (see applyProfile()), with
/// HTTP/1.1 inside.
///
/// The server must have a certificate for the host that is meant, valid now, from an authority that is
/// trusted. Only its subjectAltName counts, never the common name (RFC 9110, 4.3.4), and a wildcard stands
/// for one whole label (RFC 9525, 6.3). Nobody is asked whether it was revoked. No session is resumed, so
/// each connection is verified. Immutable; sessions keep of it what they need; any thread.
class TlsTrust
{
public:
    using Pointer = std::shared_ptr<const TlsTrust>;

    /// The machine's authorities, or those that SSL_CERT_FILE and SSL_CERT_DIR of the environment name. One
    /// that is in a folder is read when it is needed first. Fails with "authorities_missing" and a sentence
    /// that begins with "must" if there are none: nobody could be believed.
    static core::Result<Pointer> system();
    /// The authorities of a PEM file alone. Fails with "authorities_unreadable" or "authorities_invalid".
    static core::Result<Pointer> fromFile(const QString &path);

    ~TlsTrust();
    TlsTrust(const TlsTrust &) = delete;
    TlsTrust &operator=(const TlsTrust &) = delete;

private:
    friend class TlsSession;

    explicit TlsTrust(ssl_ctx_st *context);
    /// Without authorities yet. Fails with "authorities_unusable".
    static core::Result<std::shared_ptr<TlsTrust>> trustingNobody();

    std::unique_ptr<ssl_ctx_st, void (*)(ssl_ctx_st *)> m_context;
};

} // namespace guarita::tls
