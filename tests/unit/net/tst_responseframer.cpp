// SPDX-License-Identifier: GPL-3.0-or-later
#include "responsecases.h"
#include "responsesupport.h"

#include <QtTest/QTest>

using namespace guarita::net;
using namespace guarita::support;
using Outcome = ResponseFramer::Outcome;

class ResponseFramerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void read_anyPieces_sameOutcome_data();
    void read_anyPieces_sameOutcome();
    void read_anyPrefix_isNeverCompleteEarly_data() { read_anyPieces_sameOutcome_data(); }
    void read_anyPrefix_isNeverCompleteEarly();
    void serialise_completeAnswer_givesEqualAnswer_data() { read_anyPieces_sameOutcome_data(); }
    void serialise_completeAnswer_givesEqualAnswer();
    void read_everyByteInHead_neverReachesAHead();
    void read_beforeBegin_takesNothing();
    void read_complete_takesNothing_data();
    void read_complete_takesNothing();
    void read_bodyOfNoBytes_completeWithoutAny_data();
    void read_bodyOfNoBytes_completeWithoutAny();
    void read_refused_staysRefused_data();
    void read_refused_staysRefused();
    void begin_inAnyPhase_nothingIsLeft_data();
    void begin_inAnyPhase_nothingIsLeft();
    void begin_bodyNotTaken_isNotOfTheNextAnswer();
    void ended_complete_staysComplete();
    void ended_bodyNotTaken_isStillThere();
    void begun_alongAnswers_isRight();
    void head_ofALength_saysIt();
    void takeBody_inPieces_givesEachByteOnce_data();
    void takeBody_inPieces_givesEachByteOnce();
    void bufferedBytes_alongAnAnswer_follow();
};

namespace {

const QByteArray plain = answerWith("Content-Length: 2", "ab");

void onlyInput()
{
    QTest::addColumn<QByteArray>("input");
}

} // namespace

void ResponseFramerTest::read_anyPieces_sameOutcome_data()
{
    QTest::addColumn<QByteArray>("requests");
    QTest::addColumn<QByteArray>("input");
    QTest::addColumn<QByteArray>("expected");
    for (const auto &cases :
         {statusLineCases(), responseFieldCases(), persistenceCases(), interimCases(), responseLengthCases(),
          bodylessCases(), responseChunkCases(), answerSequenceCases()}) {
        for (const ResponseCase &row : cases)
            QTest::newRow(row.name) << row.requests << row.input << row.expected;
    }
}

void ResponseFramerTest::read_anyPieces_sameOutcome()
{
    QFETCH(const QByteArray, requests);
    QFETCH(const QByteArray, input);
    QFETCH(const QByteArray, expected);
    const Answers whole = answersInPieces(requests, input, 0);
    QCOMPARE(whole.text(), expected);
    QCOMPARE(whole.consumed + whole.left, input.size());
    QVERIFY(answersInPieces(requests, input, 1) == whole);
    QVERIFY(answersInPieces(requests, input, 3) == whole);
    for (qsizetype at = 1; at < input.size(); ++at) {
        QVERIFY2(answersSplitAt(requests, input, at) == whole,
                 qPrintable(QStringLiteral("split at %1").arg(at)));
    }
}

/// The answers are those of the whole, as far as they came; only the end of the connection may stand for a
/// body's end, and only of a head that tells no other.
void ResponseFramerTest::read_anyPrefix_isNeverCompleteEarly()
{
    QFETCH(const QByteArray, requests);
    QFETCH(const QByteArray, input);
    const Answers whole = answersInPieces(requests, input, 0);
    if (input.size() > 2000)
        return; // many interim answers: nothing else than in a few
    for (qsizetype size = 0; size < whole.consumed; ++size) {
        const Answers prefix = answersInPieces(requests, QByteArrayView(input).first(size), 0);
        QVERIFY(prefix.refusal.isEmpty());
        QVERIFY(prefix.list.size() <= whole.list.size());
        for (std::size_t i = 0; i < prefix.list.size(); ++i) {
            const Answer &cut = prefix.list[i];
            if (cut.atEnd)
                QVERIFY(whole.list[i].atEnd && whole.list[i].body.startsWith(cut.body));
            else if (cut.complete)
                QVERIFY(cut == whole.list[i]);
        }
        if (whole.refusal.isEmpty() && !whole.brokeOff && !whole.list.empty() && !whole.list.back().atEnd)
            QVERIFY(prefix.list.size() < whole.list.size() || !prefix.list.back().complete);
    }
}

void ResponseFramerTest::serialise_completeAnswer_givesEqualAnswer()
{
    QFETCH(const QByteArray, requests);
    QFETCH(const QByteArray, input);
    const Answers answers = answersInPieces(requests, input, 0);
    for (std::size_t i = 0; i < answers.list.size(); ++i) {
        if (!answers.list[i].complete)
            continue;
        const QByteArray request = requests.mid(static_cast<qsizetype>(i), 1);
        const Answers again = answersInPieces(request, serialise(answers.list[i]), 0);
        QCOMPARE(again.text(), describe(answers.list[i]));
        QVERIFY(again.list.at(0) == answers.list[i]);
    }
}

/// Every byte at every place of a head: no answer may depend on the pieces, and no CR, LF or NUL get through.
void ResponseFramerTest::read_everyByteInHead_neverReachesAHead()
{
    const QByteArray model = "HTTP/1.1 200 OK\r\nX-A: b\r\nConnection: x, y\r\nContent-Length: 1\r\n\r\n1";
    for (qsizetype at = 0; at < model.size() - 1; ++at) {
        for (int byte = 0; byte < 256; ++byte) {
            QByteArray input = model;
            input[at] = static_cast<char>(byte);
            const Answers whole = answersInPieces("G", input, 0);
            QVERIFY(answersInPieces("G", input, 1) == whole);
            for (const Answer &answer : whole.list) {
                for (const HeaderField &field : answer.head.headers) {
                    QVERIFY(isToken(field.name));
                    QVERIFY(isFieldValue(field.value));
                }
            }
        }
    }
}

/// What comes on an idle connection answers nothing.
void ResponseFramerTest::read_beforeBegin_takesNothing()
{
    ResponseFramer framer;
    QByteArrayView rest = plain;
    QCOMPARE(framer.read(rest), Outcome::Complete);
    QCOMPARE(rest.size(), plain.size());
    QVERIFY(!framer.begun());
    QCOMPARE(framer.head().status, 0);
}

void ResponseFramerTest::read_complete_takesNothing_data()
{
    onlyInput();
    QTest::newRow("length") << plain;
    QTest::newRow("length zero") << answerWith("Content-Length: 0");
    QTest::newRow("204") << QByteArray("HTTP/1.1 204 \r\n\r\n");
    QTest::newRow("chunks") << chunkedAnswer("1\r\na\r\n0\r\n\r\n");
    QTest::newRow("trailers") << chunkedAnswer("0\r\nA: b\r\n\r\n");
}

void ResponseFramerTest::read_complete_takesNothing()
{
    QFETCH(const QByteArray, input);
    for (const QByteArray &more : {QByteArray("A: b\r\n\r\n"), plain, QByteArray("\r\n"), QByteArray("\n")}) {
        ResponseFramer framer;
        framer.begin(false);
        const QByteArray both = input + more;
        QByteArrayView rest = both;
        QCOMPARE(framer.read(rest), Outcome::Head);
        for (int i = 0; i < 3; ++i) {
            QCOMPARE(framer.read(rest), Outcome::Complete);
            QCOMPARE(rest.toByteArray(), more);
        }
    }
}

void ResponseFramerTest::read_bodyOfNoBytes_completeWithoutAny_data()
{
    onlyInput();
    QTest::addColumn<bool>("toHead");
    QTest::newRow("length zero") << answerWith("Content-Length: 0") << false;
    QTest::newRow("204") << QByteArray("HTTP/1.1 204 \r\n\r\n") << false;
    QTest::newRow("304") << QByteArray("HTTP/1.1 304 \r\nContent-Length: 5\r\n\r\n") << false;
    QTest::newRow("head") << answerWith("Content-Length: 5") << true;
    QTest::newRow("head chunked") << chunkedAnswer("") << true;
    QTest::newRow("head without length") << answerWith("A: b") << true;
}

void ResponseFramerTest::read_bodyOfNoBytes_completeWithoutAny()
{
    QFETCH(const QByteArray, input);
    QFETCH(const bool, toHead);
    ResponseFramer framer;
    framer.begin(toHead);
    QByteArrayView rest = input;
    QCOMPARE(framer.read(rest), Outcome::Head);
    QVERIFY(rest.isEmpty());
    QCOMPARE(framer.head().bodyLength, std::optional<qint64>(0));
    QCOMPARE(framer.ended(), Outcome::Complete);
    QCOMPARE(framer.read(rest), Outcome::Complete);
    QVERIFY(framer.takeBody().isEmpty());
}

void ResponseFramerTest::read_refused_staysRefused_data()
{
    onlyInput();
    QTest::newRow("status line") << QByteArray("HTTP/1.1 2\n");
    QTest::newRow("status") << QByteArray("HTTP/1.1 700 \r\n");
    QTest::newRow("field") << QByteArray("HTTP/1.1 200 \r\nA\r\n");
    QTest::newRow("field line") << QByteArray("HTTP/1.1 200 \r\nA: b\n");
    QTest::newRow("framing") << answerWith("Content-Length: 0\r\nTransfer-Encoding: chunked");
    QTest::newRow("chunk") << chunkedAnswer("2\r\nabX\r\n");
    QTest::newRow("trailer") << chunkedAnswer("2\r\nab\r\n0\r\nA\r\n");
}

void ResponseFramerTest::read_refused_staysRefused()
{
    QFETCH(const QByteArray, input);
    ResponseFramer framer;
    framer.begin(false);
    QCOMPARE(readAll(framer, input), Outcome::Refused);
    const Verdict verdict = framer.verdict();
    QVERIFY(verdict);
    for (const QByteArray &more : {plain, QByteArray("\r\n\r\n"), QByteArray()}) {
        QByteArrayView rest = more;
        QCOMPARE(framer.read(rest), Outcome::Refused);
        QCOMPARE(rest.size(), more.size());
    }
    QCOMPARE(framer.ended(), Outcome::Refused);
    QCOMPARE(framer.verdict(), verdict);
    QVERIFY(framer.begun());
    QVERIFY(framer.takeBody().isEmpty());
    QCOMPARE(framer.head().status, 0);
    QVERIFY(!framer.head().keepAlive);
    QCOMPARE(framer.bufferedBytes(), 0);
}

void ResponseFramerTest::begin_inAnyPhase_nothingIsLeft_data()
{
    onlyInput();
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("status line") << QByteArray("HTTP/1.1 404 Not");
    QTest::newRow("status line end") << QByteArray("HTTP/1.1 404 Not\r");
    QTest::newRow("field") << QByteArray("HTTP/1.0 404 \r\nX: y\r\nConnection: close, content\r\nCont");
    QTest::newRow("field end") << QByteArray("HTTP/1.1 404 \r\nTransfer-Encoding: chunked\r");
    QTest::newRow("head end") << QByteArray("HTTP/1.1 404 \r\nContent-Length: 7\r\n\r");
    QTest::newRow("interim") << interim("Connection: close\r\n").repeated(ResponseFramer::mostInterimAnswers);
    QTest::newRow("body") << answerWith("Content-Length: 7", "xyz");
    QTest::newRow("chunk line") << chunkedAnswer("3\r\nxyz\r\n7;a=");
    QTest::newRow("chunk") << chunkedAnswer("7\r\nxyz");
    QTest::newRow("chunk end") << chunkedAnswer("3\r\nxyz\r");
    QTest::newRow("trailer") << chunkedAnswer("0\r\nA: b\r\nC");
    QTest::newRow("until close") << answerWith("A: b", "xyz");
    QTest::newRow("complete") << plain;
    QTest::newRow("chunks complete") << chunkedAnswer("3\r\nxyz\r\n0\r\n\r\n");
    QTest::newRow("refused") << QByteArray("HTTP/1.1 200 O\n");
}

void ResponseFramerTest::begin_inAnyPhase_nothingIsLeft()
{
    QFETCH(const QByteArray, input);
    for (const bool toHead : {false, true}) {
        for (const bool end : {false, true}) {
            ResponseFramer framer;
            framer.begin(toHead);
            readAll(framer, input);
            if (end)
                framer.ended();
            framer.begin(false);
            QCOMPARE(framer.bufferedBytes(), 0);
            QVERIFY(!framer.begun());
            QCOMPARE(framer.verdict(), nullptr);
            QVERIFY(framer.takeBody().isEmpty());
            QCOMPARE(framer.head().status, 0);
            QCOMPARE(framer.ended(), Outcome::NeedMore);
            const QByteArray next = interim("").repeated(ResponseFramer::mostInterimAnswers) +
                                    answerWith("X: 1\r\nContent-Length: 2", "ab");
            QCOMPARE(readAll(framer, next), Outcome::Complete);
            QCOMPARE(describe({framer.head(), framer.takeBody(), true, false}), "200 {X: 1} [ab]");
        }
    }
}

void ResponseFramerTest::begin_bodyNotTaken_isNotOfTheNextAnswer()
{
    ResponseFramer framer;
    framer.begin(false);
    QCOMPARE(readAll(framer, plain), Outcome::Complete);
    framer.begin(false);
    QVERIFY(framer.takeBody().isEmpty());
    QCOMPARE(readAll(framer, answerWith("A: b", "c")), Outcome::NeedMore);
    QCOMPARE(framer.takeBody(), "c");
}

void ResponseFramerTest::ended_complete_staysComplete()
{
    for (const QByteArray &input : {plain, chunkedAnswer("0\r\n\r\n"), answerWith("Content-Length: 0")}) {
        ResponseFramer framer;
        framer.begin(false);
        QCOMPARE(readAll(framer, input), Outcome::Complete);
        QCOMPARE(framer.ended(), Outcome::Complete);
    }
}

void ResponseFramerTest::ended_bodyNotTaken_isStillThere()
{
    ResponseFramer framer;
    framer.begin(false);
    QCOMPARE(readAll(framer, answerWith("A: b", "cd")), Outcome::NeedMore);
    QCOMPARE(framer.ended(), Outcome::Complete);
    QCOMPARE(framer.takeBody(), "cd");
    QByteArrayView late("ef");
    QCOMPARE(framer.read(late), Outcome::Complete);
    QVERIFY(framer.takeBody().isEmpty());
}

void ResponseFramerTest::begun_alongAnswers_isRight()
{
    ResponseFramer framer;
    framer.begin(false);
    QCOMPARE(readAll(framer, ""), Outcome::NeedMore);
    QVERIFY(!framer.begun());
    readAll(framer, "H");
    QVERIFY(framer.begun());
    framer.begin(false);
    readAll(framer, interim(""));
    QVERIFY(framer.begun());
}

void ResponseFramerTest::head_ofALength_saysIt()
{
    ResponseFramer framer;
    framer.begin(false);
    QByteArrayView rest = plain;
    QCOMPARE(framer.read(rest), Outcome::Head);
    QCOMPARE(rest.toByteArray(), "ab");
    QCOMPARE(framer.head().bodyLength, std::optional<qint64>(2));
    QCOMPARE(framer.head().contentLength, std::optional<qint64>(2));
    QVERIFY(framer.head().keepAlive);
    framer.begin(false);
    rest = "HTTP/1.1 200 \r\nTransfer-Encoding: chunked\r\n\r\n";
    QCOMPARE(framer.read(rest), Outcome::Head);
    QVERIFY(!framer.head().bodyLength && !framer.head().contentLength);
}

void ResponseFramerTest::takeBody_inPieces_givesEachByteOnce_data()
{
    onlyInput();
    QTest::newRow("length") << answerWith("Content-Length: 10", "0123456789");
    QTest::newRow("chunks") << chunkedAnswer("3\r\n012\r\n7\r\n3456789\r\n0\r\n\r\n");
    QTest::newRow("until close") << answerWith("A: b", "0123456789");
}

void ResponseFramerTest::takeBody_inPieces_givesEachByteOnce()
{
    QFETCH(const QByteArray, input);
    for (int every = 1; every < 12; ++every) {
        ResponseFramer framer;
        framer.begin(false);
        QByteArray body;
        for (qsizetype at = 0; at < input.size(); ++at) {
            readAll(framer, QByteArrayView(input).sliced(at, 1));
            if (at % every == 0)
                body += framer.takeBody();
        }
        QCOMPARE(framer.ended(), Outcome::Complete);
        body += framer.takeBody();
        QCOMPARE(body, "0123456789");
        QVERIFY(framer.takeBody().isEmpty());
    }
}

void ResponseFramerTest::bufferedBytes_alongAnAnswer_follow()
{
    ResponseFramer framer;
    QCOMPARE(framer.bufferedBytes(), 0);
    framer.begin(false);
    readAll(framer, "HTTP/1.1 2");
    QCOMPARE(framer.bufferedBytes(), 10);
    readAll(framer, "00 OK\r\nName: value\r\nConn");
    QCOMPARE(framer.bufferedBytes(), 4 + 5 + 4);
    readAll(framer, "ection: listed\r\nContent-Length: 5\r\n");
    QCOMPARE(framer.bufferedBytes(), 4 + 5 + 6);
    readAll(framer, "\r\nabc");
    QCOMPARE(framer.bufferedBytes(), 4 + 5 + 3);
    QCOMPARE(framer.takeBody(), "abc");
    readAll(framer, "de");
    QCOMPARE(framer.bufferedBytes(), 4 + 5 + 2);
    const ResponseFrame head = std::exchange(framer.head(), {});
    QCOMPARE(framer.takeBody(), "de");
    QCOMPARE(framer.bufferedBytes(), 0);
}

QTEST_APPLESS_MAIN(ResponseFramerTest)
#include "tst_responseframer.moc"
