// SPDX-License-Identifier: GPL-3.0-or-later
#include "harness.h"

#include "support/descriptorlimit.h"
#include "support/fakeclock.h"

#include <QtCore/QElapsedTimer>

#include <sys/socket.h>

using namespace guarita;
using namespace guarita::client;
using namespace std::chrono_literals;
using http::Method;
using support::FakeUpstream;
using support::UpstreamScript;

namespace {

/// A port that accepts nobody: its backlog is full, so that a connection attempt hangs.
class BlackHole
{
public:
    BlackHole()
    {
        m_server.setListenBacklogSize(1);
        m_server.listen(QHostAddress::LocalHost, 0);
        m_server.pauseAccepting();
        ::listen(static_cast<int>(m_server.socketDescriptor()), 0);
        for (int i = 0; i < 4; ++i) {
            auto *socket = new QTcpSocket(&m_server);
            socket->connectToHost(QHostAddress::LocalHost, m_server.serverPort());
        }
    }
    QUrl origin() const { return QUrl(QStringLiteral("http://127.0.0.1:%1").arg(m_server.serverPort())); }

private:
    QTcpServer m_server;
};

QUrl urlOf(quint16 port)
{
    return QUrl(QStringLiteral("http://127.0.0.1:%1").arg(port));
}

} // namespace

Q_DECLARE_METATYPE(std::chrono::milliseconds)

/// Connections, deadlines, executions and lifetimes.
class TestHttpClient : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void send_withoutADescriptor_isSaturated()
    {
        FakeUpstream upstream;
        Harness harness;
        // A sanitizer needs descriptors the first time it meets a class; nothing idles afterwards.
        UpstreamRequest first = requestOf(Method::Get);
        first.reuse = false;
        QCOMPARE(harness.call(upstream.origin(), first).stage, Stage::Completed);
        QTRY_COMPARE(upstream.open(), 0);
        {
            const support::DescriptorLimit none(0);
            QCOMPARE(harness.call(upstream.origin(), requestOf(Method::Get)).stage, Stage::Saturated);
        }
        QCOMPARE(harness.client->inFlight(), 0);
        QCOMPARE(harness.call(upstream.origin(), requestOf(Method::Get)).stage, Stage::Completed);
    }

    void send_upstreamClosesAfterReading_executesOnce_data()
    {
        QTest::addColumn<Method>("method");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("warmed"); // on a connection that had idled; on a new one it is once
        const QByteArray body = "{}";
        const QByteArray large(200'000, 'x');
        for (Method method : {Method::Post, Method::Put, Method::Patch, Method::Delete}) {
            const QByteArray name = net::methodName(method);
            QTest::newRow((name + " empty").constData()) << method << QByteArray() << 1;
            QTest::newRow((name + " body").constData()) << method << body << 1;
            QTest::newRow((name + " large").constData()) << method << large << 1;
        }
        for (Method method : {Method::Get, Method::Head, Method::Options})
            QTest::newRow(net::methodName(method).constData()) << method << QByteArray() << 2;
        QTest::newRow("GET body") << Method::Get << body << 1;
    }

    void send_upstreamClosesAfterReading_executesOnce()
    {
        QFETCH(Method, method);
        QFETCH(QByteArray, body);
        QFETCH(int, warmed);
        for (bool warm : {false, true}) {
            FakeUpstream upstream(UpstreamScript::ok({})); // HEAD as well
            Harness harness;
            int before = 0;
            if (warm) {
                QCOMPARE(harness.call(upstream.origin(), requestOf(method, "/", body)).stage,
                         Stage::Completed);
                before = 1;
            }
            upstream.setScript([](const auto &) { return UpstreamScript::close(); });
            QCOMPARE(harness.call(upstream.origin(), requestOf(method, "/", body)).stage, Stage::NoResponse);
            QTest::qWait(50); // a repetition would come now
            const int executions = upstream.requests(net::methodName(method)) - before;
            QCOMPARE(executions, warm ? warmed : 1);
            QCOMPARE(harness.completions, before + 1);
        }
    }

    void send_upstreamClosesSilentlyAfterAnswer_nextCallSucceeds_data()
    {
        QTest::addColumn<Method>("method");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("atMost");
        QTest::newRow("POST") << Method::Post << QByteArray("{}") << 20;
        QTest::newRow("POST large") << Method::Post << QByteArray(100'000, 'x') << 20;
        // Nothing is asked back before an empty body's head is written, so there is less time to notice the
        // end.
        QTest::newRow("DELETE") << Method::Delete << QByteArray() << 100;
        QTest::newRow("GET") << Method::Get << QByteArray() << 0;
    }

    void send_upstreamClosesSilentlyAfterAnswer_nextCallSucceeds()
    {
        QFETCH(int, atMost);
        QFETCH(Method, method);
        QFETCH(QByteArray, body);
        UpstreamScript script = UpstreamScript::ok();
        script.closeAfter = true;
        FakeUpstream upstream(script);
        Harness harness;
        int failed = 0;
        const int calls = body.size() > 1000 ? 20 : 200; // Nagle and a delayed ACK cost 40 ms each
        for (int i = 0; i < calls; ++i) {
            const UpstreamResult result = harness.call(upstream.origin(), requestOf(method, "/", body));
            QVERIFY(result.stage == Stage::Completed || result.stage == Stage::NoResponse);
            failed += result.stage != Stage::Completed;
        }
        qInfo("%d of %d met the closing connection", failed, calls);
        QVERIFY(failed <= atMost);
        QVERIFY(upstream.requests(net::methodName(method)) <= calls);
    }

    void send_idleConnectionClosed_isReplaced()
    {
        FakeUpstream upstream;
        Harness harness;
        for (int i = 0; i < 20; ++i) {
            QCOMPARE(harness.call(upstream.origin(), requestOf(Method::Post, "/", "x")).stage,
                     Stage::Completed);
            upstream.closeConnections();
            QTRY_COMPARE(upstream.open(), 0);
        }
        QCOMPARE(upstream.requests("POST"), 20);
        QCOMPARE(upstream.connections(), 20);
    }

    void send_sequential_reusesOneConnection()
    {
        FakeUpstream upstream;
        Harness harness;
        for (int i = 0; i < 50; ++i)
            harness.call(upstream.origin(),
                         requestOf(i % 2 ? Method::Get : Method::Post, "/", i % 2 ? "" : "x"));
        QCOMPARE(upstream.connections(), 1);
    }

    void send_sixtyInParallel_noneQueues()
    {
        UpstreamScript script = UpstreamScript::ok();
        script.delay = 300ms;
        FakeUpstream upstream(script);
        Harness harness;
        for (int round = 0; round < 2; ++round) {
            QElapsedTimer timer;
            timer.start();
            harness.completions = 0;
            for (int i = 0; i < 60; ++i)
                harness.send(upstream.origin(), requestOf(Method::Get));
            QCOMPARE(harness.client->inFlight(), 60);
            QTRY_COMPARE(harness.completions, 60);
            qInfo("60 calls of 300 ms: %lld ms", timer.elapsed());
            QVERIFY(timer.elapsed() < 1200);
        }
        QCOMPARE(upstream.connections(), 60);
        QCOMPARE(harness.client->inFlight(), 0);
    }

    void send_twoUpstreams_haveRoomEach()
    {
        UpstreamScript script = UpstreamScript::ok();
        script.delay = 100ms;
        FakeUpstream first(script);
        FakeUpstream second(script);
        Harness harness;
        for (int i = 0; i < 10; ++i) {
            harness.send(first.origin(), requestOf(Method::Get));
            harness.send(second.origin(), requestOf(Method::Get));
        }
        QTRY_COMPARE(harness.completions, 20);
        QCOMPARE(first.connections(), 10);
        QCOMPARE(second.connections(), 10);
    }

    void send_aboveTheCap_isSaturated()
    {
        ClientLimits limits = Harness::generous();
        limits.inFlightPerUpstream = 3;
        FakeUpstream upstream(UpstreamScript::silence());
        FakeUpstream other;
        Harness harness(limits);
        for (int i = 0; i < 3; ++i)
            harness.send(upstream.origin(), requestOf(Method::Get));
        const std::size_t number = harness.send(upstream.origin(), requestOf(Method::Get));
        QCOMPARE(harness.completions, 0); // never from within send()
        QTRY_VERIFY(harness.results[number].has_value());
        QCOMPARE(harness.results[number]->stage, Stage::Saturated);
        QCOMPARE(harness.call(other.origin(), requestOf(Method::Get)).stage, Stage::Completed);
        harness.calls[0].reset();
        QCOMPARE(harness.client->inFlight(), 2);
        harness.send(upstream.origin(), requestOf(Method::Get));
        QCOMPARE(harness.client->inFlight(), 3);
    }

    void send_noConnection_isConnect_data()
    {
        QTest::addColumn<QUrl>("origin");
        QTest::newRow("refused") << urlOf(support::deadPort());
        QTest::newRow("unresolvable") << QUrl(QStringLiteral("http://name.invalid:80"));
        QTest::newRow("file") << QUrl(QStringLiteral("file:///etc/passwd"));
        QTest::newRow("tls to nobody")
            << QUrl(QStringLiteral("https://127.0.0.1:%1").arg(support::deadPort()));
    }

    void send_noConnection_isConnect()
    {
        QFETCH(QUrl, origin);
        Harness harness;
        for (Method method : {Method::Get, Method::Head, Method::Post, Method::Delete}) {
            const UpstreamResult result = harness.call(origin, requestOf(method));
            QCOMPARE(result.stage, Stage::Connect);
            QVERIFY(!result.wasConnected);
            if (method == Method::Post)
                QCOMPARE(harness.call(origin, requestOf(method, "/", "x")).stage, Stage::Connect);
        }
    }

    void send_tlsToPlainUpstream_isConnect()
    {
        FakeUpstream upstream(UpstreamScript::answer("HTTP/1.1 400 Bad\r\nContent-Length: 0\r\n\r\n"));
        Harness harness;
        QUrl origin = upstream.origin();
        origin.setScheme(QStringLiteral("https"));
        // The fake sees no whole request in a TLS hello and keeps silent; the deadline ends it.
        ClientLimits limits = Harness::generous();
        limits.connectDeadline = 200ms;
        Harness impatient(limits);
        QCOMPARE(impatient.call(origin, requestOf(Method::Post, "/", "x")).stage, Stage::Connect);
        QCOMPARE(upstream.seen().size(), 0);
    }

    void send_upstreamClosesBeforeReading_failsWithoutExecution()
    {
        FakeUpstream upstream;
        upstream.refuseAll();
        Harness harness;
        for (Method method : {Method::Get, Method::Post}) {
            const UpstreamResult result = harness.call(upstream.origin(), requestOf(method, "/", "x"));
            QVERIFY(result.stage == Stage::NoResponse || result.stage == Stage::Connect);
            QCOMPARE(result.wasConnected, result.stage == Stage::Connect);
        }
        QVERIFY(upstream.seen().isEmpty());
    }

    void deadline_passed_endsInItsStage_data()
    {
        QTest::addColumn<bool>("blackHole");
        QTest::addColumn<UpstreamScript>("script");
        QTest::addColumn<Method>("method");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<Stage>("stage");
        QTest::addColumn<std::chrono::milliseconds>("after");
        const UpstreamScript silence = UpstreamScript::silence();
        const UpstreamScript slow{.bytes = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel"};
        const UpstreamScript halfHead{.bytes = "HTTP/1.1 200 OK\r\nConte"};
        QTest::newRow("connect GET") << true << silence << Method::Get << QByteArray() << Stage::Connect
                                     << 50ms;
        QTest::newRow("connect POST")
            << true << silence << Method::Post << QByteArray("x") << Stage::Connect << 50ms;
        QTest::newRow("connect DELETE")
            << true << silence << Method::Delete << QByteArray() << Stage::Connect << 50ms;
        QTest::newRow("first byte GET")
            << false << silence << Method::Get << QByteArray() << Stage::Timeout << 150ms;
        QTest::newRow("first byte POST")
            << false << silence << Method::Post << QByteArray("x") << Stage::Timeout << 150ms;
        QTest::newRow("half a head") << false << halfHead << Method::Get << QByteArray() << Stage::Timeout
                                     << 150ms;
        QTest::newRow("total") << false << slow << Method::Get << QByteArray() << Stage::Timeout << 500ms;
    }

    void deadline_passed_endsInItsStage()
    {
        QFETCH(bool, blackHole);
        QFETCH(UpstreamScript, script);
        QFETCH(Method, method);
        QFETCH(QByteArray, body);
        QFETCH(std::chrono::milliseconds, after);
        FakeUpstream upstream(script);
        const BlackHole hole;
        support::FakeClock clock;
        ClientLimits limits;
        limits.connectDeadline = 50ms;
        limits.firstByteDeadline = 150ms;
        limits.totalDeadline = 500ms;
        HttpClient client(limits, clock);
        std::optional<UpstreamResult> result;
        const auto call =
            client.send(blackHole ? hole.origin() : upstream.origin(), requestOf(method, "/", body),
                        [&](UpstreamResult ended) { result = std::move(ended); });
        if (!blackHole)
            QTRY_COMPARE(upstream.seen().size(), 1);
        QTest::qWait(30); // several ticks
        QVERIFY(!result);
        clock.advance(after - 1ms);
        QTest::qWait(30);
        QVERIFY(!result);
        clock.advance(1ms);
        QTRY_VERIFY(result);
        QTEST(result->stage, "stage");
        QVERIFY(result->duration == after);
        QCOMPARE(client.inFlight(), 0);
        QTRY_COMPARE(upstream.open(), 0); // the connection is given up
    }

    void deadline_afterHead_firstByteNoLongerCounts()
    {
        FakeUpstream upstream({.bytes = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc", .gap = 8ms});
        ClientLimits limits = Harness::generous();
        limits.firstByteDeadline = 5s;
        Harness harness(limits);
        QCOMPARE(harness.call(upstream.origin(), requestOf(Method::Get)).stage, Stage::Completed);
    }

    void call_destroyed_cancelsAndStaysSilent()
    {
        FakeUpstream upstream(UpstreamScript::silence());
        Harness harness;
        harness.send(upstream.origin(), requestOf(Method::Get));
        harness.send(upstream.origin(), requestOf(Method::Post, "/", "x"));
        harness.send(QUrl(QStringLiteral("file:///x")), requestOf(Method::Get));
        QTRY_COMPARE(upstream.seen().size(), 2);
        harness.calls.clear();
        QCOMPARE(harness.client->inFlight(), 0);
        QTRY_COMPARE(upstream.open(), 0);
        harness.send(upstream.origin(), requestOf(Method::Get));
        harness.calls.clear(); // at once, when it may be on the wire already
        QTest::qWait(50);
        QVERIFY(harness.completions <= 1); // the refused call may have ended before
        QVERIFY(!harness.results[0] && !harness.results[1] && !harness.results[3]);
        QVERIFY(upstream.seen().size() <= 3);
    }

    void call_destroyedByItsCompletion_isAllowed()
    {
        FakeUpstream upstream;
        Harness harness;
        std::unique_ptr<Call> call;
        int completions = 0;
        const auto done = [&](UpstreamResult) {
            call.reset();
            ++completions;
        };
        call = harness.client->send(upstream.origin(), requestOf(Method::Get), done);
        QTRY_COMPARE(completions, 1);
        call = harness.client->send(QUrl(), requestOf(Method::Get), done);
        QTRY_COMPARE(completions, 2);
        ClientLimits limits;
        limits.firstByteDeadline = 50ms;
        FakeUpstream silent(UpstreamScript::silence());
        HttpClient impatient(limits, harness.clock);
        call = impatient.send(silent.origin(), requestOf(Method::Get), done);
        QTRY_COMPARE(completions, 3);
    }

    void call_completionSendsAgain_worksOnTheSameConnection()
    {
        FakeUpstream upstream;
        Harness harness;
        std::vector<std::unique_ptr<Call>> calls;
        int left = 100;
        Completion next = [&](UpstreamResult result) {
            QCOMPARE(result.stage, Stage::Completed);
            if (--left > 0)
                calls.push_back(harness.client->send(upstream.origin(), requestOf(Method::Get), next));
        };
        calls.push_back(harness.client->send(upstream.origin(), requestOf(Method::Get), next));
        QTRY_COMPARE(left, 0);
        QCOMPARE(upstream.connections(), 1);
    }

    void client_destroyedWithCalls_staysSilent()
    {
        FakeUpstream upstream(UpstreamScript::silence());
        Harness harness;
        for (int i = 0; i < 20; ++i)
            harness.send(upstream.origin(), requestOf(i % 2 ? Method::Get : Method::Post, "/", "x"));
        harness.send(QUrl(), requestOf(Method::Get));
        QTRY_COMPARE(upstream.seen().size(), 20);
        const int before = harness.completions; // the refused call
        harness.send(QUrl(), requestOf(Method::Get));
        harness.send(upstream.origin(), requestOf(Method::Get));
        harness.client.reset();
        QTest::qWait(50);
        QCOMPARE(harness.completions, before);
        harness.calls.clear();
        QTRY_COMPARE(upstream.open(), 0);
    }

    void client_destroyedByACompletion_isAllowed_data()
    {
        QTest::addColumn<UpstreamScript>("script");
        QTest::newRow("completed") << UpstreamScript::ok();
        QTest::newRow("timeout") << UpstreamScript::silence();
        QTest::newRow("too large") << UpstreamScript::answer("no HTTP\r\n\r\n");
    }

    void client_destroyedByACompletion_isAllowed()
    {
        QFETCH(UpstreamScript, script);
        FakeUpstream upstream(script);
        const core::SystemClock clock;
        ClientLimits limits;
        limits.firstByteDeadline = 100ms;
        auto client = std::make_unique<HttpClient>(limits, clock);
        int completions = 0;
        std::vector<std::unique_ptr<Call>> calls;
        for (int i = 0; i < 3; ++i)
            calls.push_back(client->send(upstream.origin(), requestOf(Method::Get), [&](UpstreamResult) {
                ++completions;
                client.reset();
            }));
        QTRY_COMPARE(completions, 1);
        QTest::qWait(50);
        QCOMPARE(completions, 1);
    }

    void client_ownedByACompletion_isAllowed()
    {
        struct Owner
        {
            core::SystemClock clock;
            std::unique_ptr<HttpClient> client;
            std::unique_ptr<Call> call;
        };
        FakeUpstream upstream;
        bool done = false;
        auto owner = std::make_shared<Owner>();
        owner->client = std::make_unique<HttpClient>(Harness::generous(), owner->clock);
        owner->call = owner->client->send(upstream.origin(), requestOf(Method::Get),
                                          [owner, &done](const UpstreamResult &) { done = true; });
        owner.reset();
        QTRY_VERIFY(done);
        QTRY_COMPARE(upstream.open(), 0);
    }

    void send_manyMixed_allEnd()
    {
        FakeUpstream upstream([n = 0](const support::SeenRequest &) mutable {
            UpstreamScript script = UpstreamScript::ok();
            ++n;
            script.closeAfter = n % 7 == 0;
            script.delay = std::chrono::milliseconds(n % 5);
            if (n % 11 == 0)
                script = UpstreamScript::close();
            return script;
        });
        Harness harness;
        for (int i = 0; i < 600; ++i) {
            const Method method = std::array{Method::Get, Method::Post, Method::Delete, Method::Put}[i % 4];
            const bool body = method == Method::Post || method == Method::Put;
            harness.send(upstream.origin(), requestOf(method, "/", body ? "x" : ""));
            if (i % 13 == 0)
                harness.calls[static_cast<std::size_t>(i / 2)].reset();
            if (i % 40 == 0)
                QTest::qWait(1);
        }
        QTRY_COMPARE_WITH_TIMEOUT(harness.client->inFlight(), 0, 10'000);
        for (const char *method : {"POST", "PUT", "DELETE"})
            QVERIFY2(upstream.requests(method) <= 150, method);
    }
};

QTEST_GUILESS_MAIN(TestHttpClient)
#include "tst_httpclient.moc"
