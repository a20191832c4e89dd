// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tls/transfer.h"

#include <QtCore/QByteArray>
#include <QtCore/QFile>

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <functional>
#include <memory>

namespace guarita::test {

/// A server that others have set up, as badly as a test wants: `setUp` has the last word.
class ForeignServer
{
public:
    ForeignServer(int descriptor, const QString &certificate, const QString &key,
                  const std::function<void(SSL_CTX *)> &setUp)
        : m_context(SSL_CTX_new(TLS_server_method()), SSL_CTX_free)
        , m_session(nullptr, SSL_free)
    {
        SSL_CTX_set_security_level(m_context.get(), 0);
        SSL_CTX_use_certificate_chain_file(m_context.get(), QFile::encodeName(certificate).constData());
        SSL_CTX_use_PrivateKey_file(m_context.get(), QFile::encodeName(key).constData(), SSL_FILETYPE_PEM);
        setUp(m_context.get());
        m_session.reset(SSL_new(m_context.get()));
        SSL_set_fd(m_session.get(), descriptor);
    }

    tls::Transfer handshake()
    {
        ERR_clear_error(); // of the other side, in the same thread
        const int returned = SSL_accept(m_session.get());
        if (returned == 1)
            return {tls::Transfer::State::Done};
        return {SSL_get_error(m_session.get(), returned) == SSL_ERROR_WANT_READ
                    ? tls::Transfer::State::WantsRead
                    : tls::Transfer::State::Failed};
    }
    QByteArray read()
    {
        QByteArray bytes(1024, '\0');
        bytes.resize(qMax(0, SSL_read(m_session.get(), bytes.data(), static_cast<int>(bytes.size()))));
        return bytes;
    }
    /// What the client has called it; null if it has not.
    const char *name() const { return SSL_get_servername(m_session.get(), TLSEXT_NAMETYPE_host_name); }

private:
    std::unique_ptr<SSL_CTX, void (*)(SSL_CTX *)> m_context;
    std::unique_ptr<SSL, void (*)(SSL *)> m_session;
};

} // namespace guarita::test
