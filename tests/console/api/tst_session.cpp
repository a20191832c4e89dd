// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/api/session.h"
#include "outcome.h"
#include "support/fakeclock.h"
#include "support/fakemanager.h"
#include "support/fakerandom.h"

#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

using namespace guarita;
using namespace guarita::console;
using namespace std::chrono_literals;
using core::Done;
using support::FakeAnswer;
using support::FakeRequest;

using Kind = ApiError::Kind;
using State = Session::State;

class TestSession : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void logIn_good_isActive();
    void logIn_form_isEncoded();
    void logIn_bad_keepsThePreviousState_data();
    void logIn_bad_keepsThePreviousState();
    void logIn_badGrant_isBadReply_data();
    void logIn_badGrant_isBadReply();
    void logIn_cancelled_isSilent();
    void logIn_second_replacesTheFirst();
    void resume_token_worksOnlyWhileGood();
    void send_active_hasTheToken();
    void send_unauthorizedRequest_hasNoToken();
    void send_loggedOut_failsLater();
    void send_tokenRanOut_waitsAndIsSentOnce();
    void send_clockJumps_expiresOnSend();
    void send_manyRefused_expireOnceAndAreSentOnceMore();
    void send_refusedAgainAfterLogIn_fails();
    void send_refusedForAnOldToken_isSentWithTheNewOne();
    void waiting_otherUser_isDropped();
    void waiting_logOut_isDropped();
    void waiting_cancelled_isNeverSent();
    void waiting_cancelledByWhoHearsOfTheExpiry_isNeverSent();
    void waiting_failedLogIn_staysWaiting();
    void expiry_timer_isOnItsOwn();
    void session_destroyed_dropsWhatWaits();

private:
    FakeAnswer answer(const FakeRequest &request);
    void logIn(const QString &user = QStringLiteral("usuario"));
    Call get(const Outcome<ApiResponse> &outcome);
    QByteArray lastToken() const { return m_manager->seen.back().request.rawHeader("Authorization"); }

    support::FakeClock m_clock;
    support::FakeRandom m_random;
    std::unique_ptr<Transport> m_transport;
    std::unique_ptr<Session> m_session;
    support::FakeManager *m_manager = nullptr;
    QByteArray m_goodToken; // the one that the service takes
    int m_issued = 0;
    int m_lifetime = 1800;
};

void TestSession::init()
{
    auto manager = std::make_unique<support::FakeManager>();
    m_manager = manager.get();
    m_manager->service = [this](const FakeRequest &request) { return answer(request); };
    m_transport = std::make_unique<Transport>(std::move(manager));
    m_session = std::make_unique<Session>(*m_transport, m_clock, m_random);
    m_goodToken.clear();
    m_issued = 0;
    m_lifetime = 1800;
}

void TestSession::cleanup()
{
    m_session.reset();
    m_transport.reset();
}

FakeAnswer TestSession::answer(const FakeRequest &request)
{
    if (request.target == "/token") {
        if (!request.body.contains("password=right"))
            return FakeAnswer::problem(401, "credenciais_invalidas");
        m_goodToken = "token" + QByteArray::number(++m_issued);
        return FakeAnswer::json(R"({"access_token":")" + m_goodToken +
                                R"(","token_type":"bearer","expires_in":)" + QByteArray::number(m_lifetime) +
                                "}");
    }
    if (request.request.rawHeader("Authorization") != "Bearer " + m_goodToken)
        return FakeAnswer::problem(401, "token_invalido");
    return FakeAnswer::json("[]");
}

void TestSession::logIn(const QString &user)
{
    Outcome<Done> outcome;
    m_session->logIn(user, QStringLiteral("right"), outcome);
    QTRY_VERIFY(outcome.ok());
}

Call TestSession::get(const Outcome<ApiResponse> &outcome)
{
    ApiRequest request;
    request.path = "/itens";
    return m_session->send(request, outcome);
}

void TestSession::logIn_good_isActive()
{
    QSignalSpy states(m_session.get(), &Session::stateChanged);
    QCOMPARE(m_session->state(), State::LoggedOut);
    QCOMPARE(m_session->timeLeft(), 0s);
    Outcome<Done> outcome;
    m_session->logIn(QStringLiteral("usuario"), QStringLiteral("right"), outcome);
    QCOMPARE(m_session->state(), State::LoggingIn);
    QVERIFY(!outcome.ended());
    QTRY_VERIFY(outcome.ok());
    QCOMPARE(m_session->state(), State::Active);
    QCOMPARE(m_session->user(), QStringLiteral("usuario"));
    QCOMPARE(m_session->token().value, QByteArray("token1"));
    QCOMPARE(m_session->timeLeft(), 1800s);
    m_clock.advance(1s);
    QCOMPARE(m_session->timeLeft(), 1799s);
    QCOMPARE(states.size(), 2);
    m_session->logOut();
    QCOMPARE(m_session->state(), State::LoggedOut);
    QVERIFY(m_session->token().value.isEmpty());
    QVERIFY(m_session->user().isEmpty());
}

void TestSession::logIn_form_isEncoded()
{
    m_session->logIn(QStringLiteral("zé&a=b"), QStringLiteral("right +%&ç"), [](const Reply<Done> &) {});
    QCOMPARE(m_manager->seen.front().body,
             QByteArray("username=z%C3%A9%26a%3Db&password=right%20%2B%25%26%C3%A7"));
    QCOMPARE(m_manager->seen.front().method, QByteArray("POST"));
    QCOMPARE(m_manager->seen.front().request.rawHeader("Content-Type"),
             QByteArray("application/x-www-form-urlencoded"));
    QVERIFY(!m_manager->seen.front().request.hasRawHeader("Authorization"));
}

void TestSession::logIn_bad_keepsThePreviousState_data()
{
    QTest::addColumn<int>("before");
    QTest::newRow("logged out") << int(State::LoggedOut);
    QTest::newRow("active") << int(State::Active);
    QTest::newRow("expired") << int(State::Expired);
}

void TestSession::logIn_bad_keepsThePreviousState()
{
    QFETCH(int, before);
    if (before != int(State::LoggedOut))
        logIn();
    if (before == int(State::Expired)) {
        m_clock.advance(1h);
        m_session->send({}, Outcome<ApiResponse>()); // looks at the clock
    }
    QCOMPARE(int(m_session->state()), before);
    Outcome<Done> outcome;
    m_session->logIn(QStringLiteral("outro"), QStringLiteral("wrong"), outcome);
    QCOMPARE(m_session->state(), State::LoggingIn);
    QTRY_VERIFY(outcome.failedAs(Kind::Unauthorized));
    QCOMPARE(outcome.error().reason, QByteArray("credenciais_invalidas"));
    QCOMPARE(int(m_session->state()), before);
    if (before == int(State::Active)) {
        Outcome<ApiResponse> still;
        const Call call = get(still);
        QTRY_VERIFY(still.ok());
        QCOMPARE(m_session->user(), QStringLiteral("usuario"));
    }
}

void TestSession::logIn_badGrant_isBadReply_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("a list") << QByteArray("[]");
    QTest::newRow("no token") << QByteArray(R"({"token_type":"bearer","expires_in":60})");
    QTest::newRow("a new line in it")
        << QByteArray(R"({"access_token":"a\r\nX: y","token_type":"bearer","expires_in":60})");
    QTest::newRow("other type") << QByteArray(R"({"access_token":"a","token_type":"mac","expires_in":60})");
    QTest::newRow("no lifetime") << QByteArray(R"({"access_token":"a","token_type":"bearer"})");
    QTest::newRow("negative") << QByteArray(R"({"access_token":"a","token_type":"bearer","expires_in":-1})");
    QTest::newRow("for ever") << QByteArray(
        R"({"access_token":"a","token_type":"bearer","expires_in":1e15})");
}

void TestSession::logIn_badGrant_isBadReply()
{
    QFETCH(QByteArray, body);
    m_manager->service = [body](const FakeRequest &) { return FakeAnswer::json(body); };
    Outcome<Done> outcome;
    m_session->logIn(QStringLiteral("usuario"), QStringLiteral("right"), outcome);
    QTRY_VERIFY(outcome.failedAs(Kind::BadReply));
    QCOMPARE(m_session->state(), State::LoggedOut);
}

void TestSession::logIn_cancelled_isSilent()
{
    m_manager->service = [](const FakeRequest &) { return FakeAnswer::silence(); };
    Outcome<Done> outcome;
    m_session->logIn(QStringLiteral("usuario"), QStringLiteral("right"), outcome);
    m_session->cancelLogIn();
    QCOMPARE(m_session->state(), State::LoggedOut);
    QVERIFY(m_manager->replies.front()->aborted);
    QVERIFY(!outcome.ended());
    m_session->cancelLogIn(); // nothing to cancel
    QCOMPARE(m_session->state(), State::LoggedOut);
}

void TestSession::logIn_second_replacesTheFirst()
{
    Outcome<Done> first;
    Outcome<Done> second;
    m_session->logIn(QStringLiteral("um"), QStringLiteral("right"), first);
    m_session->logIn(QStringLiteral("dois"), QStringLiteral("right"), second);
    QTRY_VERIFY(second.ok());
    QVERIFY(!first.ended());
    QCOMPARE(m_session->user(), QStringLiteral("dois"));
}

void TestSession::resume_token_worksOnlyWhileGood()
{
    const QString user = QStringLiteral("usuario");
    QVERIFY(!m_session->resume({"kept", m_clock.wallNow(), user}));
    QVERIFY(!m_session->resume({"a\nb", m_clock.wallNow() + 1h, user}));
    QVERIFY(!m_session->resume({"", m_clock.wallNow() + 1h, user}));
    QCOMPARE(m_session->state(), State::LoggedOut);
    m_goodToken = "kept";
    QVERIFY(m_session->resume({"kept", m_clock.wallNow() + 1h, user}));
    QCOMPARE(m_session->state(), State::Active);
    Outcome<ApiResponse> outcome;
    const Call call = get(outcome);
    QTRY_VERIFY(outcome.ok());
}

void TestSession::send_active_hasTheToken()
{
    logIn();
    Outcome<ApiResponse> outcome;
    const Call call = get(outcome);
    QTRY_VERIFY(outcome.ok());
    QCOMPARE(lastToken(), QByteArray("Bearer token1"));
}

void TestSession::send_unauthorizedRequest_hasNoToken()
{
    logIn();
    ApiRequest request;
    request.path = "/saude";
    request.authorized = false;
    Outcome<ApiResponse> outcome;
    const Call call = m_session->send(request, outcome);
    QTRY_VERIFY(outcome.ended());
    QVERIFY(lastToken().isNull());
    QCOMPARE(m_session->state(), State::Active); // its 401 says nothing about the token
}

void TestSession::send_loggedOut_failsLater()
{
    Outcome<ApiResponse> outcome;
    const Call call = get(outcome);
    QVERIFY(!outcome.ended());
    QTRY_VERIFY(outcome.failedAs(Kind::Unauthorized));
    QVERIFY(m_manager->seen.empty());
}

void TestSession::send_tokenRanOut_waitsAndIsSentOnce()
{
    logIn();
    m_clock.advance(30min);
    QSignalSpy states(m_session.get(), &Session::stateChanged);
    Outcome<ApiResponse> outcome;
    const Call call = get(outcome);
    QCOMPARE(m_session->state(), State::Expired);
    QCOMPARE(m_session->user(), QStringLiteral("usuario"));
    QVERIFY(m_session->token().value.isEmpty());
    QCOMPARE(states.size(), 1);
    QCOMPARE(m_manager->count("GET"), 0);
    logIn();
    QTRY_VERIFY(outcome.ok());
    QCOMPARE(m_manager->count("GET"), 1);
    QCOMPARE(lastToken(), QByteArray("Bearer token2"));
    QCOMPARE(outcome.count(), 1);
}

void TestSession::send_clockJumps_expiresOnSend()
{
    logIn();
    m_clock.advance(29min + 59s);
    Outcome<ApiResponse> before;
    const Call call = get(before);
    QTRY_VERIFY(before.ok());
    m_clock.advance(8h); // the lid was closed
    Outcome<ApiResponse> after;
    const Call parked = get(after);
    QCOMPARE(m_session->state(), State::Expired);
    QCOMPARE(m_manager->count("GET"), 1);
}

void TestSession::send_manyRefused_expireOnceAndAreSentOnceMore()
{
    logIn();
    m_goodToken = "another"; // the service forgot the token
    QSignalSpy states(m_session.get(), &Session::stateChanged);
    Outcome<ApiResponse> outcomes[10];
    std::vector<Call> calls;
    for (const auto &outcome : outcomes)
        calls.push_back(get(outcome));
    QTRY_COMPARE(m_session->state(), State::Expired);
    QTRY_COMPARE(m_manager->count("GET"), 10);
    QCoreApplication::processEvents();
    QCOMPARE(states.size(), 1);
    logIn();
    for (const auto &outcome : outcomes)
        QTRY_VERIFY(outcome.ok());
    QCOMPARE(m_manager->count("GET"), 20);
    for (const auto &outcome : outcomes)
        QCOMPARE(outcome.count(), 1);
    QCOMPARE(states.size(), 3); // expired, logging in, active
}

void TestSession::send_refusedAgainAfterLogIn_fails()
{
    logIn();
    m_goodToken = "another";
    Outcome<ApiResponse> outcome;
    const Call call = get(outcome);
    QTRY_COMPARE(m_session->state(), State::Expired);
    m_manager->service = [this](const FakeRequest &request) {
        return request.target == "/token" ? answer(request) : FakeAnswer::problem(401, "token_invalido");
    };
    logIn();
    QTRY_VERIFY(outcome.failedAs(Kind::Unauthorized));
    QCOMPARE(m_session->state(), State::Expired);
    QCOMPARE(m_manager->count("GET"), 2);
}

void TestSession::send_refusedForAnOldToken_isSentWithTheNewOne()
{
    logIn();
    FakeAnswer late = FakeAnswer::problem(401, "token_expirado");
    late.delay = 50ms;
    m_manager->service = [this, late](const FakeRequest &request) {
        return request.request.rawHeader("Authorization") == "Bearer token1" ? late : answer(request);
    };
    Outcome<ApiResponse> outcome;
    const Call call = get(outcome);
    logIn(); // while the answer is on its way
    QTRY_VERIFY(outcome.ok());
    QCOMPARE(m_session->state(), State::Active);
    QCOMPARE(lastToken(), QByteArray("Bearer token2"));
}

void TestSession::waiting_otherUser_isDropped()
{
    logIn();
    m_clock.advance(1h);
    Outcome<ApiResponse> outcome;
    const Call call = get(outcome);
    logIn(QStringLiteral("outra"));
    QTRY_VERIFY(outcome.failedAs(Kind::Unauthorized));
    QCOMPARE(m_manager->count("GET"), 0);
    QCOMPARE(m_session->state(), State::Active);
}

void TestSession::waiting_logOut_isDropped()
{
    logIn();
    m_clock.advance(1h);
    Outcome<ApiResponse> outcome;
    const Call call = get(outcome);
    m_session->logOut();
    QVERIFY(!outcome.ended());
    QTRY_VERIFY(outcome.failedAs(Kind::Unauthorized));
    logIn();
    QCOMPARE(m_manager->count("GET"), 0);
}

void TestSession::waiting_cancelled_isNeverSent()
{
    logIn();
    m_clock.advance(1h);
    Outcome<ApiResponse> outcome;
    Call call = get(outcome);
    call.reset();
    logIn();
    QCOMPARE(m_manager->count("GET"), 0);
    QVERIFY(!outcome.ended());
}

void TestSession::waiting_cancelledByWhoHearsOfTheExpiry_isNeverSent()
{
    logIn();
    m_goodToken = "another";
    Outcome<ApiResponse> outcome;
    Call call = get(outcome);
    connect(m_session.get(), &Session::stateChanged, this, [&call](State state) {
        if (state == State::Expired)
            call.reset();
    });
    QTRY_COMPARE(m_session->state(), State::Expired);
    logIn();
    QCoreApplication::processEvents();
    QCOMPARE(m_manager->count("GET"), 1);
    QVERIFY(!outcome.ended());
}

void TestSession::waiting_failedLogIn_staysWaiting()
{
    logIn();
    m_clock.advance(1h);
    Outcome<ApiResponse> outcome;
    const Call call = get(outcome);
    Outcome<Done> failed;
    m_session->logIn(QStringLiteral("usuario"), QStringLiteral("wrong"), failed);
    Outcome<ApiResponse> during;
    const Call more = get(during);
    QTRY_VERIFY(failed.ended());
    QVERIFY(!outcome.ended());
    logIn();
    QTRY_VERIFY(outcome.ok());
    QTRY_VERIFY(during.ok());
    QCOMPARE(m_manager->count("GET"), 2);
}

void TestSession::expiry_timer_isOnItsOwn()
{
    m_lifetime = 1;
    const core::SystemClock clock;
    Session session(*m_transport, clock, m_random);
    Outcome<Done> outcome;
    session.logIn(QStringLiteral("usuario"), QStringLiteral("right"), outcome);
    QTRY_COMPARE(session.state(), State::Active);
    QTRY_COMPARE(session.state(), State::Expired);
    QCOMPARE(session.timeLeft(), 0s);
}

void TestSession::session_destroyed_dropsWhatWaits()
{
    logIn();
    Outcome<ApiResponse> outcome;
    const Call sent = get(outcome);
    m_clock.advance(1h);
    const Call parked = get(outcome);
    m_session.reset();
    QCoreApplication::processEvents();
    QVERIFY(outcome.count() <= 1); // the one that was sent may still get its answer
}

QTEST_GUILESS_MAIN(TestSession)
#include "tst_session.moc"
