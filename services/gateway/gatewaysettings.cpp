// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/gatewaysettings.h"

#include "gateway/browsers/corssettings.h"
#include "gateway/compression/compressionsettings.h"
#include "gateway/routes/routesfile.h"
#include "runtime/daemon.h"
#include "sql/databaseurl.h"
#include "tier/tiersettings.h"

#include <QtCore/QFileInfo>

namespace guarita::gateway {

namespace {

using namespace std::chrono_literals;

constexpr quint16 defaultPort = 8000;

std::shared_ptr<const sql::SqlDialect> readUsersFile(config::Reader &reader)
{
    const QString key = QStringLiteral("USERS_FILE");
    const QString file = reader.nonEmptyText(key);
    const QFileInfo info(file);
    if (!file.isEmpty() && (info.isDir() || !QFileInfo(info.absolutePath()).isDir())) {
        reader.reject(key, QStringLiteral("must be a file in a folder that exists"));
        return nullptr;
    }
    return sql::sqliteDialect(file);
}

void readDemo(config::Reader &reader, GatewaySettings &settings)
{
    const QString key = QStringLiteral("DEMO");
    settings.demo = reader.boolean(key);
    // Everybody knows its password.
    if (settings.demo && !settings.host.isLoopback())
        reader.reject(key, QStringLiteral("must be false unless HOST is a loopback address"));
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
        reader.reject(name, QStringLiteral("must be ") + rateRule());
    return rate.value_or(Rate{});
}

void readRates(config::Reader &reader, RequestRates &rates)
{
    rates.perAddress = readRate(reader, QStringLiteral("RATE_PER_ADDRESS"));
    rates.perUser = readRate(reader, QStringLiteral("RATE_PER_USER"));
    rates.writesPerUser = readRate(reader, QStringLiteral("RATE_WRITES_PER_USER"));
    rates.streamsPerUser = readRate(reader, QStringLiteral("RATE_STREAMS_PER_USER"));
    constexpr int mostInFlight = 65'536;
    rates.inFlightPerAddress =
        static_cast<int>(reader.integer(QStringLiteral("IN_FLIGHT_PER_ADDRESS"), 0, mostInFlight));
    rates.inFlightPerUser =
        static_cast<int>(reader.integer(QStringLiteral("IN_FLIGHT_PER_USER"), 0, mostInFlight));
    rates.loopback = reader.boolean(QStringLiteral("RATE_LOOPBACK"));
}

} // namespace

std::shared_ptr<const sql::SqlDialect> readUserStore(config::Reader &reader)
{
    const QString key = QStringLiteral("USERS_DATABASE_URL");
    const QString url = reader.text(key);
    if (url.isEmpty())
        return readUsersFile(reader);
    const core::Result<sql::PostgresSettings> settings =
        sql::parseDatabaseUrl(url, {}, sql::Pooler::None, QStringLiteral("guarita-gateway"));
    if (settings)
        return sql::postgresDialect(settings.value());
    reader.reject(key, settings.error().message);
    return nullptr;
}

void setRoutes(GatewaySettings &settings, std::shared_ptr<const RouteTable> routes)
{
    settings.rates.routeOf = [routes](const QByteArray &path) { return routes->indexOf(path); };
    settings.rates.routes.clear();
    for (const ProxyRoute &route : routes->routes())
        settings.rates.routes.push_back({route.perAddress, route.perUser});
    settings.routes = std::move(routes);
}

std::vector<config::Key> gatewayDaemonKeys()
{
    std::vector<config::Key> keys = runtime::commonKeys(defaultPort, runtime::Tier::Edge);
    // The balancer spends up to 15 s on its retries and then says what went wrong: wait for that answer.
    for (const auto &more : {edgeKeys(), runtime::clientKeys("16s", "16s"), tokenKeyKeys(), gatewayKeys(),
                             outsideKeys(), corsKeys(), compressionKeys()})
        keys.insert(keys.end(), more.begin(), more.end());
    return keys;
}

std::vector<config::Key> gatewayKeys()
{
    return {
        adminPortKey(),
        {QStringLiteral("LOAD_BALANCER_URL"), QStringLiteral("http://localhost:8001"),
         QStringLiteral(
             "Where everything that the gateway does not serve itself goes; localhost means 127.0.0.1.")},
        config::live(
            {QStringLiteral("ROUTES_FILE"), QString(),
             QStringLiteral("A file in JSON that names other services to stand behind the gateway; see "
                            "docs/routes.md. Empty: none.")}),
        tier::signingKey(),
        {QStringLiteral("EXPOSE_SERVER_TIMING"), QStringLiteral("false"),
         QStringLiteral("Whether clients see in Server-Timing how long the servers took for an answer.")},
        {QStringLiteral("REQUESTS_KEPT"), QStringLiteral("1000"),
         QStringLiteral(
             "How many forwarded requests GET /admin/pedidos knows the user and the whole time of, 0 "
             "to 100000.")},
        {QStringLiteral("USERS_DATABASE_URL"), QString(),
         QStringLiteral("Where users and their sessions are kept: "
                        "postgresql://user:password@host:5432/dbname, which several gateways may share. "
                        "Without it they are kept in USERS_FILE."),
         true},
        {QStringLiteral("USERS_FILE"), QStringLiteral("guarita-gateway.sqlite"),
         QStringLiteral("The embedded database's file for users; gateways on one machine may share it.")},
        {QStringLiteral("DEMO"), QStringLiteral("false"),
         QStringLiteral("Whether the demo user may log in, who may do everything and whose password is "
                        "public. Only where HOST is a loopback address.")},
        config::live(
            {QStringLiteral("LOGIN_QUEUE"), QStringLiteral("16"),
             QStringLiteral(
                 "How many log-ins may wait or be checked at once, 1 to 1024; further ones get 503.")}),
        config::live(
            {QStringLiteral("LOGIN_QUEUE_PER_ADDRESS"), QStringLiteral("4"),
             QStringLiteral(
                 "How many of them may come from one IPv4 address or IPv6 /64 network, 1 to 1024; further "
                 "ones get 429.")}),
        config::live(
            {QStringLiteral("LOGIN_FAILURES"), QStringLiteral("10"),
             QStringLiteral(
                 "After how many log-ins with wrong credentials within a minute an IPv4 address or IPv6 /64 "
                 "network gets 429 for the rest of that minute, 1 to 1000000.")}),
        config::live({QStringLiteral("LOGIN_ACCOUNT_FAILURES"), QStringLiteral("5"),
                      QStringLiteral(
                          "After how many log-ins with one name and a wrong password each further one has to "
                          "wait, 1 s, 2 s, 4 s and so on, or gets 429, 1 to 1000000. Networks from which the "
                          "user logged in lately have a count of their own.")}),
        config::live(
            {QStringLiteral("LOGIN_ACCOUNT_WAIT"), QStringLiteral("60s"),
             QStringLiteral(
                 "The longest of these waits, at most 1h. A network that failed with that name itself "
                 "waits up to four times as long as one that did not.")}),
        config::live({QStringLiteral("LOGIN_FAMILIAR"), QStringLiteral("30d"),
                      QStringLiteral(
                          "How long a network counts as one from which the user logged in lately; the audit "
                          "remembers it, so AUDIT_RETENTION bounds it.")}),
        config::live(
            {QStringLiteral("RATE_PER_ADDRESS"), QStringLiteral("2000/1s"),
             QStringLiteral(
                 "How many requests an IPv4 address or IPv6 /64 network may make at once, and again in "
                 "each such time, e.g. 1000/10s; further ones get 429. 0: no limit.")}),
        config::live({QStringLiteral("RATE_PER_USER"), QStringLiteral("1000/1s"),
                      QStringLiteral("The same for all requests of one user.")}),
        config::live({QStringLiteral("RATE_WRITES_PER_USER"), QStringLiteral("300/1s"),
                      QStringLiteral(
                          "The same for those of a user's requests that change something; a batch is one.")}),
        config::live({QStringLiteral("RATE_STREAMS_PER_USER"), QStringLiteral("60/10s"),
                      QStringLiteral("The same for a user's exports and new followers of the changes.")}),
        config::live(
            {QStringLiteral("IN_FLIGHT_PER_ADDRESS"), QStringLiteral("256"),
             QStringLiteral(
                 "How many requests of an IPv4 address or IPv6 /64 network may be under way at once, 0 to "
                 "65536; further ones get 429. 0: no limit.")}),
        config::live({QStringLiteral("IN_FLIGHT_PER_USER"), QStringLiteral("128"),
                      QStringLiteral("The same for one user; who follows the changes has one under way.")}),
        config::live({QStringLiteral("RATE_LOOPBACK"), QStringLiteral("false"),
                      QStringLiteral(
                          "Whether these rates and numbers hold for clients on this machine, too. With a "
                          "reverse proxy here, choose true, and 0 for those of an address: all clients have "
                          "the proxy's.")}),
        {QStringLiteral("AUDIT_QUEUE"), QStringLiteral("10000"),
         QStringLiteral(
             "How many records of the audit may wait for the store, 1 to 1000000; further ones are "
             "in the log only.")},
        {QStringLiteral("AUDIT_EXPORTS"), QStringLiteral("4"),
         QStringLiteral("Exports of the audit under way at once, 1 to 1000; more get 503.")},
        {QStringLiteral("AUDIT_RETENTION"), QStringLiteral("90d"),
         QStringLiteral("How long records of the audit are kept, at least 2d.")},
        {QStringLiteral("TOKEN_LIFETIME"), QStringLiteral("15min"),
         QStringLiteral("How long an access token is valid.")},
        {QStringLiteral("SESSION_LIFETIME"), QStringLiteral("12h"),
         QStringLiteral("How long tokens can be refreshed until the user has to log in again.")},
        {QStringLiteral("SESSIONS_PER_USER"), QStringLiteral("32"),
         QStringLiteral("How many sessions of one user may go on at once, 1 to 1000000; one more ends the "
                        "oldest.")},
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
    settings.edge = readEdge(reader, settings.listener);
    settings.adminPort = readAdminPort(reader, settings.host, settings.port);
    settings.balancer = reader.origin(QStringLiteral("LOAD_BALANCER_URL"));
    settings.keys = readKeys(reader, settings.host);
    settings.tierKey = tier::readSigningKey(reader, settings.host);
    settings.showsTiming = reader.boolean(QStringLiteral("EXPOSE_SERVER_TIMING"));
    settings.requestsKept =
        static_cast<std::size_t>(reader.integer(QStringLiteral("REQUESTS_KEPT"), 0, 100'000));
    settings.users = readUserStore(reader);
    readDemo(reader, settings);
    readTokens(reader, settings.tokens);
    settings.outside = readOutside(reader, settings.tokens.issuer, settings.tokens.leeway);
    settings.sessionLifetime = std::chrono::floor<std::chrono::seconds>(
        reader.duration(QStringLiteral("SESSION_LIFETIME"), 1min, std::chrono::hours(24 * 365)));
    settings.sessionsPerUser = reader.integer(QStringLiteral("SESSIONS_PER_USER"), 1, 1'000'000);
    settings.loginQueue = static_cast<int>(reader.integer(QStringLiteral("LOGIN_QUEUE"), 1, 1024));
    settings.logins.underWay =
        static_cast<int>(reader.integer(QStringLiteral("LOGIN_QUEUE_PER_ADDRESS"), 1, 1024));
    settings.logins.failures =
        static_cast<int>(reader.integer(QStringLiteral("LOGIN_FAILURES"), 1, 1'000'000));
    settings.accounts.failures =
        static_cast<int>(reader.integer(QStringLiteral("LOGIN_ACCOUNT_FAILURES"), 1, 1'000'000));
    settings.accounts.longestWait = std::chrono::floor<std::chrono::seconds>(
        reader.duration(QStringLiteral("LOGIN_ACCOUNT_WAIT"), 1s, std::chrono::hours(1)));
    settings.accounts.familiar =
        reader.duration(QStringLiteral("LOGIN_FAMILIAR"), 1min, std::chrono::hours(24 * 365));
    readRates(reader, settings.rates);
    setRoutes(settings, readRoutes(reader, settings.client, settings.balancer));
    settings.cors = readCors(reader);
    settings.auditQueue =
        static_cast<std::size_t>(reader.integer(QStringLiteral("AUDIT_QUEUE"), 1, 1'000'000));
    settings.auditExports = static_cast<int>(reader.integer(QStringLiteral("AUDIT_EXPORTS"), 1, 1'000));
    settings.auditRetention = reader.duration(QStringLiteral("AUDIT_RETENTION"), std::chrono::hours(48),
                                              std::chrono::hours(24 * 3650));
    settings.compression = readCompression(reader);
}

} // namespace guarita::gateway
