// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/proxy/attempts.h"

#include <QtTest/QTest>

using namespace guarita;
using balancer::afterAttempt;
using balancer::NextStep;
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
    QCOMPARE(afterAttempt({stage, method, true, true}), wanted);
}

void TestAttempts::afterAttempt_nothingUntried_neverTriesAnother()
{
    for (const Stage stage : stages)
        QVERIFY(afterAttempt({stage, Method::Get, false, true}) != NextStep::TryAnother);
    QCOMPARE(afterAttempt({Stage::Completed, Method::Get, false, true}), NextStep::Answer);
}

void TestAttempts::afterAttempt_noTimeLeft_neverTriesAnother()
{
    for (const Stage stage : stages)
        QVERIFY(afterAttempt({stage, Method::Get, true, false}) != NextStep::TryAnother);
    QCOMPARE(afterAttempt({Stage::Completed, Method::Get, true, false}), NextStep::Answer);
}

QTEST_GUILESS_MAIN(TestAttempts)
#include "tst_attempts.moc"
