// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/stack.h"

#include "support/tieridentity.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QProcess>
#include <QtTest/QTest>

namespace guarita::support {

namespace {

QString originOf(quint16 port)
{
    return QStringLiteral("http://127.0.0.1:%1").arg(port);
}

} // namespace

RawResponse exchange(quint16 port, const QByteArray &request, int timeoutMs)
{
    RawClient client(port);
    client.send(request);
    const auto answered = [&] { return !client.responses().empty(); };
    const bool over = QTest::qWaitFor([&] { return answered() || client.closed(); }, timeoutMs);
    return over && answered() ? client.responses().front() : RawResponse{};
}

double metricSum(quint16 metricsPort, const QByteArray &sampleBegin)
{
    const RawResponse page = exchange(metricsPort, "GET /metrics HTTP/1.1\r\nHost: test\r\n\r\n");
    double sum = 0;
    for (const QByteArray &line : page.body.split('\n')) {
        if (line.startsWith(sampleBegin))
            sum += line.mid(line.lastIndexOf(' ') + 1).toDouble();
    }
    return sum;
}

Stack::Stack(StackOptions options)
    : m_options(std::move(options))
{
    for (int i = 0; m_options.upstreams.isEmpty() && i < m_options.servers; ++i) {
        std::map<QString, QString> own{
            {QStringLiteral("SQLITE_FILE"), folder() + QStringLiteral("/itens.sqlite")}};
        if (!m_options.databaseUrl.isEmpty())
            own = {{QStringLiteral("DATABASE_URL"), m_options.databaseUrl}};
        m_servers.push_back(
            std::make_unique<DaemonProcess>(QStringLiteral("guarita-server"), environmentOf(own), folder()));
    }
}

std::map<QString, QString> Stack::environmentOf(std::map<QString, QString> own) const
{
    own[QStringLiteral("TIER_KEY")] = QString::fromLatin1(tierKey);
    for (const auto &[name, value] : m_options.environment)
        own[name] = value;
    return own;
}

std::unique_ptr<DaemonProcess> Stack::anotherGateway() const
{
    return std::make_unique<DaemonProcess>(
        QStringLiteral("guarita-gateway"),
        environmentOf({{QStringLiteral("LOAD_BALANCER_URL"), originOf(m_balancer->port())},
                       {QStringLiteral("SECRET_KEY"), QStringLiteral("for-tests-only-0123456789abcdefghij")},
                       {QStringLiteral("TOKEN_LIFETIME"), QStringLiteral("60min")}, // longer than any test
                       {QStringLiteral("DEMO"), QStringLiteral("true")}}),
        folder());
}

bool Stack::start()
{
    QStringList upstreams = m_options.upstreams;
    for (const auto &server : m_servers) {
        if (!server->start())
            return false;
        upstreams.append(originOf(server->port()));
    }
    m_balancer = std::make_unique<DaemonProcess>(
        QStringLiteral("guarita-balancer"),
        environmentOf({{QStringLiteral("SERVIDORES"), upstreams.join(QLatin1Char(','))}}), folder());
    if (!m_options.upstreams.isEmpty())
        m_balancer->leaveUnrecorded();
    if (!m_balancer->start())
        return false;
    m_gateway = anotherGateway();
    if (!m_options.upstreams.isEmpty())
        m_gateway->leaveUnrecorded();
    if (!m_gateway->start())
        return false;
    m_token = logIn();
    return !m_token.isEmpty() && waitForServers("up", static_cast<int>(upstreams.size()));
}

bool Stack::waitForServers(const QByteArray &state, int count, int timeoutMs)
{
    return QTest::qWaitFor(
        [&] {
            int found = 0;
            for (const QJsonValue &backend : backends())
                found += backend[QStringLiteral("state")].toString().toUtf8() == state ? 1 : 0;
            return found == count;
        },
        timeoutMs);
}

std::vector<DaemonProcess *> Stack::all()
{
    std::vector<DaemonProcess *> daemons{m_gateway.get(), m_balancer.get()};
    for (const auto &server : m_servers)
        daemons.push_back(server.get());
    return daemons;
}

QByteArray Stack::request(const QByteArray &method, const QByteArray &path, const QByteArray &body,
                          const QByteArray &fields)
{
    QByteArray bytes =
        method + ' ' + path + " HTTP/1.1\r\nHost: test\r\nAuthorization: Bearer " + m_token + "\r\n" + fields;
    if (!body.isEmpty())
        bytes +=
            "Content-Type: application/json\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n";
    return bytes + "\r\n" + body;
}

RawResponse Stack::ask(const QByteArray &method, const QByteArray &path, const QByteArray &body,
                       const QByteArray &fields)
{
    return exchange(m_gateway->port(), request(method, path, body, fields));
}

Stack::Ran Stack::runUserCommand(const QStringList &arguments, const QByteArray &input)
{
    QProcess process;
    QProcessEnvironment surroundings = QProcessEnvironment::systemEnvironment();
    surroundings.remove(QStringLiteral("GUARITA_RECORD")); // it would take it for a misspelt setting
    process.setProcessEnvironment(surroundings);
    process.setWorkingDirectory(folder());
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(QCoreApplication::applicationDirPath() + QStringLiteral("/guarita-gateway"),
                  QStringList(QStringLiteral("user")) + arguments);
    process.write(input);
    process.closeWriteChannel();
    if (!process.waitForFinished() || process.exitStatus() != QProcess::NormalExit)
        return {};
    return {process.exitCode(), process.readAll()};
}

QByteArray Stack::logIn(const QByteArray &user, const QByteArray &password)
{
    const QByteArray form = "username=" + user + "&password=" + password;
    const RawResponse response =
        exchange(m_gateway->port(),
                 "POST /token HTTP/1.1\r\nHost: test\r\nContent-Type: application/x-www-form-urlencoded"
                 "\r\nContent-Length: " +
                     QByteArray::number(form.size()) + "\r\n\r\n" + form);
    return QJsonDocument::fromJson(response.body)[QStringLiteral("access_token")].toString().toLatin1();
}

QJsonArray Stack::backends()
{
    const RawResponse response =
        exchange(m_balancer->port(), "GET /admin/backends HTTP/1.1\r\nHost: test\r\n" +
                                         TierIdentity{"GET", "/admin/backends"}.fields() + "\r\n");
    return QJsonDocument::fromJson(response.body)[QStringLiteral("backends")].toArray();
}

} // namespace guarita::support
