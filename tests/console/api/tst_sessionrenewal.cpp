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

namespace {

/// A service that grants tokens of 900 s, t1, t2, … with refresh tokens r1, r2, … which are good once each.
class Rig
{
public:
    Rig()
        : transport(makeManager())
        , session(transport, clock, random)
        , states(&session, &Session::stateChanged)
    {
    }

    bool logIn(const QString &user = QStringLiteral("ana"))
    {
        const Outcome<Done> outcome;
        session.logIn(user, QStringLiteral("right"), outcome);
        return QTest::qWaitFor([&] { return outcome.ok(); });
    }
    Call get(const Outcome<ApiResponse> &outcome, const QByteArray &path = "/itens")
    {
        ApiRequest request;
        request.path = path;
        return session.send(request, outcome);
    }
    int renewals() const
    {
        return static_cast<int>(std::count_if(manager->seen.begin(), manager->seen.end(), isRenewal));
    }
    int gets() const { return manager->count("GET", "/itens"); }
    QByteArray revoked() const
    {
        for (const FakeRequest &request : manager->seen) {
            if (request.target == "/revoke")
                return request.body;
        }
        return {};
    }

    support::FakeClock clock;
    support::FakeRandom random;
    support::FakeManager *manager = nullptr;
    Transport transport;
    Session session;
    QSignalSpy states;

    std::function<FakeAnswer(const FakeAnswer &)> onRenewal; // what becomes of the answer to it
    QByteArray roles = R"(["editor"])";
    QByteArray goodToken;
    QByteArray goodRefresh;

private:
    static bool isRenewal(const FakeRequest &request)
    {
        return request.target == "/token" && request.body.startsWith("grant_type=refresh_token&");
    }

    FakeAnswer grant()
    {
        const QByteArray number = QByteArray::number(++m_issued);
        goodToken = "t" + number;
        goodRefresh = "r" + number;
        return FakeAnswer::json(R"({"access_token":")" + goodToken +
                                R"(","token_type":"bearer","expires_in":900,)" + R"("refresh_token":")" +
                                goodRefresh + R"(","papeis":)" + roles + "}");
    }

    FakeAnswer renewal(const FakeRequest &request)
    {
        if (goodRefresh.isEmpty() ||
            request.body != "grant_type=refresh_token&refresh_token=" + goodRefresh) {
            goodToken.clear(); // a second use ends the session
            goodRefresh.clear();
            return FakeAnswer::problem(401, "sessao_encerrada");
        }
        return grant();
    }

    FakeAnswer answer(const FakeRequest &request)
    {
        if (isRenewal(request)) {
            const FakeAnswer real = renewal(request);
            return onRenewal ? onRenewal(real) : real;
        }
        if (request.target == "/token")
            return grant();
        if (request.target == "/revoke")
            return FakeAnswer::json("{}");
        if (goodToken.isEmpty() || request.request.rawHeader("Authorization") != "Bearer " + goodToken)
            return FakeAnswer::problem(401, "token_invalido");
        if (request.target == "/conta")
            return FakeAnswer::json(R"({"nome":"ana","papeis":)" + roles + R"(,"demo":false})");
        if (request.target == "/admin/backends")
            return FakeAnswer::problem(403, "sem_permissao");
        return FakeAnswer::json("[]");
    }

    std::unique_ptr<QNetworkAccessManager> makeManager()
    {
        auto made = std::make_unique<support::FakeManager>();
        manager = made.get();
        manager->service = [this](const FakeRequest &request) { return answer(request); };
        return made;
    }

    int m_issued = 0;
};

/// An answer that is lost after the service has done its part.
FakeAnswer lost(const FakeAnswer &)
{
    return FakeAnswer::broken(QNetworkReply::RemoteHostClosedError);
}

} // namespace

class TestSessionRenewal : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void token_atFourFifths_isRenewedWhileRequestsGoOn()
    {
        Rig rig;
        QVERIFY(rig.logIn());
        rig.clock.advance(719s);
        Outcome<ApiResponse> before;
        const Call early = rig.get(before);
        QTRY_VERIFY(before.ok());
        QCOMPARE(rig.renewals(), 0);
        QSignalSpy renewed(&rig.session, &Session::renewed);
        rig.states.clear();
        rig.clock.advance(1s);
        Outcome<ApiResponse> after;
        const Call call = rig.get(after);
        QTRY_COMPARE(renewed.size(), 1);
        QTRY_VERIFY(after.ok());
        QCOMPARE(rig.renewals(), 1);
        QCOMPARE(rig.session.token().value, QByteArray("t2"));
        QCOMPARE(rig.session.timeLeft(), 900s);
        QVERIFY(rig.states.isEmpty()); // nobody has to notice
    }

    void timer_isOnItsOwn()
    {
        Rig rig;
        QVERIFY(rig.session.resume({"t0", rig.clock.wallNow() + 200ms, QStringLiteral("ana"), "r0"}));
        rig.goodRefresh = "r0";
        rig.clock.advance(170ms);
        QTRY_COMPARE_WITH_TIMEOUT(rig.renewals(), 1, 1000);
    }

    void fiveRefusedAtOnce_makeOneRenewalAndAreSentAgain()
    {
        Rig rig;
        QVERIFY(rig.logIn());
        Outcome<ApiResponse> first;
        const Call proof = rig.get(first);
        QTRY_VERIFY(first.ok());
        rig.goodToken = "another";
        rig.states.clear();
        Outcome<ApiResponse> outcomes[5];
        std::vector<Call> calls;
        for (const auto &outcome : outcomes)
            calls.push_back(rig.get(outcome));
        for (const auto &outcome : outcomes)
            QTRY_VERIFY(outcome.ok());
        QCOMPARE(rig.renewals(), 1);
        QCOMPARE(rig.gets(), 1 + 2 * 5);
        for (const auto &outcome : outcomes)
            QCOMPARE(outcome.count(), 1);
        QCOMPARE(rig.states.size(), 2); // renewing, active
    }

    void computerSlept_isRenewedBeforeAnythingIsSent()
    {
        Rig rig;
        QVERIFY(rig.logIn());
        rig.clock.advance(8h);
        Outcome<ApiResponse> outcome;
        const Call call = rig.get(outcome);
        QCOMPARE(rig.session.state(), State::Renewing);
        QCOMPARE(rig.gets(), 0);
        QTRY_VERIFY(outcome.ok());
        QCOMPARE(rig.gets(), 1);
        QCOMPARE(rig.renewals(), 1);
    }

    void refused_isExpired_andALogInSendsWhatWaited()
    {
        Rig rig;
        QVERIFY(rig.logIn());
        rig.goodRefresh = "another"; // somebody ended the session
        rig.clock.advance(1h);
        Outcome<ApiResponse> outcome;
        const Call call = rig.get(outcome);
        QTRY_COMPARE(rig.session.state(), State::Expired);
        QCOMPARE(rig.renewals(), 1);
        QCOMPARE(rig.session.user(), QStringLiteral("ana"));
        QVERIFY(!rig.session.renewsItself());
        QVERIFY(!outcome.ended());
        QVERIFY(rig.logIn());
        QTRY_VERIFY(outcome.ok());
    }

    void noConnection_isTriedAgain_withTheSameToken()
    {
        Rig rig;
        QVERIFY(rig.logIn());
        rig.manager->service = [](const FakeRequest &) {
            return FakeAnswer::broken(QNetworkReply::ConnectionRefusedError);
        };
        rig.clock.advance(1h);
        Outcome<ApiResponse> outcome;
        const Call call = rig.get(outcome);
        QTRY_COMPARE(rig.renewals(), 1);
        QTest::qWait(20);
        const Call more = rig.get(outcome);
        QCOMPARE(rig.renewals(), 1); // not before its time
        rig.clock.advance(1s);
        const Call third = rig.get(outcome);
        QCOMPARE(rig.renewals(), 2);
        QCOMPARE(rig.session.state(), State::Renewing);
        QVERIFY(rig.session.renewsItself());
    }

    void serviceCameBack_doesNotWaitForTheNextTry()
    {
        Rig rig;
        QVERIFY(rig.logIn());
        bool down = true;
        const auto service = rig.manager->service;
        rig.manager->service = [&](const FakeRequest &request) {
            return down ? FakeAnswer::problem(503, "usuarios_indisponiveis") : service(request);
        };
        rig.clock.advance(1h);
        Outcome<ApiResponse> outcome;
        const Call call = rig.get(outcome);
        QTRY_COMPARE(rig.renewals(), 1);
        QTest::qWait(20);
        down = false;
        rig.session.retryRenewal();
        QTRY_VERIFY(outcome.ok());
        QCOMPARE(rig.session.state(), State::Active);
    }

    void answerLost_theTokenIsNotUsedAgainWhileThereIsAnother()
    {
        Rig rig;
        QVERIFY(rig.logIn());
        Outcome<ApiResponse> proof;
        const Call proven = rig.get(proof);
        QTRY_VERIFY(proof.ok());
        rig.onRenewal = [&rig](const FakeAnswer &answer) {
            rig.goodToken = "t1"; // tokens of the same session are good until they run out
            return lost(answer);
        };
        rig.clock.advance(720s);
        Outcome<ApiResponse> first;
        const Call call = rig.get(first);
        QTRY_VERIFY(first.ok());
        QTRY_COMPARE(rig.renewals(), 1);
        QTest::qWait(20);
        rig.clock.advance(60s);
        rig.session.retryRenewal();
        Outcome<ApiResponse> second;
        const Call again = rig.get(second);
        QTRY_VERIFY(second.ok());
        QCOMPARE(rig.renewals(), 1);
        QCOMPARE(rig.session.state(), State::Active);
        rig.onRenewal = {};
        rig.clock.advance(200s); // now there is nothing to lose; the service has used it
        Outcome<ApiResponse> third;
        const Call last = rig.get(third);
        QTRY_COMPARE(rig.session.state(), State::Expired);
        QCOMPARE(rig.renewals(), 2);
        QVERIFY(!third.ended());
    }

    void freshTokenRefused_isNotRenewedForEver()
    {
        Rig rig;
        QVERIFY(rig.logIn());
        rig.goodToken = "another";
        Outcome<ApiResponse> outcome;
        const Call call = rig.get(outcome);
        QTRY_COMPARE(rig.session.state(), State::Expired);
        QCOMPARE(rig.renewals(), 0);
    }

    void otherUserLogsInDuringARenewal_theOldSessionLosesAndEnds()
    {
        Rig rig;
        QVERIFY(rig.logIn());
        rig.onRenewal = [](FakeAnswer answer) {
            answer.delay = 100ms;
            return answer;
        };
        rig.clock.advance(1h);
        Outcome<ApiResponse> outcome;
        const Call call = rig.get(outcome);
        QCOMPARE(rig.renewals(), 1);
        QVERIFY(rig.logIn(QStringLiteral("bia")));
        QTRY_VERIFY(outcome.failedAs(Kind::Unauthorized));
        QCOMPARE(rig.gets(), 0);
        QCOMPARE(rig.revoked(), QByteArray("token=r1"));
        const QByteArray token = rig.session.token().value;
        QTest::qWait(150);
        QCOMPARE(rig.session.token().value, token);
        QCOMPARE(rig.session.user(), QStringLiteral("bia"));
        QCOMPARE(rig.session.state(), State::Active);
    }

    void failedLogInDuringARenewal_leavesWhatItBrought()
    {
        Rig rig;
        QVERIFY(rig.logIn());
        rig.clock.advance(1h);
        Outcome<ApiResponse> outcome;
        const Call call = rig.get(outcome);
        const auto service = rig.manager->service;
        FakeAnswer wrong = FakeAnswer::problem(401, "credenciais_invalidas");
        wrong.delay = 60ms;
        rig.manager->service = [&](const FakeRequest &request) {
            return request.body.startsWith("username=") ? wrong : service(request);
        };
        Outcome<Done> logIn;
        rig.session.logIn(QStringLiteral("bia"), QStringLiteral("wrong"), logIn);
        QTRY_VERIFY(outcome.ok());
        QCOMPARE(rig.session.state(), State::LoggingIn);
        QTRY_VERIFY(logIn.failedAs(Kind::Unauthorized));
        QCOMPARE(rig.session.state(), State::Active);
        QCOMPARE(rig.session.user(), QStringLiteral("ana"));
    }

    void forgottenDuringARenewal_nothingComesOfIt()
    {
        Rig rig;
        QVERIFY(rig.logIn());
        rig.onRenewal = [](FakeAnswer answer) {
            answer.delay = 50ms;
            return answer;
        };
        rig.clock.advance(1h);
        Outcome<ApiResponse> outcome;
        const Call call = rig.get(outcome);
        rig.session.forget(); // another profile was chosen
        QTRY_VERIFY(outcome.failedAs(Kind::Unauthorized));
        QTest::qWait(80);
        QCOMPARE(rig.session.state(), State::LoggedOut);
        QVERIFY(rig.session.token().value.isEmpty());
        QVERIFY(rig.revoked().isEmpty()); // it was kept, maybe
    }

    void logOut_endsTheSessionAtTheService()
    {
        Rig rig;
        QVERIFY(rig.logIn());
        rig.session.logOut();
        QCOMPARE(rig.session.state(), State::LoggedOut);
        QCOMPARE(rig.revoked(), QByteArray("token=t1"));
        QVERIFY(rig.session.token().refresh.isEmpty());
    }

    void keptToken_thatRanOut_isRenewed()
    {
        Rig rig;
        const core::WallTime past = rig.clock.wallNow() - 1h;
        QVERIFY(!rig.session.resume({"t0", past, QStringLiteral("ana")}));
        rig.goodRefresh = "r0";
        QVERIFY(rig.session.resume({"t0", past, QStringLiteral("ana"), "r0", Role::Reader}));
        QCOMPARE(rig.session.state(), State::Renewing);
        QTRY_COMPARE(rig.session.state(), State::Active);
        QCOMPARE(rig.session.roles(), std::optional<Roles>(Role::Editor));
    }

    void renewedElsewhere_takesWhatIsKept()
    {
        Rig rig;
        QVERIFY(rig.logIn());
        const core::WallTime later = rig.clock.wallNow() + 2h;
        std::optional<Session::Token> kept = Session::Token{"t9", later, QStringLiteral("ana"), "r9"};
        rig.session.setKept([&kept](const Session::OnKept &done) { done(kept); });
        rig.goodToken = "t9";
        rig.clock.advance(1h);
        Outcome<ApiResponse> outcome;
        const Call call = rig.get(outcome);
        QTRY_VERIFY(outcome.ok());
        QCOMPARE(rig.renewals(), 0);
        QCOMPARE(rig.session.token().value, QByteArray("t9"));

        rig.goodRefresh = "r8"; // the other console's token has run out, too
        kept = Session::Token{"t8", later, QStringLiteral("ana"), "r8"};
        rig.clock.advance(2h);
        Outcome<ApiResponse> again;
        const Call second = rig.get(again);
        QTRY_VERIFY(again.ok());
        QCOMPARE(rig.renewals(), 1);
    }

    void keptByAnotherUser_isNotTaken()
    {
        Rig rig;
        QVERIFY(rig.logIn());
        rig.session.setKept([&rig](const Session::OnKept &done) {
            done(Session::Token{"t9", rig.clock.wallNow() + 1h, QStringLiteral("bia"), "r9"});
        });
        rig.clock.advance(1h);
        Outcome<ApiResponse> outcome;
        const Call call = rig.get(outcome);
        QTRY_VERIFY(outcome.ok());
        QCOMPARE(rig.session.token().value, QByteArray("t2"));
    }

    void whatIsKept_toldTooLate_isOfNoUse()
    {
        Rig rig;
        QVERIFY(rig.logIn());
        Session::OnKept tell;
        rig.session.setKept([&tell](const Session::OnKept &done) { tell = done; });
        rig.clock.advance(1h);
        Outcome<ApiResponse> outcome;
        const Call call = rig.get(outcome);
        QVERIFY(tell);
        rig.session.forget();
        tell(Session::Token{"t9", rig.clock.wallNow() + 1h, QStringLiteral("ana"), "r9"});
        QCOMPARE(rig.session.state(), State::LoggedOut);
        QCOMPARE(rig.renewals(), 0);
    }

    void roles_areKnownFromTheGrant_andFollowARefusal()
    {
        Rig rig;
        QVERIFY(rig.logIn());
        QVERIFY(rig.session.rights().changesItems && !rig.session.rights().administers);
        QSignalSpy rights(&rig.session, &Session::rightsChanged);
        QSignalSpy forbidden(&rig.session, &Session::forbidden);
        rig.roles = R"(["leitor","something newer"])";
        Outcome<ApiResponse> outcomes[3];
        std::vector<Call> calls;
        for (const auto &outcome : outcomes)
            calls.push_back(rig.get(outcome, "/admin/backends"));
        for (const auto &outcome : outcomes)
            QTRY_VERIFY(outcome.failedAs(Kind::Forbidden));
        QTRY_COMPARE(rights.size(), 1);
        QCOMPARE(rig.session.roles(), std::optional<Roles>(Role::Reader));
        QCOMPARE(forbidden.size(), 1);
        QCOMPARE(rig.manager->count("GET", "/conta"), 1);
    }
};

QTEST_GUILESS_MAIN(TestSessionRenewal)
#include "tst_sessionrenewal.moc"
