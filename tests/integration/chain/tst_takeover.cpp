// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/certificates.h"
#include "support/fakeupstream.h"
#include "support/load.h"
#include "support/stack.h"

#include <QtCore/QDir>
#include <QtCore/QJsonDocument>
#include <QtCore/QProcess>
#include <QtTest/QTest>

#include <array>
#include <csignal>
#include <memory>

using namespace guarita::support;
using namespace std::chrono_literals;

namespace {

const QString socketKey = QStringLiteral("TAKEOVER_SOCKET");
const QString deadlineKey = QStringLiteral("TAKEOVER_DEADLINE");

QByteArray get(const QByteArray &path, const QByteArray &fields = {})
{
    return "GET " + path + " HTTP/1.1\r\nHost: test\r\n" + fields + "\r\n";
}

QByteArray newItem(int number)
{
    const QByteArray body = "{\"nome\":\"item " + QByteArray::number(number) + "\",\"preco\":1}";
    return "POST /itens HTTP/1.1\r\nHost: test\r\nContent-Type: application/json\r\nContent-Length: " +
           QByteArray::number(body.size()) + "\r\n\r\n" + body;
}

bool hasAnswered(const Load &load, int more)
{
    return QTest::qWaitFor([&load, most = load.answers() + more] { return load.answers() >= most; }, 20'000);
}

} // namespace

/// Real daemons that follow one another on the same port.
class TestTakeover : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void underLoad_everyRequestIsAnswered_data();
    void underLoad_everyRequestIsAnswered();
    void download_underWay_isWhole();
    void events_follower_missesNone();
    void gateway_tlsHttp2AndAllPorts_everyRequestIsAnswered();
    void metrics_fixedPort_areTheSuccessors();
    void otherPort_isBoundAnew();
    void start_fails_oldGoesOn();
    void start_killedHalfWay_oldGoesOn();
    void start_neverReady_givesUpAndOldGoesOn();
    void oldIsStopped_newGivesUp();

private:
    using Environment = std::map<QString, QString>;
    using Process = std::unique_ptr<DaemonProcess>;
    Process process(const char *program, Environment environment) const;
    Process server(Environment more = {}) const;
    Process balancer(Environment more = {}) const;
    Process gateway(Environment more = {}) const;
    /// Starts the first one and waits until it answers `path` well.
    void begin(Process first, const QByteArray &path);
    /// The field that says to a gateway who asks.
    QByteArray authorization() const;
    /// Starts `next`, which takes `old`'s place, and waits until `old` is gone.
    void succeed(Process &old, Process next);

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<FakeUpstream> m_upstream;
    Process m_old;
};

void TestTakeover::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_upstream = std::make_unique<FakeUpstream>();
}

void TestTakeover::cleanup()
{
    m_old.reset();
    m_upstream.reset();
    m_folder.reset();
}

TestTakeover::Process TestTakeover::process(const char *program, Environment environment) const
{
    environment.insert({{socketKey, QStringLiteral("takeover")},
                        {QStringLiteral("DRAIN_IDLE_GRACE"), QStringLiteral("300ms")}});
    auto made = std::make_unique<DaemonProcess>(QString::fromLatin1(program), environment, m_folder->path());
    made->leaveUnrecorded();
    return made;
}

TestTakeover::Process TestTakeover::server(Environment more) const
{
    if (!more.count(QStringLiteral("DATABASE_URL")))
        more[QStringLiteral("SQLITE_FILE")] = QStringLiteral("itens.sqlite");
    return process("guarita-server", std::move(more));
}

TestTakeover::Process TestTakeover::balancer(Environment more) const
{
    more[QStringLiteral("SERVIDORES")] = m_upstream->origin().toString();
    return process("guarita-balancer", std::move(more));
}

TestTakeover::Process TestTakeover::gateway(Environment more) const
{
    more.insert({{QStringLiteral("LOAD_BALANCER_URL"), m_upstream->origin().toString()},
                 {QStringLiteral("SECRET_KEY"), QStringLiteral("for-tests-only-0123456789abcdefghij")},
                 {QStringLiteral("DEMO"), QStringLiteral("true")}});
    return process("guarita-gateway", std::move(more));
}

void TestTakeover::begin(Process first, const QByteArray &path)
{
    m_old = std::move(first);
    QVERIFY2(m_old->start(), m_old->output());
    QTRY_COMPARE_WITH_TIMEOUT(exchange(m_old->port(), get(path)).status, 200, 20'000);
}

QByteArray TestTakeover::authorization() const
{
    const RawResponse login = exchange(
        m_old->port(), "POST /token HTTP/1.1\r\nHost: test\r\nContent-Type: application/x-www-form-urlencoded"
                       "\r\nContent-Length: 34\r\n\r\nusername=usuario&password=senha123");
    const QString token = QJsonDocument::fromJson(login.body)[QStringLiteral("access_token")].toString();
    return "Authorization: Bearer " + token.toLatin1() + "\r\n";
}

void TestTakeover::succeed(Process &old, Process next)
{
    QVERIFY2(next->start(), next->output());
    QCOMPARE(next->port(), old->port());
    QCOMPARE(old->waitForExit(), 0);
    QCOMPARE(old->events(QStringLiteral("draining")).size(), std::size_t(1));
    QVERIFY2(old->events(QStringLiteral("drain_deadline_passed")).empty(), old->output());
    old = std::move(next);
}

void TestTakeover::underLoad_everyRequestIsAnswered_data()
{
    QTest::addColumn<QByteArray>("role");
    for (const char *role : {"server", "balancer", "gateway"})
        QTest::newRow(role) << QByteArray(role);
}

void TestTakeover::underLoad_everyRequestIsAnswered()
{
    QFETCH(QByteArray, role);
    const auto next = [&] {
        return role == "server" ? server() : role == "balancer" ? balancer() : gateway();
    };
    begin(next(), role == "gateway" ? "/saude" : "/itens");
    const QByteArray token = role == "gateway" ? authorization() : QByteArray();
    Load kept(m_old->port(), 8, [&](int) { return get("/itens", token); });
    Load single(m_old->port(), 4, [&](int) { return get("/itens", token + "Connection: close\r\n"); });
    Load steady(m_old->port(), 1, [&](int) { return get("/saude"); });
    steady.setPause(50ms);
    const std::array loads{&kept, &single, &steady};
    for (Load *load : loads)
        load->start();
    constexpr int takeovers = 3;
    for (int i = 0; i < takeovers; ++i) {
        succeed(m_old, next());
        if (QTest::currentTestFailed())
            return;
        QVERIFY(hasAnswered(kept, 50) && hasAnswered(single, 10) && hasAnswered(steady, 2));
    }
    for (Load *load : loads) {
        load->stop();
        QTRY_VERIFY(load->owed() == 0);
        QCOMPARE(load->broken(), 0);
        QCOMPARE(load->refused(), 0);
        QCOMPARE(load->answersWith(200), load->answers());
    }
}

void TestTakeover::download_underWay_isWhole()
{
    const QByteArray content(400, 'x');
    const UpstreamScript slowly{.bytes = "HTTP/1.1 200 OK\r\nContent-Length: 400\r\n\r\n" + content,
                                .gap = 5ms};
    m_upstream->setScript([&](const SeenRequest &request) {
        return request.target == "/arquivo" ? slowly : UpstreamScript::ok();
    });
    const Environment streaming{{QStringLiteral("STREAM_ABOVE"), QStringLiteral("0")}};
    begin(balancer(streaming), "/");
    RawClient client(m_old->port());
    client.send(get("/arquivo"));
    QTRY_VERIFY(client.received().contains("\r\n\r\nxxx"));
    Process next = balancer(streaming);
    QVERIFY2(next->start(), next->output());
    QVERIFY2(client.received().count('x') < content.size(), "it was too fast");
    QTRY_COMPARE_WITH_TIMEOUT(client.count(), 1, 10'000);
    QCOMPARE(client.responses()[0].body, content);
    QCOMPARE(m_old->waitForExit(), 0);
    m_old = std::move(next);
}

/// A stream of events has no end: it is cut, and its client goes on from the last one that it has.
void TestTakeover::events_follower_missesNone()
{
    begin(server(), "/itens");
    QByteArrayList ids;
    const auto follow = [&] {
        auto client = std::make_unique<RawClient>(m_old->port());
        client->send(
            get("/itens/eventos", ids.isEmpty() ? QByteArray() : "Last-Event-ID: " + ids.last() + "\r\n"));
        return client;
    };
    const auto idsOf = [](const RawClient &client) {
        QByteArrayList found;
        for (const QByteArray &line : client.received().split('\n')) {
            if (line.startsWith("id: ") && !found.contains(line.mid(4)))
                found += line.mid(4);
        }
        return found;
    };
    auto client = follow();
    QTRY_VERIFY(!idsOf(*client).isEmpty());
    QCOMPARE(exchange(m_old->port(), newItem(1)).status, 201);
    QTRY_VERIFY(client->received().contains("\"item 1\""));
    Process next = server();
    QVERIFY2(next->start(), next->output());
    QCOMPARE(exchange(next->port(), newItem(2)).status, 201); // by the new one, while the old one drains
    QTRY_VERIFY_WITH_TIMEOUT(client->closed(), 10'000);
    const bool toldBefore = client->received().contains("\"item 2\"");
    ids = idsOf(*client);
    QCOMPARE(m_old->waitForExit(), 0);
    m_old = std::move(next);
    client = follow();
    if (!toldBefore)
        QTRY_VERIFY(client->received().contains("\"item 2\""));
    QCOMPARE(exchange(m_old->port(), newItem(3)).status, 201);
    QTRY_VERIFY(client->received().contains("\"item 3\""));
    QVERIFY(!client->received().contains("\"item 1\""));
}

void TestTakeover::gateway_tlsHttp2AndAllPorts_everyRequestIsAnswered()
{
    Certificates certificates;
    QVERIFY2(certificates.make() && certificates.issue("server", "ca", {}), certificates.error());
    // Both are taken while the next one starts.
    const quint16 adminPort = deadPort();
    const quint16 redirectPort = deadPort();
    const Environment tls{{QStringLiteral("TLS_CERTIFICATE"), certificates.path("server")},
                          {QStringLiteral("TLS_KEY"), certificates.path("key")},
                          {QStringLiteral("ADMIN_PORT"), QString::number(adminPort)},
                          {QStringLiteral("REDIRECT_PORT"), QString::number(redirectPort)}};
    m_old = gateway(tls);
    QVERIFY2(m_old->start(), m_old->output());
    QTRY_COMPARE(exchange(adminPort, get("/saude")).status, 200); // it has read its users
    QProcess curl; // one request after the other on a kept connection, until it is told to go elsewhere
    curl.setProcessChannelMode(QProcess::MergedChannels);
    curl.start(QStringLiteral("curl"),
               {QStringLiteral("-sS"), QStringLiteral("--http2"), QStringLiteral("--cacert"),
                certificates.path("ca"), QStringLiteral("-o"), QStringLiteral("/dev/null"),
                QStringLiteral("-w"), QStringLiteral("%{http_code} %{http_version}\n"),
                QStringLiteral("https://localhost:%1/saude?[1-1000000]").arg(m_old->port())});
    QByteArray answers;
    const auto hasMore = [&](int more) {
        const auto enough = [&, most = answers.count('\n') + more] {
            answers += curl.readAll();
            return answers.count('\n') >= most;
        };
        return QTest::qWaitFor(enough, 10'000);
    };
    constexpr int takeovers = 3;
    for (int i = 0; i < takeovers; ++i) {
        QVERIFY2(hasMore(50), answers.right(200));
        succeed(m_old, gateway(tls));
        if (QTest::currentTestFailed())
            return;
    }
    QVERIFY2(hasMore(50), answers.right(200));
    curl.kill();
    QVERIFY(curl.waitForFinished());
    const QByteArrayList lines = answers.left(answers.lastIndexOf('\n')).split('\n');
    for (const QByteArray &line : lines)
        QCOMPARE(line, QByteArray("200 2"));
    QCOMPARE(exchange(adminPort, get("/saude")).status, 200);
    QCOMPARE(exchange(redirectPort, get("/saude")).status, 308);
}

void TestTakeover::metrics_fixedPort_areTheSuccessors()
{
    begin(server(), "/itens");
    const quint16 port = m_old->metricsPort();
    QCOMPARE(exchange(m_old->port(), get("/itens")).status, 200);
    QVERIFY(metricSum(port, "guarita_http_requests_total") > 0);
    succeed(m_old, server({{QStringLiteral("METRICS_PORT"), QString::number(port)}}));
    QCOMPARE(m_old->metricsPort(), port);
    QCOMPARE(metricSum(port, "guarita_http_requests_total"), 0.0);
    QVERIFY(metricSum(port, "guarita_build_info") > 0);
}

/// What the new one's configuration names otherwise is its own, and the old one's port is closed.
void TestTakeover::otherPort_isBoundAnew()
{
    begin(server(), "/itens");
    const quint16 before = m_old->port();
    Process next = server({{QStringLiteral("PORT"), QString::number(deadPort())}});
    QVERIFY2(next->start(), next->output());
    QVERIFY(next->port() != before);
    QCOMPARE(m_old->waitForExit(), 0);
    QCOMPARE(exchange(next->port(), get("/saude")).status, 200);
    QCOMPARE(exchange(before, get("/saude")).status, 0);
    m_old = std::move(next);
}

void TestTakeover::start_fails_oldGoesOn()
{
    begin(server(), "/itens");
    Process wrong = server({{QStringLiteral("MAX_BODY"), QStringLiteral("much")}});
    QVERIFY(!wrong->start());
    QCOMPARE(wrong->waitForExit(), 64);
    QVERIFY(m_old->events(QStringLiteral("takeover_begun")).empty());
    QTcpServer other;
    QVERIFY(other.listen(QHostAddress::LocalHost));
    Process next = server({{QStringLiteral("METRICS_PORT"), QString::number(other.serverPort())}});
    QVERIFY(!next->start());
    QCOMPARE(next->waitForExit(), 69);
    QTRY_COMPARE(m_old->events(QStringLiteral("takeover_given_up")).size(), std::size_t(1));
    QCOMPARE(exchange(m_old->port(), get("/saude")).status, 200);
    QCOMPARE(QDir(m_folder->path()).entryList({QStringLiteral("takeover*")}, QDir::System),
             QStringList(QStringLiteral("takeover")));
    succeed(m_old, server());
}

void TestTakeover::start_killedHalfWay_oldGoesOn()
{
    begin(server(), "/itens");
    const QString nowhere = QStringLiteral("postgresql://x:x@127.0.0.1:%1/x").arg(deadPort());
    Load load(m_old->port(), 4, [](int) { return get("/itens", "Connection: close\r\n"); });
    load.start();
    {
        Process next = server({{QStringLiteral("DATABASE_URL"), nowhere}}); // never ready
        next->startOnly();
        QTRY_COMPARE(m_old->events(QStringLiteral("takeover_begun")).size(), std::size_t(1));
        QVERIFY(hasAnswered(load, 20));
    } // it is killed
    QTRY_COMPARE(m_old->events(QStringLiteral("takeover_given_up")).size(), std::size_t(1));
    QVERIFY(hasAnswered(load, 20));
    succeed(m_old, server());
    QVERIFY(hasAnswered(load, 20));
    load.stop();
    QTRY_VERIFY(load.owed() == 0);
    QCOMPARE(load.broken() + load.refused(), 0);
    QCOMPARE(load.answersWith(200), load.answers());
}

void TestTakeover::start_neverReady_givesUpAndOldGoesOn()
{
    begin(server(), "/itens");
    const QString nowhere = QStringLiteral("postgresql://x:x@127.0.0.1:%1/x").arg(deadPort());
    Process next =
        server({{QStringLiteral("DATABASE_URL"), nowhere}, {deadlineKey, QStringLiteral("300ms")}});
    QVERIFY(!next->start());
    QCOMPARE(next->waitForExit(), 69);
    QVERIFY2(next->output().contains("guarita-server: not ready to serve within TAKEOVER_DEADLINE; process " +
                                     QByteArray::number(m_old->pid()) + " goes on\n"),
             next->output());
    QCOMPARE(exchange(m_old->port(), get("/itens")).status, 200);
}

void TestTakeover::oldIsStopped_newGivesUp()
{
    begin(server(), "/itens");
    m_old->sendSignal(SIGSTOP);
    Process next = server({{deadlineKey, QStringLiteral("300ms")}});
    QVERIFY(!next->start());
    QCOMPARE(next->waitForExit(), 69);
    QVERIFY2(next->output().contains("does not hand its sockets over (no answer within TAKEOVER_DEADLINE)"),
             next->output());
    m_old->sendSignal(SIGCONT);
    QCOMPARE(exchange(m_old->port(), get("/itens")).status, 200);
    succeed(m_old, server());
}

QTEST_GUILESS_MAIN(TestTakeover)
#include "tst_takeover.moc"
