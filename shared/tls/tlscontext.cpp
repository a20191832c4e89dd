// SPDX-License-Identifier: GPL-3.0-or-later
#include "tls/tlscontext.h"

#include "tls/mistake.h"

#include <QtCore/QFile>

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <optional>

namespace guarita::tls {

namespace {

// How long a ticket is good; its keys are gone with the context anyway.
constexpr long ticketSeconds = 3600;

/// RFC 7301, 3.2: a client that speaks none of ours must hear so.
int chooseProtocol(SSL *, const unsigned char **chosen, unsigned char *length, const unsigned char *offered,
                   unsigned int offeredLength, void *withoutHttp2)
{
    const auto ours = protocolsOf(withoutHttp2 ? Http::One : Http::OneAndTwo);
    unsigned char *found = nullptr;
    if (SSL_select_next_proto(&found, length, ours.data(), static_cast<unsigned int>(ours.size()), offered,
                              offeredLength) != OPENSSL_NPN_NEGOTIATED)
        return SSL_TLSEXT_ERR_ALERT_FATAL;
    *chosen = found;
    return SSL_TLSEXT_ERR_OK;
}

/// OpenSSL would ask on the terminal.
int noPassphrase(char *, int, int, void *)
{
    return -1;
}

bool setUp(SSL_CTX *context, Http http)
{
    static constexpr bool withoutHttp2 = true;
    SSL_CTX_clear_options(context, SSL_OP_CIPHER_SERVER_PREFERENCE);
    SSL_CTX_set_timeout(context, ticketSeconds);
    SSL_CTX_set_alpn_select_cb(context, chooseProtocol,
                               http == Http::One ? const_cast<bool *>(&withoutHttp2) : nullptr);
    SSL_CTX_set_default_passwd_cb(context, noPassphrase);
    return applyProfile(context);
}

std::optional<core::WallTime> timeOf(const ASN1_TIME *time)
{
    std::tm parts{};
    if (!time || ASN1_TIME_to_tm(time, &parts) != 1)
        return std::nullopt;
    return std::chrono::system_clock::from_time_t(::timegm(&parts));
}

std::optional<core::Error> loadCertificate(SSL_CTX *context, const QString &path)
{
    if (auto why = unreadable(path, "certificate_unreadable"))
        return why;
    if (SSL_CTX_use_certificate_chain_file(context, QFile::encodeName(path).constData()) != 1)
        return mistake("certificate_invalid", QStringLiteral("must be a PEM file with a certificate"));
    return std::nullopt;
}

std::optional<core::Error> loadKey(SSL_CTX *context, const QString &path)
{
    if (auto why = unreadable(path, "key_unreadable"))
        return why;
    constexpr auto others = QFileDevice::ReadOther | QFileDevice::WriteOther;
    if (QFile::permissions(path) & others)
        return mistake("key_exposed", QStringLiteral("must not be open to every user of the machine; "
                                                     "try: chmod o= on it"));
    const bool loaded =
        SSL_CTX_use_PrivateKey_file(context, QFile::encodeName(path).constData(), SSL_FILETYPE_PEM) == 1;
    if (!loaded && ERR_GET_LIB(ERR_peek_last_error()) != ERR_LIB_X509)
        return mistake("key_invalid", QStringLiteral("must be a PEM file with a private key, not encrypted"));
    if (!loaded || SSL_CTX_check_private_key(context) != 1)
        return mistake("key_mismatch", QStringLiteral("must be the key of the certificate"));
    return std::nullopt;
}

} // namespace

TlsContext::TlsContext(ssl_ctx_st *context)
    : m_context(context, SSL_CTX_free)
{
}

TlsContext::~TlsContext() = default;

core::Result<TlsContext::Pointer> TlsContext::load(const TlsFiles &files, core::WallTime now, Http http)
{
    ERR_clear_error();
    const std::shared_ptr<TlsContext> made(new TlsContext(SSL_CTX_new(TLS_server_method())));
    SSL_CTX *context = made->m_context.get();
    if (!context || !setUp(context, http))
        return mistake("certificate_unusable", QStringLiteral("cannot be used: OpenSSL has no TLS for us"));
    if (auto why = loadCertificate(context, files.certificate))
        return *why;
    const X509 *own = SSL_CTX_get0_certificate(context);
    const auto from = timeOf(X509_get0_notBefore(own));
    const auto until = timeOf(X509_get0_notAfter(own));
    if (!from || !until)
        return mistake("certificate_invalid", QStringLiteral("must say from when until when it is valid"));
    if (now >= *until)
        return mistake("certificate_expired", QStringLiteral("must not have expired"));
    if (now < *from)
        return mistake("certificate_not_yet_valid", QStringLiteral("must be valid already"));
    if (auto why = loadKey(context, files.key))
        return *why;
    made->m_validUntil = *until;
    return Pointer(made);
}

} // namespace guarita::tls
