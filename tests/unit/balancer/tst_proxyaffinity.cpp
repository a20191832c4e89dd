// SPDX-License-Identifier: GPL-3.0-or-later
#include "unit/balancer/proxybench.h"

#include <QtTest/QTest>

using namespace guarita;
using namespace guarita::balancer;
using namespace std::chrono_literals;
using client::Stage;
using http::Method;
using test::Bench;
using test::patient;

/// Clients that are kept at a server, and requests that belong together.
class TestProxyAffinity : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cookie_bindsTheClientToTheServer();
    void cookie_serverFails_bindsToTheNext();
    void cookie_answerThatStreams_binds();
    void cookie_serverFull_anotherServes();
    void key_sameKey_sameServer();
    void key_serverFails_anotherServes();
};

namespace {

ProxySettings sticky()
{
    ProxySettings settings = patient();
    settings.affinity.stickyCookie = "casa";
    settings.affinity.stickyKey = QByteArray(32, 'k');
    return settings;
}

http::Headers cookieOf(const http::Response &answer)
{
    const QByteArray set = answer.headers.value("set-cookie");
    return {{"cookie", set.left(set.indexOf(';'))}};
}

} // namespace

void TestProxyAffinity::cookie_bindsTheClientToTheServer()
{
    Bench bench(3, sticky());
    bench.request();
    bench.upstream.answer(200);
    const http::Headers cookie = cookieOf(bench.answer());
    for (int i = 0; i < 5; ++i) {
        bench.request(Method::Get, cookie);
        QCOMPARE(bench.upstream.sent.at(0).origin.port(), 8002);
        bench.upstream.answer(200);
        QVERIFY(!bench.answer().headers.contains("set-cookie"));
    }
    QCOMPARE(bench.counters(0).picks[std::size_t(PickReason::Sticky)], 5);
    QCOMPARE(bench.counters(0).picks[std::size_t(PickReason::Policy)], 1);
}

void TestProxyAffinity::cookie_serverFails_bindsToTheNext()
{
    Bench bench(2, sticky());
    bench.request();
    bench.upstream.answer(200);
    const http::Headers cookie = cookieOf(bench.answer());
    bench.request(Method::Get, cookie);
    bench.upstream.refuse();
    bench.upstream.answer(200);
    QCOMPARE(bench.answer().upstream, QByteArray("localhost:8003"));
    bench.request(Method::Get, cookieOf(bench.answer()));
    QCOMPARE(bench.upstream.sent.at(0).origin.port(), 8003);
    QCOMPARE(bench.counters(1).picks[std::size_t(PickReason::Sticky)], 1);
}

void TestProxyAffinity::cookie_answerThatStreams_binds()
{
    Bench bench(2, sticky());
    bench.request();
    bench.upstream.begin(200);
    bench.upstream.end(Stage::Completed);
    QVERIFY(bench.answer().headers.contains("set-cookie"));
}

void TestProxyAffinity::cookie_serverFull_anotherServes()
{
    Bench bench(2, sticky());
    bench.request();
    bench.upstream.answer(200);
    bench.endpoints[0]->setInFlightLimit(0);
    bench.request(Method::Get, cookieOf(bench.answer()));
    QCOMPARE(bench.upstream.sent.at(0).origin.port(), 8003);
}

namespace {

ProxySettings keyed()
{
    ProxySettings settings = patient();
    settings.policy.entry = policyNamed("maglev");
    settings.affinity.hashKey = {HashKey::Kind::Header, "x-conta"};
    return settings;
}

} // namespace

void TestProxyAffinity::key_sameKey_sameServer()
{
    Bench bench(5, keyed());
    std::map<QByteArray, QByteArray> servers;
    for (int i = 0; i < 60; ++i) {
        const QByteArray key = QByteArray::number(i % 20);
        bench.request(Method::Get, {{"x-conta", key}});
        bench.upstream.answer(200);
        const QByteArray before = servers.try_emplace(key, bench.answer().upstream).first->second;
        QCOMPARE(bench.answer().upstream, before);
    }
    QVERIFY(std::any_of(servers.begin(), servers.end(),
                        [&](const auto &each) { return each.second != servers.begin()->second; }));
}

void TestProxyAffinity::key_serverFails_anotherServes()
{
    Bench bench(3, keyed());
    bench.request(Method::Get, {{"x-conta", "1"}});
    const int first = bench.upstream.sent.at(0).origin.port();
    bench.upstream.refuse();
    QVERIFY(bench.upstream.sent.at(0).origin.port() != first);
    bench.upstream.answer(200);
    QVERIFY(bench.idle(1));
}

QTEST_GUILESS_MAIN(TestProxyAffinity)
#include "tst_proxyaffinity.moc"
