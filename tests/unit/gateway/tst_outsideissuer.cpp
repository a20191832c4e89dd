// SPDX-License-Identifier: GPL-3.0-or-later
// A gateway and the HTTP server where another issuer publishes its keys.
#include "gatewaybench.h"
#include "outsidetokens.h"

using namespace guarita;
using namespace guarita::test;
using namespace std::chrono_literals;
using support::SeenRequest;
using support::UpstreamScript;

class TestOutsideIssuer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(sodium_init() >= 0); }
    void token_good_isForwardedInItsCallersName();
    void token_withoutRole_isForbidden();
    void token_ofOurOwn_countsAsBefore();
    void keys_rotated_areFollowed();
    void keys_bad_leaveTheLastGoodOnes_data();
    void keys_bad_leaveTheLastGoodOnes();
    void keys_withdrawn_areNotUsed();
    void keys_away_doNotStopOurOwn_data();
    void keys_away_doNotStopOurOwn();
    void keys_unknownName_causesNoFetch();
    void account_ofAnOutsider_isNotThere();
};

namespace {

UpstreamScript document(const QByteArray &body)
{
    return UpstreamScript::ok(body);
}

UpstreamScript keySet(const std::vector<OutsideKey> &keys)
{
    QByteArrayList jwks;
    for (const OutsideKey &key : keys)
        jwks.append(key.jwk());
    return document("{\"keys\":[" + jwks.join(',') + "]}");
}

/// A gateway that believes the issuer, whose keys are fetched every 20 to 40 ms.
struct OutsideBench
{
    explicit OutsideBench(const UpstreamScript &first, std::chrono::milliseconds refresh = 40ms)
        : issuer(first)
        , bench({}, [&](gateway::GatewaySettings &settings) {
            settings.outside = outsideSettings();
            settings.outside->keysOrigin = issuer.origin();
            settings.outside->keysTarget = "/realm/certs?x=1";
            settings.outside->keysRefresh = refresh;
        })
    {
    }

    int statusFor(const QByteArray &token, const QByteArray &target = "/itens")
    {
        return bench.ask(get(target, bearer(token))).status;
    }
    /// Waits until what the issuer says now has come.
    bool fetchedAgain()
    {
        const auto seen = issuer.seen().size();
        return QTest::qWaitFor([&] { return issuer.seen().size() >= seen + 2; });
    }

    support::FakeUpstream issuer;
    Bench bench;
};

} // namespace

void TestOutsideIssuer::token_good_isForwardedInItsCallersName()
{
    const OutsideKey key = newOutsideKey("k1");
    OutsideBench outside(keySet({key}));
    QTRY_COMPARE(outside.statusFor(key.token()), 200);
    const SeenRequest &seen = outside.bench.upstream.seen().last();
    QCOMPARE(seen.field("x-guarita-subject"), QByteArray("externo:ana"));
    QCOMPARE(seen.field("authorization"), QByteArray());
    QCOMPARE(outside.bench.observer.summaries.back().subject, QByteArray("externo:ana"));
    const SeenRequest &fetch = outside.issuer.seen().first();
    QCOMPARE(fetch.method + ' ' + fetch.target, QByteArray("GET /realm/certs?x=1"));
}

void TestOutsideIssuer::token_withoutRole_isForbidden()
{
    const OutsideKey key = newOutsideKey("k1");
    OutsideBench outside(keySet({key}));
    QTRY_COMPARE(outside.statusFor(key.token()), 200);
    QCOMPARE(outside.statusFor(key.token(), "/admin/backends"), 403);
    const QByteArray none = key.token(QByteArray(outsideClaims).replace("staff", "nobody"));
    QCOMPARE(outside.statusFor(none), 403);
    QCOMPARE(outside.statusFor(newOutsideKey("k1").token()), 401);
}

void TestOutsideIssuer::token_ofOurOwn_countsAsBefore()
{
    const OutsideKey key = newOutsideKey("k1");
    OutsideBench outside(keySet({key}));
    QCOMPARE(outside.statusFor(goodToken), 200);
    QTRY_COMPARE(outside.statusFor(key.token()), 200);
    // Neither can issue the other's tokens.
    QCOMPARE(outside.statusFor(key.token(goodClaims)), 401);
    QCOMPARE(outside.statusFor(token(ourHeader, outsideClaims)), 401);
}

void TestOutsideIssuer::keys_rotated_areFollowed()
{
    const OutsideKey old = newOutsideKey("k1");
    const OutsideKey fresh = newOutsideKey("k2");
    OutsideBench outside(keySet({old}));
    QTRY_COMPARE(outside.statusFor(old.token()), 200);
    QCOMPARE(outside.statusFor(fresh.token()), 401);
    outside.issuer.setScript([&](const SeenRequest &) { return keySet({old, fresh}); });
    QTRY_COMPARE(outside.statusFor(fresh.token()), 200);
    QCOMPARE(outside.statusFor(old.token()), 200);
    outside.issuer.setScript([&](const SeenRequest &) { return keySet({fresh}); });
    QTRY_COMPARE(outside.statusFor(old.token()), 401);
    QCOMPARE(outside.statusFor(fresh.token()), 200);
}

void TestOutsideIssuer::keys_bad_leaveTheLastGoodOnes_data()
{
    QTest::addColumn<QByteArray>("answer");
    const auto ok = [](const QByteArray &body) { return document(body).bytes; };
    QTest::newRow("garbage") << ok("<html>");
    QTest::newRow("huge") << ok("{\"keys\":[" + newOutsideKey("k9").jwk() + "]," + '"' +
                                QByteArray(70'000, 'x') + "\":1}");
    QTest::newRow("500") << QByteArray("HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n");
    QTest::newRow("redirection") << QByteArray(
        "HTTP/1.1 302 Found\r\nLocation: /other\r\nContent-Length: 0\r\n\r\n");
    QTest::newRow("cut") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"keys\":");
}

void TestOutsideIssuer::keys_bad_leaveTheLastGoodOnes()
{
    QFETCH(QByteArray, answer);
    const OutsideKey key = newOutsideKey("k1");
    OutsideBench outside(keySet({key}));
    QTRY_COMPARE(outside.statusFor(key.token()), 200);
    outside.issuer.setScript([&](const SeenRequest &) {
        UpstreamScript script = UpstreamScript::answer(answer);
        script.closeAfter = true;
        return script;
    });
    QVERIFY(outside.fetchedAgain());
    QCOMPARE(outside.statusFor(key.token()), 200);
    const OutsideKey fresh = newOutsideKey("k2");
    outside.issuer.setScript([&](const SeenRequest &) { return keySet({fresh}); });
    QTRY_COMPARE(outside.statusFor(fresh.token()), 200);
}

void TestOutsideIssuer::keys_withdrawn_areNotUsed()
{
    const OutsideKey key = newOutsideKey("k1");
    OutsideBench outside(keySet({key}));
    QTRY_COMPARE(outside.statusFor(key.token()), 200);
    outside.issuer.setScript([](const SeenRequest &) { return keySet({}); });
    QTRY_COMPARE(outside.statusFor(key.token()), 503);
    QCOMPARE(outside.statusFor(goodToken), 200);
    outside.issuer.setScript([&](const SeenRequest &) { return keySet({key}); });
    QTRY_COMPARE(outside.statusFor(key.token()), 200);
}

void TestOutsideIssuer::keys_away_doNotStopOurOwn_data()
{
    QTest::addColumn<bool>("listens");
    QTest::newRow("silent") << true;
    QTest::newRow("down") << false;
}

void TestOutsideIssuer::keys_away_doNotStopOurOwn()
{
    QFETCH(bool, listens);
    const OutsideKey key = newOutsideKey("k1");
    OutsideBench outside(UpstreamScript::silence());
    if (!listens)
        outside.issuer.refuseAll();
    QCOMPARE(outside.statusFor({}, "/saude"), 200);
    QCOMPARE(outside.statusFor(goodToken), 200);
    const RawResponse refused = outside.bench.ask(get("/itens", bearer(key.token())));
    QCOMPARE(refused.status, 503);
    QCOMPARE(refused.header("Retry-After"), QByteArray("1"));
    QVERIFY(refused.body.contains("emissor_indisponivel"));
    QCOMPARE(outside.statusFor("abc"), 401);
}

void TestOutsideIssuer::keys_unknownName_causesNoFetch()
{
    const OutsideKey key = newOutsideKey("k1");
    OutsideBench outside(keySet({key}), 1h);
    QTRY_COMPARE(outside.statusFor(key.token()), 200);
    const OutsideKey unknown = newOutsideKey("k2");
    for (int i = 0; i < 20; ++i)
        QCOMPARE(outside.statusFor(unknown.token()), 401);
    QCOMPARE(outside.issuer.seen().size(), 1);
}

void TestOutsideIssuer::account_ofAnOutsider_isNotThere()
{
    const OutsideKey key = newOutsideKey("k1");
    OutsideBench outside(keySet({key}));
    QTRY_COMPARE(outside.statusFor(key.token()), 200);
    QCOMPARE(outside.statusFor(key.token(), "/conta"), 404);
}

QTEST_GUILESS_MAIN(TestOutsideIssuer)
#include "tst_outsideissuer.moc"
