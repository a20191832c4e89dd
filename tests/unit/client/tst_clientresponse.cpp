// SPDX-License-Identifier: GPL-3.0-or-later
#include "harness.h"
#include "support/endlessupstream.h"

using namespace guarita;
using namespace guarita::client;
using http::Method;
using support::FakeUpstream;
using support::UpstreamScript;

/// What HttpClient makes of what an upstream answers.
class TestClientResponse : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void status_any_isCompleted_data()
    {
        QTest::addColumn<int>("status");
        for (int status :
             {200, 201, 203, 206, 300, 301, 302, 303, 307, 308, 400, 401, 403, 404, 405, 407, 408,
              409, 410, 412, 413, 418, 422, 429, 431, 451, 499, 500, 501, 502, 503, 504, 507, 599})
            QTest::addRow("%d", status) << status;
    }

    void status_any_isCompleted()
    {
        QFETCH(int, status);
        const QByteArray line = "HTTP/1.1 " + QByteArray::number(status) + " Reason\r\n";
        FakeUpstream upstream(UpstreamScript::answer(
            line +
            "Location: /elsewhere\r\nWWW-Authenticate: Basic realm=\"x\"\r\nContent-Length: 4\r\n\r\nbody"));
        Harness harness;
        for (Method method : {Method::Get, Method::Post}) {
            const UpstreamResult result = harness.call(upstream.origin(), requestOf(method));
            QCOMPARE(result.stage, Stage::Completed);
            QCOMPARE(result.response.status, status);
            QCOMPARE(result.response.body, QByteArray("body"));
            QCOMPARE(result.response.headers.value("location"), QByteArray("/elsewhere"));
        }
        QCOMPARE(upstream.seen().size(), 2); // neither followed nor repeated with credentials
        QVERIFY(upstream.seen().at(1).field("authorization").isEmpty());
    }

    void unauthorised_anyFraming_isWholeAndUnchanged_data()
    {
        QTest::addColumn<QByteArray>("framed");
        QTest::newRow("length") << QByteArray("Content-Length: 4\r\n\r\nbody");
        QTest::newRow("chunked") << QByteArray(
            "Transfer-Encoding: chunked\r\n\r\n2\r\nbo\r\n2\r\ndy\r\n0\r\n\r\n");
        QTest::newRow("close") << QByteArray("Connection: close\r\n\r\nbody");
    }

    void unauthorised_anyFraming_isWholeAndUnchanged()
    {
        QFETCH(QByteArray, framed);
        UpstreamScript script = UpstreamScript::answer(
            "HTTP/1.1 401 No\r\nWWW-Authenticate: Digest realm=\"x\", nonce=\"y\"\r\n" + framed);
        script.closeAfter = framed.startsWith("Connection");
        FakeUpstream upstream(script);
        Harness harness;
        const UpstreamResult result = harness.call(upstream.origin(), requestOf(Method::Get));
        QCOMPARE(result.stage, Stage::Completed);
        QCOMPARE(result.response.status, 401);
        QCOMPARE(result.response.body, QByteArray("body"));
        QCOMPARE(result.response.headers.value("www-authenticate"),
                 QByteArray("Digest realm=\"x\", nonce=\"y\""));
    }

    void unauthorised_withoutEnd_passesTheLimit_data()
    {
        QTest::addColumn<QByteArray>("target");
        for (const char *target : {"/401/chunked", "/401/length", "/407/chunked", "/407/length"})
            QTest::newRow(target) << QByteArray(target) + "?1000000000000";
    }

    void unauthorised_withoutEnd_passesTheLimit()
    {
        QFETCH(QByteArray, target);
        support::EndlessUpstream upstream;
        Harness harness;
        QCOMPARE(harness.call(upstream.origin(), requestOf(Method::Get, target)).stage, Stage::TooLarge);
        QCOMPARE(harness.client->inFlight(), 0);
    }

    void headers_connectionFields_areRemoved()
    {
        FakeUpstream upstream(UpstreamScript::answer(
            "HTTP/1.1 200 OK\r\nConnection: keep-alive, X-Hop\r\nX-Hop: 1\r\nKeep-Alive: timeout=5\r\n"
            "Proxy-Authenticate: x\r\nTrailer: y\r\nUpgrade: h2c\r\nETag: \"1\"\r\nContent-Length: "
            "0\r\n\r\n"));
        Harness harness;
        const UpstreamResult result = harness.call(upstream.origin(), requestOf(Method::Get));
        QCOMPARE(result.stage, Stage::Completed);
        QCOMPARE(result.response.headers.size(), std::size_t(1));
        QCOMPARE(result.response.headers.value("etag"), QByteArray("\"1\""));
        QCOMPARE(result.response.upstream, "127.0.0.1:" + QByteArray::number(upstream.port()));
    }

    void headers_setCookieTwice_areTwoFields()
    {
        FakeUpstream upstream(UpstreamScript::answer(
            "HTTP/1.1 200 OK\r\nSet-Cookie: a=1; Expires=Wed, 09 Jun 2100 10:18:14 GMT\r\nSet-Cookie: b=2\r\n"
            "Content-Length: 0\r\n\r\n"));
        Harness harness;
        const http::Headers headers =
            harness.call(upstream.origin(), requestOf(Method::Get)).response.headers;
        QCOMPARE(headers.count("set-cookie"), 2);
        QCOMPARE(headers.value("set-cookie"), QByteArray("a=1; Expires=Wed, 09 Jun 2100 10:18:14 GMT"));
        QCOMPARE((headers.begin() + 1)->value, QByteArray("b=2"));
    }

    void body_gzip_isPassedOnAsItIs()
    {
        FakeUpstream upstream(UpstreamScript::answer(
            "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\n\x1f\x8b\x08zz"));
        Harness harness;
        const UpstreamResult result = harness.call(upstream.origin(), requestOf(Method::Get));
        QCOMPARE(result.stage, Stage::Completed);
        QCOMPARE(result.response.body, QByteArray("\x1f\x8b\x08zz"));
        QCOMPARE(result.response.headers.value("content-encoding"), QByteArray("gzip"));
    }

    void head_withLength_tellsItAndHasNoBody()
    {
        FakeUpstream upstream(
            UpstreamScript::answer("HTTP/1.1 200 OK\r\nContent-Length: 99999\r\nETag: \"1\"\r\n\r\n"));
        Harness harness;
        const UpstreamResult result = harness.call(upstream.origin(), requestOf(Method::Head));
        QCOMPARE(result.stage, Stage::Completed);
        QCOMPARE(result.response.headers.value("content-length"), QByteArray("99999"));
        QVERIFY(result.response.body.isEmpty());
        QCOMPARE(harness.call(upstream.origin(), requestOf(Method::Head)).stage, Stage::Completed);
        QCOMPARE(upstream.connections(), 1);
    }

    void answer_anyBytes_endsInItsStage_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<bool>("close");
        QTest::addColumn<Stage>("stage");
        QTest::addColumn<QByteArray>("body");
        const QByteArray ok = "HTTP/1.1 200 OK\r\n";
        const QByteArray none;
        const auto row = [](const char *name, const QByteArray &bytes, bool close, Stage stage,
                            const QByteArray &body = {}) {
            QTest::newRow(name) << bytes << close << stage << body;
        };
        row("length", ok + "Content-Length: 5\r\n\r\nhello", false, Stage::Completed, "hello");
        row("length then close", ok + "Content-Length: 5\r\n\r\nhello", true, Stage::Completed, "hello");
        row("chunked", ok + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n1\r\n!\r\n0\r\n\r\n", false,
            Stage::Completed, "hello!");
        row("until close", ok + "X: y\r\n\r\nhello", true, Stage::Completed, "hello");
        row("http/1.0", "HTTP/1.0 200 OK\r\nX: y\r\n\r\nhello", true, Stage::Completed, "hello");
        row("100 first", "HTTP/1.1 100 Continue\r\n\r\n" + ok + "Content-Length: 2\r\n\r\nok", false,
            Stage::Completed, "ok");
        row("204", "HTTP/1.1 204 No Content\r\nX: y\r\n\r\n", false, Stage::Completed);
        row("304", "HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\nETag: x\r\n\r\n", false,
            Stage::Completed);
        row("longer", ok + "Content-Length: 5\r\n\r\nhello, and more", false, Stage::Completed, "hello");

        row("shorter", ok + "Content-Length: 5\r\n\r\nhel", true, Stage::Truncated);
        row("no body", ok + "Content-Length: 5\r\n\r\n", true, Stage::Truncated);
        row("shorter error", "HTTP/1.1 503 X\r\nContent-Length: 5\r\n\r\nhel", true, Stage::Truncated);
        row("chunk data cut", ok + "Transfer-Encoding: chunked\r\n\r\n5\r\nhel", true, Stage::Truncated);
        row("chunk end cut", ok + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello", true, Stage::Truncated);
        row("last chunk cut", ok + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n", true,
            Stage::Truncated);
        row("chunk size is none", ok + "Transfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n", false,
            Stage::Truncated);
        row("chunk too long", ok + "Transfer-Encoding: chunked\r\n\r\n2\r\nhello\r\n0\r\n\r\n", false,
            Stage::Truncated);
        row("no chunk", ok + "Transfer-Encoding: chunked\r\n\r\n", true, Stage::Truncated);

        row("nothing", "", true, Stage::NoResponse);
        row("half a status", "HTTP/1.1 2", true, Stage::NoResponse);
        row("half a head", ok + "Content-Le", true, Stage::NoResponse);
        row("not http", "SSH-2.0-OpenSSH_9\r\n", true, Stage::TooLarge);

        row("two lengths", ok + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello", false,
            Stage::TooLarge);
        row("same length twice", ok + "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello", false,
            Stage::TooLarge);
        row("length and chunked", ok + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            false, Stage::TooLarge);
        row("gzip, chunked", ok + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", false,
            Stage::TooLarge);
        row("odd length", ok + "Content-Length: +5\r\n\r\nhello", false, Stage::TooLarge);
        row("negative length", ok + "Content-Length: -5\r\n\r\nhello", false, Stage::TooLarge);
        row("huge length", ok + "Content-Length: 18446744073709551615\r\n\r\nhello", false, Stage::TooLarge);
        row("bad name", ok + "Bad Name: x\r\nContent-Length: 5\r\n\r\nhello", false, Stage::TooLarge);
        row("101 fields", ok + QByteArray("X: y\r\n").repeated(101) + "\r\n", false, Stage::TooLarge);
        row("no fields", ok + "\r\nhello", true, Stage::Completed, "hello");
        row("101", "HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\n", false, Stage::TooLarge);
        row("status 99", "HTTP/1.1 99 X\r\nContent-Length: 0\r\n\r\n", false, Stage::TooLarge);
        row("status 600", "HTTP/1.1 600 X\r\nContent-Length: 0\r\n\r\n", false, Stage::TooLarge);
    }

    void answer_anyBytes_endsInItsStage()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(bool, close);
        FakeUpstream upstream({.bytes = bytes, .closeAfter = close});
        Harness harness;
        const UpstreamResult result = harness.call(upstream.origin(), requestOf(Method::Post, "/", "x"));
        QTEST(result.stage, "stage");
        QTEST(result.response.body, "body");
        QCOMPARE(upstream.requests("POST"), 1);
    }

    void answer_controlCharacterInField_fieldNeverPasses_data()
    {
        QTest::addColumn<QByteArray>("field");
        QTest::newRow("nul") << QByteArray("X: a\0b", 6);
        QTest::newRow("cr") << QByteArray("X: a\rb");
    }

    void answer_controlCharacterInField_fieldNeverPasses()
    {
        QFETCH(QByteArray, field);
        FakeUpstream upstream(
            UpstreamScript::answer("HTTP/1.1 200 OK\r\n" + field + "\r\nContent-Length: 5\r\n\r\nhello"));
        Harness harness;
        const UpstreamResult result = harness.call(upstream.origin(), requestOf(Method::Post, "/", "x"));
        QCOMPARE(result.stage, Stage::TooLarge);
        QVERIFY(!result.response.headers.contains("x"));
        QCOMPARE(upstream.requests("POST"), 1);
    }

    void answer_byteByByte_isTheSame()
    {
        FakeUpstream upstream({.bytes = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nETag: x\r\n\r\nhello",
                               .gap = std::chrono::milliseconds(1)});
        Harness harness;
        const UpstreamResult result = harness.call(upstream.origin(), requestOf(Method::Get));
        QCOMPARE(result.stage, Stage::Completed);
        QCOMPARE(result.response.body, QByteArray("hello"));
    }

    void body_sizes_areWhole_data()
    {
        QTest::addColumn<qsizetype>("size");
        QTest::addColumn<bool>("chunked");
        for (qsizetype size : {0, 1, 1000, 16384, 65536, 131072, 131073, 1'000'000, 5'000'000}) {
            QTest::addRow("length %lld", static_cast<long long>(size)) << size << false;
            if (size > 0)
                QTest::addRow("chunked %lld", static_cast<long long>(size)) << size << true;
        }
    }

    void body_sizes_areWhole()
    {
        QFETCH(qsizetype, size);
        QFETCH(bool, chunked);
        QByteArray body(size, 'a');
        for (qsizetype i = 0; i < size; ++i)
            body[i] = static_cast<char>('a' + i % 23);
        const QByteArray chunk = QByteArray::number(size, 16) + "\r\n" + body + "\r\n0\r\n\r\n";
        FakeUpstream upstream(
            chunked ? UpstreamScript::answer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk)
                    : UpstreamScript::ok(body));
        Harness harness;
        for (int round = 0; round < 2; ++round) {
            const UpstreamResult result = harness.call(upstream.origin(), requestOf(Method::Get));
            QCOMPARE(result.stage, Stage::Completed);
            QVERIFY(result.response.body == body);
        }
    }

    void body_aboveLimit_isTooLargeAtOnce_data()
    {
        QTest::addColumn<QByteArray>("head");
        QTest::newRow("declared") << QByteArray("Content-Length: 2000000\r\n\r\n");
        QTest::newRow("until close") << QByteArray("X: y\r\n\r\n");
        QTest::newRow("chunked") << QByteArray("Transfer-Encoding: chunked\r\n\r\n100000000\r\n");
    }

    void body_aboveLimit_isTooLargeAtOnce()
    {
        QFETCH(QByteArray, head);
        ClientLimits limits = Harness::generous();
        limits.responseBytes = 100'000;
        FakeUpstream upstream(
            UpstreamScript::answer("HTTP/1.1 200 OK\r\n" + head + QByteArray(1'000'000, 'x')));
        Harness harness(limits);
        const UpstreamResult result = harness.call(upstream.origin(), requestOf(Method::Get));
        QCOMPARE(result.stage, Stage::TooLarge);
        QVERIFY(result.duration < std::chrono::seconds(3));
        QVERIFY(result.response.body.isEmpty());
        QTRY_COMPARE(upstream.open(), 0); // the connection is given up
    }

    void body_exactlyTheLimit_isCompleted()
    {
        ClientLimits limits = Harness::generous();
        limits.responseBytes = 1000;
        const QByteArray body(1000, 'x');
        FakeUpstream upstream([&](const support::SeenRequest &request) {
            return request.target == "/c"
                       ? UpstreamScript::answer(
                             "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3e8\r\n" + body +
                             "\r\n0\r\n\r\n")
                       : UpstreamScript::ok(body);
        });
        Harness harness(limits);
        for (const char *target : {"/", "/c"}) {
            const UpstreamResult result = harness.call(upstream.origin(), requestOf(Method::Get, target));
            QCOMPARE(result.stage, Stage::Completed);
            QCOMPARE(result.response.body, body);
        }
    }

    void head_aboveLimit_isTooLarge()
    {
        ClientLimits limits = Harness::generous();
        limits.responseHeaderBytes = 1000;
        FakeUpstream upstream(UpstreamScript::answer("HTTP/1.1 200 OK\r\nX: " + QByteArray(1000, 'x') +
                                                     "\r\nContent-Length: 0\r\n\r\n"));
        Harness harness(limits);
        QCOMPARE(harness.call(upstream.origin(), requestOf(Method::Get)).stage, Stage::TooLarge);
    }
};

QTEST_GUILESS_MAIN(TestClientResponse)
#include "tst_clientresponse.moc"
