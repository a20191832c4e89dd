// SPDX-License-Identifier: GPL-3.0-or-later
#include "harness.h"

#include "support/fakeclock.h"

using namespace guarita;
using namespace guarita::client;
using namespace std::chrono_literals;
using http::Method;
using support::FakeUpstream;
using support::SeenRequest;
using support::UpstreamScript;

namespace {

const QByteArray earlyHints = "HTTP/1.1 103 Early Hints\r\nLink: </style.css>\r\n\r\n";

const QByteArray twoLengths = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nContent-Length: 9\r\n\r\n";

const QByteArray farewell =
    "HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 4\r\n\r\nidle";

QByteArray answerOf(const QByteArray &body, const QByteArray &id = {})
{
    return "HTTP/1.1 200 OK\r\n" + (id.isEmpty() ? QByteArray() : "X-Request-Id: " + id + "\r\n") +
           "Content-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
}

UpstreamRequest numbered(Method method, const QByteArray &target, const QByteArray &id)
{
    UpstreamRequest request = requestOf(method, target, method == Method::Post ? "{}" : "");
    request.headers.append("X-Request-Id", id);
    return request;
}

} // namespace

/// That no call ever gets another call's answer, whatever an upstream writes and when.
class TestClientFraming : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void answer_laterThanItsHeadTold_isNobodys_data()
    {
        QTest::addColumn<Method>("method");
        QTest::addColumn<QByteArray>("first");
        QTest::addColumn<QByteArray>("late");
        QTest::addColumn<bool>("echo");
        QTest::addColumn<Stage>("stage");
        QTest::addColumn<int>("connections");
        const QByteArray other = answerOf("OTHER!");
        for (bool echo : {true, false}) {
            const auto row = [echo](const char *name, Method method, const QByteArray &first,
                                    const QByteArray &late, Stage stage, int connections = 2) {
                QTest::newRow((QByteArray(name) + (echo ? ", echo" : "")).constData())
                    << method << first << late << echo << stage << connections;
            };
            row("101", Method::Get, "HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\n", other, Stage::TooLarge);
            row("204 with a length", Method::Get, "HTTP/1.1 204 X\r\nContent-Length: 44\r\n\r\n", other,
                Stage::Completed);
            row("204 chunked", Method::Get, "HTTP/1.1 204 X\r\nTransfer-Encoding: chunked\r\n\r\n", other,
                Stage::Completed);
            row("two lengths", Method::Post, twoLengths, other, Stage::TooLarge);
            row("longer than told", Method::Get, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n" + other,
                other, Stage::Completed, 4); // each is used once from here on
        }
    }

    void answer_laterThanItsHeadTold_isNobodys()
    {
        QFETCH(Method, method);
        QFETCH(QByteArray, first);
        QFETCH(QByteArray, late);
        QFETCH(bool, echo);
        FakeUpstream upstream([&](const SeenRequest &request) {
            if (request.target == "/first")
                return UpstreamScript::answer(first);
            return UpstreamScript::answer(
                answerOf(request.target, echo ? request.field("x-request-id") : QByteArray()));
        });
        Harness harness;
        QTEST(harness.call(upstream.origin(), numbered(method, "/first", "a")).stage, "stage");
        upstream.push(late);
        for (const char *target : {"/1", "/2", "/3"}) {
            const UpstreamResult result = harness.call(upstream.origin(), numbered(method, target, target));
            QCOMPARE(result.stage, Stage::Completed);
            QCOMPARE(result.response.body, QByteArray(target));
        }
        QTEST(upstream.connections(), "connections");
        QCOMPARE(upstream.requests(net::methodName(method)), 4);
    }

    void interimAnswers_any_areReadOver()
    {
        FakeUpstream upstream([](const SeenRequest &request) {
            return UpstreamScript{.bytes = "HTTP/1.1 102 Processing\r\n\r\n" + earlyHints + "HTTP/1.1 1",
                                  .later = "00 Continue\r\n\r\n" + answerOf(request.target),
                                  .lateness = 5ms};
        });
        Harness harness;
        for (Method method : {Method::Get, Method::Post, Method::Delete}) {
            const UpstreamResult result = harness.call(upstream.origin(), numbered(method, "/own", "a"));
            QCOMPARE(result.stage, Stage::Completed);
            QCOMPARE(result.response.body, QByteArray("/own"));
            QVERIFY(!result.response.headers.contains("link"));
        }
        QCOMPARE(upstream.connections(), 1);
    }

    void surplus_betweenTwoCalls_reachesNone_data()
    {
        QTest::addColumn<Method>("method");
        QTest::addColumn<QByteArray>("surplus");
        for (Method method : {Method::Get, Method::Post, Method::Delete}) {
            QTest::newRow((net::methodName(method) + " an answer").constData())
                << method << answerOf("OTHER!");
            QTest::newRow((net::methodName(method) + " a line end").constData())
                << method << QByteArray("\r\n");
        }
    }

    /// Whether it is here before the event loop has looked, or was seen by it.
    void surplus_betweenTwoCalls_reachesNone()
    {
        QFETCH(Method, method);
        QFETCH(QByteArray, surplus);
        FakeUpstream upstream(
            [](const SeenRequest &request) { return UpstreamScript::answer(answerOf(request.target)); });
        for (const bool seen : {false, true}) {
            Harness harness; // that has no doubt of the upstream yet
            QCOMPARE(harness.call(upstream.origin(), numbered(method, "/0", "a")).stage, Stage::Completed);
            const int connections = upstream.connections();
            upstream.push(surplus);
            if (seen)
                QTRY_COMPARE(upstream.open(), 0);
            const UpstreamResult result = harness.call(upstream.origin(), numbered(method, "/1", "b"));
            QCOMPARE(result.stage, Stage::Completed);
            QCOMPARE(result.response.body, QByteArray("/1"));
            QCOMPARE(upstream.connections(), connections + 1);
        }
        QCOMPARE(upstream.requests(net::methodName(method)), 4);
    }

    void surplus_anywhere_hasConnectionsUsedOnceForAWhile_data()
    {
        QTest::addColumn<QByteArray>("atOnce");
        QTest::addColumn<QByteArray>("unasked");
        QTest::addColumn<bool>("seen");
        QTest::newRow("with the answer") << QByteArray("surplus") << QByteArray() << false;
        QTest::newRow("while idle") << QByteArray() << answerOf("OTHER!") << true;
        QTest::newRow("while idle, one byte") << QByteArray() << QByteArray("\n") << true;
        QTest::newRow("found before the next request") << QByteArray() << answerOf("OTHER!") << false;
    }

    void surplus_anywhere_hasConnectionsUsedOnceForAWhile()
    {
        QFETCH(QByteArray, atOnce);
        QFETCH(QByteArray, unasked);
        QFETCH(bool, seen);
        FakeUpstream upstream([&](const SeenRequest &request) {
            return UpstreamScript::answer(answerOf(request.target) +
                                          (request.target == "/0" ? atOnce : QByteArray()));
        });
        FakeUpstream other;
        support::FakeClock clock;
        Harness harness;
        harness.client = std::make_unique<HttpClient>(Harness::generous(), clock);
        const auto askThrice = [&] {
            for (const char *target : {"/1", "/2", "/3"}) {
                const UpstreamResult result =
                    harness.call(upstream.origin(), numbered(Method::Post, target, "a"));
                QCOMPARE(result.stage, Stage::Completed);
                QCOMPARE(result.response.body, QByteArray(target));
            }
        };
        QCOMPARE(harness.call(other.origin(), requestOf(Method::Get)).stage, Stage::Completed);
        QCOMPARE(harness.call(upstream.origin(), numbered(Method::Post, "/0", "a")).stage, Stage::Completed);
        upstream.push(unasked);
        if (seen)
            QTRY_COMPARE(upstream.open(), 0);

        askThrice();
        QCOMPARE(upstream.connections(), 1 + 3);
        QTRY_COMPARE(upstream.open(), 0);
        QCOMPARE(harness.call(other.origin(), requestOf(Method::Get)).stage, Stage::Completed);
        QCOMPARE(other.connections(), 1);

        clock.advance(10min - 1ms);
        askThrice();
        QCOMPARE(upstream.connections(), 1 + 3 + 3);
        clock.advance(1ms);
        askThrice();
        QCOMPARE(upstream.connections(), 1 + 3 + 3 + 1);
    }

    void surplus_ofOneConnection_closesTheOthersThatIdle()
    {
        FakeUpstream upstream([](const SeenRequest &request) {
            return UpstreamScript{.bytes = answerOf(request.target), .delay = 20ms};
        });
        Harness harness;
        for (const char *target : {"/1", "/2", "/3"})
            harness.send(upstream.origin(), requestOf(Method::Get, target));
        QTRY_COMPARE(harness.completions, 3);
        QCOMPARE(upstream.open(), 3);
        upstream.push("surplus", "/2");
        QTRY_COMPARE(upstream.open(), 0);
    }

    void farewell_onAnIdleConnection_isNoSurplus_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<bool>("seen");
        for (const bool seen : {false, true}) {
            const char *when = seen ? "seen" : "not seen yet";
            QTest::addRow("HTTP/1.1, %s", when) << farewell << seen;
            QTest::addRow("HTTP/1.0, %s", when) << QByteArray(farewell).replace("/1.1", "/1.0") << seen;
        }
    }

    void farewell_onAnIdleConnection_isNoSurplus()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(bool, seen);
        FakeUpstream upstream(
            [](const SeenRequest &request) { return UpstreamScript::answer(answerOf(request.target)); });
        Harness harness;
        QCOMPARE(harness.call(upstream.origin(), numbered(Method::Post, "/0", "a")).stage, Stage::Completed);
        upstream.push(bytes);
        if (seen)
            QTRY_COMPARE(upstream.open(), 0);
        for (const char *target : {"/1", "/2", "/3"}) {
            const UpstreamResult result =
                harness.call(upstream.origin(), numbered(Method::Post, target, "a"));
            QCOMPARE(result.stage, Stage::Completed);
            QCOMPARE(result.response.body, QByteArray(target));
        }
        QCOMPARE(upstream.connections(), 1 + 1); // the farewell's own is gone
    }

    /// The connection is taken already, and nothing was sent.
    void farewell_beforeABodyBegins_isNoSurplus()
    {
        FakeUpstream upstream(
            [](const SeenRequest &request) { return UpstreamScript::answer(answerOf(request.target)); });
        Harness harness;
        QCOMPARE(harness.call(upstream.origin(), numbered(Method::Post, "/0", "a")).stage, Stage::Completed);
        UpstreamRequest upload = numbered(Method::Post, "/1", "b");
        upload.body.clear();
        upload.incoming = std::make_shared<net::IncomingBody>(4);
        const auto body = upload.incoming;
        const std::size_t number = harness.send(upstream.origin(), std::move(upload));
        upstream.push(farewell);
        QTRY_COMPARE(upstream.connections(), 2);
        body->put("abcd");
        body->finish();
        QTRY_VERIFY(harness.results[number]);
        QCOMPARE(harness.results[number]->response.body, QByteArray("/1"));
        QCOMPARE(harness.call(upstream.origin(), numbered(Method::Post, "/2", "c")).stage, Stage::Completed);
        QCOMPARE(upstream.connections(), 2);
    }

    void answer_ofAnEarlierRequest_isKnownByItsId()
    {
        FakeUpstream upstream([](const SeenRequest &request) {
            const QByteArray answer = answerOf(request.target, request.field("x-request-id"));
            return request.target == "/late" ? UpstreamScript::answer(answerOf("OTHER!", "a") + answer)
                                             : UpstreamScript::answer(answer);
        });
        Harness harness;
        QCOMPARE(harness.call(upstream.origin(), numbered(Method::Get, "/0", "a")).stage, Stage::Completed);
        const UpstreamResult failed = harness.call(upstream.origin(), numbered(Method::Get, "/late", "b"));
        QCOMPARE(failed.stage, Stage::NoResponse);
        QVERIFY(failed.response.body.isEmpty());
        const UpstreamResult next = harness.call(upstream.origin(), numbered(Method::Get, "/1", "c"));
        QCOMPARE(next.response.body, QByteArray("/1"));
        QCOMPARE(upstream.connections(), 2);
    }

    void requestId_ofTheAnswer_mustNameTheRequest_data()
    {
        QTest::addColumn<QByteArray>("sent");
        QTest::addColumn<QByteArray>("field");
        QTest::addColumn<Stage>("stage");
        const auto row = [](const char *name, const char *sent, const char *field, Stage stage) {
            QTest::newRow(name) << QByteArray(sent) << QByteArray(field) << stage;
        };
        row("same", "abc", "X-Request-Id: abc\r\n", Stage::Completed);
        row("absent", "abc", "", Stage::Completed);
        row("added by a proxy", "abc", "X-Request-Id: abc\r\nX-Request-Id: p1\r\n", Stage::Completed);
        row("none sent", "", "X-Request-Id: abc\r\n", Stage::Completed);
        row("other", "abc", "X-Request-Id: abd\r\n", Stage::NoResponse);
        row("other case", "abc", "X-Request-Id: ABC\r\n", Stage::NoResponse);
        row("longer", "abc", "X-Request-Id: abcd\r\n", Stage::NoResponse);
        row("empty", "abc", "X-Request-Id:\r\n", Stage::Completed);
    }

    void requestId_ofTheAnswer_mustNameTheRequest()
    {
        QFETCH(QByteArray, sent);
        QFETCH(QByteArray, field);
        QFETCH(Stage, stage);
        FakeUpstream upstream(
            UpstreamScript::answer("HTTP/1.1 200 OK\r\n" + field + "Content-Length: 0\r\n\r\n"));
        Harness harness;
        for (int round = 0; round < 2; ++round) {
            const UpstreamRequest request =
                sent.isEmpty() ? requestOf(Method::Get) : numbered(Method::Get, "/", sent);
            QCOMPARE(harness.call(upstream.origin(), request).stage, stage);
        }
        QCOMPARE(upstream.connections(), stage == Stage::Completed ? 1 : 2);
    }

    void malformedAnswer_otherCalls_finishUndisturbed()
    {
        FakeUpstream upstream([](const SeenRequest &request) {
            UpstreamScript script = UpstreamScript::answer(answerOf(request.target));
            if (request.target.startsWith("/slow"))
                script.delay = 150ms;
            else
                script.bytes = twoLengths;
            return script;
        });
        Harness harness;
        const QList<QByteArray> slow = {"/slow1", "/slow2", "/slow3"};
        for (const QByteArray &target : slow)
            harness.send(upstream.origin(), requestOf(Method::Get, target));
        QTRY_COMPARE(upstream.seen().size(), slow.size());
        QCOMPARE(harness.call(upstream.origin(), requestOf(Method::Get)).stage, Stage::TooLarge);
        QCOMPARE(harness.completions, 1);
        QTRY_COMPARE(harness.completions, 4);
        for (qsizetype i = 0; i < slow.size(); ++i) {
            const auto &result = harness.results[static_cast<std::size_t>(i)];
            QCOMPARE(result->stage, Stage::Completed);
            QCOMPARE(result->response.body, slow[i]);
        }
    }

    void malformedAnswer_always_leavesNoConnection()
    {
        FakeUpstream upstream([](const SeenRequest &request) {
            UpstreamScript script = UpstreamScript::answer(twoLengths);
            if (request.target == "/slow")
                script = {.bytes = answerOf("slow"), .delay = 1s};
            return script;
        });
        Harness harness;
        harness.send(upstream.origin(), requestOf(Method::Get, "/slow"));
        for (int i = 0; i < 300; ++i)
            QCOMPARE(harness.call(upstream.origin(), requestOf(Method::Get)).stage, Stage::TooLarge);
        QTRY_VERIFY(harness.results[0]);
        QCOMPARE(harness.results[0]->stage, Stage::Completed);
        QCOMPARE(harness.results[0]->response.body, QByteArray("slow"));
        QTRY_COMPARE(upstream.open(), 1);
        QCOMPARE(harness.call(upstream.origin(), requestOf(Method::Get, "/slow")).stage, Stage::Completed);
        harness.client.reset();
        QTRY_COMPARE(upstream.open(), 0);
    }

    void answers_manyInParallelSomeInParts_areEachCallsOwn_data()
    {
        QTest::addColumn<Method>("method");
        QTest::addColumn<bool>("echo");
        for (Method method : {Method::Get, Method::Post, Method::Delete})
            for (bool echo : {true, false})
                QTest::newRow((net::methodName(method) + (echo ? " echo" : "")).constData())
                    << method << echo;
    }

    void answers_manyInParallelSomeInParts_areEachCallsOwn()
    {
        QFETCH(Method, method);
        QFETCH(bool, echo);
        FakeUpstream upstream([&, n = 0](const SeenRequest &request) mutable {
            const QByteArray answer =
                answerOf(request.target, echo ? request.field("x-request-id") : QByteArray());
            UpstreamScript script = UpstreamScript::answer(answer);
            if (++n % 7 == 0)
                script = {.bytes = earlyHints, .later = answer, .lateness = std::chrono::milliseconds(n % 3)};
            return script;
        });
        Harness harness;
        int left = 1000;
        int completed = 0;
        std::vector<std::unique_ptr<Call>> calls;
        std::function<void()> next = [&] {
            if (left-- <= 0)
                return harness.loop.quit();
            const QByteArray target = "/" + QByteArray::number(left);
            const auto done = [&, target](UpstreamResult result) {
                if (result.stage == Stage::Completed) {
                    ++completed;
                    QCOMPARE(result.response.body, target);
                }
                next();
            };
            calls.push_back(harness.client->send(upstream.origin(), numbered(method, target, target), done));
        };
        for (int i = 0; i < 5; ++i)
            next();
        while (harness.client->inFlight() > 0)
            harness.loop.exec(); // the client's deadlines bound it
        QCOMPARE(completed, 1000);
    }
};

QTEST_GUILESS_MAIN(TestClientFraming)
#include "tst_clientframing.moc"
