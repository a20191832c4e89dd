// SPDX-License-Identifier: GPL-3.0-or-later
#include "framercases.h"
#include "framersupport.h"

#include <QtTest/QTest>

using namespace guarita::net;
using namespace guarita::support;

class MessageFramerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void consume_anyPieces_sameOutcome_data();
    void consume_anyPieces_sameOutcome();
    void serialise_acceptedRequest_givesEqualFrame_data() { consume_anyPieces_sameOutcome_data(); }
    void serialise_acceptedRequest_givesEqualFrame();
    void consume_everyByteInHead_neverReachesAFrame();
    void consume_complete_takesNothing();
    void consume_rejected_takesNothing();
    void consume_badByte_stopsRightBehindIt();
    void state_alongAMessage_isRight();
    void state_emptyLineBefore_staysIdle();
    void expectsContinue_untilBodyBegins_data();
    void expectsContinue_untilBodyBegins();
    void expectsContinue_neverAsked_isFalse();
    void bufferedBytes_alongAMessage_follow();
    void move_inTheMiddle_continues();
};

void MessageFramerTest::consume_anyPieces_sameOutcome_data()
{
    QTest::addColumn<QByteArray>("input");
    QTest::addColumn<QByteArray>("expected");
    for (const auto &cases : {requestLineCases(), targetCases(), fieldCases(), hostCases(), connectionCases(),
                              lengthCases(), chunkCases(), sequenceCases()}) {
        for (const FramerCase &row : cases)
            QTest::newRow(row.name) << row.input << row.expected;
    }
}

void MessageFramerTest::consume_anyPieces_sameOutcome()
{
    QFETCH(const QByteArray, input);
    QFETCH(const QByteArray, expected);
    const Outcome whole = outcomeInPieces(input, 0);
    QCOMPARE(whole.text(), expected);
    QVERIFY(outcomeInPieces(input, 1) == whole);
    QVERIFY(outcomeInPieces(input, 3) == whole);
    for (qsizetype at = 1; at < input.size(); ++at)
        QVERIFY2(outcomeSplitAt(input, at) == whole, qPrintable(QStringLiteral("split at %1").arg(at)));
}

void MessageFramerTest::serialise_acceptedRequest_givesEqualFrame()
{
    QFETCH(const QByteArray, input);
    for (const RequestFrame &frame : outcomeInPieces(input, 0).frames) {
        const Outcome again = outcomeInPieces(serialise(frame), 0);
        QCOMPARE(again.text(), describe(frame));
        QVERIFY(asTuple(again.frames.at(0)) == asTuple(frame));
    }
}

/// Every byte at every place of a head: no answer may depend on the pieces, and no CR, LF or NUL get through.
void MessageFramerTest::consume_everyByteInHead_neverReachesAFrame()
{
    const QByteArray model = "PUT /a%20b?c HTTP/1.1\r\nHost: h\r\nX-A: b\r\nContent-Length: 1\r\n\r\n1";
    for (qsizetype at = 0; at < model.size() - 1; ++at) {
        for (int byte = 0; byte < 256; ++byte) {
            QByteArray input = model;
            input[at] = static_cast<char>(byte);
            const Outcome whole = outcomeInPieces(input, 0);
            QVERIFY(outcomeInPieces(input, 1) == whole);
            for (const RequestFrame &frame : whole.frames) {
                for (const HeaderField &field : frame.headers) {
                    QVERIFY(isToken(field.name));
                    QVERIFY(isFieldValue(field.value));
                }
            }
        }
    }
}

void MessageFramerTest::consume_complete_takesNothing()
{
    MessageFramer framer{FramerLimits{}};
    const QByteArray request = withTarget("/a");
    QCOMPARE(framer.consume(request + request), request.size());
    QCOMPARE(framer.state(), MessageFramer::State::Complete);
    QCOMPARE(framer.consume(request), 0);
    QCOMPARE(framer.takeRequest().target, "/a");
    QCOMPARE(framer.state(), MessageFramer::State::Idle);
    QCOMPARE(framer.consume(request), request.size());
}

void MessageFramerTest::consume_rejected_takesNothing()
{
    MessageFramer framer{FramerLimits{}};
    framer.consume("\n");
    QCOMPARE(framer.state(), MessageFramer::State::Rejected);
    QCOMPARE(framer.consume(withTarget("/")), 0);
    const FrameRejection expected{400, "bare_lf"};
    QVERIFY(framer.rejection() == expected);
    QCOMPARE(framer.bufferedBytes(), 0);
}

void MessageFramerTest::consume_badByte_stopsRightBehindIt()
{
    MessageFramer framer{FramerLimits{}};
    QCOMPARE(framer.consume("GET /\nrest"), 6);
    MessageFramer other{FramerLimits{}};
    QCOMPARE(other.consume("GET /\rrest"), 7);
}

void MessageFramerTest::state_alongAMessage_isRight()
{
    using State = MessageFramer::State;
    MessageFramer framer{FramerLimits{}};
    QCOMPARE(framer.state(), State::Idle);
    framer.consume("P");
    QCOMPARE(framer.state(), State::Head);
    framer.consume("OST / HTTP/1.1\r\n");
    QCOMPARE(framer.state(), State::Head);
    framer.consume("Host: h\r\nTransfer-Encoding: chunked\r\n\r");
    QCOMPARE(framer.state(), State::Head);
    framer.consume("\n");
    for (const char *piece : {"1", "\r\n", "x", "\r", "\n", "0\r\n", "X: y\r\n", "\r"}) {
        QCOMPARE(framer.state(), State::Body);
        framer.consume(piece);
    }
    QCOMPARE(framer.state(), State::Body);
    framer.consume("\n");
    QCOMPARE(framer.state(), State::Complete);
    framer.takeRequest();
    QCOMPARE(framer.state(), State::Idle);
}

void MessageFramerTest::state_emptyLineBefore_staysIdle()
{
    MessageFramer framer{FramerLimits{}};
    framer.consume("\r");
    QCOMPARE(framer.state(), MessageFramer::State::Idle);
    framer.consume("\n");
    QCOMPARE(framer.state(), MessageFramer::State::Idle);
    framer.consume("G");
    QCOMPARE(framer.state(), MessageFramer::State::Head);
}

void MessageFramerTest::expectsContinue_untilBodyBegins_data()
{
    QTest::addColumn<QByteArray>("lengthField");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("content length") << QByteArray("Content-Length: 2") << QByteArray("ab");
    QTest::newRow("chunked") << QByteArray("Transfer-Encoding: chunked") << QByteArray("1\r\na\r\n0\r\n\r\n");
}

void MessageFramerTest::expectsContinue_untilBodyBegins()
{
    QFETCH(const QByteArray, lengthField);
    QFETCH(const QByteArray, body);
    MessageFramer framer{FramerLimits{}};
    const QByteArray head = withBody("Expect: 100-continue\r\n" + lengthField, "");
    framer.consume(QByteArrayView(head).chopped(1));
    QVERIFY(!framer.expectsContinue());
    framer.consume(QByteArrayView(head).last(1));
    QVERIFY(framer.expectsContinue());
    framer.consume(QByteArrayView(body).first(1));
    QVERIFY(!framer.expectsContinue());
    framer.consume(QByteArrayView(body).sliced(1));
    QVERIFY(!framer.expectsContinue());
    framer.takeRequest();
    framer.consume(withBody(lengthField, body));
    QVERIFY(!framer.expectsContinue());
    framer.takeRequest();
    framer.consume(head);
    QVERIFY(framer.expectsContinue());
}

void MessageFramerTest::expectsContinue_neverAsked_isFalse()
{
    for (const QByteArray &head :
         {withBody("Content-Length: 2", ""), withBody("Expect: 100-continue\r\nContent-Length: 0", ""),
          QByteArray("POST / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n")}) {
        MessageFramer framer{FramerLimits{}};
        framer.consume(head);
        QVERIFY(!framer.expectsContinue());
    }
}

void MessageFramerTest::bufferedBytes_alongAMessage_follow()
{
    MessageFramer framer{FramerLimits{}};
    QCOMPARE(framer.bufferedBytes(), 0);
    framer.consume("\r\n");
    QCOMPARE(framer.bufferedBytes(), 0);
    framer.consume("POST / HTT");
    QCOMPARE(framer.bufferedBytes(), 10);
    framer.consume("P/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nab");
    QCOMPARE(framer.bufferedBytes(), 15 + 7 + 17 + 2);
    framer.consume("c");
    QCOMPARE(framer.bufferedBytes(), 15 + 7 + 17 + 3);
    framer.takeRequest();
    QCOMPARE(framer.bufferedBytes(), 0);
}

void MessageFramerTest::move_inTheMiddle_continues()
{
    MessageFramer first{FramerLimits{}};
    first.consume("GET /a HTTP/1.1\r\nHo");
    MessageFramer second = std::move(first);
    second.consume("st: h\r\n\r\n");
    QCOMPARE(describe(second.takeRequest()), "GET /a");
}

QTEST_APPLESS_MAIN(MessageFramerTest)
#include "tst_messageframer.moc"
