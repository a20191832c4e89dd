// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/api/transport.h"
#include "outcome.h"
#include "support/fakemanager.h"

#include <QtCore/QTemporaryDir>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

using namespace guarita;
using namespace guarita::console;
using namespace std::chrono_literals;
using support::FakeAnswer;
using support::FakeRequest;

using Kind = ApiError::Kind;

/// Without a network: what goes out, and what becomes of each way in which a call can end.
class TestTransport : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_transport.reset(); }

    void send_get_isWrittenAsAsked();
    void send_post_hasBodyAndOwnConnection();
    void send_basePath_isInFront();
    void send_oddSearch_keepsItsEncoding();
    void send_impossiblePath_failsLater();
    void send_success_isReported();
    void send_problem_isAnError();
    void send_brokenConnection_hasItsKind_data();
    void send_brokenConnection_hasItsKind();
    void send_shortBody_isInterrupted();
    void send_silence_endsByTheDeadline_data();
    void send_silence_endsByTheDeadline();
    void send_hugeAnswer_isRefused();
    void call_destroyed_isCancelledAndSilent();
    void call_destroyedInItsCallback_isFine();
    void call_cancelledByWhoHearsOfIt_isSilent();
    void call_outlivesTransport_isSilent();
    void setProfile_callsUnderWay_areInterruptedUnheard();
    void setProfile_bad_isRefusedAndOldOneStays_data();
    void setProfile_bad_isRefusedAndOldOneStays();

private:
    static ApiRequest request(const QByteArray &method, const QByteArray &path, const QByteArray &body = {});
    void serve(const FakeAnswer &answer)
    {
        m_manager->service = [answer](const FakeRequest &) { return answer; };
    }

    std::unique_ptr<Transport> m_transport;
    support::FakeManager *m_manager = nullptr;
};

void TestTransport::init()
{
    auto manager = std::make_unique<support::FakeManager>();
    m_manager = manager.get();
    m_transport = std::make_unique<Transport>(std::move(manager));
}

ApiRequest TestTransport::request(const QByteArray &method, const QByteArray &path, const QByteArray &body)
{
    ApiRequest request;
    request.method = method;
    request.path = path;
    request.body = body;
    if (!body.isEmpty())
        request.contentType = "application/json";
    return request;
}

void TestTransport::send_get_isWrittenAsAsked()
{
    m_transport->setLanguage("en");
    Outcome<ApiResponse> outcome;
    ApiRequest asked = request("GET", "/itens?limit=1");
    asked.headers = {{"If-None-Match", "\"3\""}};
    const Call call = m_transport->send(asked, outcome);
    QVERIFY(!outcome.ended());
    QTRY_VERIFY(outcome.ok());
    QCOMPARE(m_manager->seen.size(), std::size_t(1));
    const FakeRequest &seen = m_manager->seen.front();
    QCOMPARE(seen.method, QByteArray("GET"));
    QCOMPARE(seen.target, QByteArray("/itens?limit=1"));
    QCOMPARE(seen.request.url().toEncoded(), QByteArray("http://localhost:8000/itens?limit=1"));
    QCOMPARE(seen.request.rawHeader("If-None-Match"), QByteArray("\"3\""));
    QCOMPARE(seen.request.rawHeader("Accept-Language"), QByteArray("en"));
    QCOMPARE(seen.request.rawHeader("Accept-Encoding"), QByteArray("identity"));
    QVERIFY(seen.request.rawHeader("Accept").contains("application/json"));
    QVERIFY(seen.request.rawHeader("User-Agent").startsWith("guarita-console/"));
    QVERIFY(!seen.request.hasRawHeader("Connection"));
    QVERIFY(!seen.request.hasRawHeader("Authorization"));
    QVERIFY(!seen.request.hasRawHeader("Content-Type"));
}

void TestTransport::send_post_hasBodyAndOwnConnection()
{
    Outcome<ApiResponse> outcome;
    const Call call = m_transport->send(request("POST", "/itens", R"({"nome":"ç"})"), outcome);
    QTRY_VERIFY(outcome.ok());
    const FakeRequest &seen = m_manager->seen.front();
    QCOMPARE(seen.method, QByteArray("POST"));
    QCOMPARE(seen.body, QByteArray(R"({"nome":"ç"})"));
    QCOMPARE(seen.request.rawHeader("Content-Type"), QByteArray("application/json"));
    QCOMPARE(seen.request.header(QNetworkRequest::ContentLengthHeader).toInt(), int(seen.body.size()));
    QCOMPARE(seen.request.rawHeader("Connection"), QByteArray("close"));
}

void TestTransport::send_basePath_isInFront()
{
    Profile profile;
    profile.url = QUrl(QStringLiteral("http://example.test:81/guarita/"));
    QVERIFY(m_transport->setProfile(profile));
    Outcome<ApiResponse> outcome;
    const Call call = m_transport->send(request("GET", "/saude"), outcome);
    QTRY_VERIFY(outcome.ok());
    QCOMPARE(m_manager->seen.front().request.url().toEncoded(),
             QByteArray("http://example.test:81/guarita/saude"));
}

void TestTransport::send_oddSearch_keepsItsEncoding()
{
    for (const char *text :
         {"a&b=c#d", "50% off", "%41", "../..", "ção 🍵", "a+b c", "\"<>`{}|\\^~", "q?/:@!$'()*,;"}) {
        const QByteArray path = "/itens?q=" + QUrl::toPercentEncoding(QString::fromUtf8(text));
        Outcome<ApiResponse> outcome;
        const Call call = m_transport->send(request("GET", path), outcome);
        QTRY_VERIFY2(outcome.ok(), text);
        QCOMPARE(m_manager->seen.back().target, path);
    }
}

void TestTransport::send_impossiblePath_failsLater()
{
    for (const char *path : {"itens", "", "/itens?q=%zz", "/a b"}) {
        Outcome<ApiResponse> outcome;
        const Call call = m_transport->send(request("GET", path), outcome);
        QVERIFY(!outcome.ended());
        QTRY_VERIFY(outcome.failedAs(Kind::Failed));
        QVERIFY(!outcome.error().outcomeUnknown());
    }
    QVERIFY(m_manager->seen.empty());
}

void TestTransport::send_success_isReported()
{
    FakeAnswer answer = FakeAnswer::json("[]");
    answer.headers.emplace_back("X-Total-Count", "7");
    serve(answer);
    QSignalSpy ended(m_transport.get(), &Transport::ended);
    Outcome<ApiResponse> outcome;
    const Call call = m_transport->send(request("GET", "/itens"), outcome);
    QTRY_VERIFY(outcome.ok());
    QCOMPARE(outcome.value().status, 200);
    QCOMPARE(outcome.value().body, QByteArray("[]"));
    QCOMPARE(outcome.value().header("x-total-count"), QByteArray("7"));
    QCOMPARE(outcome.value().header("X-Total-Count"), QByteArray("7"));
    QVERIFY(outcome.value().header("absent").isNull());
    QCOMPARE(ended.size(), 1);
    QCOMPARE(ended.front().front().value<const ApiError *>(), nullptr);
}

void TestTransport::send_problem_isAnError()
{
    FakeAnswer answer = FakeAnswer::problem(429, "muitos_logins");
    answer.headers.emplace_back("Retry-After", "12");
    serve(answer);
    Kind heard = Kind::Failed;
    connect(m_transport.get(), &Transport::ended, this,
            [&heard](const ApiError *error) { heard = error ? error->kind : Kind::Failed; });
    Outcome<ApiResponse> outcome;
    const Call call = m_transport->send(request("POST", "/token", "x"), outcome);
    QTRY_VERIFY(outcome.failedAs(Kind::Throttled));
    QCOMPARE(outcome.error().status, 429);
    QCOMPARE(outcome.error().reason, QByteArray("muitos_logins"));
    QCOMPARE(outcome.error().detail, QStringLiteral("um problema"));
    QCOMPARE(outcome.error().requestId, QByteArray("r1"));
    QCOMPARE(outcome.error().retryAfter.value_or(0s), 12s);
    QCOMPARE(heard, Kind::Throttled);
}

void TestTransport::send_brokenConnection_hasItsKind_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("error");
    QTest::addColumn<int>("kind");
    const auto row = [](const char *name, const char *method, const char *body,
                        QNetworkReply::NetworkError error, Kind kind) {
        QTest::newRow(name) << QByteArray(method) << QByteArray(body) << int(error) << int(kind);
    };
    row("get refused", "GET", "", QNetworkReply::ConnectionRefusedError, Kind::Unreachable);
    row("post refused", "POST", "x", QNetworkReply::ConnectionRefusedError, Kind::Unreachable);
    row("delete refused", "DELETE", "", QNetworkReply::ConnectionRefusedError, Kind::Unreachable);
    row("no host", "DELETE", "", QNetworkReply::HostNotFoundError, Kind::Unreachable);
    row("no handshake", "POST", "x", QNetworkReply::SslHandshakeFailedError, Kind::Unreachable);
    row("post closed", "POST", "x", QNetworkReply::RemoteHostClosedError, Kind::Interrupted);
    row("post not sent again", "POST", "x", QNetworkReply::ContentReSendError, Kind::Interrupted);
    row("delete closed", "DELETE", "", QNetworkReply::RemoteHostClosedError, Kind::Interrupted);
    row("delete, who knows", "DELETE", "", QNetworkReply::UnknownNetworkError, Kind::Interrupted);
    row("put, who knows", "PUT", "x", QNetworkReply::UnknownNetworkError, Kind::Interrupted);
}

void TestTransport::send_brokenConnection_hasItsKind()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, body);
    QFETCH(int, error);
    QFETCH(int, kind);
    serve(FakeAnswer::broken(static_cast<QNetworkReply::NetworkError>(error)));
    Outcome<ApiResponse> outcome;
    const Call call = m_transport->send(request(method, "/itens/1", body), outcome);
    QTRY_VERIFY(outcome.failedAs(static_cast<Kind>(kind)));
    QCOMPARE(outcome.error().status, 0);
    QVERIFY(outcome.error().detail.contains(QStringLiteral("localhost:8000")));
    QVERIFY(outcome.error().isOutage());
    QCOMPARE(outcome.error().outcomeUnknown(), outcome.error().kind == Kind::Interrupted);
    QCOMPARE(m_manager->seen.size(), std::size_t(1));
}

void TestTransport::send_shortBody_isInterrupted()
{
    FakeAnswer answer = FakeAnswer::json("[1");
    answer.headers.emplace_back("Content-Length", "10");
    serve(answer);
    Outcome<ApiResponse> outcome;
    Call call = m_transport->send(request("GET", "/itens"), outcome);
    QTRY_VERIFY(outcome.failedAs(Kind::Interrupted));

    answer = FakeAnswer::json("[]");
    answer.error = QNetworkReply::RemoteHostClosedError;
    serve(answer);
    Outcome<ApiResponse> broken;
    call = m_transport->send(request("GET", "/itens"), broken);
    QTRY_VERIFY(broken.failedAs(Kind::Interrupted));
}

void TestTransport::send_silence_endsByTheDeadline_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("kind");
    QTest::newRow("get: not sent") << QByteArray("GET") << QByteArray() << int(Kind::Unreachable);
    QTest::newRow("post: body was taken") << QByteArray("POST") << QByteArray("x") << int(Kind::Interrupted);
    QTest::newRow("delete: nobody knows") << QByteArray("DELETE") << QByteArray() << int(Kind::Interrupted);
}

void TestTransport::send_silence_endsByTheDeadline()
{
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, body);
    QFETCH(int, kind);
    serve(FakeAnswer::silence());
    Outcome<ApiResponse> outcome;
    ApiRequest asked = request(method, "/itens/1", body);
    asked.deadline = 20ms;
    const Call call = m_transport->send(asked, outcome);
    QTRY_VERIFY(outcome.failedAs(static_cast<Kind>(kind)));
    QTRY_VERIFY(!m_manager->replies.front() || m_manager->replies.front()->aborted);
}

void TestTransport::send_hugeAnswer_isRefused()
{
    FakeAnswer said = FakeAnswer::json("[]");
    said.headers.emplace_back("Content-Length", "67108865");
    for (const FakeAnswer &answer : {said, FakeAnswer::json(QByteArray(64 * 1024 * 1024 + 1, ' '))}) {
        serve(answer);
        Outcome<ApiResponse> outcome;
        const Call call = m_transport->send(request("GET", "/itens"), outcome);
        QTRY_VERIFY(outcome.failedAs(Kind::BadReply));
        QCOMPARE(outcome.error().status, 200);
    }
}

void TestTransport::call_destroyed_isCancelledAndSilent()
{
    FakeAnswer late = FakeAnswer::json("[]");
    late.delay = 5ms;
    serve(late);
    QSignalSpy ended(m_transport.get(), &Transport::ended);
    Outcome<ApiResponse> dropped;
    Outcome<ApiResponse> replaced;
    Outcome<ApiResponse> kept;
    {
        const Call call = m_transport->send(request("GET", "/itens"), dropped);
    }
    QVERIFY(m_manager->replies[0]->aborted);
    Call call = m_transport->send(request("GET", "/itens"), replaced);
    call = m_transport->send(request("GET", "/itens"), kept);
    QVERIFY(m_manager->replies[1]->aborted);
    QTRY_VERIFY(kept.ok());
    QVERIFY(!dropped.ended());
    QVERIFY(!replaced.ended());
    QCOMPARE(kept.count(), 1);
    QCOMPARE(ended.size(), 1);
}

void TestTransport::call_destroyedInItsCallback_isFine()
{
    Call call;
    int count = 0;
    call = m_transport->send(request("GET", "/itens"), [&](const Reply<ApiResponse> &) {
        ++count;
        call = m_transport->send(request("GET", "/itens/1"), [&](const Reply<ApiResponse> &) {
            ++count;
            call.reset();
        });
    });
    QTRY_COMPARE(count, 2);
}

void TestTransport::call_cancelledByWhoHearsOfIt_isSilent()
{
    Outcome<ApiResponse> outcome;
    Call call = m_transport->send(request("GET", "/itens"), outcome);
    bool heard = false;
    connect(m_transport.get(), &Transport::ended, this, [&] {
        heard = true;
        call.reset();
    });
    QTRY_VERIFY(heard);
    QCoreApplication::sendPostedEvents();
    QVERIFY(!outcome.ended());
}

void TestTransport::call_outlivesTransport_isSilent()
{
    Outcome<ApiResponse> outcome;
    Call call = m_transport->send(request("GET", "/itens"), outcome);
    Call impossible = m_transport->send(request("GET", "itens"), outcome);
    m_transport.reset();
    QCoreApplication::sendPostedEvents();
    QVERIFY(!outcome.ended());
}

void TestTransport::setProfile_callsUnderWay_areInterruptedUnheard()
{
    serve(FakeAnswer::silence());
    QSignalSpy ended(m_transport.get(), &Transport::ended);
    Outcome<ApiResponse> outcome;
    const Call call = m_transport->send(request("GET", "/itens"), outcome);
    Profile profile;
    profile.url = QUrl(QStringLiteral("http://localhost:9000"));
    QVERIFY(m_transport->setProfile(profile));
    QVERIFY(!outcome.ended());
    QVERIFY(m_manager->replies.front()->aborted);
    QTRY_VERIFY(outcome.failedAs(Kind::Interrupted));
    QCOMPARE(outcome.count(), 1);
    QVERIFY(ended.isEmpty());
}

void TestTransport::setProfile_bad_isRefusedAndOldOneStays_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("caFile");
    QTest::addColumn<QByteArray>("code");
    const QString here = QStringLiteral("https://localhost");
    QTest::newRow("ftp") << QStringLiteral("ftp://localhost") << QString() << QByteArray("url_invalid");
    QTest::newRow("file") << QStringLiteral("file:///etc") << QString() << QByteArray("url_invalid");
    QTest::newRow("none") << QString() << QString() << QByteArray("url_invalid");
    QTest::newRow("no host") << QStringLiteral("http:///x") << QString() << QByteArray("url_invalid");
    QTest::newRow("user") << QStringLiteral("http://a:b@localhost") << QString() << QByteArray("url_invalid");
    QTest::newRow("query") << QStringLiteral("http://localhost/?a") << QString() << QByteArray("url_invalid");
    QTest::newRow("no file") << here << QStringLiteral("absent.pem") << QByteArray("ca_unreadable");
    QTest::newRow("no certificate") << here << QStringLiteral("empty.pem") << QByteArray("ca_empty");
}

void TestTransport::setProfile_bad_isRefusedAndOldOneStays()
{
    QFETCH(QString, url);
    QFETCH(QString, caFile);
    QFETCH(QByteArray, code);
    const QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("empty.pem")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("no certificate here\n");
    file.close();

    Profile profile;
    profile.url = QUrl(url);
    if (!caFile.isEmpty())
        profile.caFile = folder.filePath(caFile);
    const auto set = m_transport->setProfile(profile);
    QVERIFY(!set);
    QCOMPARE(set.error().code, code);
    QVERIFY(!set.error().message.isEmpty());
    Outcome<ApiResponse> outcome;
    const Call call = m_transport->send(request("GET", "/saude"), outcome);
    QTRY_VERIFY(outcome.ok());
    QCOMPARE(m_manager->seen.front().request.url().host(), QStringLiteral("localhost"));
}

QTEST_GUILESS_MAIN(TestTransport)
#include "tst_transport.moc"
