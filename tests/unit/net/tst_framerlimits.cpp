// SPDX-License-Identifier: GPL-3.0-or-later
#include "framercases.h"
#include "framersupport.h"

#include <QtTest/QTest>

using namespace guarita::net;
using namespace guarita::support;

class FramerLimitsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void consume_atLimit_accepts_data();
    void consume_atLimit_accepts();
    void consume_overLimit_rejects_data();
    void consume_overLimit_rejects();
    void consume_overLimit_rejectsBeforeTheLineEnds();
    void consume_hugeContentLength_reservesNoMemory();
    void consume_tinyChunks_passUnlessWasteful();
    void consume_manyMessagesAtTheLimits_countEachAlone();
};

namespace {

constexpr FramerLimits smallLimits{.requestLine = 20, .headerBytes = 60, .headerCount = 4, .bodyBytes = 10};

QByteArray withHead(const QByteArray &line, const QByteArray &fields, const QByteArray &body = {})
{
    return line + "\r\n" + fields + "\r\n" + body;
}

/// A Host and one more field, `size` bytes with the line ends.
QByteArray fieldBytes(int size)
{
    return "Host: h\r\nA: " + QByteArray(size - 14, 'a') + "\r\n";
}

QByteArray chunks(const QByteArray &body)
{
    return withHead("POST / HTTP/1.1", "Host: h\r\nTransfer-Encoding: chunked\r\n", body);
}

QByteArray oneByteChunks(const QByteArray &extension, int count)
{
    return chunked(("1" + extension + "\r\nx\r\n").repeated(count) + "0\r\n\r\n");
}

} // namespace

void FramerLimitsTest::consume_atLimit_accepts_data()
{
    QTest::addColumn<QByteArray>("input");
    const QByteArray line = "GET / HTTP/1.1";
    QTest::newRow("request line") << withHead("GET /abcdef HTTP/1.1", "Host: h\r\n");
    QTest::newRow("header bytes") << withHead(line, fieldBytes(60));
    QTest::newRow("header count") << withHead(line, "Host: h\r\nA: a\r\nB: b\r\nC: c\r\n");
    QTest::newRow("body") << withHead("POST / HTTP/1.1", "Host: h\r\nContent-Length: 10\r\n", "0123456789");
    QTest::newRow("chunk") << chunks("a\r\n0123456789\r\n0\r\n\r\n");
    QTest::newRow("chunks") << chunks("5\r\n01234\r\n5\r\n56789\r\n0\r\n\r\n");
    QTest::newRow("trailer bytes") << chunks("0\r\nT: " + QByteArray(18, 't') + "\r\n\r\n");
    QTest::newRow("trailer count") << chunks("0\r\nT: t\r\nU: u\r\n\r\n");
    QTest::newRow("chunk line") << chunks("0;" + QByteArray(254, 'x') + "\r\n\r\n");
}

void FramerLimitsTest::consume_atLimit_accepts()
{
    QFETCH(const QByteArray, input);
    const Outcome whole = outcomeInPieces(input, 0, smallLimits);
    QCOMPARE(whole.state, MessageFramer::State::Idle);
    QCOMPARE(whole.frames.size(), std::size_t(1));
    for (qsizetype at = 1; at < input.size(); ++at)
        QVERIFY(outcomeSplitAt(input, at, smallLimits) == whole);
}

void FramerLimitsTest::consume_overLimit_rejects_data()
{
    QTest::addColumn<QByteArray>("input");
    QTest::addColumn<QByteArray>("expected");
    const QByteArray line = "GET / HTTP/1.1";
    const QByteArray large = "413 body_too_large";
    const auto row = [](const char *name, const QByteArray &input, const QByteArray &expected) {
        QTest::newRow(name) << input << expected;
    };
    row("request line", withHead("GET /abcdefg HTTP/1.1", "Host: h\r\n"), "414 request_line_too_long");
    row("request line before its faults", withHead("GET  /abcd  fgh  TTP", "") + QByteArray(),
        "400 bad_request_line");
    row("request line late fault", withHead("GET /abcdefghijklmnop\n", ""), "414 request_line_too_long");
    row("request line early fault", withHead("GET /\nbcdefghijklmnop", ""), "400 bare_lf");
    row("header bytes", withHead(line, fieldBytes(61)), "431 headers_too_large");
    row("header bytes no room", withHead(line, fieldBytes(60) + "B:\r\n"), "431 headers_too_large");
    row("header count", withHead(line, "Host: h\r\nA: a\r\nB: b\r\nC: c\r\nD:\r\n"), "431 too_many_headers");
    row("header count of dropped", withHead(line, "Host: h\r\nTE:\r\nTE:\r\nTE:\r\nTE:\r\n"),
        "431 too_many_headers");
    row("body", withHead("POST / HTTP/1.1", "Host: h\r\nContent-Length: 11\r\n"), large);
    row("chunk", chunks("b\r\n"), large);
    row("chunks", chunks("5\r\n01234\r\n6\r\n"), large);
    row("trailer bytes", chunks("0\r\nT: " + QByteArray(19, 't') + "\r\n\r\n"), "431 headers_too_large");
    row("trailer count", chunks("0\r\nT: t\r\nU: u\r\nV:\r\n\r\n"), "431 too_many_headers");
    row("chunk line", chunks("0;" + QByteArray(255, 'x') + "\r\n\r\n"), "400 chunk_line_too_long");
}

void FramerLimitsTest::consume_overLimit_rejects()
{
    QFETCH(const QByteArray, input);
    QFETCH(const QByteArray, expected);
    const Outcome whole = outcomeInPieces(input, 0, smallLimits);
    QCOMPARE(whole.text(), expected);
    QVERIFY(outcomeInPieces(input, 1, smallLimits) == whole);
    for (qsizetype at = 1; at < input.size(); ++at)
        QVERIFY(outcomeSplitAt(input, at, smallLimits) == whole);
}

void FramerLimitsTest::consume_overLimit_rejectsBeforeTheLineEnds()
{
    const FramerLimits limits;
    const QByteArray endless(300 * 1000, 'a');
    const Outcome line = outcomeInPieces("GET /" + endless, 1000, limits);
    QCOMPARE(line.rejection.status, 414);
    QCOMPARE(line.consumed, limits.requestLine + 1);

    const QByteArray head = "GET / HTTP/1.1\r\nHost: h\r\n";
    const Outcome field = outcomeInPieces(head + "X: " + endless, 1000, limits);
    QCOMPARE(field.rejection.status, 431);
    QVERIFY(field.consumed <= head.size() + limits.headerBytes);
}

void FramerLimitsTest::consume_hugeContentLength_reservesNoMemory()
{
    MessageFramer framer{FramerLimits{}};
    const QByteArray input = withBody("Content-Length: 1000000", "x");
    QCOMPARE(framer.consume(input), input.size());
    QCOMPARE(framer.state(), MessageFramer::State::Body);
    QVERIFY(framer.bufferedBytes() < 200);
}

void FramerLimitsTest::consume_tinyChunks_passUnlessWasteful()
{
    QCOMPARE(outcomeInPieces(oneByteChunks("", 100'000), 4096).frames.at(0).body.size(), 100'000);
    const Outcome wasteful = outcomeInPieces(oneByteChunks(";a=" + QByteArray(250, 'b'), 100'000), 4096);
    QCOMPARE(wasteful.text(), "400 chunk_overhead");
    QVERIFY(wasteful.consumed < 20'000);
}

void FramerLimitsTest::consume_manyMessagesAtTheLimits_countEachAlone()
{
    constexpr std::size_t count = 50;
    const QByteArray fields =
        withHead("GET /abcdef HTTP/1.1", "Host: h\r\n" + QByteArray("A: aaaaaaaaaaaa\r\n").repeated(3));
    const QByteArray fullChunks = chunks("5\r\n01234\r\n5\r\n56789\r\n0\r\nA: a\r\nB: b\r\n\r\n");
    const QByteArray fullBody =
        withHead("POST / HTTP/1.1", "Host: h\r\nContent-Length: 10\r\n", "0123456789");
    for (const QByteArray &message : {fields, fullChunks, fullBody, fields + fullChunks + fullBody}) {
        const Outcome outcome = outcomeInPieces(message.repeated(count), 0, smallLimits);
        QCOMPARE(outcome.state, MessageFramer::State::Idle);
        QVERIFY(outcome.frames.size() >= count);
    }

    // Each message of one tiny chunk with an extension costs some of the overhead that is allowed.
    const QByteArray costly = chunks("1;" + QByteArray(250, 'x') + "\r\na\r\n0\r\n\r\n");
    QCOMPARE(outcomeInPieces(costly.repeated(200), 0, smallLimits).frames.size(), std::size_t(200));
}

QTEST_APPLESS_MAIN(FramerLimitsTest)
#include "tst_framerlimits.moc"
