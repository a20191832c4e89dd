// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/forward.h"

#include <QtTest/QtTest>

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

    void upstreamRequestFor_noAcceptEncoding_asksForIdentity()
    {
        QCOMPARE(client::upstreamRequestFor({}).headers.value("Accept-Encoding"), QByteArray("identity"));
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
