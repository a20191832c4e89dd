// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/traffic/requesttexts.h"
#include "console/models/traffic/waterfall.h"

#include <QtTest/QTest>

using namespace guarita::console;
using Part = WaterfallSpan::Part;

class TestWaterfall : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void waterfall_oneAttempt_goesThroughAllTiers();
    void waterfall_gatewayForgot_beginsAtTheBalancer();
    void waterfall_queueAndRetry_standInTheirOrder();
    void waterfall_noAttempt_hasTheTiersOnly();
    void waterfall_serverLongerThanItsAttempt_isNotNegative();
    void facts_attempt_sayWhyAndHow();
    void facts_placed_saySo();
    void attempts_several_areCounted();

private:
    static std::vector<Part> parts(const std::vector<WaterfallSpan> &spans)
    {
        std::vector<Part> parts;
        for (const WaterfallSpan &span : spans)
            parts.push_back(span.part);
        return parts;
    }

    RequestTrace m_trace;
};

void TestWaterfall::init()
{
    m_trace = {};
    m_trace.gateway = 10;
    m_trace.duration = 8;
    RequestAttempt attempt;
    attempt.backend = QStringLiteral("a");
    attempt.pick = QStringLiteral("policy");
    attempt.policy = QStringLiteral("round_robin");
    attempt.start = 1;
    attempt.duration = 6;
    attempt.outcome = QStringLiteral("answered");
    attempt.status = 200;
    attempt.server = ServerTiming{4, 1, 2, 3};
    m_trace.attempts = {attempt};
}

void TestWaterfall::waterfall_oneAttempt_goesThroughAllTiers()
{
    const std::vector<WaterfallSpan> expected{
        {Part::Gateway, 0, 0, 10, false, -1}, {Part::Balancer, 1, 1, 9, true, -1},
        {Part::Attempt, 2, 2, 8, false, 0},   {Part::Server, 3, 3, 7, true, 0},
        {Part::Wait, 4, 3, 4, true, 0},       {Part::Sql, 4, 4, 6, true, 0}};
    QVERIFY(waterfallOf(m_trace) == expected);
    QCOMPARE(waterfallEnd(waterfallOf(m_trace)), 10.0);
}

void TestWaterfall::waterfall_gatewayForgot_beginsAtTheBalancer()
{
    m_trace.gateway.reset();
    const std::vector<WaterfallSpan> spans = waterfallOf(m_trace);
    QVERIFY((spans[0] == WaterfallSpan{Part::Balancer, 0, 0, 8, false, -1}));
    QCOMPARE(spans[1].from, 1.0);
}

void TestWaterfall::waterfall_queueAndRetry_standInTheirOrder()
{
    m_trace.queue = 0.5;
    m_trace.attempts[0].server.reset();
    m_trace.attempts.push_back(m_trace.attempts[0]);
    m_trace.attempts[1].start = 4;
    const std::vector<WaterfallSpan> spans = waterfallOf(m_trace);
    QVERIFY(parts(spans) ==
            (std::vector<Part>{Part::Gateway, Part::Balancer, Part::Queue, Part::Attempt, Part::Attempt}));
    QCOMPARE(spans[2].from, 1.0);
    QCOMPARE(spans[2].to, 1.5);
    QCOMPARE(spans[4].attempt, 1);
    QCOMPARE(spans[4].from, 5.0);
}

void TestWaterfall::waterfall_noAttempt_hasTheTiersOnly()
{
    m_trace.attempts.clear();
    QVERIFY(parts(waterfallOf(m_trace)) == (std::vector<Part>{Part::Gateway, Part::Balancer}));
}

void TestWaterfall::waterfall_serverLongerThanItsAttempt_isNotNegative()
{
    m_trace.attempts[0].server->total = 20;
    m_trace.gateway = 2; // clocks that differ
    for (const WaterfallSpan &span : waterfallOf(m_trace))
        QVERIFY(span.from >= 0);
}

void TestWaterfall::facts_attempt_sayWhyAndHow()
{
    const std::vector<WaterfallSpan> spans = waterfallOf(m_trace);
    const QString attempt = RequestTexts::facts(spans[2], m_trace, QLocale::c()).join(u'\n');
    QCOMPARE(attempt, QStringLiteral("a\n6.00 ms, from 2.00 ms to 8.00 ms\nWhy there: chosen by the policy\n"
                                     "Policy: round_robin\nOutcome: answered, status 200"));
    m_trace.attempts[0].status.reset();
    m_trace.attempts[0].outcome = QStringLiteral("connect");
    QVERIFY(RequestTexts::facts(spans[2], m_trace, QLocale::c())
                .contains(QStringLiteral("Outcome: no connection")));
}

void TestWaterfall::facts_placed_saySo()
{
    const std::vector<WaterfallSpan> spans = waterfallOf(m_trace);
    const QStringList sql = RequestTexts::facts(spans[5], m_trace, QLocale::c());
    QVERIFY(sql.contains(QStringLiteral("3 statement(s)")));
    QVERIFY(sql.last().startsWith(QStringLiteral("How long it took is measured")));
    QVERIFY(
        !RequestTexts::facts(spans[0], m_trace, QLocale::c()).last().startsWith(QStringLiteral("How long")));
}

void TestWaterfall::attempts_several_areCounted()
{
    QCOMPARE(RequestTexts::attempts(m_trace), QStringLiteral("a"));
    m_trace.attempts.push_back(m_trace.attempts[0]);
    m_trace.attempts[1].backend = QStringLiteral("b");
    QCOMPARE(RequestTexts::attempts(m_trace), QStringLiteral("b +1"));
    m_trace.attempts.clear();
    QCOMPARE(RequestTexts::attempts(m_trace), QStringLiteral("–"));
}

QTEST_APPLESS_MAIN(TestWaterfall)
#include "tst_waterfall.moc"
