// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QFile>
#include <QtCore/QProcess>
#include <QtCore/QTemporaryDir>
#include <QtNetwork/QSslCertificate>
#include <QtNetwork/QSslConfiguration>
#include <QtNetwork/QSslKey>
#include <QtNetwork/QSslSocket>

namespace guarita::support {

/// Authorities and certificates of all kinds, made by the openssl command in a folder that goes with it. All
/// share one key unless told otherwise.
class Certificates
{
public:
    struct Wanted
    {
        QByteArray host = "localhost";
        QByteArray begin = "20200101000000Z";
        QByteArray end = "20990101000000Z";
        QByteArray names = {}; // as subjectAltName has them; none: `host` alone
    };

    /// False if openssl is not there or fails; then error() says why.
    bool make()
    {
        write("ca.conf", "[ca]\ndefault_ca=d\n[d]\ndatabase=index\nnew_certs_dir=.\nrand_serial=yes\n"
                         "default_md=sha256\npolicy=p\nunique_subject=no\nemail_in_dn=no\n"
                         "[p]\ncommonName=supplied\n");
        write("index", "");
        return run({"genrsa", "-out", "key.pem", "2048"}) && authority("ca", "Guarita Test CA") &&
               authority("other", "Another CA") && selfSigned("self", "localhost");
    }
    /// With a key of its own: `name`-key.
    bool selfSignedApart(const QByteArray &name, const QByteArray &host)
    {
        return run({"genrsa", "-out", name + "-key.pem", "2048"}) && selfSigned(name, host, name + "-key");
    }
    bool issue(const QByteArray &name, const QByteArray &ca, const Wanted &wanted)
    {
        // RFC 5280, 4.2.1.1: clients that are strict want to be told whose key has signed it.
        const QByteArray names = wanted.names.isEmpty() ? "DNS:" + wanted.host : wanted.names;
        write(name + ".ext",
              "subjectAltName=" + names + "\nbasicConstraints=CA:FALSE\nauthorityKeyIdentifier=keyid\n");
        return run({"req", "-new", "-key", "key.pem", "-subj", "/CN=" + wanted.host, "-out",
                    name + ".csr"}) &&
               run({"ca", "-batch", "-notext", "-config", "ca.conf", "-cert", ca + ".pem", "-keyfile",
                    "key.pem", "-startdate", wanted.begin, "-enddate", wanted.end, "-extfile", name + ".ext",
                    "-in", name + ".csr", "-out", name + ".pem"});
    }

    QString path(const QByteArray &name) const
    {
        return m_folder.filePath(QString::fromLatin1(name) + QStringLiteral(".pem"));
    }
    QSslConfiguration serverWith(const QByteArray &name) const
    {
        QFile key(path("key"));
        QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
        tls.setPeerVerifyMode(QSslSocket::VerifyNone);
        tls.setLocalCertificateChain(QSslCertificate::fromPath(path(name)));
        if (key.open(QIODevice::ReadOnly))
            tls.setPrivateKey(QSslKey(&key, QSsl::Rsa));
        return tls;
    }
    QByteArray error() const { return m_error; }
    bool run(const QByteArrayList &arguments)
    {
        QStringList words;
        for (const QByteArray &argument : arguments)
            words += QString::fromLatin1(argument);
        QProcess openssl;
        openssl.setWorkingDirectory(m_folder.path());
        openssl.start(QStringLiteral("openssl"), words);
        const bool good = openssl.waitForFinished() && openssl.exitStatus() == QProcess::NormalExit &&
                          openssl.exitCode() == 0;
        if (!good)
            m_error =
                arguments.join(' ') + ": " + openssl.readAllStandardError() + openssl.errorString().toUtf8();
        return good;
    }
    void write(const QByteArray &name, const QByteArray &text)
    {
        QFile file(m_folder.filePath(QString::fromLatin1(name)));
        if (file.open(QIODevice::WriteOnly))
            file.write(text);
    }

private:
    bool authority(const QByteArray &name, const QByteArray &commonName)
    {
        return run({"req", "-x509", "-new", "-key", "key.pem", "-days", "2", "-subj", "/CN=" + commonName,
                    "-addext", "keyUsage=critical,keyCertSign", "-out", name + ".pem"});
    }
    bool selfSigned(const QByteArray &name, const QByteArray &host, const QByteArray &key = "key")
    {
        return run({"req", "-x509", "-new", "-key", key + ".pem", "-days", "2", "-subj", "/CN=" + host,
                    "-addext", "subjectAltName=DNS:" + host, "-out", name + ".pem"});
    }
    QTemporaryDir m_folder;
    QByteArray m_error;
};

} // namespace guarita::support
