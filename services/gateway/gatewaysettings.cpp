// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/gatewaysettings.h"

#include "gateway/auth/tokencodec.h"
#include "net/headers.h"

namespace guarita::gateway {

namespace {

using namespace std::chrono_literals;

// The hash of the demo log-in's password, made with --hash-password. A real installation sets its own.
const char demoPasswordHash[] = "$argon2id$v=19$m=65536,t=2,p=1$eAMQopal94eZqK3sXjF+Iw$"
                                "Z4sEP3j/ZVXhV8Ftw+QqTxLaxUcJcMp3MQImrLJ27tc";

void readCredentials(config::Reader &reader, Credentials &credentials)
{
    credentials.user = reader.nonEmptyText(QStringLiteral("USUARIO")).toUtf8();
    if (credentials.user.size() > 100 || !net::isFieldValue(credentials.user))
        reader.reject(QStringLiteral("USUARIO"),
                      QStringLiteral("must have at most 100 bytes and no control characters"));
    credentials.passwordHash = reader.text(QStringLiteral("SENHA_HASH")).toLatin1();
    if (!PasswordVerifier::isUsableHash(credentials.passwordHash))
        reader.reject(
            QStringLiteral("SENHA_HASH"),
            QStringLiteral("must be an argon2id hash; make one with: guarita-gateway --hash-password"));
}

void readTokens(config::Reader &reader, TokenPolicy &tokens)
{
    tokens.issuer = reader.nonEmptyText(QStringLiteral("TOKEN_ISSUER")).toUtf8();
    tokens.audience = reader.nonEmptyText(QStringLiteral("TOKEN_AUDIENCE")).toUtf8();
    // A token holds issuer, audience and subject, and must itself stay within TokenCodec's bound.
    for (const auto &[name, value] : {std::pair{QStringLiteral("TOKEN_ISSUER"), tokens.issuer},
                                      std::pair{QStringLiteral("TOKEN_AUDIENCE"), tokens.audience}}) {
        if (value.size() > 200)
            reader.reject(name, QStringLiteral("must have at most 200 bytes"));
    }
    tokens.lifetime = std::chrono::floor<std::chrono::seconds>(
        reader.duration(QStringLiteral("TOKEN_LIFETIME"), 1s, std::chrono::hours(24 * 30)));
    tokens.leeway =
        std::chrono::floor<std::chrono::seconds>(reader.duration(QStringLiteral("TOKEN_LEEWAY"), 0s, 60s));
}

} // namespace

std::vector<config::Key> gatewayKeys()
{
    return {
        {QStringLiteral("SECRET_KEY"), QString(),
         QStringLiteral("The key that signs tokens, at least 32 bytes. Make one with: openssl rand -hex 32."),
         true},
        {QStringLiteral("LOAD_BALANCER_URL"), QStringLiteral("http://localhost:8001"),
         QStringLiteral(
             "Where everything that the gateway does not serve itself goes; localhost means 127.0.0.1.")},
        {QStringLiteral("USUARIO"), QStringLiteral("usuario"), QStringLiteral("The user who may log in.")},
        {QStringLiteral("SENHA_HASH"), QString::fromLatin1(demoPasswordHash),
         QStringLiteral(
             "The argon2id hash of the user's password, by default the demo password's. Make one with: "
             "guarita-gateway --hash-password."),
         true},
        {QStringLiteral("LOGIN_QUEUE"), QStringLiteral("16"),
         QStringLiteral("How many log-ins may wait or be checked at once; further ones get 503.")},
        {QStringLiteral("LOGIN_QUEUE_PER_ADDRESS"), QStringLiteral("4"),
         QStringLiteral(
             "How many of them may come from one IPv4 address or IPv6 /64 network, 1 to 1024; further "
             "ones get 429.")},
        {QStringLiteral("LOGIN_FAILURES"), QStringLiteral("10"),
         QStringLiteral(
             "After how many log-ins with wrong credentials within a minute an IPv4 address or IPv6 /64 "
             "network gets 429 for the rest of that minute, 1 to 1000000.")},
        {QStringLiteral("TOKEN_LIFETIME"), QStringLiteral("60min"),
         QStringLiteral("How long a token is valid.")},
        {QStringLiteral("TOKEN_LEEWAY"), QStringLiteral("5s"),
         QStringLiteral(
             "By how much the clock of another gateway with the same key may run ahead, at most 60s.")},
        {QStringLiteral("TOKEN_ISSUER"), QStringLiteral("guarita"),
         QStringLiteral("The \"iss\" of tokens, written and demanded.")},
        {QStringLiteral("TOKEN_AUDIENCE"), QStringLiteral("guarita-api"),
         QStringLiteral("The \"aud\" of tokens, written and demanded.")},
    };
}

void readGateway(config::Reader &reader, GatewaySettings &settings)
{
    settings.balancer = reader.origin(QStringLiteral("LOAD_BALANCER_URL"));
    settings.secretKey = reader.text(QStringLiteral("SECRET_KEY")).toUtf8();
    if (settings.secretKey.size() < TokenCodec::leastKeyBytes)
        reader.reject(
            QStringLiteral("SECRET_KEY"),
            QStringLiteral("must be set and have at least 32 bytes; make one with: openssl rand -hex 32"));
    readCredentials(reader, settings.credentials);
    readTokens(reader, settings.tokens);
    settings.loginQueue = static_cast<int>(reader.integer(QStringLiteral("LOGIN_QUEUE"), 1, 1024));
    settings.logins.underWay =
        static_cast<int>(reader.integer(QStringLiteral("LOGIN_QUEUE_PER_ADDRESS"), 1, 1024));
    settings.logins.failures =
        static_cast<int>(reader.integer(QStringLiteral("LOGIN_FAILURES"), 1, 1'000'000));
}

} // namespace guarita::gateway
