// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/databaseurl.h"

#include <QtCore/QByteArray>
#include <QtCore/QStringList>

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace guarita::sql {

namespace {

using core::Error;
using core::Result;

/// The parameters of libpq that may stand after '?'. Others are mistakes, found before the daemon starts.
constexpr std::array allowedParameters = {
    "application_name",
    "channel_binding",
    "connect_timeout",
    "gssencmode",
    "host",
    "keepalives_count",
    "keepalives_idle",
    "keepalives_interval",
    "options",
    "passfile",
    "port",
    "sslcert",
    "sslkey",
    "sslmode",
    "sslrootcert",
    "target_session_attrs",
    "tcp_user_timeout",
};

using Parameters = std::map<QString, QString>;

/// A database that is away must be noticed soon: the workers wait no longer than this for a connection.
Parameters defaultParameters(const DatabaseLimits &limits, const QString &program)
{
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(limits.connect);
    return {
        {QStringLiteral("application_name"), program},
        {QStringLiteral("connect_timeout"), QString::number(seconds.count())},
        {QStringLiteral("keepalives_idle"), QStringLiteral("5")},
        {QStringLiteral("keepalives_interval"), QStringLiteral("2")},
        {QStringLiteral("keepalives_count"), QStringLiteral("3")},
        {QStringLiteral("target_session_attrs"), QStringLiteral("read-write")},
        {QStringLiteral("tcp_user_timeout"), QStringLiteral("5000")},
    };
}

/// Of PostgreSQL's own parameters, those that must not be left to the server. TimeZone is fixed so that no
/// behaviour depends on it. Notices would go to stderr. Compiling a statement takes longer than the longest
/// of ours runs.
std::vector<std::pair<QString, QString>> sessionSettings(const DatabaseLimits &limits)
{
    return {
        {QStringLiteral("statement_timeout"), QString::number(limits.statement.count())},
        {QStringLiteral("lock_timeout"), QString::number(limits.lock.count())},
        {QStringLiteral("idle_in_transaction_session_timeout"), QString::number(limits.idle.count())},
        {QStringLiteral("TimeZone"), QStringLiteral("UTC")},
        {QStringLiteral("client_min_messages"), QStringLiteral("warning")},
        {QStringLiteral("jit"), QStringLiteral("off")},
    };
}

QString startupOptions(const DatabaseLimits &limits)
{
    QStringList options;
    for (const auto &[name, value] : sessionSettings(limits))
        options.append(QStringLiteral("-c %1=%2").arg(name, value));
    return options.join(u' ');
}

QStringList transactionSettings(const DatabaseLimits &limits)
{
    QStringList statements;
    for (const auto &[name, value] : sessionSettings(limits))
        statements.append(QStringLiteral("SET LOCAL %1 = '%2'").arg(name, value));
    return statements;
}

Error mistake(const char *sentence)
{
    return {"url_invalida", QString::fromLatin1(sentence)};
}

std::optional<QString> decoded(const QString &text)
{
    for (qsizetype at = text.indexOf(u'%'); at >= 0; at = text.indexOf(u'%', at + 1)) {
        bool hex = false;
        const int code = text.mid(at + 1, 2).toInt(&hex, 16);
        if (!hex || at + 2 >= text.size() || code == 0)
            return std::nullopt;
    }
    return QString::fromUtf8(QByteArray::fromPercentEncoding(text.toUtf8()));
}

/// libpq's quoting of a value in a connection string.
QString quoted(QString value)
{
    value.replace(u'\\', QStringLiteral("\\\\")).replace(u'\'', QStringLiteral("\\'"));
    return u'\'' + value + u'\'';
}

struct Hosts
{
    QStringList names;
    QStringList ports;
};

std::optional<Hosts> readHosts(const QString &text)
{
    Hosts hosts;
    for (const QString &entry : text.split(u',')) {
        const qsizetype bracket = entry.startsWith(u'[') ? entry.indexOf(u']') : -1;
        if (entry.startsWith(u'[') && bracket < 0)
            return std::nullopt;
        const qsizetype colon = entry.indexOf(u':', std::max<qsizetype>(bracket, 0));
        QString name = bracket > 0 ? entry.mid(1, bracket - 1) : entry.left(colon < 0 ? entry.size() : colon);
        QString port = QStringLiteral("5432");
        if (colon >= 0)
            port = entry.mid(colon + 1);
        bool number = false;
        const int value = port.toInt(&number);
        const std::optional<QString> plain = decoded(name);
        if (!plain || plain->isEmpty() || !number || value < 1 || value > 65535)
            return std::nullopt;
        hosts.names.append(*plain);
        hosts.ports.append(QString::number(value));
    }
    return hosts;
}

Result<Parameters> readParameters(const QString &text)
{
    Parameters parameters;
    if (text.isEmpty())
        return parameters;
    for (const QString &pair : text.split(u'&')) {
        const qsizetype equals = pair.indexOf(u'=');
        const std::optional<QString> value = decoded(pair.mid(equals + 1));
        const QString name = pair.left(equals);
        if (equals < 1 || !value)
            return mistake("must have parameters of the form name=value after '?', percent-encoded");
        const QByteArray latin = name.toLatin1();
        if (std::find(allowedParameters.begin(), allowedParameters.end(), latin) == allowedParameters.end())
            return Error{"url_invalida", QStringLiteral("has an unknown parameter: ") + name};
        if (!parameters.emplace(name, *value).second)
            return Error{"url_invalida", QStringLiteral("has a parameter twice: ") + name};
    }
    return parameters;
}

std::optional<Error> addHosts(const QString &authority, Parameters &parameters)
{
    if (!authority.isEmpty()) {
        if (parameters.contains(QStringLiteral("host")) || parameters.contains(QStringLiteral("port")))
            return mistake("must not name hosts or ports both before and after '?'");
        const std::optional<Hosts> hosts = readHosts(authority);
        if (!hosts)
            return mistake("must name each host as host or host:port, with a port from 1 to 65535");
        parameters[QStringLiteral("host")] = hosts->names.join(u',');
        parameters[QStringLiteral("port")] = hosts->ports.join(u',');
    }
    if (parameters[QStringLiteral("host")].isEmpty())
        return mistake("must name a host");
    return std::nullopt;
}

/// Ours come first, so that those of the URL count.
std::optional<Error> addSessionSettings(const DatabaseLimits &limits, Pooler pooler, Parameters &parameters)
{
    const QString name = QStringLiteral("options");
    if (pooler == Pooler::None) {
        QString &options = parameters[name];
        options = options.isEmpty() ? startupOptions(limits) : startupOptions(limits) + u' ' + options;
    } else if (parameters.contains(name)) {
        return mistake("must not have the parameter options: a pooler of transactions does not pass it on");
    }
    return std::nullopt;
}

Result<QString> connectOptions(const Parameters &parameters)
{
    QStringList parts;
    for (const auto &[name, value] : parameters) {
        if (value.contains(u';'))
            return mistake("must not have a semicolon in a host or in a parameter");
        parts.append(name + u'=' + quoted(value));
    }
    return parts.join(u' ');
}

} // namespace

Result<PostgresSettings> parseDatabaseUrl(const QString &url, const DatabaseLimits &limits, Pooler pooler,
                                          const QString &program)
{
    QString rest = url;
    if (rest.startsWith(QStringLiteral("postgresql://")))
        rest.remove(0, 13);
    else if (rest.startsWith(QStringLiteral("postgres://")))
        rest.remove(0, 11);
    else
        return mistake("must begin with postgresql://");

    const qsizetype slash = rest.indexOf(u'/');
    if (slash < 0)
        return mistake("must name a database: postgresql://user:password@host:port/dbname");
    const QString authority = rest.left(slash);
    const QString path = rest.mid(slash + 1);
    const qsizetype question = path.indexOf(u'?');

    const qsizetype at = authority.lastIndexOf(u'@');
    const QString login = at < 0 ? QString() : authority.left(at);
    const QString hostPart = authority.mid(at + 1);
    const qsizetype colon = login.indexOf(u':');
    const std::optional<QString> user = decoded(colon < 0 ? login : login.left(colon));
    const std::optional<QString> password = decoded(colon < 0 ? QString() : login.mid(colon + 1));
    const std::optional<QString> database = decoded(question < 0 ? path : path.left(question));
    if (!user || !password || !database)
        return mistake("has a percent sign that is not followed by two hexadecimal digits");
    if (database->isEmpty() || database->contains(u'/'))
        return mistake("must name a database: postgresql://user:password@host:port/dbname");

    Result<Parameters> read = readParameters(question < 0 ? QString() : path.mid(question + 1));
    if (!read)
        return read.error();
    Parameters parameters = std::move(read).value();
    if (const std::optional<Error> wrong = addHosts(hostPart, parameters))
        return *wrong;
    if (const std::optional<Error> wrong = addSessionSettings(limits, pooler, parameters))
        return *wrong;
    parameters.merge(defaultParameters(limits, program));
    const Result<QString> options = connectOptions(parameters);
    if (!options)
        return options.error();

    PostgresSettings settings{*database, *user, *password, options.value(), {}, pooler, {}};
    settings.place = (hostPart.isEmpty() ? parameters[QStringLiteral("host")] : hostPart) + u'/' + *database;
    if (pooler == Pooler::Transaction)
        settings.transactionSettings = transactionSettings(limits);
    return settings;
}

} // namespace guarita::sql
