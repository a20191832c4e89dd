// SPDX-License-Identifier: GPL-3.0-or-later
#include "framercases.h"
#include "framersupport.h"

#include "net/incomingbody.h"

#include <QtTest/QTest>

using namespace guarita::net;
using namespace guarita::support;
using State = MessageFramer::State;

/// Bodies that the framer gives out while they come.
class PassedBodiesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void consume_anyPieces_sameOutcome_data();
    void consume_anyPieces_sameOutcome();
    void consume_caseOfWholeBodies_sameVerdict_data();
    void consume_caseOfWholeBodies_sameVerdict();
    void length_large_headComesBeforeTheBody();
    void chunks_large_headComesWithTheByteTooMany();
    void head_neverTakenTwice_nextMessageIsItsOwn();
    void expectsContinue_onceTheHeadIsTaken();
    void bufferedBytes_ofABodyThatIsTaken_staySmall();
    void chunks_afterMuchWasTaken_limitsStillCount();
    void headRequest_refusedMidway_isKnown();
};

namespace {

class Rules final : public BodyRules
{
public:
    explicit Rules(std::optional<qint64> most = std::nullopt)
        : m_most(most)
    {
    }
    Rule ruleFor(const QByteArray &path) const override
    {
        return path == "/whole" ? Rule{} : Rule{m_most, true};
    }

private:
    std::optional<qint64> m_most;
};

/// Above ten bytes.
FramerLimits passing(const Rules &rules)
{
    return {.bodyRules = &rules, .passOnAbove = 10};
}

QByteArray post(const QByteArray &path, const QByteArray &fields, const QByteArray &body = {})
{
    return "POST " + path + " HTTP/1.1\r\nHost: h\r\n" + fields + "\r\n\r\n" + body;
}

const QByteArray inChunks("Transfer-Encoding: chunked");

} // namespace

void PassedBodiesTest::consume_anyPieces_sameOutcome_data()
{
    QTest::addColumn<QByteArray>("input");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *name, const QByteArray &input, const QByteArray &expected) {
        QTest::newRow(name) << input << expected;
    };
    row("length at the limit", post("/", "Content-Length: 10", "0123456789"), "POST / [0123456789]");
    row("length above", post("/", "Content-Length: 11", "0123456789a"), "POST / [0123456789a] passed on");
    row("length elsewhere", post("/whole", "Content-Length: 11", "0123456789a"), "POST /whole [0123456789a]");
    row("length nothing yet", post("/", "Content-Length: 11"), "POST / passed on; incomplete");
    row("length short", post("/", "Content-Length: 12", "0123456789a"),
        "POST / [0123456789a] passed on; incomplete");
    row("length too large", post("/", "Content-Length: 21"), "413 body_too_large");
    row("then another", post("/", "Content-Length: 11", "0123456789a") + post("/b", "A: b"),
        "POST / [0123456789a] passed on; POST /b {a: b}");
    row("then another of those", post("/", "Content-Length: 11", "0123456789a").repeated(2),
        "POST / [0123456789a] passed on; POST / [0123456789a] passed on");
    row("then garbage", post("/", "Content-Length: 11", "0123456789a") + "\n",
        "POST / [0123456789a] passed on; 400 bare_lf");
    row("1.0", "POST / HTTP/1.0\r\nContent-Length: 11\r\n\r\n0123456789a",
        "POST / host= [0123456789a] passed on 1.0");
    row("length with chunks", post("/", "Content-Length: 11\r\nTransfer-Encoding: chunked", "b\r\n"),
        "400 content_length_with_transfer_encoding");

    row("chunk at the limit", post("/", inChunks, "a\r\n0123456789\r\n0\r\n\r\n"), "POST / [0123456789]");
    row("chunk above", post("/", inChunks, "b\r\n0123456789a\r\n0\r\n\r\n"),
        "POST / [0123456789a] passed on");
    row("chunks above", post("/", inChunks, "6\r\n012345\r\n6\r\n6789ab\r\n2;x=y\r\ncd\r\n0\r\nA: b\r\n\r\n"),
        "POST / [0123456789abcd] passed on");
    row("chunks elsewhere", post("/whole", inChunks, "b\r\n0123456789a\r\n0\r\n\r\n"),
        "POST /whole [0123456789a]");
    row("chunks then another",
        post("/", inChunks, "b\r\n0123456789a\r\n0\r\n\r\n") + post("/b", inChunks, "1\r\na\r\n0\r\n\r\n"),
        "POST / [0123456789a] passed on; POST /b [a]");
    row("chunks short", post("/", inChunks, "b\r\n0123456789a\r\n"),
        "POST / [0123456789a] passed on; incomplete");
    row("chunk announced", post("/", inChunks, "b\r\n0123456789"), "incomplete");
    row("chunk too large at once", post("/", inChunks, "15\r\n"), "413 body_too_large");
    row("chunk too large midway", post("/", inChunks, "b\r\n0123456789a\r\na\r\n"),
        "POST / passed on; 413 body_too_large");
    row("chunk bad midway", post("/", inChunks, "b\r\n0123456789a\r\nzz\r\n"),
        "POST / passed on; 400 bad_chunk_size");
    row("chunk bad end midway", post("/", inChunks, "b\r\n0123456789axx"),
        "POST / passed on; 400 bad_chunk_end");
    row("bad trailer midway", post("/", inChunks, "b\r\n0123456789a\r\n0\r\nHost: i\r\n\r\n"),
        "POST / passed on; 400 forbidden_trailer");
    row("smuggled behind", post("/", inChunks, "b\r\n0123456789a\r\n0\r\n\r\n") + "GET / HTTP/1.1\r\n\r\n",
        "POST / [0123456789a] passed on; 400 missing_host");
}

void PassedBodiesTest::consume_anyPieces_sameOutcome()
{
    QFETCH(const QByteArray, input);
    QFETCH(const QByteArray, expected);
    const Rules rules(20);
    const FramerLimits limits = passing(rules);
    const Outcome whole = outcomeInPieces(input, 0, limits);
    QCOMPARE(whole.text(), expected);
    QVERIFY(outcomeInPieces(input, 1, limits) == whole);
    QVERIFY(outcomeInPieces(input, 3, limits) == whole);
    for (qsizetype at = 1; at < input.size(); ++at)
        QVERIFY2(outcomeSplitAt(input, at, limits) == whole,
                 qPrintable(QStringLiteral("split at %1").arg(at)));
}

void PassedBodiesTest::consume_caseOfWholeBodies_sameVerdict_data()
{
    QTest::addColumn<QByteArray>("input");
    for (const auto &cases :
         {fieldCases(), connectionCases(), lengthCases(), chunkCases(), sequenceCases()}) {
        for (const FramerCase &row : cases)
            QTest::newRow(row.name) << row.input;
    }
}

/// With every body passed on, the same messages are accepted, with the same bytes, and refused for the same
/// reasons.
void PassedBodiesTest::consume_caseOfWholeBodies_sameVerdict()
{
    QFETCH(const QByteArray, input);
    const Rules rules;
    const FramerLimits all{.bodyRules = &rules, .passOnAbove = 0};
    const Outcome passed = outcomeInPieces(input, 0, all);
    const Outcome whole = outcomeInPieces(input, 0);
    QCOMPARE(passed.state, whole.state);
    QVERIFY(passed.rejection == whole.rejection);
    QCOMPARE(passed.consumed, whole.consumed);
    QVERIFY(outcomeInPieces(input, 1, all) == passed);
    for (std::size_t i = 0; i < whole.frames.size(); ++i)
        QVERIFY(asTuple(passed.frames.at(i)) == asTuple(whole.frames[i]));
    QVERIFY(passed.frames.size() <= whole.frames.size() + 1); // the last may be unfinished, or refused
}

void PassedBodiesTest::length_large_headComesBeforeTheBody()
{
    const Rules rules;
    MessageFramer framer(passing(rules));
    const QByteArray head = post("/a?b", "X: y\r\nContent-Length: 12");
    QCOMPARE(framer.consume(head + "0123"), head.size());
    QCOMPARE(framer.state(), State::Large);
    QCOMPARE(framer.consume("0123"), 0);
    const RequestFrame frame = framer.takeHead();
    QCOMPARE(describe(frame), QByteArray("POST /a?b {x: y} passed on"));
    QCOMPARE(frame.incoming->length(), qint64(12));
    QVERIFY(frame.incoming->state() == IncomingBody::State::Coming);
    QCOMPARE(framer.state(), State::Body);
    QCOMPARE(framer.consume("0123"), 4);
    QCOMPARE(framer.takeBody(), QByteArray("0123"));
    QVERIFY(framer.takeBody().isEmpty());
    QCOMPARE(framer.consume("456789ab" + head), 8);
    QCOMPARE(framer.state(), State::Complete);
    QCOMPARE(framer.takeBody(), QByteArray("456789ab"));
    framer.next();
    QCOMPARE(framer.state(), State::Idle);
}

void PassedBodiesTest::chunks_large_headComesWithTheByteTooMany()
{
    const Rules rules;
    MessageFramer framer(passing(rules));
    const QByteArray upToThere = post("/", inChunks, "14\r\n0123456789");
    QCOMPARE(framer.consume(upToThere), upToThere.size());
    QCOMPARE(framer.state(), State::Body);
    QCOMPARE(framer.consume("abcdefghij"), 1);
    QCOMPARE(framer.state(), State::Large);
    const RequestFrame frame = framer.takeHead();
    QVERIFY(frame.incoming && !frame.incoming->length());
    QVERIFY(frame.body.isEmpty());
    QCOMPARE(framer.takeBody(), QByteArray("0123456789a"));
    QCOMPARE(framer.consume("bcdefghij\r\n0\r\n\r\n"), 16);
    QCOMPARE(framer.takeBody(), QByteArray("bcdefghij"));
    QCOMPARE(framer.state(), State::Complete);
}

void PassedBodiesTest::head_neverTakenTwice_nextMessageIsItsOwn()
{
    const Rules rules;
    MessageFramer framer(passing(rules));
    framer.consume(post("/a", "X: y\r\nContent-Length: 11"));
    framer.takeHead();
    framer.consume("0123456789a");
    framer.takeBody();
    framer.next();
    framer.consume("GET /b HTTP/1.1\r\nHost: i\r\n\r\n");
    const RequestFrame next = framer.takeRequest();
    QCOMPARE(describe(next), QByteArray("GET /b host=i"));
}

void PassedBodiesTest::expectsContinue_onceTheHeadIsTaken()
{
    const Rules rules;
    MessageFramer framer(passing(rules));
    framer.consume(post("/", "Expect: 100-continue\r\nContent-Length: 11"));
    QVERIFY(!framer.expectsContinue());
    framer.takeHead();
    QVERIFY(framer.expectsContinue());
    framer.consume("0");
    QVERIFY(!framer.expectsContinue());
}

void PassedBodiesTest::bufferedBytes_ofABodyThatIsTaken_staySmall()
{
    constexpr qsizetype piece = 64 * 1024;
    constexpr qint64 length = qint64(1) << 40;
    const Rules rules(length);
    MessageFramer framer(passing(rules));
    framer.consume(post("/", "Content-Length: " + QByteArray::number(length)));
    framer.takeHead();
    QCOMPARE(framer.bufferedBytes(), 0);
    const QByteArray bytes(piece, 'x');
    for (int i = 0; i < 100; ++i) {
        QCOMPARE(framer.consume(bytes), piece);
        QCOMPARE(framer.bufferedBytes(), piece);
        QCOMPARE(framer.takeBody().size(), piece);
    }
    QCOMPARE(framer.bufferedBytes(), 0);
}

void PassedBodiesTest::chunks_afterMuchWasTaken_limitsStillCount()
{
    const Rules rules(1000);
    MessageFramer framer(passing(rules));
    const QByteArray chunk = "64\r\n" + QByteArray(100, 'x') + "\r\n";
    framer.consume(post("/", inChunks, chunk.left(4 + 11)));
    framer.takeHead();
    framer.consume(chunk.mid(4 + 11));
    for (int i = 1; i < 10; ++i) {
        QCOMPARE(framer.consume(chunk), chunk.size());
        framer.takeBody();
    }
    framer.consume("1\r\n");
    QCOMPARE(framer.state(), State::Rejected);
    QVERIFY(framer.rejection() == rejections::bodyTooLarge);
    QCOMPARE(framer.bufferedBytes(), 0);
}

void PassedBodiesTest::headRequest_refusedMidway_isKnown()
{
    const Rules rules;
    MessageFramer framer(passing(rules));
    framer.consume("HEAD / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nb\r\n0123456789a");
    framer.takeHead();
    QVERIFY(framer.headRequest());
    framer.consume("zz");
    QCOMPARE(framer.state(), State::Rejected);
    QVERIFY(framer.headRequest());
}

QTEST_APPLESS_MAIN(PassedBodiesTest)
#include "tst_passedbodies.moc"
