// SPDX-License-Identifier: GPL-3.0-or-later
#include "tls/tlssession.h"

#include <QtCore/QLoggingCategory>

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <algorithm>
#include <limits>
#include <string_view>

namespace guarita::tls {

Q_LOGGING_CATEGORY(lcTls, "guarita.tls")

namespace {

int intOf(std::size_t size)
{
    return static_cast<int>(std::min<std::size_t>(size, std::numeric_limits<int>::max()));
}

} // namespace

TlsSession::TlsSession(const TlsContext &context, int descriptor)
    : m_session(SSL_new(context.m_context.get()), SSL_free)
{
    if (m_session && SSL_set_fd(m_session.get(), descriptor) != 1)
        m_session.reset();
}

Transfer TlsSession::handshake()
{
    if (!m_session)
        return {Transfer::State::Failed};
    ERR_clear_error();
    const Transfer outcome = outcomeOf(SSL_accept(m_session.get()));
    if (outcome.state != Transfer::State::Failed)
        return outcome;
    const int reason = ERR_GET_REASON(ERR_peek_error());
    m_plainHttp = reason == SSL_R_HTTP_REQUEST;
    if (const char *text = ERR_reason_error_string(ERR_peek_error()))
        qCDebug(lcTls, "handshake failed: %s", text);
    return outcome;
}

bool TlsSession::resumed() const
{
    return SSL_session_reused(m_session.get()) == 1;
}

bool TlsSession::choseHttp2() const
{
    const unsigned char *name = nullptr;
    unsigned int length = 0;
    SSL_get0_alpn_selected(m_session.get(), &name, &length);
    return std::string_view(reinterpret_cast<const char *>(name), length) == "h2";
}

Transfer TlsSession::read(std::span<char> into)
{
    ERR_clear_error();
    return outcomeOf(SSL_read(m_session.get(), into.data(), intOf(into.size())));
}

Transfer TlsSession::write(QByteArrayView bytes)
{
    ERR_clear_error();
    return outcomeOf(SSL_write(m_session.get(), bytes.data(), intOf(static_cast<std::size_t>(bytes.size()))));
}

Transfer TlsSession::finishWriting()
{
    ERR_clear_error();
    const int returned = SSL_shutdown(m_session.get());
    return returned >= 0 ? Transfer{Transfer::State::Done} : outcomeOf(returned);
}

/// Of the call that was just made, with OpenSSL's queue of errors empty before it: whatever else uses OpenSSL
/// in this thread leaves some behind.
Transfer TlsSession::outcomeOf(int returned)
{
    if (returned > 0)
        return {Transfer::State::Done, returned};
    switch (SSL_get_error(m_session.get(), returned)) {
    case SSL_ERROR_WANT_READ:
        return {Transfer::State::WantsRead};
    case SSL_ERROR_WANT_WRITE:
        return {Transfer::State::WantsWrite};
    case SSL_ERROR_ZERO_RETURN:
        return {Transfer::State::End};
    case SSL_ERROR_SSL:
        // RFC 9112, 9.8: without a close_notify; the message's own framing tells whether it is whole.
        if (ERR_GET_REASON(ERR_peek_error()) == SSL_R_UNEXPECTED_EOF_WHILE_READING)
            return {Transfer::State::End};
        return {Transfer::State::Failed};
    default:
        return {Transfer::State::Failed};
    }
}

} // namespace guarita::tls
