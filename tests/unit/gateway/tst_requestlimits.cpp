// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/limits/requestlimits.h"
#include "support/fakeclock.h"
#include "support/fakerandom.h"

#include <QtTest/QTest>

#include <prometheus/registry.h>

using namespace guarita;
using gateway::RequestLimits;
using gateway::RequestRates;
using namespace std::chrono_literals;

namespace {

const QByteArray ana = "192.0.2.1";
const QByteArray bia = "192.0.2.2";

struct Asked
{
    QByteArray address = ana;
    QByteArray subject = "ana";
    http::Method method = http::Method::Get;
    QByteArray path = "/itens";
    QByteArray language = {};
};

struct Told
{
    int status = 200;
    QByteArray policy;
    QByteArray state;
    http::Response refusal;
};

/// Limits, asked as HttpApp asks.
struct Bench
{
    explicit Bench(const RequestRates &rates)
        : limits(rates, clock, random, registry)
        , addressStage(limits.addressStage())
        , userStage(limits.userStage())
    {
    }

    /// From now on what is admitted stays under way, until `kept` is emptied.
    void keep() { m_keeps = true; }
    std::vector<std::shared_ptr<const void>> kept;

    /// Without a subject the request ends before the user's stage, as authentication would have it.
    Told ask(const Asked &asked)
    {
        http::Request request;
        request.method = asked.method;
        request.path = asked.path;
        request.clientAddress = QHostAddress(QString::fromLatin1(asked.address));
        if (!asked.language.isEmpty())
            request.headers.append("accept-language", asked.language);
        std::optional<http::Response> ended = addressStage.run(request);
        if (!ended && !asked.subject.isEmpty()) {
            request.subject = asked.subject;
            ended = userStage.run(request);
        }
        if (m_keeps)
            kept.insert(kept.end(), request.held.begin(), request.held.end());
        Told told;
        told.policy = request.answerHeaders.value("RateLimit-Policy");
        told.state = request.answerHeaders.value("RateLimit");
        if (ended) {
            told.status = ended->status;
            told.refusal = std::move(*ended);
        }
        return told;
    }
    int admitted(const Asked &asked, int requests)
    {
        int count = 0;
        for (int i = 0; i < requests; ++i)
            count += ask(asked).status == 200 ? 1 : 0;
        return count;
    }
    double refusals(const std::string &bucket) const
    {
        for (const auto &family : registry.Collect()) {
            for (const auto &metric : family.metric) {
                if (family.name == "guarita_requests_limited_total" && metric.label.front().value == bucket)
                    return metric.counter.value;
            }
        }
        return -1;
    }

    support::FakeClock clock;
    support::FakeRandom random;
    prometheus::Registry registry;
    RequestLimits limits;
    http::Stage addressStage;
    http::Stage userStage;

private:
    bool m_keeps = false;
};

} // namespace

class TestRequestLimits : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void address_withoutSubject_isLimited();
    void address_client_countsAsItsNetwork_data();
    void address_client_countsAsItsNetwork();
    void user_onManyAddresses_isOne();
    void writes_beyondTheirRate_leaveReads();
    void streams_beyondTheirRate_leaveReads();
    void noLimits_anything_isAdmittedWithoutFields();
    void loopback_byDefault_isExempt_data();
    void loopback_byDefault_isExempt();
    void fields_tellOfTheTightestBucket();
    void inFlight_ofAnAddress_areBounded();
    void inFlight_ofAUser_areBoundedOnAllAddresses();
    void inFlight_refusedByTheUsersLimit_givesTheAddressItsPlaceBack();
    void apply_otherRates_leavesWhatStaysTheSame();
    void refusal_isAProblemThatSaysWhen();
    void refusals_areCountedByBucket();
};

void TestRequestLimits::address_withoutSubject_isLimited()
{
    Bench bench({.perAddress = {3, 1s}});
    QCOMPARE(bench.admitted({.subject = {}}, 10), 3);
    QCOMPARE(bench.admitted({}, 10), 0); // a token does not help
    QCOMPARE(bench.admitted({.address = bia}, 10), 3);
    QCOMPARE(bench.ask({}).refusal.rest, 1'000ms);
}

void TestRequestLimits::address_client_countsAsItsNetwork_data()
{
    QTest::addColumn<QByteArray>("other");
    QTest::addColumn<QByteArray>("one");
    QTest::addColumn<bool>("same");
    const auto row = [](const char *one, const char *other, bool same) {
        QTest::addRow("%s and %s", one, other) << QByteArray(other) << QByteArray(one) << same;
    };
    row("192.0.2.1", "::ffff:192.0.2.1", true);
    row("192.0.2.1", "192.0.2.2", false);
    row("2001:db8:0:1::1", "2001:db8:0:1:ffff::2", true);
    row("2001:db8:0:1::1", "2001:db8:0:2::1", false);
    row("192.0.2.1", "c000:201::", false); // the same bytes
}

void TestRequestLimits::address_client_countsAsItsNetwork()
{
    QFETCH(QByteArray, one);
    QFETCH(QByteArray, other);
    QFETCH(bool, same);
    Bench bench({.perAddress = {1, 1s}});
    QCOMPARE(bench.admitted({.address = one}, 1), 1);
    QCOMPARE(bench.admitted({.address = other}, 1), same ? 0 : 1);
}

void TestRequestLimits::user_onManyAddresses_isOne()
{
    Bench bench({.perAddress = {100, 1s}, .perUser = {3, 1s}});
    QCOMPARE(bench.admitted({.address = ana}, 2), 2);
    QCOMPARE(bench.admitted({.address = bia}, 2), 1);
    QCOMPARE(bench.admitted({.address = bia, .subject = "bia"}, 5), 3);
}

void TestRequestLimits::writes_beyondTheirRate_leaveReads()
{
    using http::Method;
    Bench bench({.perUser = {20, 1s}, .writesPerUser = {2, 1s}});
    for (const Method method : {Method::Get, Method::Head, Method::Options})
        QCOMPARE(bench.admitted({.method = method}, 3), 3);
    QCOMPARE(bench.admitted({.method = Method::Post}, 1), 1);
    QCOMPARE(bench.admitted({.method = Method::Put}, 1), 1);
    for (const Method method : {Method::Post, Method::Put, Method::Patch, Method::Delete})
        QCOMPARE(bench.admitted({.method = method}, 1), 0);
    QCOMPARE(bench.admitted({}, 9), 5); // those refused have cost, too: 9 + 2 + 4 of the user's 20 are gone
}

void TestRequestLimits::streams_beyondTheirRate_leaveReads()
{
    Bench bench({.streamsPerUser = {2, 1s}});
    QCOMPARE(bench.admitted({.path = "/itens/exportar"}, 1), 1);
    QCOMPARE(bench.admitted({.path = "/itens/eventos"}, 3), 1);
    QCOMPARE(bench.admitted({.path = "/admin/eventos"}, 2), 0);
    QCOMPARE(bench.admitted({.path = "/itens"}, 5), 5);
    QCOMPARE(bench.admitted({.subject = "bia", .path = "/itens/eventos"}, 5), 2);
}

void TestRequestLimits::noLimits_anything_isAdmittedWithoutFields()
{
    Bench bench({});
    QCOMPARE(bench.admitted({.method = http::Method::Post}, 1'000), 1'000);
    QVERIFY(bench.ask({}).policy.isEmpty());
    QVERIFY(bench.ask({}).state.isEmpty());
    QCOMPARE(bench.refusals("address"), 0.0);
}

void TestRequestLimits::loopback_byDefault_isExempt_data()
{
    QTest::addColumn<QByteArray>("address");
    QTest::addColumn<bool>("exempt");
    for (const char *loopback : {"127.0.0.1", "127.1.2.3", "::1", "::ffff:127.0.0.1"})
        QTest::newRow(loopback) << QByteArray(loopback) << true;
    for (const char *other : {"10.0.0.1", "::2", "::ffff:10.0.0.1", "fe80::1"})
        QTest::newRow(other) << QByteArray(other) << false;
}

void TestRequestLimits::loopback_byDefault_isExempt()
{
    QFETCH(QByteArray, address);
    QFETCH(bool, exempt);
    const gateway::Rate one{1, 1s};
    const auto admitted = [&](const RequestRates &rates) {
        Bench bench(rates);
        return bench.admitted({.address = address}, 5);
    };
    QCOMPARE(admitted({.perAddress = one}), exempt ? 5 : 1);
    QCOMPARE(admitted({.perUser = one}), exempt ? 5 : 1);
    QCOMPARE(admitted({.perAddress = one, .loopback = true}), 1);
    QCOMPARE(admitted({.perUser = one, .loopback = true}), 1);
}

void TestRequestLimits::fields_tellOfTheTightestBucket()
{
    Bench bench({.perAddress = {8, 4s}, .perUser = {6, 3s}, .writesPerUser = {3, 60s}});
    const Told early = bench.ask({.subject = {}});
    QCOMPARE(early.policy, QByteArray(R"("endereco";q=8;w=4)"));
    QCOMPARE(early.state, QByteArray(R"("endereco";r=7;t=1)"));
    const Told read = bench.ask({});
    QCOMPARE(read.policy, QByteArray(R"("usuario";q=6;w=3)"));
    QCOMPARE(read.state, QByteArray(R"("usuario";r=5;t=1)"));
    const Told write = bench.ask({.method = http::Method::Post});
    QCOMPARE(write.policy, QByteArray(R"("escritas";q=3;w=60)"));
    QCOMPARE(write.state, QByteArray(R"("escritas";r=2;t=20)"));
    const Told other = bench.ask({.subject = "bia"});
    QCOMPARE(other.state, QByteArray(R"("endereco";r=4;t=1)"));
}

void TestRequestLimits::inFlight_ofAnAddress_areBounded()
{
    Bench bench({.inFlightPerAddress = 3});
    QCOMPARE(bench.admitted({}, 10), 10); // one after the other
    bench.keep();
    QCOMPARE(bench.admitted({.subject = {}}, 5), 3);
    const Told refused = bench.ask({.language = "en"});
    QCOMPARE(refused.status, 429);
    QCOMPARE(refused.refusal.reason, QByteArray("pedidos_simultaneos"));
    QCOMPARE(refused.refusal.headers.value("Retry-After"), QByteArray("1"));
    QVERIFY(refused.refusal.body.contains("at once"));
    QCOMPARE(bench.refusals("in_flight_address"), 3.0);
    QCOMPARE(bench.admitted({.address = bia}, 5), 3); // of its own

    bench.kept.pop_back();
    QCOMPARE(bench.admitted({.address = bia}, 5), 1);
    bench.kept.clear();
    QCOMPARE(bench.admitted({}, 5), 3);
}

void TestRequestLimits::inFlight_ofAUser_areBoundedOnAllAddresses()
{
    Bench bench({.inFlightPerUser = 3});
    bench.keep();
    QCOMPARE(bench.admitted({.address = ana}, 2), 2);
    QCOMPARE(bench.admitted({.address = bia}, 2), 1);
    QCOMPARE(bench.admitted({.subject = "bia"}, 5), 3);
    QCOMPARE(bench.refusals("in_flight_user"), 3.0);
}

void TestRequestLimits::inFlight_refusedByTheUsersLimit_givesTheAddressItsPlaceBack()
{
    Bench bench({.inFlightPerAddress = 2, .inFlightPerUser = 1});
    bench.keep();
    QCOMPARE(bench.admitted({}, 1), 1);
    bench.kept.erase(bench.kept.begin()); // of the address
    QCOMPARE(bench.ask({}).refusal.reason, QByteArray("pedidos_simultaneos"));
    bench.kept.clear(); // and what the refused one held
    QCOMPARE(bench.admitted({}, 1), 1);
    QCOMPARE(bench.admitted({.subject = "bia"}, 5), 1);
}

void TestRequestLimits::apply_otherRates_leavesWhatStaysTheSame()
{
    Bench bench({.perAddress = {5, 1s}, .perUser = {9, 1s}});
    QCOMPARE(bench.admitted({}, 5), 5);
    bench.limits.apply({.perAddress = {7, 1s}, .perUser = {9, 1s}});
    QCOMPARE(bench.admitted({}, 10), 4); // a new quota for the address, what was left for the user
    bench.limits.apply({.inFlightPerUser = 2});
    QCOMPARE(bench.admitted({}, 100), 100);
    bench.keep();
    QCOMPARE(bench.admitted({}, 5), 2);
    bench.limits.apply({.inFlightPerUser = 3}); // those under way still count
    QCOMPARE(bench.admitted({}, 5), 1);
    bench.limits.apply({});
    QCOMPARE(bench.admitted({}, 5), 5);
    QCOMPARE(bench.refusals("user"), 3.0); // of the ten, three came as far: what the address had left
}

void TestRequestLimits::refusal_isAProblemThatSaysWhen()
{
    Bench bench({.perUser = {1, 60s}});
    QCOMPARE(bench.ask({}).status, 200);
    bench.clock.advance(100ms);
    Told told = bench.ask({});
    QCOMPARE(told.status, 429);
    QCOMPARE(told.refusal.reason, QByteArray("limite_excedido"));
    QCOMPARE(told.refusal.headers.value("Retry-After"), QByteArray("60"));
    QCOMPARE(told.policy, QByteArray(R"("usuario";q=1;w=60)"));
    QCOMPARE(told.state, QByteArray(R"("usuario";r=0;t=60)"));
    QVERIFY(told.refusal.body.contains("urn:guarita:limite_excedido"));
    QVERIFY(told.refusal.body.contains("requisi"));
    QVERIFY(bench.ask({.language = "en"}).refusal.body.contains("too many requests"));
    bench.clock.advance(59'800ms);
    told = bench.ask({});
    QCOMPARE(told.refusal.headers.value("Retry-After"), QByteArray("1"));
    bench.clock.advance(100ms);
    QCOMPARE(bench.ask({}).status, 200);
}

void TestRequestLimits::refusals_areCountedByBucket()
{
    Bench bench(
        {.perAddress = {9, 1s}, .perUser = {6, 1s}, .writesPerUser = {1, 1s}, .streamsPerUser = {1, 1s}});
    bench.admitted({.method = http::Method::Delete}, 3);
    bench.admitted({.path = "/itens/eventos"}, 2);
    bench.admitted({}, 3);
    bench.admitted({}, 5);
    QCOMPARE(bench.refusals("writes"), 2.0);
    QCOMPARE(bench.refusals("streams"), 1.0);
    QCOMPARE(bench.refusals("user"), 3.0);
    QCOMPARE(bench.refusals("address"), 4.0);
}

QTEST_APPLESS_MAIN(TestRequestLimits)
#include "tst_requestlimits.moc"
