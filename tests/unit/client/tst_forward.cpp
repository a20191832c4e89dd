// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/forward.h"

#include <QtTest/QTest>

using namespace guarita;
using client::Stage;

class TestForward : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void upstreamRequestFor_anyRequest_keepsItAndSetsTheId()
    {
        http::Request request;
        request.method = net::Method::Put;
        request.target = "/itens/1?a=%2F";
        request.headers = {{"x-request-id", "old"}, {"accept-encoding", "br"}, {"x-a", "1"}, {"x-a", "2"}};
        request.body = "{}";
        request.id = "0123";

        const client::UpstreamRequest sent = client::upstreamRequestFor(request);

        QCOMPARE(sent.method, net::Method::Put);
        QCOMPARE(sent.target, request.target);
        QCOMPARE(sent.body, request.body);
        QCOMPARE(
            sent.headers,
            (http::Headers{{"accept-encoding", "br"}, {"x-a", "1"}, {"x-a", "2"}, {"x-request-id", "0123"}}));
    }

    void upstreamRequestFor_aBodyThatComes_passesItOn()
    {
        http::Request request;
        QVERIFY(!client::upstreamRequestFor(request).incoming);
        request.incoming = std::make_shared<net::IncomingBody>(3);
        QVERIFY(client::upstreamRequestFor(request).incoming == request.incoming);
    }

    void upstreamRequestFor_noAcceptEncoding_asksForIdentity()
    {
        QCOMPARE(client::upstreamRequestFor({}).headers.value("Accept-Encoding"), QByteArray("identity"));
    }

    void upstreamRequestFor_maxForwards_isOneLessForOptions_data()
    {
        QTest::addColumn<net::Method>("method");
        QTest::addColumn<QByteArray>("given");
        QTest::addColumn<QByteArray>("sent");
        QTest::addColumn<bool>("here");
        const auto row = [](const char *name, net::Method method, const QByteArray &given,
                            const QByteArray &sent,
                            bool here = false) { QTest::newRow(name) << method << given << sent << here; };
        const net::Method options = net::Method::Options;
        row("one", options, "1", "0");
        row("ten", options, "10", "9");
        row("leading zeros", options, "007", "6");
        row("beyond 64 bits", options, "99999999999999999999999", "18446744073709551614");
        row("zero", options, "0", "0", true);
        row("zeros", options, "00", "00", true);
        row("negative", options, "-1", "-1");
        row("sign", options, "+1", "+1");
        row("fraction", options, "1.5", "1.5");
        row("list", options, "0, 0", "0, 0");
        row("text", options, "x", "x");
        row("empty", options, "", "");
        row("GET zero", net::Method::Get, "0", "0");
        row("GET one", net::Method::Get, "1", "1");
        row("POST zero", net::Method::Post, "0", "0");
    }

    void upstreamRequestFor_maxForwards_isOneLessForOptions()
    {
        QFETCH(QByteArray, given);
        QFETCH(bool, here);
        http::Request request;
        QFETCH(net::Method, method);
        request.method = method;
        request.headers.append("max-forwards", given);
        QTEST(client::upstreamRequestFor(request).headers.value("max-forwards"), "sent");
        QCOMPARE(client::upstreamRequestFor(request).headers.count("max-forwards"), 1);
        const std::optional<http::Response> answer = client::answeredHere(request);
        QCOMPARE(answer.has_value(), here);
        if (!answer)
            return;
        QCOMPARE(answer->status, 204);
        QCOMPARE(answer->headers.value("Allow"), QByteArray("GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"));
    }

    void upstreamRequestFor_maxForwardsTwiceOrNever_staysSo()
    {
        http::Request request;
        request.method = net::Method::Options;
        QVERIFY(!client::upstreamRequestFor(request).headers.contains("max-forwards"));
        QVERIFY(!client::answeredHere(request));
        request.headers = {{"max-forwards", "0"}, {"max-forwards", "3"}};
        QCOMPARE(client::upstreamRequestFor(request).headers.count("max-forwards"), 2);
        QVERIFY(!client::answeredHere(request));
    }

    void relayedResponse_fieldsOfTheServer_areLeftOut()
    {
        client::UpstreamResult result;
        result.response.status = 201;
        result.response.headers = {{"Date", "x"}, {"ETag", "\"1\""}, {"X-Request-Id", "a"}};
        const http::Response response = client::relayedResponse(result);
        QCOMPARE(response.status, 201);
        QCOMPARE(response.headers, (http::Headers{{"ETag", "\"1\""}}));
    }

    void problemFor_stage_hasItsStatus_data()
    {
        QTest::addColumn<Stage>("stage");
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("reason");
        QTest::addColumn<bool>("retryAfter");
        QTest::newRow("saturated") << Stage::Saturated << 503 << QByteArray("upstream_saturated") << true;
        QTest::newRow("connect") << Stage::Connect << 502 << QByteArray("upstream_connect") << false;
        QTest::newRow("no response") << Stage::NoResponse << 502 << QByteArray("upstream_no_response")
                                     << false;
        QTest::newRow("truncated") << Stage::Truncated << 502 << QByteArray("upstream_truncated") << false;
        QTest::newRow("too large") << Stage::TooLarge << 502 << QByteArray("upstream_too_large") << false;
        QTest::newRow("timeout") << Stage::Timeout << 504 << QByteArray("upstream_timeout") << false;
    }

    void problemFor_stage_hasItsStatus()
    {
        QFETCH(Stage, stage);
        QFETCH(bool, retryAfter);
        const http::Problem problem = client::problemFor(stage);
        QTEST(problem.status, "status");
        QTEST(problem.reason, "reason");
        QCOMPARE(problem.headers.contains("Retry-After"), retryAfter);
        QVERIFY(!problem.detail.portuguese.isEmpty());
        QVERIFY(!problem.detail.english.isEmpty());
        QVERIFY(problem.detail.portuguese != problem.detail.english);
    }

    void neverSent_stage_isTrueOnlyWhereTheUpstreamSawNothing()
    {
        for (Stage stage : {Stage::Saturated, Stage::Connect})
            QVERIFY(client::neverSent(stage));
        for (Stage stage :
             {Stage::Completed, Stage::NoResponse, Stage::Truncated, Stage::TooLarge, Stage::Timeout})
            QVERIFY(!client::neverSent(stage));
    }
};

QTEST_GUILESS_MAIN(TestForward)
#include "tst_forward.moc"
