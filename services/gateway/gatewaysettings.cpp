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

Rate readRate(config::Reader &reader, const QString &name)
{
    const std::optional<Rate> rate = rateFrom(reader.text(name));
    if (!rate)
        reader.reject(name,
                      QStringLiteral("must be 0, or a number of requests and of seconds like 1000/10s: 1 to "
                                     "%1, 1s to %2s")
                          .arg(Rate::mostQuota)
                          .arg(Rate::longestWindow.count()));
    return rate.value_or(Rate{});
}

void readRates(config::Reader &reader, RequestRates &rates)
{
    rates.perAddress = readRate(reader, QStringLiteral("RATE_PER_ADDRESS"));
    rates.perUser = readRate(reader, QStringLiteral("RATE_PER_USER"));
    rates.writesPerUser = readRate(reader, QStringLiteral("RATE_WRITES_PER_USER"));
    rates.streamsPerUser = readRate(reader, QStringLiteral("RATE_STREAMS_PER_USER"));
    rates.loopback = reader.boolean(QStringLiteral("RATE_LOOPBACK"));
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
        {QStringLiteral("RATE_PER_ADDRESS"), QStringLiteral("2000/1s"),
         QStringLiteral(
             "How many requests an IPv4 address or IPv6 /64 network may make at once, and again in "
             "each such time, e.g. 1000/10s; further ones get 429. 0: no limit.")},
        {QStringLiteral("RATE_PER_USER"), QStringLiteral("1000/1s"),
         QStringLiteral("The same for all requests of one user.")},
        {QStringLiteral("RATE_WRITES_PER_USER"), QStringLiteral("300/1s"),
         QStringLiteral("The same for those of a user's requests that change something; a batch is one.")},
        {QStringLiteral("RATE_STREAMS_PER_USER"), QStringLiteral("60/10s"),
         QStringLiteral("The same for a user's exports and new followers of the changes.")},
        {QStringLiteral("RATE_LOOPBACK"), QStringLiteral("false"),
         QStringLiteral(
             "Whether these rates hold for clients on this machine, too. With a reverse proxy here, "
             "choose true and RATE_PER_ADDRESS=0: all clients have its address.")},
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
    readRates(reader, settings.rates);
}

} // namespace guarita::gateway
