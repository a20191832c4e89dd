// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/proxy/attempts.h"

#include <QtTest/QTest>

using namespace guarita;
using balancer::afterAttempt;
using balancer::NextStep;
using balancer::repeatable;
using client::Stage;
using http::Method;

class TestAttempts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void afterAttempt_stageAndMethod_data();
    void afterAttempt_stageAndMethod();
    void afterAttempt_nothingUntried_neverTriesAnother();
    void afterAttempt_noTimeLeft_neverTriesAnother();
    void repeatable_idempotencyKey_data();
    void repeatable_idempotencyKey();
};

namespace {

constexpr std::array stages{Stage::Completed, Stage::Saturated, Stage::Connect, Stage::NoResponse,
                            Stage::Truncated, Stage::TooLarge,  Stage::Timeout};

} // namespace

void TestAttempts::afterAttempt_stageAndMethod_data()
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
        Row{"saturated", Stage::Saturated, TryAnother, TryAnother},
        Row{"connect", Stage::Connect, TryAnother, TryAnother},
        Row{"no response", Stage::NoResponse, TryAnother, GiveUp},
        Row{"truncated", Stage::Truncated, TryAnother, GiveUp},
        Row{"too large", Stage::TooLarge, GiveUp, GiveUp},
        Row{"timeout", Stage::Timeout, GiveUp, GiveUp},
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

void TestAttempts::afterAttempt_stageAndMethod()
{
    QFETCH(Stage, stage);
    QFETCH(Method, method);
    QFETCH(NextStep, wanted);
    http::Request request;
    request.method = method;
    QCOMPARE(afterAttempt({stage, repeatable(request), true, true}), wanted);
}

void TestAttempts::afterAttempt_nothingUntried_neverTriesAnother()
{
    for (const Stage stage : stages)
        QVERIFY(afterAttempt({stage, true, false, true}) != NextStep::TryAnother);
    QCOMPARE(afterAttempt({Stage::Completed, true, false, true}), NextStep::Answer);
}

void TestAttempts::afterAttempt_noTimeLeft_neverTriesAnother()
{
    for (const Stage stage : stages)
        QVERIFY(afterAttempt({stage, true, true, false}) != NextStep::TryAnother);
    QCOMPARE(afterAttempt({Stage::Completed, true, true, false}), NextStep::Answer);
}

void TestAttempts::repeatable_idempotencyKey_data()
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

void TestAttempts::repeatable_idempotencyKey()
{
    QFETCH(QList<QByteArray>, keys);
    QFETCH(bool, wanted);
    for (const Method method : {Method::Post, Method::Patch, Method::Put, Method::Delete}) {
        http::Request request;
        request.method = method;
        for (const QByteArray &key : keys)
            request.headers.append("idempotency-key", key);
        QCOMPARE(repeatable(request), wanted || net::isIdempotent(method));
    }
}

QTEST_GUILESS_MAIN(TestAttempts)
#include "tst_attempts.moc"
