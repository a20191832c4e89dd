// SPDX-License-Identifier: GPL-3.0-or-later
#include "harness.h"

using namespace guarita;
using namespace guarita::client;
using http::Method;
using support::FakeUpstream;
using support::UpstreamScript;

/// What HttpClient puts on the wire.
class TestClientRequest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void send_withAnAddress_connectsThereUnderTheOriginsName()
    {
        FakeUpstream upstream;
        Harness harness;
        const QUrl origin(QStringLiteral("http://no-such-host.invalid:%1").arg(upstream.port()));
        UpstreamRequest request = requestOf(Method::Get);
        request.address = QStringLiteral("127.0.0.1");
        QCOMPARE(harness.call(origin, request).stage, Stage::Completed);
        QCOMPARE(upstream.seen().last().field("Host"), origin.authority().toLatin1());
        request.address = QStringLiteral("127.0.0.2"); // nobody listens there
        QCOMPARE(harness.call(origin, request).stage, Stage::Connect);
        QCOMPARE(upstream.requests("GET"), 1);
    }

    void send_canonicalTarget_isOnTheWireByteForByte_data()
    {
        QTest::addColumn<QByteArray>("target");
        const QList<QByteArray> targets = {
            "/",
            "/?",
            "/a?",
            "/a//b",
            "//a",
            "///a/",
            "/a/",
            "/a%20b",
            "/caf%C3%A9?q=%C3%A9",
            "/a;b=c,d",
            "/a:b@c",
            "/a!$&'()*+,=~-._",
            "/?b=%2Fc&d=+",
            "/?x=a;b=c",
            "/?q='%22%3C%3E%5B%5D%5E%60%7B%7C%7D%5C'",
            "/%22%3C%3E%5B%5D%5E%60%7B%7C%7D",
            "/?a=b?c/d:e@f",
            "/?u=http://x/y",
            "/?%25=%23",
            "/%F0%9F%98%80",
            "/%ED%A0%80",
            "/a?[x]=1",
            "/...",
            "/a/../b/./c",
            "/%2e%2e/a",
            "/{a}|?{b}^`",
            "/.a/..b",
            "/itens?limite=20&cursor=abc%3D%3D",
            "/?&&=&",
        };
        for (const QByteArray &target : targets)
            QTest::newRow(target.constData()) << target;
        // Every octet that a canonical target may carry encoded.
        QByteArray path = "/";
        QByteArray query = "/?";
        for (int octet = 0x20; octet < 0x100; ++octet) {
            const bool unreserved = octet < 0x80 && (std::isalnum(octet) || std::strchr("-._~", octet));
            if (unreserved || octet == 0x7f)
                continue;
            const QByteArray encoded = '%' + QByteArray::number(octet, 16).toUpper();
            path += encoded;
            query += encoded;
        }
        QTest::newRow("all in path") << path;
        QTest::newRow("all in query") << query;
    }

    void send_canonicalTarget_isOnTheWireByteForByte()
    {
        QFETCH(QByteArray, target);
        FakeUpstream upstream;
        Harness harness;
        QCOMPARE(harness.call(upstream.origin(), requestOf(Method::Get, target)).stage, Stage::Completed);
        QCOMPARE(harness.call(upstream.origin(), requestOf(Method::Post, target, "x")).stage,
                 Stage::Completed);
        QCOMPARE(upstream.seen().at(0).target, target);
        QCOMPARE(upstream.seen().at(1).target, target);
    }

    void send_noTarget_isNotSent_data()
    {
        QTest::addColumn<QByteArray>("target");
        for (const char *target : {"", "x", "*", "/a b", "/a\r\nX: y", "/a\nb", "/a\tb", "/a#b", "/\x7f",
                                   "/\xc3\xa9", "http://x/"})
            QTest::newRow(target) << QByteArray(target);
    }

    void send_noTarget_isNotSent()
    {
        QFETCH(QByteArray, target);
        FakeUpstream upstream;
        Harness harness;
        QCOMPARE(harness.call(upstream.origin(), requestOf(Method::Get, target)).stage, Stage::Connect);
        QCOMPARE(upstream.connections(), 0);
    }

    void send_method_arrivesWithItsBody_data()
    {
        QTest::addColumn<Method>("method");
        QTest::addColumn<QByteArray>("body");
        const QByteArray large(300'000, 'x');
        for (Method method : {Method::Get, Method::Head, Method::Post, Method::Put, Method::Patch,
                              Method::Delete, Method::Options}) {
            const QByteArray name = net::methodName(method);
            QTest::newRow(name.constData()) << method << QByteArray();
            if (method == Method::Head)
                continue;
            QTest::newRow((name + " body").constData()) << method << QByteArray("{\"a\": 1}");
            QTest::newRow((name + " large").constData()) << method << large;
        }
    }

    void send_method_arrivesWithItsBody()
    {
        QFETCH(Method, method);
        QFETCH(QByteArray, body);
        FakeUpstream upstream(UpstreamScript::answer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
        Harness harness;
        QCOMPARE(harness.call(upstream.origin(), requestOf(method, "/x", body)).stage, Stage::Completed);
        QCOMPARE(upstream.seen().size(), 1);
        QCOMPARE(upstream.seen().at(0).method, net::methodName(method));
        QCOMPARE(upstream.seen().at(0).body, body);
        const bool bodyless = net::isSafe(method) && body.isEmpty();
        QCOMPARE(upstream.seen().at(0).field("content-length"),
                 bodyless ? QByteArray() : QByteArray::number(body.size()));
    }

    void send_fields_onlyTheGivenOnesAndTheConnectionsOwn()
    {
        FakeUpstream upstream;
        Harness harness;
        UpstreamRequest request = requestOf(Method::Get);
        request.headers = {{"x-a", "1"}, {"authorization", "Bearer t"}, {"cookie", "a=1; b=2"}};
        harness.call(upstream.origin(), request);
        const QByteArray host = "127.0.0.1:" + QByteArray::number(upstream.port());
        QList<QByteArray> lines = upstream.seen().at(0).head.toLower().trimmed().split('\n');
        for (QByteArray &line : lines)
            line = line.trimmed();
        std::sort(lines.begin(), lines.end());
        QCOMPARE(lines, (QList<QByteArray>{"accept-encoding: identity", "authorization: bearer t",
                                           "cookie: a=1; b=2", "get / http/1.1", "host: " + host, "x-a: 1"}));
    }

    void send_fieldsOfTheClient_arePassedOn()
    {
        FakeUpstream upstream;
        Harness harness;
        UpstreamRequest request = requestOf(Method::Get);
        request.headers = {{"user-agent", "curl/8"},  {"accept-language", "pt-BR"},
                           {"accept-encoding", "br"}, {"x-empty", ""},
                           {"x-many", "a"},           {"X-Many", "b"},
                           {"range", "bytes=0-1"},    {"cookie", "a=1"},
                           {"cookie", "b=2"},         {"if-none-match", "\"1\""},
                           {"content-type", "text/x"}};
        harness.call(upstream.origin(), request);
        const support::SeenRequest seen = upstream.seen().at(0);
        QCOMPARE(seen.field("user-agent"), QByteArray("curl/8"));
        QCOMPARE(seen.field("accept-language"), QByteArray("pt-BR"));
        QCOMPARE(seen.field("accept-encoding"), QByteArray("br"));
        QVERIFY(seen.head.contains("\r\nx-many: a\r\nX-Many: b\r\n"));
        QCOMPARE(seen.head.toLower().count("cookie:"), 1);
        QCOMPARE(seen.field("cookie"), QByteArray("a=1; b=2"));
        QCOMPARE(seen.field("range"), QByteArray("bytes=0-1"));
        QCOMPARE(seen.field("if-none-match"), QByteArray("\"1\""));
        QCOMPARE(seen.field("content-type"), QByteArray("text/x"));
        QVERIFY(seen.head.toLower().contains("x-empty:"));
    }

    void send_dangerousFields_areLeftOut()
    {
        FakeUpstream upstream;
        Harness harness;
        UpstreamRequest request = requestOf(Method::Post, "/", "body");
        request.headers = {{"x-split", "a\r\nx-injected: 1"},
                           {"bad name", "1"},
                           {"x\r\ny", "1"},
                           {"te", "trailers"},
                           {"transfer-encoding", "chunked"},
                           {"content-length", "1"},
                           {"connection", "close"},
                           {"upgrade", "h2c"},
                           {"host", "evil"},
                           {"expect", "100-continue"},
                           {"keep-alive", "1"},
                           {"proxy-connection", "x"},
                           {"trailer", "x"}};
        QCOMPARE(harness.call(upstream.origin(), request).stage, Stage::Completed);
        const QByteArray head = upstream.seen().at(0).head.toLower();
        for (const char *absent :
             {"injected", "bad name", "x\r\ny", "te:", "transfer-encoding", "content-length: 1", "close",
              "upgrade", "evil", "expect", "keep-alive: 1", "proxy-connection", "trailer"})
            QVERIFY2(!head.contains(absent) || QByteArrayView(absent) == "te:", absent);
        QVERIFY(!head.contains("\r\nte:"));
        QCOMPARE(upstream.seen().at(0).body, QByteArray("body"));
    }

    void send_afterSetCookie_sendsNoCookie()
    {
        FakeUpstream upstream(UpstreamScript::answer(
            "HTTP/1.1 200 OK\r\nSet-Cookie: s=1; Path=/\r\nContent-Length: 0\r\n\r\n"));
        Harness harness;
        harness.call(upstream.origin(), requestOf(Method::Get));
        harness.call(upstream.origin(), requestOf(Method::Get));
        QCOMPARE(upstream.seen().size(), 2);
        QVERIFY(upstream.seen().at(1).field("cookie").isEmpty());
    }

    void send_withoutReuse_hasAConnectionOfItsOwn()
    {
        FakeUpstream upstream;
        Harness harness;
        QCOMPARE(harness.call(upstream.origin(), requestOf(Method::Get)).stage, Stage::Completed);
        for (Method method : {Method::Get, Method::Post, Method::Delete}) {
            const int before = upstream.connections();
            UpstreamRequest request = requestOf(method, "/own", method == Method::Post ? "x" : "");
            request.reuse = false;
            QCOMPARE(harness.call(upstream.origin(), request).stage, Stage::Completed);
            QCOMPARE(upstream.connections(), before + 1);
            QCOMPARE(upstream.seen().last().field("connection"), QByteArray("close"));
            QTRY_COMPARE(upstream.open(), 1); // closed by us: the upstream keeps it
            QCOMPARE(harness.call(upstream.origin(), requestOf(method)).stage, Stage::Completed);
            QCOMPARE(upstream.connections(), before + 1); // on the one that idled
            QCOMPARE(upstream.seen().last().field("connection"), QByteArray());
        }
    }
};

QTEST_GUILESS_MAIN(TestClientRequest)
#include "tst_clientrequest.moc"
