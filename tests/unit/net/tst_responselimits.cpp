// SPDX-License-Identifier: GPL-3.0-or-later
#include "responsecases.h"
#include "responsesupport.h"

#include <QtTest/QTest>

using namespace guarita::net;
using namespace guarita::support;
using Outcome = ResponseFramer::Outcome;

class ResponseLimitsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void read_atLimit_accepts_data();
    void read_atLimit_accepts();
    void read_overLimit_refuses_data();
    void read_overLimit_refuses();
    void read_endlessLine_refusedBeforeItEnds_data();
    void read_endlessLine_refusedBeforeItEnds();
    void bufferedBytes_hugeLengths_stayWithWhatCame();
    void read_tinyChunks_passUnlessWasteful();
};

namespace {

void onlyInput()
{
    QTest::addColumn<QByteArray>("input");
}

constexpr ResponseFramerLimits smallLimits{.headBytes = 60, .fields = 4};

/// A Content-Length of 0 and one more field, `size` bytes with the line ends.
QByteArray fieldBytes(int size)
{
    return "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nA: " + QByteArray(size - 24, 'a') + "\r\n\r\n";
}

QByteArray fieldCount(int count)
{
    return "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n" + QByteArray("A: b\r\n").repeated(count - 1) + "\r\n";
}

/// Beside the 28 bytes of its Transfer-Encoding.
QByteArray trailerBytes(int size)
{
    return chunkedAnswer("0\r\nT: " + QByteArray(size - 5, 't') + "\r\n\r\n");
}

} // namespace

void ResponseLimitsTest::read_atLimit_accepts_data()
{
    onlyInput();
    QTest::newRow("bytes") << fieldBytes(60);
    QTest::newRow("fields") << fieldCount(4);
    QTest::newRow("trailer bytes") << trailerBytes(32);
    QTest::newRow("trailer fields") << chunkedAnswer("0\r\nT: t\r\nU: u\r\nV: v\r\n\r\n");
    QTest::newRow("interim bytes") << interim("A: " + QByteArray(55, 'a') + "\r\n").repeated(3) +
                                          fieldBytes(60);
    QTest::newRow("interim fields") << interim(QByteArray("A: b\r\n").repeated(4)).repeated(3) +
                                           fieldCount(4);
}

void ResponseLimitsTest::read_atLimit_accepts()
{
    QFETCH(const QByteArray, input);
    const Answers whole = answersInPieces("G", input, 0, smallLimits);
    QVERIFY2(whole.list.size() == 1 && whole.list[0].complete, whole.text());
    QCOMPARE(whole.consumed, input.size());
    for (qsizetype at = 1; at < input.size(); ++at)
        QVERIFY(answersSplitAt("G", input, at, smallLimits) == whole);
}

void ResponseLimitsTest::read_overLimit_refuses_data()
{
    onlyInput();
    QTest::addColumn<QByteArray>("reason");
    const QByteArray bytes = "headers_too_large";
    const QByteArray fields = "too_many_headers";
    QTest::newRow("bytes") << fieldBytes(61) << bytes;
    QTest::newRow("bytes no room") << QByteArray(fieldBytes(60).chopped(2) + "B:\r\n\r\n") << bytes;
    QTest::newRow("bytes of dropped")
        << answerWith("TE: " + QByteArray(60, 'x') + "\r\nContent-Length: 0") << bytes;
    QTest::newRow("fields") << fieldCount(5) << fields;
    QTest::newRow("fields dropped") << answerWith("TE:\r\nTE:\r\nTE:\r\nTE:\r\nTE:") << fields;
    QTest::newRow("trailer bytes") << trailerBytes(33) << bytes;
    QTest::newRow("trailer fields") << chunkedAnswer("0\r\nT: t\r\nU: u\r\nV: v\r\nW:\r\n\r\n") << fields;
    QTest::newRow("interim bytes") << interim("A: " + QByteArray(56, 'a') + "\r\n") << bytes;
    QTest::newRow("interim fields") << interim(QByteArray("A: b\r\n").repeated(5)) << fields;
}

void ResponseLimitsTest::read_overLimit_refuses()
{
    QFETCH(const QByteArray, input);
    QFETCH(const QByteArray, reason);
    const Answers whole = answersInPieces("G", input, 0, smallLimits);
    QCOMPARE(whole.refusal, reason);
    QVERIFY(answersInPieces("G", input, 1, smallLimits) == whole);
    for (qsizetype at = 1; at < input.size(); ++at)
        QVERIFY(answersSplitAt("G", input, at, smallLimits) == whole);
}

void ResponseLimitsTest::read_endlessLine_refusedBeforeItEnds_data()
{
    onlyInput();
    QTest::addColumn<QByteArray>("reason");
    QTest::addColumn<qsizetype>("most");
    const qsizetype head = ResponseFramerLimits().headBytes;
    QTest::newRow("status line") << QByteArray("HTTP/1.1 200 ") << QByteArray("bad_status_line")
                                 << qsizetype(8 * 1024 + 1);
    QTest::newRow("field") << QByteArray("HTTP/1.1 200 \r\nA: ") << QByteArray("headers_too_large")
                           << 15 + head;
    QTest::newRow("chunk line") << chunkedAnswer("1;") << QByteArray("chunk_line_too_long")
                                << chunkedAnswer("").size() + 257;
    QTest::newRow("trailer") << chunkedAnswer("0\r\nA: ") << QByteArray("headers_too_large")
                             << chunkedAnswer("0\r\n").size() + head;
}

void ResponseLimitsTest::read_endlessLine_refusedBeforeItEnds()
{
    QFETCH(const QByteArray, input);
    QFETCH(const QByteArray, reason);
    QFETCH(const qsizetype, most);
    AnswerFeeder feeder("G");
    feeder.feed(input);
    for (int i = 0; i < 300; ++i)
        feeder.feed(QByteArray(1000, 'a'));
    QVERIFY(feeder.stayedBounded());
    QCOMPARE(feeder.end().refusal, reason);
    QVERIFY(feeder.end().consumed <= most);
}

void ResponseLimitsTest::bufferedBytes_hugeLengths_stayWithWhatCame()
{
    for (const QByteArray &input :
         {answerWith("Content-Length: 999999999999999999", "x"), chunkedAnswer("de0b6b3a763ffff\r\nx")}) {
        ResponseFramer framer;
        framer.begin(false);
        QCOMPARE(readAll(framer, input), Outcome::NeedMore);
        QCOMPARE(framer.bufferedBytes(), 1);
        QVERIFY(framer.takeBody().capacity() < 100'000);
    }
}

void ResponseLimitsTest::read_tinyChunks_passUnlessWasteful()
{
    const QByteArray tiny = chunkedAnswer(QByteArray("1\r\nx\r\n").repeated(100'000) + "0\r\n\r\n");
    QCOMPARE(answersInPieces("G", tiny, 4096).list.at(0).body.size(), 100'000);
    const QByteArray wasteful = QByteArray("1;a=" + QByteArray(250, 'b') + "\r\nx\r\n").repeated(100'000);
    const Answers refused = answersInPieces("G", chunkedAnswer(wasteful), 4096);
    QCOMPARE(refused.text(), "200; chunk_overhead");
    QVERIFY(refused.consumed < 20'000);
}

QTEST_APPLESS_MAIN(ResponseLimitsTest)
#include "tst_responselimits.moc"
