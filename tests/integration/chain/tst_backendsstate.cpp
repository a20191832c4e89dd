// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/daemonprocess.h"
#include "support/fakeupstream.h"
#include "support/rawclient.h"
#include "support/stack.h"

#include <QtCore/QFile>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#include <algorithm>
#include <csignal>

using namespace guarita::support;

/// What operators set of backends, in real balancers that follow one another.
class TestBackendsState : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void killed_afterADrain_isStillDrained();
    void killed_afterEachAnswer_hasWhatWasAnswered();
    void takeover_changesUntilTheHandover_areTheSuccessors();
    void takeover_allInMaintenance_isReady();
    void hangUp_afterAChange_keepsIt();
    void start_withABrokenFile_servesAndTells();

private:
    std::unique_ptr<DaemonProcess> balancer(std::map<QString, QString> more = {}) const;
    void start();
    void restartAfterKill();
    QByteArray idOf(const FakeUpstream &upstream) const
    {
        return "127.0.0.1:" + QByteArray::number(upstream.port());
    }
    int patch(const QByteArray &id, const QByteArray &body);
    QJsonValue backend(const QByteArray &id);
    bool becomes(const QByteArray &id, const QString &state)
    {
        return QTest::qWaitFor([&] { return backend(id)[QStringLiteral("state")].toString() == state; },
                               20'000);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<FakeUpstream> m_first;
    std::unique_ptr<FakeUpstream> m_second;
    std::unique_ptr<DaemonProcess> m_balancer;
};

namespace {

QByteArray request(const QByteArray &line, const QByteArray &fields = {}, const QByteArray &body = {})
{
    return line + " HTTP/1.1\r\nHost: test\r\n" + fields + "Content-Type: application/json\r\n" +
           "Content-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
}

/// Whatever it is asked for but its health.
int requestsOf(const FakeUpstream &upstream)
{
    return static_cast<int>(std::count_if(upstream.seen().begin(), upstream.seen().end(),
                                          [](const SeenRequest &seen) { return seen.target != "/saude"; }));
}

} // namespace

void TestBackendsState::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_first = std::make_unique<FakeUpstream>(UpstreamScript::ok("first"));
    m_second = std::make_unique<FakeUpstream>(UpstreamScript::ok("second"));
}

void TestBackendsState::cleanup()
{
    m_balancer.reset();
}

std::unique_ptr<DaemonProcess> TestBackendsState::balancer(std::map<QString, QString> more) const
{
    more.insert(
        {{QStringLiteral("SERVIDORES"), m_first->origin().toString() + u',' + m_second->origin().toString()},
         {QStringLiteral("BACKENDS_STATE"), QStringLiteral("backends.json")},
         {QStringLiteral("TAKEOVER_SOCKET"), QStringLiteral("takeover")},
         {QStringLiteral("DRAIN_IDLE_GRACE"), QStringLiteral("300ms")}});
    auto process =
        std::make_unique<DaemonProcess>(QStringLiteral("guarita-balancer"), more, m_folder->path());
    process->leaveUnrecorded();
    return process;
}

void TestBackendsState::start()
{
    m_balancer = balancer();
    QVERIFY2(m_balancer->start(), m_balancer->output());
    QVERIFY(becomes(idOf(*m_first), QStringLiteral("up")) && becomes(idOf(*m_second), QStringLiteral("up")));
}

void TestBackendsState::restartAfterKill()
{
    m_balancer->kill();
    QCOMPARE(m_balancer->waitForExit(), -1);
    m_balancer = balancer();
    QVERIFY2(m_balancer->start(), m_balancer->output());
}

int TestBackendsState::patch(const QByteArray &id, const QByteArray &body)
{
    return exchange(m_balancer->port(), request("PATCH /admin/backends/" + id, "If-Match: *\r\n", body))
        .status;
}

QJsonValue TestBackendsState::backend(const QByteArray &id)
{
    const RawResponse response = exchange(m_balancer->port(), request("GET /admin/backends/" + id));
    return response.status == 200 ? QJsonDocument::fromJson(response.body).object() : QJsonValue();
}

void TestBackendsState::killed_afterADrain_isStillDrained()
{
    start();
    QCOMPARE(patch(idOf(*m_second), R"({"state": "drain", "weight": 3})"), 200);
    restartAfterKill();
    QCOMPARE(backend(idOf(*m_second))[QStringLiteral("state")].toString(), QStringLiteral("drain"));
    QCOMPARE(backend(idOf(*m_second))[QStringLiteral("weight")].toInt(), 3);
    QCOMPARE(backend(idOf(*m_second))[QStringLiteral("version")].toInt(), 2);
    QVERIFY(becomes(idOf(*m_first), QStringLiteral("up")));
    const int before = requestsOf(*m_second);
    for (int i = 0; i < 10; ++i)
        QCOMPARE(exchange(m_balancer->port(), request("GET /itens")).body, QByteArray("first"));
    QCOMPARE(requestsOf(*m_second), before);
}

void TestBackendsState::killed_afterEachAnswer_hasWhatWasAnswered()
{
    FakeUpstream third;
    start();
    for (int weight = 2; weight < 8; ++weight) {
        QCOMPARE(patch(idOf(*m_first), "{\"weight\": " + QByteArray::number(weight) + "}"), 200);
        restartAfterKill();
        QCOMPARE(backend(idOf(*m_first))[QStringLiteral("weight")].toInt(), weight);
    }
    const QByteArray body = R"({"url": ")" + third.origin().toString().toLatin1() + R"("})";
    QCOMPARE(exchange(m_balancer->port(), request("POST /admin/backends", {}, body)).status, 201);
    QCOMPARE(
        exchange(m_balancer->port(), request("DELETE /admin/backends/" + idOf(*m_second), "If-Match: *\r\n"))
            .status,
        204);
    restartAfterKill();
    QVERIFY(backend(idOf(*m_second)).isNull());
    QVERIFY(becomes(idOf(third), QStringLiteral("up")));
}

/// The successor has read the file when it started, is not ready, and another change comes in.
void TestBackendsState::takeover_changesUntilTheHandover_areTheSuccessors()
{
    start();
    QCOMPARE(patch(idOf(*m_second), R"({"state": "drain"})"), 200);
    for (FakeUpstream *upstream : {m_first.get(), m_second.get()}) {
        upstream->setScript([](const SeenRequest &) {
            return UpstreamScript::answer("HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n");
        });
    }
    RawClient kept(m_balancer->port());
    kept.send(request("GET /admin/backends"));
    QTRY_COMPARE(kept.count(), 1);
    const auto next = balancer();
    next->startOnly();
    QTRY_COMPARE(m_balancer->events(QStringLiteral("takeover_begun")).size(), std::size_t(1));
    QTRY_VERIFY(next->output().contains("are as operators set them"));
    QCOMPARE(patch(idOf(*m_second), R"({"state": "ready"})"), 200);
    QCOMPARE(patch(idOf(*m_first), R"({"state": "drain", "weight": 9})"), 200);
    for (FakeUpstream *upstream : {m_first.get(), m_second.get()})
        upstream->setScript([](const SeenRequest &) { return UpstreamScript::ok(); });
    QTRY_COMPARE_WITH_TIMEOUT(m_balancer->events(QStringLiteral("draining")).size(), std::size_t(1), 20'000);
    // The old one changes nothing any more, of which nobody would know.
    kept.send(request("PATCH /admin/backends/" + idOf(*m_first), "If-Match: *\r\n", R"({"state": "maint"})"));
    QTRY_COMPARE(kept.count(), 2);
    QCOMPARE(kept.responses().back().status, 503);
    QCOMPARE(m_balancer->waitForExit(), 0);
    QCOMPARE(backend(idOf(*m_first))[QStringLiteral("state")].toString(), QStringLiteral("drain"));
    QCOMPARE(backend(idOf(*m_first))[QStringLiteral("weight")].toInt(), 9);
    QCOMPARE(backend(idOf(*m_second))[QStringLiteral("state")].toString(), QStringLiteral("up"));
    // and its own changes are kept
    QCOMPARE(patch(idOf(*m_first), R"({"state": "maint"})"), 200);
    next->kill();
    QCOMPARE(next->waitForExit(), -1);
    m_balancer = balancer();
    QVERIFY2(m_balancer->start(), m_balancer->output());
    QCOMPARE(backend(idOf(*m_first))[QStringLiteral("state")].toString(), QStringLiteral("maint"));
}

/// No check would ever tell the successor of these servers.
void TestBackendsState::takeover_allInMaintenance_isReady()
{
    start();
    QCOMPARE(patch(idOf(*m_first), R"({"state": "maint"})"), 200);
    QCOMPARE(patch(idOf(*m_second), R"({"state": "drain"})"), 200);
    const auto next = balancer();
    QVERIFY2(next->start(), next->output());
    QCOMPARE(m_balancer->waitForExit(), 0);
    QCOMPARE(backend(idOf(*m_first))[QStringLiteral("state")].toString(), QStringLiteral("maint"));
}

void TestBackendsState::hangUp_afterAChange_keepsIt()
{
    start();
    QCOMPARE(patch(idOf(*m_second), R"({"state": "drain"})"), 200);
    m_balancer->sendSignal(SIGHUP);
    QTRY_COMPARE(m_balancer->events(QStringLiteral("reloaded")).size(), std::size_t(1));
    QCOMPARE(backend(idOf(*m_second))[QStringLiteral("state")].toString(), QStringLiteral("drain"));
    restartAfterKill();
    QCOMPARE(backend(idOf(*m_second))[QStringLiteral("state")].toString(), QStringLiteral("drain"));
}

void TestBackendsState::start_withABrokenFile_servesAndTells()
{
    QFile file(m_folder->filePath(QStringLiteral("backends.json")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("{\"backends\": [\n{\"cluster\": \"padrao\"");
    file.close();
    start();
    QCOMPARE(exchange(m_balancer->port(), request("GET /itens")).status, 200);
    QVERIFY2(m_balancer->output().contains("backends.json:2: "), m_balancer->output());
    QVERIFY(QFile::exists(file.fileName() + QStringLiteral(".refused")));
    restartAfterKill();
    QVERIFY(!m_balancer->output().contains("backends.json:2: "));
}

QTEST_GUILESS_MAIN(TestBackendsState)
#include "tst_backendsstate.moc"
