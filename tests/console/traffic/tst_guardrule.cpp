// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/traffic/guardrule.h"

#include <QtTest/QTest>

using namespace guarita::console;
using namespace std::chrono_literals;

class TestGuardRule : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rule_errors_riseOrNot_data();
    void rule_errors_riseOrNot();
    void span_nothing_isZero();
};

void TestGuardRule::rule_errors_riseOrNot_data()
{
    QTest::addColumn<TrafficSpan>("before");
    QTest::addColumn<TrafficSpan>("since");
    QTest::addColumn<bool>("rose");
    const auto row = [](const char *name, TrafficSpan before, TrafficSpan since, bool rose) {
        QTest::newRow(name) << before << since << rose;
    };
    row("nothing at all", {}, {}, false);
    row("no errors", {60s, 6000, 0}, {30s, 3000, 0}, false);
    row("all fail at once", {60s, 6000, 0}, {2s, 200, 100}, true);
    row("as many as before", {60s, 6000, 60}, {30s, 3000, 30}, false);
    row("twice as many is chance or load", {60s, 6000, 60}, {30s, 3000, 60}, false);
    row("four times as many", {60s, 6000, 60}, {30s, 3000, 120}, true);
    row("four errors are too few", {60s, 6000, 0}, {10s, 100, 4}, false);
    row("five errors are enough", {60s, 6000, 0}, {10s, 100, 5}, true);
    row("nineteen requests are too few", {60s, 60, 0}, {20s, 19, 19}, false);
    row("twenty requests are enough", {60s, 60, 0}, {20s, 20, 19}, true);
    row("a drop in an ocean", {60s, 600'000, 0}, {10s, 100'000, 40}, false);
    row("more load, the same share", {60s, 600, 60}, {30s, 3000, 300}, false);
    row("no minute before", {}, {10s, 100, 50}, true);
    row("answers to nothing but failures", {60s, 6000, 0}, {10s, 0, 40}, true);
}

void TestGuardRule::rule_errors_riseOrNot()
{
    QFETCH(TrafficSpan, before);
    QFETCH(TrafficSpan, since);
    QTEST(GuardRule::errorsRose(before, since), "rose");
}

void TestGuardRule::span_nothing_isZero()
{
    QCOMPARE(TrafficSpan().errorsPerSecond(), 0.0);
    QCOMPARE(TrafficSpan().errorShare(), 0.0);
    QCOMPARE((TrafficSpan{2s, 4, 1}).errorsPerSecond(), 0.5);
    QCOMPARE((TrafficSpan{2s, 4, 1}).errorShare(), 0.25);
}

QTEST_APPLESS_MAIN(TestGuardRule)
#include "tst_guardrule.moc"
