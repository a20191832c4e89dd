// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/api/transport.h"
#include "outcome.h"
#include "support/endlessupstream.h"
#include "support/fakeupstream.h"

#include <QtTest/QTest>

using namespace guarita;
using namespace guarita::console;
using namespace std::chrono_literals;
using support::FakeUpstream;
using support::SeenRequest;
using support::UpstreamScript;

using Kind = ApiError::Kind;

/// Over real connections: what QNetworkAccessManager does by itself is what has to be prevented.
class TestTransportWire : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { m_transport = std::make_unique<Transport>(); }
    void cleanup() { m_transport.reset(); }

    void send_unsafeAndServerCloses_arrivesOnce_data();
    void send_unsafeAndServerCloses_arrivesOnce();
    void send_unsafeAfterServerClosedIdleOnes_succeeds();
    void send_unsafe_neverSharesAConnection();
    void send_reads_shareConnections();
    void send_nothingListens_isUnreachable_data();
    void send_nothingListens_isUnreachable();
    void send_acceptedAndClosedAtOnce_postIsUnsent();
    void send_silence_isInterrupted();
    void send_redirect_isNotFollowed_data();
    void send_redirect_isNotFollowed();
    void send_unauthorized_bringsItsProblem();
    void send_compressed_isNotAskedFor();
    void send_cookies_areNotKept();
    void send_urgent_doesNotWaitForSlowReads();
    void send_cancelled_closesTheConnection();
    void stream_sinkIsFull_keepsTheServiceWaiting();

private:
    static ApiRequest request(const QByteArray &method, const QByteArray &path, const QByteArray &body = {});
    void use(const QUrl &url)
    {
        Profile profile;
        profile.url = url;
        QVERIFY(m_transport->setProfile(profile));
    }

    std::unique_ptr<Transport> m_transport;
};

ApiRequest TestTransportWire::request(const QByteArray &method, const QByteArray &path,
                                      const QByteArray &body)
{
    ApiRequest request;
    request.method = method;
    request.path = path;
    request.body = body;
    if (!body.isEmpty())
        request.contentType = "application/json";
    request.deadline = 5s;
    return request;
}

void TestTransportWire::send_unsafeAndServerCloses_arrivesOnce_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("body");
    for (const char *method : {"POST", "PUT", "DELETE", "PATCH"}) {
        QTest::addRow("%s", method) << QByteArray(method) << QByteArray("{}");
        QTest::addRow("%s without a body", method) << QByteArray(method) << QByteArray();
    }
    QTest::newRow("a large one") << QByteArray("POST") << QByteArray(300'000, 'x');
}

void TestTransportWire::send_unsafeAndServerCloses_arrivesOnce()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, body);
    FakeUpstream upstream(UpstreamScript::close());
    use(upstream.origin());
    for (int i = 1; i <= 5; ++i) {
        Outcome<ApiResponse> outcome;
        const Call call = m_transport->send(request(method, "/itens", body), outcome);
        QTRY_VERIFY(outcome.failedAs(Kind::Interrupted));
        QVERIFY(outcome.error().outcomeUnknown());
        QCOMPARE(upstream.requests(method), i);
        QCOMPARE(upstream.seen().back().body, body);
    }
}

void TestTransportWire::send_unsafeAfterServerClosedIdleOnes_succeeds()
{
    FakeUpstream upstream;
    use(upstream.origin());
    for (int i = 1; i <= 10; ++i) {
        Outcome<ApiResponse> read;
        Outcome<ApiResponse> write;
        const Call reading = m_transport->send(request("GET", "/itens"), read);
        QTRY_VERIFY(read.ok());
        upstream.closeConnections(); // what is idle is gone just when the next request leaves
        const Call writing = m_transport->send(request("DELETE", "/itens/1"), write);
        QTRY_VERIFY(write.ended());
        QVERIFY(write.ok());
        QCOMPARE(upstream.requests("DELETE"), i);
    }
}

void TestTransportWire::send_unsafe_neverSharesAConnection()
{
    const QByteArray closing = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok";
    FakeUpstream upstream([closing](const SeenRequest &) {
        UpstreamScript script = UpstreamScript::answer(closing);
        script.closeAfter = true;
        return script;
    });
    use(upstream.origin());
    for (int i = 1; i <= 5; ++i) {
        Outcome<ApiResponse> outcome;
        const Call call = m_transport->send(request("POST", "/itens", "{}"), outcome);
        QTRY_VERIFY(outcome.ended());
        QVERIFY(outcome.ok());
        QCOMPARE(upstream.connections(), i);
        QCOMPARE(upstream.seen().back().field("Connection"), QByteArray("close"));
    }
}

void TestTransportWire::send_reads_shareConnections()
{
    FakeUpstream upstream;
    use(upstream.origin());
    for (int i = 0; i < 5; ++i) {
        Outcome<ApiResponse> outcome;
        const Call call = m_transport->send(request("GET", "/itens"), outcome);
        QTRY_VERIFY(outcome.ok());
        QCOMPARE(outcome.value().body, QByteArray("ok"));
    }
    QCOMPARE(upstream.connections(), 1);
}

void TestTransportWire::send_nothingListens_isUnreachable_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("host");
    const QString here = QStringLiteral("127.0.0.1");
    QTest::newRow("get") << QByteArray("GET") << QByteArray() << here;
    QTest::newRow("post") << QByteArray("POST") << QByteArray("{}") << here;
    QTest::newRow("delete") << QByteArray("DELETE") << QByteArray() << here;
    QTest::newRow("localhost") << QByteArray("POST") << QByteArray("{}") << QStringLiteral("localhost");
    QTest::newRow("no such host") << QByteArray("DELETE") << QByteArray()
                                  << QStringLiteral("guarita.invalid");
}

void TestTransportWire::send_nothingListens_isUnreachable()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, body);
    QFETCH(QString, host);
    use(QUrl(QStringLiteral("http://%1:%2").arg(host).arg(support::deadPort())));
    Outcome<ApiResponse> outcome;
    const Call call = m_transport->send(request(method, "/itens/1", body), outcome);
    QTRY_VERIFY_WITH_TIMEOUT(outcome.ended(), 10'000);
    QCOMPARE(outcome.error().kind, Kind::Unreachable);
    QVERIFY(!outcome.error().outcomeUnknown());
    QVERIFY(outcome.error().detail.contains(host));
}

/// As a gateway at its limit of connections does. Qt tries again by itself, which is right: nothing was sent.
void TestTransportWire::send_acceptedAndClosedAtOnce_postIsUnsent()
{
    FakeUpstream upstream;
    upstream.refuseAll();
    use(upstream.origin());
    Outcome<ApiResponse> outcome;
    const Call call = m_transport->send(request("POST", "/itens", "{}"), outcome);
    QTRY_VERIFY(outcome.ended());
    QVERIFY(outcome.error().isOutage());
    QCOMPARE(upstream.requests("POST"), 0);
}

void TestTransportWire::send_silence_isInterrupted()
{
    FakeUpstream upstream(UpstreamScript::silence());
    use(upstream.origin());
    for (const char *method : {"GET", "POST"}) {
        ApiRequest asked = request(method, "/itens", *method == 'P' ? "{}" : "");
        asked.deadline = 300ms;
        Outcome<ApiResponse> outcome;
        const Call call = m_transport->send(asked, outcome);
        QTRY_VERIFY(outcome.failedAs(Kind::Interrupted));
        QCOMPARE(upstream.requests(method), 1);
    }
    QTRY_COMPARE(upstream.open(), 0);
}

void TestTransportWire::send_redirect_isNotFollowed_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("method");
    for (const int status : {301, 302, 303, 307, 308}) {
        for (const char *method : {"GET", "POST"})
            QTest::addRow("%s %d", method, status) << status << QByteArray(method);
    }
}

void TestTransportWire::send_redirect_isNotFollowed()
{
    QFETCH(int, status);
    QFETCH(QByteArray, method);
    FakeUpstream other;
    FakeUpstream upstream(UpstreamScript::answer(
        "HTTP/1.1 " + QByteArray::number(status) +
        " Moved\r\nContent-Length: 0\r\nLocation: " + other.origin().toEncoded() + "/itens\r\n\r\n"));
    use(upstream.origin());
    ApiRequest asked = request(method, "/itens", method == "POST" ? "{}" : "");
    asked.headers = {{"Authorization", "Bearer secret"}};
    Outcome<ApiResponse> outcome;
    const Call call = m_transport->send(asked, outcome);
    QTRY_VERIFY(outcome.ended());
    QCOMPARE(outcome.error().kind, Kind::Failed);
    QCOMPARE(outcome.error().status, status);
    QCOMPARE(other.connections(), 0);
    QCOMPARE(upstream.requests(method), 1);
}

void TestTransportWire::send_unauthorized_bringsItsProblem()
{
    const QByteArray body = R"({"type":"urn:guarita:token_invalido","detail":"O token expirou."})";
    for (const char *challenge : {"Bearer realm=\"guarita\"", "Basic realm=\"x\""}) {
        FakeUpstream upstream(
            UpstreamScript::answer("HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: " + QByteArray(challenge) +
                                   "\r\nContent-Type: application/problem+json\r\nContent-Length: " +
                                   QByteArray::number(body.size()) + "\r\n\r\n" + body));
        use(upstream.origin());
        for (const char *method : {"GET", "POST", "DELETE"}) {
            Outcome<ApiResponse> outcome;
            const Call call =
                m_transport->send(request(method, "/itens", *method == 'P' ? "{}" : ""), outcome);
            QTRY_VERIFY(outcome.failedAs(Kind::Unauthorized));
            QCOMPARE(outcome.error().reason, QByteArray("token_invalido"));
            QCOMPARE(outcome.error().detail, QStringLiteral("O token expirou."));
            QCOMPARE(upstream.requests(method), 1);
        }
    }
}

void TestTransportWire::send_compressed_isNotAskedFor()
{
    FakeUpstream upstream;
    use(upstream.origin());
    Outcome<ApiResponse> outcome;
    const Call call = m_transport->send(request("GET", "/itens"), outcome);
    QTRY_VERIFY(outcome.ok());
    QCOMPARE(upstream.seen().front().field("Accept-Encoding"), QByteArray("identity"));
    QCOMPARE(upstream.seen().front().field("Host"), "127.0.0.1:" + QByteArray::number(upstream.port()));
}

void TestTransportWire::send_cookies_areNotKept()
{
    FakeUpstream upstream(
        UpstreamScript::answer("HTTP/1.1 200 OK\r\nSet-Cookie: a=b\r\nCache-Control: max-age=60\r\n"
                               "Content-Length: 0\r\n\r\n"));
    use(upstream.origin());
    for (int i = 1; i <= 2; ++i) {
        Outcome<ApiResponse> outcome;
        const Call call = m_transport->send(request("GET", "/itens"), outcome);
        QTRY_VERIFY(outcome.ok());
        QCOMPARE(upstream.requests("GET"), i);
    }
    QVERIFY(upstream.seen().back().field("Cookie").isEmpty());
}

void TestTransportWire::send_urgent_doesNotWaitForSlowReads()
{
    FakeUpstream upstream([](const SeenRequest &seen) {
        return seen.target == "/saude" ? UpstreamScript::ok() : UpstreamScript::silence();
    });
    use(upstream.origin());
    std::vector<Call> slow;
    for (int i = 0; i < 12; ++i)
        slow.push_back(m_transport->send(request("GET", "/itens"), [](const Reply<ApiResponse> &) {}));
    ApiRequest asked = request("GET", "/saude");
    asked.urgent = true;
    Outcome<ApiResponse> outcome;
    const Call call = m_transport->send(asked, outcome);
    QTRY_VERIFY_WITH_TIMEOUT(outcome.ok(), 3000);
}

void TestTransportWire::send_cancelled_closesTheConnection()
{
    FakeUpstream upstream(UpstreamScript::silence());
    use(upstream.origin());
    Call call = m_transport->send(request("GET", "/itens"), [](const Reply<ApiResponse> &) {});
    QTRY_COMPARE(upstream.requests("GET"), 1);
    call.reset();
    QTRY_COMPARE(upstream.open(), 0);
}

void TestTransportWire::stream_sinkIsFull_keepsTheServiceWaiting()
{
    constexpr qint64 all = 64 * 1024 * 1024; // more than all buffers on the way
    const support::EndlessUpstream upstream;
    use(QUrl(upstream.origin()));
    qint64 taken = 0;
    bool full = false;
    StreamSink sink;
    sink.begin = [](const QByteArray &) { return true; };
    sink.take = [&](const QByteArray &bytes) {
        taken += bytes.size();
        full = full || taken > 1024 * 1024;
    };
    bool opened = false;
    sink.full = [&] { return full && !opened; };
    ApiRequest wanted = request("GET", "/length?" + QByteArray::number(all));
    wanted.sink = std::make_shared<const StreamSink>(std::move(sink));
    const Outcome<ApiResponse> outcome;
    const Call call = m_transport->send(wanted, outcome);
    QTRY_VERIFY(full);
    const qint64 atOnce = taken;
    QTest::qWait(200);
    QCOMPARE(taken, atOnce);
    QVERIFY(!outcome.ended());
    QVERIFY(atOnce < 4 * 1024 * 1024);
    opened = true;
    QTRY_VERIFY_WITH_TIMEOUT(outcome.ok(), 30'000);
    QCOMPARE(taken, all);
}

QTEST_GUILESS_MAIN(TestTransportWire)
#include "tst_transportwire.moc"
