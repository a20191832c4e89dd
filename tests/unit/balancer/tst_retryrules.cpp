// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/retry/retryrules.h"

#include <QtTest/QTest>

using namespace guarita;
using balancer::afterAttempt;
using balancer::NextStep;
using balancer::repeatable;
using balancer::RetrySettings;
using client::Stage;
using http::Method;

class TestRetryRules : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void afterAttempt_stageAndMethod_data();
    void afterAttempt_stageAndMethod();
    void afterAttempt_status_data();
    void afterAttempt_status();
    void afterAttempt_noAttemptOrNoTimeLeft_neverTriesAgain();
    void budget_whatWasNeverSent_costsNothing();
    void mayHedge_onlyReadsWithoutBody();
    void repeatable_bodyAboveTheLimit_isNot();
    void repeatable_idempotencyKey_data();
    void repeatable_idempotencyKey();
};

namespace {

constexpr std::array stages{Stage::Completed, Stage::Saturated, Stage::Connect, Stage::NoResponse,
                            Stage::Truncated, Stage::TooLarge,  Stage::Timeout};

struct End
{
    bool repeatable = true;
    bool attemptsLeft = true;
    bool timeLeft = true;
};

NextStep after(Stage stage, int status, const End &end, const RetrySettings &settings = {})
{
    return afterAttempt({.stage = stage,
                         .status = status,
                         .repeatable = end.repeatable,
                         .attemptsLeft = end.attemptsLeft,
                         .timeLeft = end.timeLeft},
                        settings);
}

} // namespace

void TestRetryRules::afterAttempt_stageAndMethod_data()
{
    QTest::addColumn<Stage>("stage");
    QTest::addColumn<Method>("method");
    QTest::addColumn<NextStep>("wanted");

    using enum NextStep;
    struct Row
    {
        const char *name;
        Stage stage;
        NextStep idempotent;
        NextStep other;
    };
    constexpr std::array rows{
        Row{"completed", Stage::Completed, Answer, Answer},
        Row{"saturated", Stage::Saturated, TryAgain, TryAgain},
        Row{"connect", Stage::Connect, TryAgain, TryAgain},
        Row{"no response", Stage::NoResponse, TryAgain, GiveUp},
        Row{"truncated", Stage::Truncated, TryAgain, GiveUp},
        Row{"too large", Stage::TooLarge, TryAgain, GiveUp},
        Row{"timeout", Stage::Timeout, TryAgain, GiveUp},
    };
    for (const Row &row : rows) {
        for (const Method method : {Method::Get, Method::Head, Method::Options, Method::Put, Method::Delete})
            QTest::addRow("%s, %s", row.name, net::methodName(method).constData())
                << row.stage << method << row.idempotent;
        for (const Method method : {Method::Post, Method::Patch})
            QTest::addRow("%s, %s", row.name, net::methodName(method).constData())
                << row.stage << method << row.other;
    }
}

void TestRetryRules::afterAttempt_stageAndMethod()
{
    QFETCH(Stage, stage);
    QFETCH(Method, method);
    QFETCH(NextStep, wanted);
    http::Request request;
    request.method = method;
    QCOMPARE(after(stage, 200, {.repeatable = repeatable(request, 0)}), wanted);
}

void TestRetryRules::afterAttempt_status_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<NextStep>("wanted");
    for (const int status : {200, 404, 429, 500, 501, 505, 599})
        QTest::addRow("%d", status) << status << NextStep::Answer;
    for (const int status : {502, 503, 504})
        QTest::addRow("%d", status) << status << NextStep::TryAgain;
}

void TestRetryRules::afterAttempt_status()
{
    QFETCH(int, status);
    QFETCH(NextStep, wanted);
    QCOMPARE(after(Stage::Completed, status, {}), wanted);
    QCOMPARE(after(Stage::Completed, status, {.repeatable = false}), NextStep::Answer);
    RetrySettings none;
    none.statuses.clear();
    QCOMPARE(after(Stage::Completed, status, {}, none), NextStep::Answer);
}

void TestRetryRules::afterAttempt_noAttemptOrNoTimeLeft_neverTriesAgain()
{
    for (const End &end : {End{.attemptsLeft = false}, End{.timeLeft = false}}) {
        for (const Stage stage : stages) {
            const NextStep wanted = stage == Stage::Completed ? NextStep::Answer : NextStep::GiveUp;
            QCOMPARE(after(stage, 503, end), wanted);
        }
    }
}

void TestRetryRules::budget_whatWasNeverSent_costsNothing()
{
    for (const Stage stage : stages)
        QCOMPARE(balancer::costsBudget(stage), stage != Stage::Saturated && stage != Stage::Connect);
}

void TestRetryRules::repeatable_bodyAboveTheLimit_isNot()
{
    http::Request request;
    request.method = Method::Put;
    request.body = QByteArray(10, 'b');
    QVERIFY(repeatable(request, 10));
    QVERIFY(!repeatable(request, 9));
}

void TestRetryRules::mayHedge_onlyReadsWithoutBody()
{
    for (const Method method : {Method::Get, Method::Head, Method::Options, Method::Post, Method::Put,
                                Method::Patch, Method::Delete}) {
        http::Request request;
        request.method = method;
        QCOMPARE(balancer::mayHedge(request), method == Method::Get || method == Method::Head);
        request.body = "b";
        QVERIFY(!balancer::mayHedge(request));
    }
}

void TestRetryRules::repeatable_idempotencyKey_data()
{
    QTest::addColumn<QList<QByteArray>>("keys");
    QTest::addColumn<bool>("wanted");
    QTest::newRow("none") << QList<QByteArray>{} << false;
    QTest::newRow("one character") << QList<QByteArray>{"a"} << true;
    QTest::newRow("all kinds") << QList<QByteArray>{"!\"#~aZ0-9"} << true;
    QTest::newRow("255 characters") << QList<QByteArray>{QByteArray(255, 'k')} << true;
    QTest::newRow("256 characters") << QList<QByteArray>{QByteArray(256, 'k')} << false;
    QTest::newRow("empty") << QList<QByteArray>{""} << false;
    QTest::newRow("blank") << QList<QByteArray>{"a b"} << false;
    QTest::newRow("not ASCII") << QList<QByteArray>{"\xc3\xa9"} << false;
    QTest::newRow("control character") << QList<QByteArray>{"a\x7f"} << false;
    QTest::newRow("twice") << QList<QByteArray>{"a", "a"} << false;
}

void TestRetryRules::repeatable_idempotencyKey()
{
    QFETCH(QList<QByteArray>, keys);
    QFETCH(bool, wanted);
    for (const Method method : {Method::Post, Method::Patch, Method::Put, Method::Delete}) {
        http::Request request;
        request.method = method;
        for (const QByteArray &key : keys)
            request.headers.append("idempotency-key", key);
        QCOMPARE(repeatable(request, 0), wanted || net::isIdempotent(method));
    }
}

QTEST_GUILESS_MAIN(TestRetryRules)
#include "tst_retryrules.moc"
