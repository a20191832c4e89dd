// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/api/connectivity.h"
#include "outcome.h"
#include "support/fakemanager.h"
#include "support/fakerandom.h"
#include "support/fakeupstream.h"

#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

using namespace guarita;
using namespace guarita::console;
using namespace std::chrono_literals;
using support::FakeAnswer;
using support::FakeRequest;

using Kind = ApiError::Kind;

namespace {

constexpr ConnectivityPace quick{20ms, 50ms};
constexpr ConnectivityPace never{1h, 50ms};

/// The first wait of a Backoff is half a second or more.
const FakeAnswer refused = FakeAnswer::broken(QNetworkReply::ConnectionRefusedError);

} // namespace

class TestConnectivity : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void start_silence_asksTheGateway();
    void start_loggedIn_asksForOneItem();
    void stopped_neverAsks();
    void stop_offline_forgets();
    void heard_unreachable_isAnOutageAtOnce_data();
    void heard_unreachable_isAnOutageAtOnce();
    void heard_oneFailedCall_isConfirmedFirst_data();
    void heard_oneFailedCall_isConfirmedFirst();
    void heard_answerOfAnyStatus_isOnline_data();
    void heard_answerOfAnyStatus_isOnline();
    void probe_silence_isAnOutage();
    void probe_slowWhileOthersAreAnswered_isNone();
    void offline_comesBackByItself();
    void offline_retryNow_asksOnce();
    void offline_anotherCallIsAnswered_comesBackOnce();
    void offline_otherCause_isTold();
    void offline_manyFailures_doNotAskMoreOften();
    void probe_tokenRefused_asksWithoutIt();
    void latency_ofAnsweredCalls_isKept();
    void gateway_killed_isKnownWithinThreeSeconds();
    void gateway_silent_isKnownWithinThreeSeconds();

private:
    void watch(ConnectivityPace pace)
    {
        m_connectivity =
            std::make_unique<Connectivity>(*m_transport, *m_session, m_clock, m_random, nullptr, pace);
        m_connectivity->start();
    }
    void serve(const FakeAnswer &answer)
    {
        m_manager->service = [answer](const FakeRequest &) { return answer; };
    }
    Call call(const Outcome<ApiResponse> &outcome)
    {
        ApiRequest request;
        request.path = "/docs";
        request.authorized = false;
        return m_transport->send(request, outcome);
    }

    core::SystemClock m_clock;
    support::FakeRandom m_random;
    std::unique_ptr<Transport> m_transport;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<Connectivity> m_connectivity;
    support::FakeManager *m_manager = nullptr;
};

void TestConnectivity::init()
{
    auto manager = std::make_unique<support::FakeManager>();
    m_manager = manager.get();
    m_transport = std::make_unique<Transport>(std::move(manager));
    m_session = std::make_unique<Session>(*m_transport, m_clock, m_random);
}

void TestConnectivity::cleanup()
{
    m_connectivity.reset();
    m_session.reset();
    m_transport.reset();
}

void TestConnectivity::start_silence_asksTheGateway()
{
    watch(quick);
    QVERIFY(m_connectivity->online());
    QTRY_VERIFY(m_manager->count("GET", "/saude") >= 3); // again and again
    QVERIFY(m_connectivity->online());
    QVERIFY(!m_connectivity->outage());
    QCOMPARE(m_connectivity->untilRetry(), 0ms);
    QCOMPARE(m_manager->count("GET", "/itens"), 0);
}

void TestConnectivity::start_loggedIn_asksForOneItem()
{
    QVERIFY(m_session->resume({"token", m_clock.wallNow() + 1h, QStringLiteral("usuario")}));
    watch(quick);
    QTRY_VERIFY(m_manager->count("GET", "/itens?limit=1&total=false") >= 1);
    QCOMPARE(m_manager->seen.back().request.rawHeader("Authorization"), QByteArray("Bearer token"));
    QCOMPARE(m_manager->count("GET", "/saude"), 0);
}

void TestConnectivity::stopped_neverAsks()
{
    watch(quick);
    QTRY_VERIFY(!m_manager->seen.empty());
    serve(FakeAnswer::silence());
    const std::size_t before = m_manager->seen.size();
    QTRY_VERIFY(m_manager->seen.size() > before); // one is under way
    m_connectivity->stop();
    QVERIFY(m_manager->replies.back()->aborted);
    const std::size_t asked = m_manager->seen.size();
    QTest::qWait(100);
    QCOMPARE(m_manager->seen.size(), asked);
    QVERIFY(m_connectivity->online());
}

void TestConnectivity::stop_offline_forgets()
{
    serve(refused);
    watch(quick);
    QSignalSpy back(m_connectivity.get(), &Connectivity::cameBack);
    QTRY_VERIFY(!m_connectivity->online());
    m_connectivity->stop();
    QVERIFY(m_connectivity->online());
    QVERIFY(back.isEmpty());
    m_connectivity->retryNow();
    QCOMPARE(m_manager->seen.size(), std::size_t(1));
}

void TestConnectivity::heard_unreachable_isAnOutageAtOnce_data()
{
    QTest::addColumn<int>("error");
    QTest::newRow("refused") << int(QNetworkReply::ConnectionRefusedError);
    QTest::newRow("host not found") << int(QNetworkReply::HostNotFoundError);
    QTest::newRow("no handshake") << int(QNetworkReply::SslHandshakeFailedError);
}

void TestConnectivity::heard_unreachable_isAnOutageAtOnce()
{
    QFETCH(int, error);
    serve(FakeAnswer::broken(static_cast<QNetworkReply::NetworkError>(error)));
    watch(never);
    QSignalSpy offline(m_connectivity.get(), &Connectivity::wentOffline);
    Outcome<ApiResponse> outcome;
    const Call failing = call(outcome);
    QTRY_VERIFY(outcome.ended());
    QVERIFY(!m_connectivity->online()); // known before the call's own callback
    QCOMPARE(m_connectivity->outage()->kind, Kind::Unreachable);
    QCOMPARE(offline.size(), 1);
    QVERIFY(m_connectivity->untilRetry() > 0ms && m_connectivity->untilRetry() <= 1s);
    QCOMPARE(m_manager->seen.size(), std::size_t(1));
}

void TestConnectivity::heard_oneFailedCall_isConfirmedFirst_data()
{
    QTest::addColumn<bool>("whole"); // the whole service is away, not only that call
    QTest::newRow("only that call") << false;
    QTest::newRow("everything") << true;
}

void TestConnectivity::heard_oneFailedCall_isConfirmedFirst()
{
    QFETCH(bool, whole);
    m_manager->service = [whole](const FakeRequest &request) {
        return request.target == "/docs" || whole ? FakeAnswer::problem(504, "upstream_timeout")
                                                  : FakeAnswer{};
    };
    watch(never);
    QSignalSpy offline(m_connectivity.get(), &Connectivity::wentOffline);
    ApiRequest request;
    request.path = "/docs";
    request.authorized = false;
    std::optional<bool> online; // when that call had failed
    const Call failing =
        m_transport->send(request, [&](const Reply<ApiResponse> &) { online = m_connectivity->online(); });
    QTRY_VERIFY(online.has_value());
    QVERIFY(*online);
    QTRY_COMPARE(m_manager->count("GET", "/saude"), 1);
    if (whole) {
        QTRY_COMPARE(offline.size(), 1);
        QCOMPARE(m_connectivity->outage()->kind, Kind::Unavailable);
    } else {
        QTRY_VERIFY(m_manager->replies.back().isNull()); // answered
        QVERIFY(offline.isEmpty());
    }
}

void TestConnectivity::heard_answerOfAnyStatus_isOnline_data()
{
    QTest::addColumn<int>("status");
    for (const int status : {200, 204, 301, 400, 401, 403, 404, 412, 422, 429, 500})
        QTest::addRow("%d", status) << status;
}

void TestConnectivity::heard_answerOfAnyStatus_isOnline()
{
    QFETCH(int, status);
    FakeAnswer answer;
    answer.status = status;
    serve(answer);
    watch(quick);
    QTRY_VERIFY(m_manager->seen.size() >= 2);
    QVERIFY(m_connectivity->online());
}

void TestConnectivity::probe_silence_isAnOutage()
{
    serve(FakeAnswer::silence());
    watch(quick);
    QTRY_VERIFY(!m_connectivity->online());
    QCOMPARE(m_manager->seen.size(), std::size_t(1));
    QVERIFY(m_manager->replies.empty() || !m_manager->replies.front() || m_manager->replies.front()->aborted);
}

void TestConnectivity::probe_slowWhileOthersAreAnswered_isNone()
{
    Outcome<ApiResponse> outcome;
    Call other;
    m_manager->service = [&](const FakeRequest &request) {
        if (request.target != "/saude")
            return FakeAnswer{};
        QTimer::singleShot(0, this, [&] { other = call(outcome); });
        FakeAnswer gone = FakeAnswer::problem(504, "upstream_timeout");
        gone.delay = 30ms;
        return gone;
    };
    watch(quick);
    QSignalSpy offline(m_connectivity.get(), &Connectivity::wentOffline);
    QTRY_VERIFY(m_manager->count("GET", "/saude") >= 3);
    QVERIFY(outcome.ok());
    QVERIFY(offline.isEmpty());
    m_connectivity->stop();
}

void TestConnectivity::offline_comesBackByItself()
{
    serve(refused);
    watch(quick);
    QSignalSpy back(m_connectivity.get(), &Connectivity::cameBack);
    QSignalSpy retrying(m_connectivity.get(), &Connectivity::retrying);
    QTRY_VERIFY(!m_connectivity->online());
    serve(FakeAnswer{});
    QTRY_COMPARE(back.size(), 1);
    QCOMPARE(retrying.size(), 1);
    QVERIFY(m_connectivity->online());
    QVERIFY(!m_connectivity->outage());
    QTRY_VERIFY(m_manager->seen.size() >= 4); // goes on watching
    QCOMPARE(back.size(), 1);
}

void TestConnectivity::offline_retryNow_asksOnce()
{
    serve(refused);
    watch(never);
    Outcome<ApiResponse> outcome;
    const Call failing = call(outcome);
    QTRY_VERIFY(!m_connectivity->online());
    serve(FakeAnswer::silence());
    for (int i = 0; i < 5; ++i)
        m_connectivity->retryNow(); // an impatient user
    QCOMPARE(m_manager->count("GET", "/saude"), 1);
    QCOMPARE(m_connectivity->untilRetry(), 0ms);
    QSignalSpy changed(m_connectivity.get(), &Connectivity::outageChanged);
    QTRY_COMPARE(changed.size(), 1);
    QVERIFY(m_connectivity->untilRetry() > 0ms);
}

void TestConnectivity::offline_anotherCallIsAnswered_comesBackOnce()
{
    serve(refused);
    watch(never);
    QSignalSpy back(m_connectivity.get(), &Connectivity::cameBack);
    Outcome<ApiResponse> outcome;
    Call failing = call(outcome);
    QTRY_VERIFY(!m_connectivity->online());
    serve(FakeAnswer::silence());
    m_connectivity->retryNow();
    serve(FakeAnswer{});
    std::vector<Call> calls;
    Outcome<ApiResponse> answered;
    for (int i = 0; i < 5; ++i)
        calls.push_back(call(answered));
    QTRY_COMPARE(answered.count(), 5);
    QCOMPARE(back.size(), 1);
    QVERIFY(m_connectivity->online());
}

void TestConnectivity::offline_otherCause_isTold()
{
    serve(refused);
    watch(quick);
    QTRY_VERIFY(!m_connectivity->online());
    QCOMPARE(m_connectivity->outage()->kind, Kind::Unreachable);
    QSignalSpy changed(m_connectivity.get(), &Connectivity::outageChanged);
    QSignalSpy offline(m_connectivity.get(), &Connectivity::wentOffline);
    serve(FakeAnswer::problem(503, "sem_servidor"));
    m_connectivity->retryNow();
    QTRY_COMPARE(changed.size(), 1);
    QCOMPARE(m_connectivity->outage()->reason, QByteArray("sem_servidor"));
    QVERIFY(offline.isEmpty());
}

void TestConnectivity::offline_manyFailures_doNotAskMoreOften()
{
    serve(refused);
    watch(never);
    Outcome<ApiResponse> outcome;
    std::vector<Call> calls;
    for (int i = 0; i < 10; ++i)
        calls.push_back(call(outcome));
    QSignalSpy offline(m_connectivity.get(), &Connectivity::wentOffline);
    QTRY_COMPARE(outcome.count(), 10);
    QCOMPARE(offline.size(), 1);
    QCOMPARE(m_manager->count("GET", "/saude"), 0);
    QTRY_COMPARE(m_manager->count("GET", "/saude"), 1);
}

void TestConnectivity::probe_tokenRefused_asksWithoutIt()
{
    QVERIFY(m_session->resume({"token", m_clock.wallNow() + 1h, QStringLiteral("usuario")}));
    m_manager->service = [](const FakeRequest &request) {
        return request.target == "/saude" ? FakeAnswer{} : FakeAnswer::problem(401, "token_invalido");
    };
    watch(quick);
    QTRY_COMPARE(m_session->state(), Session::State::Expired);
    QVERIFY(m_connectivity->online());
    QTRY_VERIFY(m_manager->count("GET", "/saude") >= 2);
    QCOMPARE(m_manager->count("GET", "/itens"), 1);
    QVERIFY(m_connectivity->online());
}

void TestConnectivity::latency_ofAnsweredCalls_isKept()
{
    FakeAnswer slow;
    slow.delay = 30ms;
    serve(slow);
    watch(never);
    QSignalSpy changed(m_connectivity.get(), &Connectivity::latencyChanged);
    Outcome<ApiResponse> outcome;
    const Call one = call(outcome);
    QTRY_VERIFY(outcome.ok());
    QCOMPARE(changed.size(), 1);
    QVERIFY(m_connectivity->lastLatency() >= 29ms);
}

void TestConnectivity::gateway_killed_isKnownWithinThreeSeconds()
{
    auto upstream = std::make_unique<support::FakeUpstream>();
    Transport transport;
    Profile profile;
    profile.url = upstream->origin();
    QVERIFY(transport.setProfile(profile));
    Session session(transport, m_clock, m_random);
    Connectivity connectivity(transport, session, m_clock, m_random);
    connectivity.start();
    QTRY_VERIFY(upstream->requests("GET") >= 1);
    QElapsedTimer since;
    since.start();
    upstream->closeConnections();
    upstream.reset();
    QTRY_VERIFY(!connectivity.online());
    QVERIFY2(since.elapsed() < 3000, QByteArray::number(since.elapsed()).constData());
    QCOMPARE(connectivity.outage()->kind, Kind::Unreachable);
}

void TestConnectivity::gateway_silent_isKnownWithinThreeSeconds()
{
    support::FakeUpstream upstream;
    Transport transport;
    Profile profile;
    profile.url = upstream.origin();
    QVERIFY(transport.setProfile(profile));
    Session session(transport, m_clock, m_random);
    Connectivity connectivity(transport, session, m_clock, m_random);
    connectivity.start();
    QTRY_VERIFY(upstream.requests("GET") >= 1);
    QElapsedTimer since;
    since.start();
    upstream.setScript([](const support::SeenRequest &) { return support::UpstreamScript::silence(); });
    QTRY_VERIFY(!connectivity.online());
    // On a busy machine timers are late; by themselves they make it in time.
    QVERIFY2(since.elapsed() < 4500, QByteArray::number(since.elapsed()).constData());
    QVERIFY(ConnectivityPace().silence + ConnectivityPace().patience < 3s);
    QCOMPARE(connectivity.outage()->kind, Kind::Interrupted);
    upstream.setScript([](const support::SeenRequest &) { return support::UpstreamScript::ok(); });
    QSignalSpy back(&connectivity, &Connectivity::cameBack);
    QTRY_COMPARE(back.size(), 1);
}

QTEST_GUILESS_MAIN(TestConnectivity)
#include "tst_connectivity.moc"
