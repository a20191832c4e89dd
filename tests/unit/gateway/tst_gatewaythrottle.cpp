// SPDX-License-Identifier: GPL-3.0-or-later
// Guesses at an account's password at the whole gateway, from many addresses (which a proxy names).
#include "gatewaybench.h"

using namespace guarita;
using namespace guarita::test;
using support::RawResponse;

class TestGatewayThrottle : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(sodium_init() >= 0); }
    void guesses_fromManyAddresses_areSlowedAlikeForEveryName();
    void guesses_elsewhere_leaveTheOwnerAlone();
    void owner_beforeTheLastStart_isRemembered();
    void owner_atAnotherGateway_isKnownHereSoon();
    void owner_longerAgoThanMatters_isKnownOnceItDoes();
    void apply_otherLimits_countFromTheNextLogIn();
    void ownPassword_wrongGuesses_areSlowedToo();
};

namespace {

/// Believes what the test says about where a request comes from.
void believe(gateway::GatewaySettings &settings)
{
    settings.edge.trust.proxies = *net::TrustedProxies::parse(QStringLiteral("127.0.0.1"));
}

RawResponse logInFrom(Bench &bench, const QByteArray &address, const QByteArray &name,
                      const QByteArray &password)
{
    const QByteArray form = "username=" + name + "&password=" + password;
    return bench.ask("POST /token HTTP/1.1\r\nHost: g\r\nX-Forwarded-For: " + address + "\r\nContent-Type: " +
                     formType + "\r\nContent-Length: " + QByteArray::number(form.size()) + "\r\n\r\n" + form);
}

QByteArray attacker(int number)
{
    return "203.0.113." + QByteArray::number(number);
}

void exhaust(Bench &bench, const QByteArray &name)
{
    for (int i = 1; i <= 5; ++i)
        QCOMPARE(logInFrom(bench, attacker(i), name, "guess").status, 401);
}

} // namespace

void TestGatewayThrottle::guesses_fromManyAddresses_areSlowedAlikeForEveryName()
{
    Bench bench({}, believe);
    QJsonObject answers[2];
    int at = 0;
    for (const char *name : {"usuario", "ninguem"}) {
        exhaust(bench, name);
        const RawResponse refused = logInFrom(bench, attacker(6), name, "guess");
        QCOMPARE(refused.status, 429);
        QCOMPARE(refused.header("Retry-After"), QByteArray("1"));
        answers[at] = json(refused);
        answers[at++].remove(QStringLiteral("request_id"));
    }
    QCOMPARE(answers[0][QStringLiteral("reason")].toString(), QStringLiteral("muitos_logins"));
    QVERIFY(answers[0] == answers[1]);
    bench.clock.advance(std::chrono::seconds(1));
    QCOMPARE(logInFrom(bench, attacker(6), "usuario", "guess").status, 401);
    QCOMPARE(logInFrom(bench, attacker(7), "usuario", "guess").header("Retry-After"), QByteArray("2"));
    bench.clock.advance(std::chrono::seconds(2));
    QCOMPARE(logInFrom(bench, attacker(8), "usuario", "senha123").status, 200); // not locked
}

void TestGatewayThrottle::guesses_elsewhere_leaveTheOwnerAlone()
{
    Bench bench({}, believe);
    QCOMPARE(logInFrom(bench, "192.0.2.1", "usuario", "senha123").status, 200);
    exhaust(bench, "usuario");
    QCOMPARE(logInFrom(bench, attacker(6), "usuario", "senha123").status, 429);
    QCOMPARE(logInFrom(bench, "192.0.2.1", "usuario", "senha123").status, 200);
    QCOMPARE(logInFrom(bench, "192.0.2.2", "usuario", "senha123").status, 429);
}

void TestGatewayThrottle::owner_beforeTheLastStart_isRemembered()
{
    Bench bench({}, [](auto &settings) {
        believe(settings);
        gateway::UserRepository users(settings.users, gateway::DemoUser::Offer);
        gateway::AuditRecord login;
        login.when = std::chrono::seconds(1'000'000'000) - std::chrono::hours(24 * 29);
        login.who = "usuario";
        login.action = gateway::audited::login;
        login.address = "192.0.2.1";
        QVERIFY(users.audit().write({login}));
        login.when -= std::chrono::hours(48);
        login.address = "192.0.2.2";
        QVERIFY(users.audit().write({login}));
    });
    exhaust(bench, "usuario");
    QCOMPARE(logInFrom(bench, "192.0.2.1", "usuario", "senha123").status, 200);
    QCOMPARE(logInFrom(bench, "192.0.2.2", "usuario", "senha123").status, 429); // too long ago
}

/// Those of the first reading, and those that came since.
void TestGatewayThrottle::owner_atAnotherGateway_isKnownHereSoon()
{
    const QTemporaryDir folder;
    const auto dialect = sql::sqliteDialect(folder.filePath(QStringLiteral("users.sqlite")));
    gateway::UserRepository store(dialect);
    gateway::AuditRecord login;
    login.who = "ana";
    login.action = gateway::audited::login;
    const auto logIn = [&](const char *address) {
        login.when = std::chrono::seconds(1'000'000'000);
        login.address = address;
        return store.audit().write({login}).ok();
    };
    QVERIFY(logIn("192.0.2.1"));
    support::FakeClock clock;
    gateway::UserPool pool([&dialect] { return std::make_unique<gateway::UserRepository>(dialect); },
                           {.workers = 1}, clock);
    gateway::AccountThrottle throttle({}, clock);
    gateway::LoginHistory history(pool, throttle, clock, std::chrono::hours(1));
    history.read();
    QTRY_COMPARE(throttle.familiar(), std::size_t(1));
    QVERIFY(logIn("192.0.2.2"));
    history.read();
    QTRY_COMPARE(throttle.familiar(), std::size_t(2));
    history.read();
    QTRY_COMPARE(pool.stats().jobs, 3);
    QCOMPARE(throttle.familiar(), std::size_t(2));
}

/// LOGIN_FAMILIAR is live.
void TestGatewayThrottle::owner_longerAgoThanMatters_isKnownOnceItDoes()
{
    const QTemporaryDir folder;
    const auto dialect = sql::sqliteDialect(folder.filePath(QStringLiteral("users.sqlite")));
    gateway::UserRepository store(dialect);
    gateway::AuditRecord login;
    login.who = "ana";
    login.action = gateway::audited::login;
    for (const auto &[ago, address] : {std::pair{2, "192.0.2.1"}, {0, "192.0.2.2"}}) {
        login.when = std::chrono::seconds(1'000'000'000) - std::chrono::hours(ago);
        login.address = address;
        QVERIFY(store.audit().write({login}));
    }
    support::FakeClock clock;
    gateway::UserPool pool([&dialect] { return std::make_unique<gateway::UserRepository>(dialect); },
                           {.workers = 1}, clock);
    gateway::AccountThrottle throttle({}, clock);
    gateway::LoginHistory history(pool, throttle, clock, std::chrono::hours(1));
    history.read();
    QTRY_COMPARE(throttle.familiar(), std::size_t(1));
    history.apply(std::chrono::hours(3));
    QTRY_COMPARE(throttle.familiar(), std::size_t(2));
}

void TestGatewayThrottle::apply_otherLimits_countFromTheNextLogIn()
{
    Bench bench({}, believe);
    exhaust(bench, "usuario");
    QCOMPARE(logInFrom(bench, attacker(6), "usuario", "guess").status, 429);
    gateway::GatewaySettings settings = settingsFor(bench.upstream.origin(), bench.folder);
    settings.accounts.failures = 100;
    settings.logins.failures = 1;
    bench.app.apply(settings);
    QCOMPARE(logInFrom(bench, attacker(6), "usuario", "guess").status, 401);
    QCOMPARE(logInFrom(bench, attacker(6), "usuario", "guess").status, 429); // its address failed once
    QCOMPARE(logInFrom(bench, attacker(7), "usuario", "senha123").status, 200);
}

void TestGatewayThrottle::ownPassword_wrongGuesses_areSlowedToo()
{
    Bench bench({}, believe);
    const QByteArray body = R"({"atual":"errada","nova":"outra-senha-longa"})";
    int status = 0;
    for (int i = 1; i <= 6; ++i)
        status = bench
                     .ask("PUT /conta/senha HTTP/1.1\r\nHost: g\r\nX-Forwarded-For: " + attacker(i) + "\r\n" +
                          bearer() + "Content-Type: application/json\r\nContent-Length: " +
                          QByteArray::number(body.size()) + "\r\n\r\n" + body)
                     .status;
    QCOMPARE(status, 429);
}

QTEST_GUILESS_MAIN(TestGatewayThrottle)
#include "tst_gatewaythrottle.moc"
