// SPDX-License-Identifier: GPL-3.0-or-later
#include "tls/tlssession.h"

#include <QtCore/QLoggingCategory>

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

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

/// What was agreed to be spoken inside (RFC 7301), or nothing.
std::string_view protocolOf(const SSL *session)
{
    const unsigned char *name = nullptr;
    unsigned int length = 0;
    SSL_get0_alpn_selected(session, &name, &length);
    return {reinterpret_cast<const char *>(name), length};
}

/// RFC 7301, 3.2: only what was offered may be chosen. Not every OpenSSL 3.0 sees to it.
bool speaksHttp1(const SSL *session)
{
    const std::string_view protocol = protocolOf(session);
    return protocol.empty() || protocol == "http/1.1";
}

/// RFC 9110, 4.3.5: an address must be in the certificate as an address; RFC 6066, 3: it is no server name.
/// OpenSSL would take no name for any name, and one that begins with a dot for all below it.
bool expectHost(SSL *session, QByteArray host)
{
    if (host.endsWith('.'))
        host.chop(1);
    if (host.isEmpty() || host.startsWith('.') || host.contains('\0'))
        return false;
    X509_VERIFY_PARAM *expected = SSL_get0_param(session);
    if (X509_VERIFY_PARAM_set1_ip_asc(expected, host.constData()) == 1)
        return true;
    return SSL_set_tlsext_host_name(session, host.constData()) == 1 &&
           X509_VERIFY_PARAM_set1_host(expected, host.constData(), static_cast<std::size_t>(host.size())) ==
               1;
}

} // namespace

TlsSession::TlsSession(ssl_st *session, int descriptor)
    : m_session(session, SSL_free)
{
    if (m_session && SSL_set_fd(session, descriptor) != 1)
        m_session.reset();
}

TlsSession::TlsSession(const TlsContext &context, int descriptor)
    : TlsSession(SSL_new(context.m_context.get()), descriptor)
{
    if (m_session)
        SSL_set_accept_state(m_session.get());
}

TlsSession::TlsSession(const TlsTrust &trust, int descriptor, const QByteArray &host)
    : TlsSession(SSL_new(trust.m_context.get()), descriptor)
{
    if (m_session && !expectHost(m_session.get(), host))
        m_session.reset();
    if (m_session)
        SSL_set_connect_state(m_session.get());
}

Transfer TlsSession::handshake()
{
    if (!m_session)
        return {Transfer::State::Failed};
    ERR_clear_error();
    const Transfer outcome = outcomeOf(SSL_do_handshake(m_session.get()));
    if (outcome.state == Transfer::State::Failed)
        noteFailure();
    if (!outcome.done() || SSL_is_server(m_session.get()) || speaksHttp1(m_session.get()))
        return outcome;
    qCDebug(lcTls, "handshake failed: the server chose a protocol that was not offered");
    return {Transfer::State::Failed};
}

/// Of the handshake; a client that does not believe the server wants to know why.
void TlsSession::noteFailure()
{
    m_plainHttp = ERR_GET_REASON(ERR_peek_error()) == SSL_R_HTTP_REQUEST;
    const long verified = SSL_get_verify_result(m_session.get());
    if (verified != X509_V_OK)
        qCDebug(lcTls, "handshake failed: the certificate: %s", X509_verify_cert_error_string(verified));
    else if (const char *text = ERR_reason_error_string(ERR_peek_error()))
        qCDebug(lcTls, "handshake failed: %s", text);
}

bool TlsSession::resumed() const
{
    return SSL_session_reused(m_session.get()) == 1;
}

bool TlsSession::choseHttp2() const
{
    return protocolOf(m_session.get()) == "h2";
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

bool TlsSession::peerFinished() const
{
    return SSL_get_shutdown(m_session.get()) & SSL_RECEIVED_SHUTDOWN;
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
