// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/api/transporttls.h"

#include "console/api/transport.h"

#include <QtCore/QFile>
#include <QtCore/QLocale>

namespace guarita::console {

namespace {

constexpr qint64 mostFileBytes = 4 * 1024 * 1024; // the system's whole list is a quarter of a mebibyte
constexpr qsizetype mostNames = 4;
constexpr qsizetype mostNameCharacters = 80;

/// A name that a certificate claims, made harmless: anybody can write one.
QString shown(const QString &claimed)
{
    QString name = claimed.simplified();
    name.removeIf([](QChar c) { return !c.isPrint(); });
    return name.size() <= mostNameCharacters ? name : name.left(mostNameCharacters) + QChar(0x2026);
}

QString shown(QStringList names)
{
    const bool more = names.size() > mostNames;
    names = names.mid(0, mostNames);
    for (QString &name : names)
        name = shown(name);
    return names.join(QStringLiteral(", ")) + (more ? QStringLiteral(", …") : QString());
}

/// The names that count, or the one in the subject.
QString holderOf(const QSslCertificate &certificate)
{
    QStringList names = certificate.subjectAlternativeNames().values();
    if (names.isEmpty())
        names = certificate.subjectInfo(QSslCertificate::CommonName);
    if (names.isEmpty())
        names = certificate.subjectInfo(QSslCertificate::Organization);
    return names.isEmpty() ? Transport::tr("nobody") : shown(names);
}

QString issuerOf(const QSslCertificate &certificate)
{
    for (const auto field : {QSslCertificate::CommonName, QSslCertificate::Organization}) {
        const QStringList names = certificate.issuerInfo(field);
        if (!names.isEmpty())
            return shown(names.mid(0, 1));
    }
    return Transport::tr("an unnamed authority");
}

QString dateOf(const QDateTime &time)
{
    return QLocale().toString(time.toLocalTime(), QLocale::ShortFormat);
}

QString sentenceOf(const QSslError &error, const QSslCertificate &certificate, const QString &host)
{
    switch (error.error()) {
    case QSslError::SelfSignedCertificate:
        return Transport::tr("The certificate of %1 is self-signed: no authority vouches for it.").arg(host);
    case QSslError::CertificateExpired:
        return Transport::tr("The certificate of %1 expired on %2.")
            .arg(host,
                 dateOf((error.certificate().isNull() ? certificate : error.certificate()).expiryDate()));
    case QSslError::CertificateNotYetValid:
        return Transport::tr("The certificate of %1 is not valid before %2.")
            .arg(host,
                 dateOf((error.certificate().isNull() ? certificate : error.certificate()).effectiveDate()));
    case QSslError::HostNameMismatch:
        return Transport::tr("The certificate that %1 shows is not for that name.").arg(host);
    case QSslError::SelfSignedCertificateInChain:
    case QSslError::UnableToGetIssuerCertificate:
    case QSslError::UnableToGetLocalIssuerCertificate:
    case QSslError::UnableToVerifyFirstCertificate:
    case QSslError::CertificateUntrusted:
    case QSslError::InvalidCaCertificate:
        return Transport::tr("The certificate of %1 comes from an authority that is not trusted.").arg(host);
    case QSslError::CertificateRevoked:
    case QSslError::CertificateBlacklisted:
        return Transport::tr("The certificate of %1 was revoked.").arg(host);
    case QSslError::NoPeerCertificate:
        return Transport::tr("%1 shows no certificate.").arg(host);
    default:
        return Transport::tr("The certificate of %1 was refused: %2.").arg(host, error.errorString());
    }
}

} // namespace

core::Result<QSslConfiguration> tlsFor(const QString &caFile)
{
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    tls.setPeerVerifyMode(QSslSocket::VerifyPeer);
    if (caFile.isEmpty())
        return tls;
    QFile file(caFile);
    if (!file.open(QIODevice::ReadOnly))
        return core::Error{
            "ca_unreadable",
            Transport::tr("The authority file %1 cannot be read: %2.").arg(caFile, file.errorString())};
    const QList<QSslCertificate> authorities = QSslCertificate::fromData(file.read(mostFileBytes), QSsl::Pem);
    if (authorities.isEmpty())
        return core::Error{"ca_empty",
                           Transport::tr("The authority file %1 has no certificate.").arg(caFile)};
    tls.setCaCertificates(authorities); // instead of the system's
    return tls;
}

QString whyUntrusted(const QList<QSslError> &errors, const QSslCertificate &certificate, const QString &host)
{
    QStringList sentences;
    for (const QSslError &error : errors) {
        const QString sentence = sentenceOf(error, certificate, host);
        if (!sentences.contains(sentence))
            sentences += sentence;
    }
    if (!certificate.isNull())
        sentences +=
            Transport::tr("It was issued for %1 by %2.").arg(holderOf(certificate), issuerOf(certificate));
    return sentences.join(u' ');
}

} // namespace guarita::console
