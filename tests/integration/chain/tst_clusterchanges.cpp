// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/daemonprocess.h"
#include "support/fakeupstream.h"
#include "support/load.h"
#include "support/rawclient.h"
#include "support/stack.h"

#include <QtCore/QFile>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QProcess>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#include <algorithm>
#include <csignal>

using namespace guarita::support;

/// A real balancer with a file of clusters that changes.
class TestClusterChanges : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void paths_ofSeveralClusters_goToTheirServers();
    void hangUp_otherServersUnderLoad_losesNothing();
    void hangUp_otherSettings_keepsCountsAndStates();
    void hangUp_settingsOfEveryPart_countFromThenOn();
    void hangUp_withAMistake_changesNothing();
    void start_withMistakes_namesEachWithItsLine();
    void name_atAnotherAddress_isFollowed();

private:
    void write(const QByteArray &clusters);
    std::unique_ptr<DaemonProcess> balancerProcess();
    void start();
    void reload();
    RawResponse get(const QByteArray &target);
    QJsonArray backends();
    bool waitUntilUp(int count);

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<FakeUpstream> m_first;
    std::unique_ptr<FakeUpstream> m_second;
    std::unique_ptr<DaemonProcess> m_balancer;
};

namespace {

QByteArray server(const FakeUpstream &upstream, const QByteArray &more = {})
{
    return R"({"url": ")" + upstream.origin().toString().toLatin1() + '"' + more + '}';
}

/// The default cluster with these servers.
QByteArray withServers(const QByteArray &servers, const QByteArray &more = {})
{
    return R"({"name": "padrao", "servers": [)" + servers + ']' + more + '}';
}

QByteArray request(const QByteArray &line, const QByteArray &fields = {}, const QByteArray &body = {})
{
    return line + " HTTP/1.1\r\nHost: test\r\n" + fields + "Content-Type: application/json\r\n" +
           "Content-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
}

} // namespace

void TestClusterChanges::init()
{
    m_balancer.reset();
    m_folder = std::make_unique<QTemporaryDir>();
    m_first = std::make_unique<FakeUpstream>(UpstreamScript::ok("first"));
    m_second = std::make_unique<FakeUpstream>(UpstreamScript::ok("second"));
}

std::unique_ptr<DaemonProcess> TestClusterChanges::balancerProcess()
{
    auto process = std::make_unique<DaemonProcess>(
        QStringLiteral("guarita-balancer"),
        std::map<QString, QString>{{QStringLiteral("CLUSTERS_FILE"), QStringLiteral("clusters.json")}},
        m_folder->path());
    process->leaveUnrecorded();
    return process;
}

void TestClusterChanges::start()
{
    m_balancer = balancerProcess();
    QVERIFY2(m_balancer->start(), m_balancer->output());
}

void TestClusterChanges::write(const QByteArray &clusters)
{
    QFile file(m_folder->filePath(QStringLiteral("clusters.json")));
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    file.write("{\"clusters\": [\n" + clusters + "\n]}");
}

void TestClusterChanges::reload()
{
    const std::size_t before = m_balancer->events(QStringLiteral("reloaded")).size();
    m_balancer->sendSignal(SIGHUP);
    QTRY_COMPARE(m_balancer->events(QStringLiteral("reloaded")).size(), before + 1);
}

RawResponse TestClusterChanges::get(const QByteArray &target)
{
    return exchange(m_balancer->port(), request("GET " + target));
}

QJsonArray TestClusterChanges::backends()
{
    return QJsonDocument::fromJson(get("/admin/backends").body)[QStringLiteral("backends")].toArray();
}

bool TestClusterChanges::waitUntilUp(int count)
{
    const auto up = [&] {
        int found = 0;
        for (const QJsonValue &backend : backends())
            found += backend[QStringLiteral("state")].toString() == QStringLiteral("up") ? 1 : 0;
        return found;
    };
    return QTest::qWaitFor([&] { return up() == count; }, 20'000);
}

void TestClusterChanges::paths_ofSeveralClusters_goToTheirServers()
{
    write(R"({"name": "padrao", "servers": [)" + server(*m_first) + R"(]},
             {"name": "r", "prefix": "/r", "servers": [)" +
          server(*m_second) + "]}");
    start();
    QVERIFY(waitUntilUp(2));
    QCOMPARE(get("/itens").body, QByteArray("first"));
    QCOMPARE(get("/r").body, QByteArray("second"));
    QCOMPARE(get("/r/x?y=1").body, QByteArray("second"));
    QCOMPARE(get("/rx").body, QByteArray("first"));
    QCOMPARE(m_second->seen().last().target, QByteArray("/r/x?y=1"));
    const QByteArray path = "/admin/backends/r~127.0.0.1:" + QByteArray::number(m_second->port());
    QCOMPARE(get(path).status, 200);
}

void TestClusterChanges::hangUp_otherServersUnderLoad_losesNothing()
{
    write(withServers(server(*m_first)));
    start();
    QVERIFY(waitUntilUp(1));
    Load load(m_balancer->port(), 4, [](int) { return request("GET /itens"); });
    load.start();
    for (int round = 0; round < 6; ++round) {
        // The one that comes is checked before the other goes.
        write(withServers(server(*m_first) + ',' + server(*m_second)));
        reload();
        QVERIFY(waitUntilUp(2));
        write(withServers(round % 2 == 0 ? server(*m_second) : server(*m_first)));
        reload();
        const int before = load.answers();
        QTRY_VERIFY_WITH_TIMEOUT(load.answers() > before + 20, 20'000);
    }
    load.stop();
    QTRY_VERIFY(load.finished());
    QCOMPARE(load.broken(), 0);
    QCOMPARE(load.answersWith(200), load.answers());
    QCOMPARE(get("/itens").body, QByteArray("first"));
}

void TestClusterChanges::hangUp_otherSettings_keepsCountsAndStates()
{
    write(withServers(server(*m_first) + ',' + server(*m_second)));
    start();
    QVERIFY(waitUntilUp(2));
    for (int i = 0; i < 10; ++i)
        QCOMPARE(get("/itens").status, 200);
    const QByteArray path = "/admin/backends/127.0.0.1:" + QByteArray::number(m_second->port());
    QCOMPARE(exchange(m_balancer->port(), request("PATCH " + path, "If-Match: *\r\n", R"({"state":"drain"})"))
                 .status,
             200);
    write(withServers(server(*m_first, R"(, "weight": 4)") + ',' + server(*m_second),
                      R"(, "policy": "least_request", "health_interval": "5s")"));
    reload();
    const QJsonArray after = backends();
    QCOMPARE(after[0][QStringLiteral("weight")].toInt(), 4);
    QCOMPARE(after[0][QStringLiteral("requests_total")].toInt(), 5);
    QCOMPARE(after[1][QStringLiteral("state")].toString(), QStringLiteral("drain"));
    const QJsonDocument all = QJsonDocument::fromJson(get("/admin/backends").body);
    QCOMPARE(all[QStringLiteral("clusters")][0][QStringLiteral("politica")].toString(),
             QStringLiteral("least_request"));
    QCOMPARE(get("/itens").body, QByteArray("first"));
}

void TestClusterChanges::hangUp_settingsOfEveryPart_countFromThenOn()
{
    write(withServers(server(*m_first)));
    start();
    QVERIFY(waitUntilUp(1));
    QVERIFY(get("/itens").header("Set-Cookie").isEmpty());
    m_first->setScript([](const SeenRequest &request) {
        return request.target == "/sempre_503"
                   ? UpstreamScript::answer("HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n")
                   : UpstreamScript::ok();
    });
    const auto asked = [&](const QByteArray &target) {
        return std::count_if(m_first->seen().begin(), m_first->seen().end(),
                             [&](const SeenRequest &request) { return request.target == target; });
    };
    write(withServers(server(*m_first), R"(, "health_path": "/viva", "health_interval": "100ms",
        "sticky_cookie": "preso", "sticky_key": "d67e93a2c32c14e6b9a5ad4d2e1f70b8", "eject_consecutive": 0,
        "eject_share": 0, "retries": 0, "max_in_flight_per_backend": 7)"));
    reload();
    QVERIFY(get("/itens").header("Set-Cookie").startsWith("preso="));
    QTRY_VERIFY(asked("/viva") > 1);
    QCOMPARE(backends()[0][QStringLiteral("in_flight_limit")].toInt(), 7);
    for (int i = 0; i < 10; ++i)
        QCOMPARE(get("/sempre_503").status, 503);
    QCOMPARE(asked("/sempre_503"), 10);
    QCOMPARE(backends()[0][QStringLiteral("state")].toString(), QStringLiteral("up"));
}

void TestClusterChanges::hangUp_withAMistake_changesNothing()
{
    write(withServers(server(*m_first)));
    start();
    QVERIFY(waitUntilUp(1));
    write(withServers(server(*m_second), R"(, "policy": "best")"));
    m_balancer->sendSignal(SIGHUP);
    QTRY_COMPARE(m_balancer->events(QStringLiteral("reload_refused")).size(), std::size_t(1));
    QVERIFY(m_balancer->output().contains("clusters.json:2: policy must be one of"));
    QCOMPARE(backends().size(), 1);
    QCOMPARE(get("/itens").body, QByteArray("first"));
}

void TestClusterChanges::start_withMistakes_namesEachWithItsLine()
{
    write("{\"name\": \"r\", \"prefix\": \"r\", \"servers\": []},\n{\"name\": \"\"}");
    m_balancer = balancerProcess();
    QVERIFY(!m_balancer->start());
    QCOMPARE(m_balancer->waitForExit(), 64);
    for (const char *mistake : {"clusters.json:2: prefix must", "clusters.json:2: servers must",
                                "clusters.json:3: name must", "clusters.json:3: servers must"})
        QVERIFY2(m_balancer->output().contains(mistake), m_balancer->output());
}

/// The daemon gets a hosts file of its own, in a mount namespace.
void TestClusterChanges::name_atAnotherAddress_isFollowed()
{
    if (QProcess::execute(QStringLiteral("unshare"), {QStringLiteral("-rm"), QStringLiteral("true")}) != 0)
        QSKIP("no mount namespace to be had here");
    const QString hosts = m_folder->filePath(QStringLiteral("hosts"));
    const auto setAddress = [&](const QByteArray &address) {
        QFile file(hosts); // in place: another file would not be the mounted one
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write(address + " servidor.test\n");
    };
    const auto isShown = [&](const QString &state, const QString &address) {
        const QJsonValue backend = backends()[0];
        return backend[QStringLiteral("state")].toString() == state &&
               backend[QStringLiteral("addresses")] == QJsonArray{address};
    };
    setAddress("127.0.0.1");
    write(withServers(R"({"url": "http://servidor.test:)" + QByteArray::number(m_first->port()) + R"("})",
                      R"(, "dns_interval": "100ms", "health_interval": "100ms", "panic": true)"));
    m_balancer = balancerProcess();
    m_balancer->setLauncher({QStringLiteral("unshare"), QStringLiteral("-rm"), QStringLiteral("sh"),
                             QStringLiteral("-c"),
                             QStringLiteral("mount --bind '%1' /etc/hosts && exec \"$0\"").arg(hosts)});
    QVERIFY2(m_balancer->start(), m_balancer->output());
    QTRY_VERIFY_WITH_TIMEOUT(isShown(QStringLiteral("up"), QStringLiteral("127.0.0.1")), 20'000);
    QCOMPARE(get("/itens").body, QByteArray("first"));
    QCOMPARE(m_first->seen().last().field("Host"), "servidor.test:" + QByteArray::number(m_first->port()));

    setAddress("127.0.0.2"); // nobody listens there
    QTRY_VERIFY_WITH_TIMEOUT(isShown(QStringLiteral("down"), QStringLiteral("127.0.0.2")), 20'000);
    QVERIFY2(get("/itens").status >= 500, "requests are tried there, too");
    setAddress("127.0.0.1");
    QTRY_VERIFY_WITH_TIMEOUT(isShown(QStringLiteral("up"), QStringLiteral("127.0.0.1")), 20'000);
    QCOMPARE(get("/itens").body, QByteArray("first"));
}

QTEST_GUILESS_MAIN(TestClusterChanges)
#include "tst_clusterchanges.moc"
