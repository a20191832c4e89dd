// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/fakeclock.h"
#include "support/tieridentity.h"
#include "tier/identity.h"
#include "tier/identitysigner.h"
#include "tier/identitystage.h"

#include <QtTest/QTest>

using namespace guarita;
using namespace std::chrono_literals;
using support::TierIdentity;

namespace {

constexpr qint64 fakeNow = 1'000'000'000'000; // FakeClock's beginning

TierIdentity identityOf(const http::Request &request)
{
    return {.method = net::methodName(request.method),
            .target = request.target,
            .subject = request.headers.value("x-guarita-subject"),
            .requestId = request.id,
            .at = fakeNow};
}

http::Request plainRequest()
{
    http::Request request;
    request.method = net::Method::Patch;
    request.target = "/itens/7?x=%C3%A9";
    request.id = "0123456789abcdef0123456789abcdef";
    request.headers = {{"x-guarita-subject", "ana"}};
    return request;
}

http::Request identified(TierIdentity identity, http::Request request = plainRequest())
{
    request.headers.append("x-guarita-identity", identity.value());
    return request;
}

} // namespace

class TestIdentity : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void valueFor_request_isWhatAnotherHandMakes();
    void stage_ofTheGateway_isBelieved();
    void stage_otherOrNone_isRefused_data();
    void stage_otherOrNone_isRefused();
    void stage_anyChangedCharacter_isRefused();
    void stage_age_isJudged_data();
    void stage_age_isJudged();
    void stage_twoKeys_bothCount();
    void stage_withoutAKey_believesEverybody();
    void cost_data();
    void cost();

private:
    http::Stage stage() { return m_check.stage(); }

    support::FakeClock m_clock;
    tier::IdentityCheck m_check{{support::tierKey, {}, 30s}, m_clock};
};

void TestIdentity::valueFor_request_isWhatAnotherHandMakes()
{
    http::Request request = plainRequest();
    request.subject = "ana";
    const tier::IdentitySigner signer(support::tierKey, m_clock);
    TierIdentity expected = identityOf(request);
    expected.roles = "leitor,operador";
    QCOMPARE(signer.valueFor(request, "leitor,operador"), expected.value());
}

void TestIdentity::stage_ofTheGateway_isBelieved()
{
    http::Request request = identified(identityOf(plainRequest()));
    const http::Headers before = request.headers;
    QVERIFY(!stage().run(request));
    QCOMPARE(request.subject, QByteArray("ana"));
    QVERIFY(request.headers == before);

    http::Request nobodys = plainRequest();
    nobodys.headers.remove("x-guarita-subject");
    nobodys = identified(identityOf(nobodys), nobodys);
    QVERIFY(!stage().run(nobodys));
    QVERIFY(nobodys.subject.isEmpty());
}

void TestIdentity::stage_otherOrNone_isRefused_data()
{
    QTest::addColumn<http::Request>("request");
    QTest::addColumn<QByteArray>("reason");
    const QByteArray invalid = "identidade_interna_invalida";
    const auto changed = [&](const char *name, auto change) {
        http::Request request = identified(identityOf(plainRequest()));
        change(request);
        QTest::newRow(name) << request << invalid;
    };
    const auto valued = [&](const char *name, const QByteArray &value) {
        changed(name, [&](http::Request &request) { request.headers.set("x-guarita-identity", value); });
    };
    QTest::newRow("none") << plainRequest() << QByteArray("identidade_interna_ausente");
    changed("another method", [](http::Request &request) { request.method = net::Method::Delete; });
    changed("another target", [](http::Request &request) { request.target = "/itens/8?x=%C3%A9"; });
    changed("another query", [](http::Request &request) { request.target = "/itens/7?x=%C3%A8"; });
    changed("another request id", [](http::Request &request) { request.id[0] = 'f'; });
    changed("another subject",
            [](http::Request &request) { request.headers.set("x-guarita-subject", "root"); });
    changed("no subject", [](http::Request &request) { request.headers.remove("x-guarita-subject"); });
    changed("two subjects",
            [](http::Request &request) { request.headers.append("x-guarita-subject", "root"); });
    changed("twice", [](http::Request &request) {
        request.headers.append("x-guarita-identity", request.headers.value("x-guarita-identity"));
    });

    const TierIdentity good = identityOf(plainRequest());
    TierIdentity other = good;
    other.key[0] = 'F';
    valued("another key", other.value());
    const QByteArray value = good.value();
    valued("empty", "");
    valued("no code", value.first(value.lastIndexOf(';') + 1));
    valued("no fields", ";;;");
    valued("another version", "v2" + value.sliced(2));
    valued("more roles", QByteArray(value).replace(";admin;", ";admin,root;"));
    valued("moved into the roles", QByteArray(value).replace(";admin;", ";\nadmin;"));
    valued("a moment later", QByteArray(value).replace("1000000000000", "1000000000001"));
    valued("the same moment otherwise", QByteArray(value).replace("1000000000000", "01000000000000"));
    valued("a time that is negative", QByteArray(value).replace("1000000000000", "-1"));
    valued("a time beyond all", QByteArray(value).replace("1000000000000", "9223372036854775808"));
    valued("a time of letters", QByteArray(value).replace("1000000000000", "now"));
    valued("one more part", value + ";x");
    valued("code cut", value.chopped(1));
    valued("code padded", value + '=');
}

void TestIdentity::stage_otherOrNone_isRefused()
{
    QFETCH(http::Request, request);
    const auto response = stage().run(request);
    QVERIFY(response);
    QCOMPARE(response->status, 401);
    QTEST(response->reason, "reason");
    QVERIFY(response->headers.contains("www-authenticate"));
    QVERIFY(request.subject.isEmpty());
}

void TestIdentity::stage_anyChangedCharacter_isRefused()
{
    const QByteArray value = identityOf(plainRequest()).value();
    for (qsizetype i = 0; i < value.size(); ++i) {
        for (const char other : {'A', '1', ';', '_'}) {
            QByteArray changed = value;
            changed[i] = other;
            http::Request request = plainRequest();
            request.headers.append("x-guarita-identity", changed);
            QVERIFY2(changed == value || stage().run(request), changed.constData());
        }
    }
}

void TestIdentity::stage_age_isJudged_data()
{
    QTest::addColumn<qint64>("at");
    QTest::addColumn<bool>("accepted");
    QTest::newRow("30 s old") << fakeNow - 30'000 << true;
    QTest::newRow("older") << fakeNow - 30'001 << false;
    QTest::newRow("of a clock 30 s ahead") << fakeNow + 30'000 << true;
    QTest::newRow("of one further ahead") << fakeNow + 30'001 << false;
    QTest::newRow("of the beginning") << qint64(0) << false;
}

void TestIdentity::stage_age_isJudged()
{
    QFETCH(qint64, at);
    QFETCH(bool, accepted);
    TierIdentity identity = identityOf(plainRequest());
    identity.at = at;
    http::Request request = identified(identity);
    const auto response = stage().run(request);
    QCOMPARE(!response, accepted);
    if (response)
        QCOMPARE(response->reason, QByteArray("identidade_interna_expirada"));
}

void TestIdentity::stage_twoKeys_bothCount()
{
    const QByteArray next = "0f1cbb7e5a9446d28d3e0a7c9b61f254";
    tier::IdentityCheck check({support::tierKey, next, 30s}, m_clock);
    TierIdentity identity = identityOf(plainRequest());
    for (const QByteArray &key : {support::tierKey, next}) {
        identity.key = key;
        http::Request request = identified(identity);
        QVERIFY(!check.stage().run(request));
    }
    http::Request request = identified(identity);
    QVERIFY(stage().run(request));
}

void TestIdentity::stage_withoutAKey_believesEverybody()
{
    tier::IdentityCheck check({}, m_clock);
    http::Request request = plainRequest();
    QVERIFY(!check.stage().run(request));
    QCOMPARE(request.subject, QByteArray("ana"));
}

void TestIdentity::cost_data()
{
    QTest::addColumn<bool>("checks");
    QTest::newRow("signing") << false;
    QTest::newRow("checking") << true;
}

void TestIdentity::cost()
{
    QFETCH(bool, checks);
    const tier::IdentitySigner signer(support::tierKey, m_clock);
    http::Request request = identified(identityOf(plainRequest()));
    const http::Stage checking = stage();
    QBENCHMARK
    {
        if (checks)
            QVERIFY(!checking.run(request));
        else
            QVERIFY(!signer.valueFor(request, "admin").isEmpty());
    }
}

QTEST_GUILESS_MAIN(TestIdentity)
#include "tst_identity.moc"
