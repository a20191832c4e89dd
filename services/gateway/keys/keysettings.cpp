// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/keys/keysettings.h"

#include "crypto/secretstrength.h"
#include "gateway/keys/pemkey.h"
#include "gateway/keys/secretkey.h"

#include <QtCore/QFile>

namespace guarita::gateway {

namespace {

const QString secretKey = QStringLiteral("SECRET_KEY");
const QString previousSecretKey = QStringLiteral("SECRET_KEY_PREVIOUS");
const QString fileKey = QStringLiteral("TOKEN_KEY_FILE");
const QString previousFileKey = QStringLiteral("TOKEN_KEY_FILE_PREVIOUS");

QByteArray readSecret(config::Reader &reader, const QString &name, const QHostAddress &host)
{
    QByteArray secret = reader.text(name).toUtf8();
    if (name == previousSecretKey && secret.isEmpty())
        return secret;
    if (secret.size() < crypto::leastSecretBytes)
        reader.reject(
            name,
            QStringLiteral("must be set and have at least 32 bytes; make one with: openssl rand -hex 32"));
    else if (!host.isLoopback() && crypto::isGuessable(secret))
        reader.reject(name, QStringLiteral("can be guessed, which only does where HOST is a loopback "
                                           "address; make one with: openssl rand -hex 32"));
    return secret;
}

TokenKeyPtr readFile(config::Reader &reader, const QString &name)
{
    constexpr qint64 largest = 64 * 1024;
    const QString path = reader.text(name);
    if (path.isEmpty())
        return nullptr;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly) || file.size() > largest) {
        reader.reject(name, QStringLiteral("must be a file that can be read, of 64KiB at most"));
        return nullptr;
    }
    const core::Result<TokenKeyPtr> key = keyFromPem(file.readAll());
    if (key)
        return key.value();
    reader.reject(name, QStringLiteral("names a file whose key cannot be used: ") + key.error().message);
    return nullptr;
}

} // namespace

KeyRing KeySettings::ring() const
{
    std::vector<TokenKeyPtr> keys;
    if (file)
        keys.push_back(file);
    keys.push_back(std::make_shared<SecretKey>(secret));
    if (!previousSecret.isEmpty())
        keys.push_back(std::make_shared<SecretKey>(previousSecret));
    if (previousFile)
        keys.push_back(previousFile);
    return KeyRing(keys);
}

std::vector<config::Key> tokenKeyKeys()
{
    return {
        {secretKey, QString(),
         QStringLiteral("The key of refresh tokens, and of access tokens unless TOKEN_KEY_FILE has another; "
                        "at least 32 bytes. Make one with: openssl rand -hex 32."),
         true},
        {previousSecretKey, QString(),
         QStringLiteral("Another one whose tokens are accepted, too: the last, or the next."), true},
        {fileKey, QString(),
         QStringLiteral("A PEM file with the private key that signs access tokens: of the curve P-256 "
                        "(ES256), Ed25519 (EdDSA), or RSA with 2048 to 4096 bits (RS256). "
                        "/.well-known/jwks.json shows its public half.")},
        {previousFileKey, QString(),
         QStringLiteral("A PEM file with another key, private or public, whose access tokens are accepted "
                        "and which is shown, too.")},
    };
}

KeySettings readKeys(config::Reader &reader, const QHostAddress &host)
{
    KeySettings settings;
    settings.secret = readSecret(reader, secretKey, host);
    settings.previousSecret = readSecret(reader, previousSecretKey, host);
    settings.file = readFile(reader, fileKey);
    settings.previousFile = readFile(reader, previousFileKey);
    if (settings.file && !settings.file->canSign())
        reader.reject(fileKey, QStringLiteral("must be a file with a private key"));
    if (settings.secret == settings.previousSecret && !settings.secret.isEmpty())
        reader.reject(previousSecretKey, QStringLiteral("must not be the same as SECRET_KEY"));
    if (settings.file && settings.previousFile && settings.file->id() == settings.previousFile->id())
        reader.reject(previousFileKey, QStringLiteral("must not have the same key as TOKEN_KEY_FILE"));
    return settings;
}

} // namespace guarita::gateway
