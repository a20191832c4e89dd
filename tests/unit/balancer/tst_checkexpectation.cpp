// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/health/checkexpectation.h"

#include <QtTest/QTest>

using namespace guarita;
using namespace guarita::balancer;

class TestCheckExpectation : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void statusRanges_text_isReadOrRefused_data();
    void statusRanges_text_isReadOrRefused();
    void failureOf_answer_isAsTheTableSays_data();
    void failureOf_answer_isAsTheTableSays();
};

void TestCheckExpectation::statusRanges_text_isReadOrRefused_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("ranges"); // empty: refused
    const auto row = [](const char *text, const char *ranges) {
        QTest::addRow("\"%s\"", text) << QString::fromLatin1(text) << QString::fromLatin1(ranges);
    };
    row("200", "200-200 ");
    row("200,401, 204", "200-200 401-401 204-204 ");
    row("200-299,503", "200-299 503-503 ");
    row("200-599", "200-599 ");
    row("", "");
    row("200,", "");
    row("199", "");
    row("600", "");
    row("299-200", "");
    row("200-250-299", "");
    row("200-", "");
    row("2xx", "");
    row("-200", "");
}

void TestCheckExpectation::statusRanges_text_isReadOrRefused()
{
    QFETCH(QString, text);
    QFETCH(QString, ranges);
    const auto read = statusRangesFrom(text);
    QString seen;
    if (read) {
        for (const StatusRange &range : *read)
            seen += QStringLiteral("%1-%2 ").arg(range.first).arg(range.last);
    }
    QCOMPARE(seen, ranges);
    QCOMPARE(read.has_value(), !ranges.isEmpty());
}

void TestCheckExpectation::failureOf_answer_isAsTheTableSays_data()
{
    QTest::addColumn<client::Stage>("stage");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("failure");
    using client::Stage;
    QTest::newRow("as wanted") << Stage::Completed << 200 << QByteArray("all ok here") << QByteArray();
    QTest::newRow("the range's end") << Stage::Completed << 302 << QByteArray("ok") << QByteArray();
    QTest::newRow("past the range") << Stage::Completed << 303 << QByteArray("ok")
                                    << QByteArray("status_303");
    QTest::newRow("before the range")
        << Stage::Completed << 299 << QByteArray("ok") << QByteArray("status_299");
    QTest::newRow("another text") << Stage::Completed << 200 << QByteArray("o k")
                                  << QByteArray("corpo_inesperado");
    QTest::newRow("no text") << Stage::Completed << 200 << QByteArray() << QByteArray("corpo_inesperado");
    QTest::newRow("broken off") << Stage::Truncated << 200 << QByteArray("ok")
                                << QByteArray(client::stageReason(Stage::Truncated));
}

void TestCheckExpectation::failureOf_answer_isAsTheTableSays()
{
    QFETCH(client::Stage, stage);
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    QFETCH(QByteArray, failure);
    const CheckExpectation expected{.statuses = {{200, 200}, {300, 302}}, .body = "ok"};
    client::UpstreamResult result;
    result.stage = stage;
    result.response.status = status;
    result.response.body = body;
    QCOMPARE(expected.failureOf(result), failure);
}

QTEST_GUILESS_MAIN(TestCheckExpectation)
#include "tst_checkexpectation.moc"
