// SPDX-License-Identifier: GPL-3.0-or-later
#include "tls/tlstrust.h"

#include "tls/mistake.h"
#include "tls/profile.h"

#include <QtCore/QDir>
#include <QtCore/QFile>

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <algorithm>

namespace guarita::tls {

namespace {

/// 112 bits: RSA keys of 2048 bits, no SHA-1. Debian's OpenSSL asks for it anyway, others do not.
constexpr int leastSecurityLevel = 2;

bool setUpTrust(SSL_CTX *context)
{
    SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
    SSL_CTX_set_security_level(context, std::max(SSL_CTX_get_security_level(context), leastSecurityLevel));
    X509_VERIFY_PARAM_set_hostflags(SSL_CTX_get0_param(context), X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS |
                                                                     X509_CHECK_FLAG_NEVER_CHECK_SUBJECT);
    const auto offered = protocolsOf(Http::One);
    return applyProfile(context) &&
           SSL_CTX_set_alpn_protos(context, offered.data(), static_cast<unsigned int>(offered.size())) == 0;
}

/// OpenSSL is content with files and folders that are not there.
bool knowsAuthorities(const SSL_CTX *context)
{
    if (sk_X509_OBJECT_num(X509_STORE_get0_objects(SSL_CTX_get_cert_store(context))) > 0)
        return true;
    QByteArray folders = qgetenv(X509_get_default_cert_dir_env());
    if (folders.isEmpty())
        folders = X509_get_default_cert_dir();
    const QByteArrayList each = folders.split(':');
    return std::any_of(each.begin(), each.end(), [](const QByteArray &folder) {
        return !folder.isEmpty() && !QDir(QFile::decodeName(folder)).isEmpty(QDir::Files);
    });
}

} // namespace

TlsTrust::TlsTrust(ssl_ctx_st *context)
    : m_context(context, SSL_CTX_free)
{
}

TlsTrust::~TlsTrust() = default;

core::Result<std::shared_ptr<TlsTrust>> TlsTrust::trustingNobody()
{
    ERR_clear_error();
    std::shared_ptr<TlsTrust> made(new TlsTrust(SSL_CTX_new(TLS_client_method())));
    if (!made->m_context || !setUpTrust(made->m_context.get()))
        return mistake("authorities_unusable", QStringLiteral("must be usable: OpenSSL has no TLS for us"));
    return made;
}

core::Result<TlsTrust::Pointer> TlsTrust::system()
{
    const auto made = trustingNobody();
    if (!made)
        return made.error();
    SSL_CTX *context = made.value()->m_context.get();
    const bool looked = SSL_CTX_set_default_verify_paths(context) == 1;
    ERR_clear_error(); // of a file that need not be there
    if (!looked || !knowsAuthorities(context))
        return mistake("authorities_missing",
                       QStringLiteral("must be installed on this machine, or be where SSL_CERT_FILE or "
                                      "SSL_CERT_DIR says"));
    return Pointer(made.value());
}

core::Result<TlsTrust::Pointer> TlsTrust::fromFile(const QString &path)
{
    const auto made = trustingNobody();
    if (!made)
        return made.error();
    if (auto why = unreadable(path, "authorities_unreadable"))
        return *why;
    SSL_CTX *context = made.value()->m_context.get();
    if (SSL_CTX_load_verify_file(context, QFile::encodeName(path).constData()) != 1)
        return mistake("authorities_invalid", QStringLiteral("must be a PEM file with certificates"));
    return Pointer(made.value());
}

} // namespace guarita::tls
