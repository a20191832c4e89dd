// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/fakeupstream.h"
#include "support/load.h"
#include "support/stack.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtTest/QTest>

#include <algorithm>

using namespace guarita::support;
using namespace std::chrono_literals;

/// A real balancer before servers that refuse, hang, and have room for little.
class TestAttempts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void server_answers503_clientsSeeTheOther();
    void server_hangs_theOtherIsAskedInstead();
    void server_hangs_hedgedReadsDoNotWait();
    void server_killedUnderLoad_noRequestFails();
    void servers_full_nextOnesWait_furtherOnesAre503();
    void waiting_clientLeaves_isNeverSent();
    void waiting_tooLong_is503();
};

namespace {

const QByteArray get = "GET /itens/1 HTTP/1.1\r\nHost: t\r\n\r\n";

/// Healthy at /saude, and as told elsewhere.
FakeUpstream::Script healthyBut(FakeUpstream::Script script)
{
    return [script = std::move(script)](const SeenRequest &seen) {
        return seen.target == "/saude" ? UpstreamScript::ok() : script(seen);
    };
}

FakeUpstream::Script after(std::chrono::milliseconds delay)
{
    return healthyBut([delay](const SeenRequest &seen) {
        UpstreamScript script = UpstreamScript::ok(seen.target);
        script.delay = delay;
        return script;
    });
}

/// A balancer of its own before these.
class Balancer
{
public:
    Balancer(const QStringList &upstreams, std::map<QString, QString> environment)
        : m_daemon(QStringLiteral("guarita-balancer"), with(upstreams, std::move(environment)),
                   m_folder.path())
    {
        m_daemon.leaveUnrecorded();
    }
    bool start(int servers)
    {
        return m_daemon.start() && QTest::qWaitFor([&] {
                   const QJsonArray all = backends();
                   return std::count_if(all.begin(), all.end(), [](const QJsonValue &each) {
                              return each[QStringLiteral("state")].toString() == QStringLiteral("up");
                          }) == servers;
               });
    }
    quint16 port() const { return m_daemon.port(); }
    RawResponse ask(const QByteArray &request = get) { return exchange(port(), request); }
    QJsonArray backends() { return told()[QStringLiteral("backends")].toArray(); }
    QJsonValue cluster() { return told()[QStringLiteral("clusters")][0]; }

private:
    static std::map<QString, QString> with(const QStringList &upstreams,
                                           std::map<QString, QString> environment)
    {
        environment[QStringLiteral("SERVIDORES")] = upstreams.join(u',');
        return environment;
    }
    QJsonDocument told()
    {
        return QJsonDocument::fromJson(ask("GET /admin/backends HTTP/1.1\r\nHost: t\r\n\r\n").body);
    }

    QTemporaryDir m_folder;
    DaemonProcess m_daemon;
};

QStringList originsOf(std::initializer_list<const FakeUpstream *> upstreams)
{
    QStringList origins;
    for (const FakeUpstream *upstream : upstreams)
        origins.push_back(upstream->origin().toString());
    return origins;
}

int served(const FakeUpstream &upstream)
{
    const auto &seen = upstream.seen();
    return static_cast<int>(std::count_if(seen.begin(), seen.end(),
                                          [](const SeenRequest &each) { return each.target != "/saude"; }));
}

QByteArray reasonOf(const RawResponse &response)
{
    return QJsonDocument::fromJson(response.body)[QStringLiteral("type")].toString().toUtf8();
}

} // namespace

void TestAttempts::server_answers503_clientsSeeTheOther()
{
    FakeUpstream draining(healthyBut([](const SeenRequest &) {
        return UpstreamScript::answer(
            "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n");
    }));
    FakeUpstream chunked(healthyBut([](const SeenRequest &) { // goes on as a stream
        return UpstreamScript::answer(
            "HTTP/1.1 503 Service Unavailable\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nbusy\r\n0\r\n\r\n");
    }));
    FakeUpstream good(after(0ms));
    Balancer balancer(originsOf({&draining, &chunked, &good}),
                      {{QStringLiteral("EJECT_CONSECUTIVE"), QStringLiteral("0")},
                       {QStringLiteral("EJECT_SHARE"), QStringLiteral("0")},
                       {QStringLiteral("RETRY_FLOOR"), QStringLiteral("100")}});
    QVERIFY(balancer.start(3));
    for (int i = 0; i < 12; ++i)
        QCOMPARE(balancer.ask().status, 200);
    QVERIFY(served(draining) >= 4);
    QVERIFY(served(chunked) >= 4);
    QCOMPARE(served(good), 12);

    // What may not be done twice is asked once.
    const int before = served(draining) + served(chunked) + served(good);
    int failed = 0;
    for (int i = 0; i < 6; ++i)
        failed +=
            balancer.ask("POST /itens HTTP/1.1\r\nHost: t\r\nContent-Length: 2\r\n\r\n{}").status == 503;
    QCOMPARE(failed, 4);
    QCOMPARE(served(draining) + served(chunked) + served(good), before + 6);
}

void TestAttempts::server_hangs_theOtherIsAskedInstead()
{
    FakeUpstream hung(healthyBut([](const SeenRequest &) { return UpstreamScript::silence(); }));
    FakeUpstream good(after(0ms));
    Balancer balancer(originsOf({&hung, &good}), {{QStringLiteral("TRY_DEADLINE"), QStringLiteral("200ms")}});
    QVERIFY(balancer.start(2));
    for (int i = 0; i < 4; ++i)
        QCOMPARE(balancer.ask().status, 200);
    QVERIFY(served(hung) > 0);
}

void TestAttempts::server_hangs_hedgedReadsDoNotWait()
{
    FakeUpstream hung(healthyBut([](const SeenRequest &) { return UpstreamScript::silence(); }));
    FakeUpstream good(after(0ms));
    Balancer balancer(originsOf({&hung, &good}), {{QStringLiteral("HEDGE_AFTER"), QStringLiteral("20ms")}});
    QVERIFY(balancer.start(2));
    for (int i = 0; i < 10; ++i)
        QCOMPARE(balancer.ask().status, 200);
    const QJsonValue first = balancer.backends().at(0);
    QVERIFY(served(hung) > 0);
    QCOMPARE(first[QStringLiteral("cancelled_total")].toInt(),
             first[QStringLiteral("requests_total")].toInt());
    QCOMPARE(first[QStringLiteral("failures_total")].toInt(), 0);
    QCOMPARE(first[QStringLiteral("in_flight")].toInt(), 0);
    QTRY_VERIFY(hung.open() <= 1); // the health check's: the connections of the others were closed
}

void TestAttempts::server_killedUnderLoad_noRequestFails()
{
    auto first = std::make_unique<FakeUpstream>(after(2ms));
    FakeUpstream second(after(2ms));
    Balancer balancer(originsOf({first.get(), &second}), {});
    QVERIFY(balancer.start(2));
    Load load(balancer.port(), 16, [](int) { return get; });
    load.start();
    QTRY_VERIFY(load.answers() > 500);
    first.reset();
    const int then = load.answers();
    QTRY_VERIFY(load.answers() > then + 2'000);
    load.stop();
    QTRY_VERIFY(load.finished());
    QCOMPARE(load.answersWith(200), load.answers());
    QCOMPARE(load.broken(), 0);
}

void TestAttempts::servers_full_nextOnesWait_furtherOnesAre503()
{
    FakeUpstream slow(after(300ms));
    Balancer balancer(originsOf({&slow}), {{QStringLiteral("MAX_IN_FLIGHT_PER_BACKEND"), QStringLiteral("2")},
                                           {QStringLiteral("QUEUE_LENGTH"), QStringLiteral("3")},
                                           {QStringLiteral("QUEUE_DEADLINE"), QStringLiteral("30s")}});
    QVERIFY(balancer.start(1));
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 8; ++i) {
        clients.push_back(std::make_unique<RawClient>(balancer.port()));
        clients.back()->send(get);
    }
    const auto with = [&](int status) {
        return std::count_if(clients.begin(), clients.end(), [&](const auto &client) {
            return client->count() == 1 && client->responses()[0].status == status;
        });
    };
    QTRY_COMPARE(with(503), 3);
    QCOMPARE(served(slow), 2);
    for (const auto &client : clients) {
        if (client->count() == 0)
            continue;
        QCOMPARE(reasonOf(client->responses()[0]), QByteArray("urn:guarita:fila_cheia"));
        QVERIFY(client->responses()[0].header("Retry-After").toInt() >= 1);
    }
    QCOMPARE(balancer.cluster()[QStringLiteral("fila_recusados")].toInt(), 3);
    QTRY_COMPARE(with(200), 5);
    QCOMPARE(served(slow), 5);
    QCOMPARE(balancer.cluster()[QStringLiteral("fila")].toInt(), 0);
}

void TestAttempts::waiting_clientLeaves_isNeverSent()
{
    FakeUpstream slow(after(500ms));
    Balancer balancer(originsOf({&slow}), {{QStringLiteral("MAX_IN_FLIGHT_PER_BACKEND"), QStringLiteral("1")},
                                           {QStringLiteral("QUEUE_DEADLINE"), QStringLiteral("30s")}});
    QVERIFY(balancer.start(1));
    RawClient first(balancer.port());
    first.send(get);
    QTRY_COMPARE(served(slow), 1);
    {
        RawClient leaving(balancer.port());
        leaving.send("GET /leaving HTTP/1.1\r\nHost: t\r\n\r\n");
        QTRY_COMPARE(balancer.cluster()[QStringLiteral("fila")].toInt(), 1);
        leaving.abort();
    }
    QTRY_COMPARE(balancer.cluster()[QStringLiteral("fila")].toInt(), 0);
    QTRY_COMPARE(first.count(), 1);
    QCOMPARE(balancer.ask("GET /last HTTP/1.1\r\nHost: t\r\n\r\n").body, QByteArray("/last"));
    QCOMPARE(served(slow), 2);
}

void TestAttempts::waiting_tooLong_is503()
{
    FakeUpstream hung(healthyBut([](const SeenRequest &) { return UpstreamScript::silence(); }));
    Balancer balancer(originsOf({&hung}), {{QStringLiteral("MAX_IN_FLIGHT_PER_BACKEND"), QStringLiteral("1")},
                                           {QStringLiteral("QUEUE_DEADLINE"), QStringLiteral("100ms")}});
    QVERIFY(balancer.start(1));
    RawClient first(balancer.port());
    first.send(get);
    QTRY_COMPARE(served(hung), 1);
    const RawResponse second = balancer.ask();
    QCOMPARE(second.status, 503);
    QCOMPARE(reasonOf(second), QByteArray("urn:guarita:fila_expirou"));
    QCOMPARE(served(hung), 1);
}

QTEST_GUILESS_MAIN(TestAttempts)
#include "tst_attempts.moc"
