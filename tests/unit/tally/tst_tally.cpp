// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/jsonwriter.h"
#include "tally/comparison.h"

#include <QtTest/QTest>

#include <random>

using namespace guarita::tally;

namespace {

const QByteArray bookId = "0000000000000001";
const QByteArray one = "aaaaaaaaaaaaaaa1";
const QByteArray two = "aaaaaaaaaaaaaaa2";

QByteArray textOf(const CalleeReport &report)
{
    guarita::core::JsonWriter json;
    json.beginObject();
    report.write(json);
    json.endObject();
    return json.take();
}

QByteArrayList kindsOf(const Comparison &comparison)
{
    QByteArrayList kinds;
    for (const Difference &each : comparison.differences)
        kinds.append(each.kind);
    return kinds;
}

/// A caller and a process, and what passes between them.
struct Pair
{
    quint64 call() { return book.begin(); }
    void arrives(quint64 number) { callee.received(book.fieldFor(number)); }
    void answered(quint64 number) { book.answered(number, callee.instance()); }
    void served() // a call as nearly all are
    {
        const quint64 number = call();
        arrives(number);
        answered(number);
    }
    Comparison compared() const { return compare(book, book, report()); }
    CalleeReport report() const { return callee.reportFor(book.fieldFor(0)); }

    CallBook book{bookId};
    ReceivedCalls callee{one};
};

} // namespace

class TestTally : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void callBook_calls_areNumberedAndEndOnce();
    void callBook_withoutName_tellsNobody();
    void callBook_answersOfNoId_areThoseOfNobody();
    void callBook_manyInstances_keepsTheLatestAndTheSum();
    void receivedCalls_fields_data();
    void receivedCalls_fields();
    void receivedCalls_severalBooks_areKeptApart();
    void receivedCalls_bookThatWasDropped_doesNotClaimToKnowItAll();
    void report_written_isReadAgain();
    void report_malformed_isNone_data();
    void report_malformed_isNone();
    void compare_everyWayThatACallCanGo_isExact();
    void compare_callsUnderWay_areNoDifference();
    void compare_whatHappensWhileAsked_isNoDifference();
    void compare_processKilled_itsSuccessorIsComparedAlone();
    void compare_answerThatWasNeverReceived_isTold();
    void compare_callThatWasNeverMade_isTold();
    void compare_answerOfAnother_isTold();
    void compare_callWithoutAnEnd_isTold();
    void compare_whatIsForgotten_isLeftOut();
    void compare_randomHistories_areExactUntilOneNumberIsWrong();
};

void TestTally::callBook_calls_areNumberedAndEndOnce()
{
    CallBook book(bookId);
    QCOMPARE(book.fieldFor(book.begin()), QByteArray("0000000000000001-1"));
    for (int i = 0; i < 3; ++i)
        book.begin();
    book.answered(2, one);
    book.answered(1, {});
    book.lost(3);
    QCOMPARE(book.begun(), quint64(4));
    QCOMPARE(book.answeredCount(), quint64(2));
    QCOMPARE(book.lostOnes().count(), quint64(1));
    QCOMPARE(book.underWay(), quint64(1));
}

void TestTally::callBook_withoutName_tellsNobody()
{
    CallBook book;
    QCOMPARE(book.fieldFor(book.begin()), QByteArray());
}

void TestTally::callBook_answersOfNoId_areThoseOfNobody()
{
    CallBook book(bookId);
    for (const QByteArray by : {"", "x", "AAAAAAAAAAAAAAAA", "aaaaaaaaaaaaaaa11"})
        book.answered(book.begin(), by);
    QCOMPARE(book.answers().size(), std::size_t{1});
    QVERIFY(book.answers()[0].instance.isEmpty());
    QCOMPARE(book.answeredCount(), quint64(4));
}

void TestTally::callBook_manyInstances_keepsTheLatestAndTheSum()
{
    CallBook book(bookId);
    for (int i = 0; i < 40; ++i)
        book.answered(book.begin(), QByteArray::number(i).rightJustified(16, '0'));
    QCOMPARE(book.answers().size(), std::size_t{16});
    QCOMPARE(book.answers()[0].instance, QByteArray("0000000000000039"));
    QCOMPARE(book.answeredCount(), quint64(40));
    QCOMPARE(book.underWay(), quint64(0));
}

void TestTally::receivedCalls_fields_data()
{
    QTest::addColumn<QByteArray>("field");
    QTest::addColumn<int>("count");
    QTest::newRow("good") << bookId + "-1" << 1;
    QTest::newRow("no call") << bookId + "-0" << 0;
    for (const QByteArray &bad :
         {QByteArray(), bookId, bookId + "-", bookId + "--1", bookId + "-1x", bookId + "- 1",
          bookId + "-9007199254740993", bookId + "-99999999999999999999", QByteArray("x-1"),
          QByteArray("000000000000000G-1"), "0" + bookId + "-1"})
        QTest::addRow("bad: %s", bad.constData()) << bad << 0;
}

void TestTally::receivedCalls_fields()
{
    QFETCH(const QByteArray, field);
    QFETCH(const int, count);
    ReceivedCalls calls(one);
    calls.received(field);
    QCOMPARE(calls.count(), quint64(count));
    QCOMPARE(calls.reportFor(bookId + "-0").received.count(), quint64(count));
}

void TestTally::receivedCalls_severalBooks_areKeptApart()
{
    ReceivedCalls calls(one);
    const QByteArray other = "0000000000000002";
    for (const char *number : {"-1", "-2", "-3"})
        calls.received(bookId + number);
    calls.received(other + "-7");
    QCOMPARE(calls.reportFor(bookId + "-0").received.count(), quint64(3));
    QCOMPARE(calls.reportFor(other + "-9").received.count(), quint64(1));
    QVERIFY(calls.reportFor("0000000000000003-1").received.empty());
    QVERIFY(calls.reportFor("x").received.empty());
    QCOMPARE(calls.count(), quint64(4));
}

void TestTally::receivedCalls_bookThatWasDropped_doesNotClaimToKnowItAll()
{
    Pair pair;
    for (int i = 0; i < 5; ++i)
        pair.served();
    for (std::size_t i = 0; i < ReceivedCalls::mostBooks; ++i)
        pair.callee.received(QByteArray::number(100 + quint64(i)).rightJustified(16, '0') + "-1");
    QVERIFY(pair.report().received.empty());
    pair.served();
    pair.served();
    const Comparison comparison = pair.compared();
    QVERIFY(comparison.exact());
    QCOMPARE(comparison.from, quint64(6));
    QCOMPARE(comparison.answered, quint64(2));
}

void TestTally::report_written_isReadAgain()
{
    Pair pair;
    for (int i = 0; i < 5; ++i)
        pair.served();
    pair.call();
    pair.served();
    const QByteArray text = textOf(pair.report());
    QCOMPARE(text, QByteArray(R"({"instancia":"aaaaaaaaaaaaaaa1","recebidos":6,"esquecidos":0,)"
                              R"("faixas":[[1,5],[7,7]]})"));
    const auto read = CalleeReport::of(text);
    QVERIFY(read);
    QCOMPARE(textOf(*read), text);
}

void TestTally::report_malformed_isNone_data()
{
    QTest::addColumn<QByteArray>("text");
    const QByteArray head = R"({"instancia":"aaaaaaaaaaaaaaa1","recebidos":6,"esquecidos":2,"faixas":)";
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("a page") << QByteArray("<html>");
    QTest::newRow("no instance") << QByteArray(R"({"recebidos":6,"esquecidos":0,"faixas":[]})");
    QTest::newRow("a name") << QByteArray(R"({"instancia":"eu","recebidos":6,"esquecidos":0,"faixas":[]})");
    QTest::newRow("no ranges") << head + "7}";
    QTest::newRow("turned round") << head + "[[9,8]]}";
    QTest::newRow("no order") << head + "[[5,6],[3,3]]}";
    QTest::newRow("twice") << head + "[[5,6],[6,7]]}";
    QTest::newRow("forgotten") << head + "[[2,6]]}";
    QTest::newRow("negative") << head + "[[-4,6]]}";
    QTest::newRow("no numbers") << head + "[[\"a\",\"b\"]]}";
    QTest::newRow("too many") << head + '[' + QByteArray("[9,9],").repeated(5'000) + "[9,9]]}";
}

void TestTally::report_malformed_isNone()
{
    QFETCH(const QByteArray, text);
    QVERIFY(!CalleeReport::of(text));
}

void TestTally::compare_everyWayThatACallCanGo_isExact()
{
    Pair pair;
    for (int i = 0; i < 10; ++i)
        pair.served();
    pair.book.lost(pair.call()); // no connection
    const quint64 gaveUp = pair.call();
    pair.arrives(gaveUp);
    pair.book.lost(gaveUp);
    pair.book.answered(pair.call(), {}); // refused by the gate in front of it
    const Comparison comparison = pair.compared();
    QCOMPARE(kindsOf(comparison), QByteArrayList());
    QCOMPARE(comparison.received, quint64(11));
    QCOMPARE(comparison.answered, quint64(10));
    QCOMPARE(comparison.lost, quint64(1));
    QCOMPARE(comparison.underWay, quint64(0));
    QCOMPARE(comparison.from, quint64(1));
}

void TestTally::compare_callsUnderWay_areNoDifference()
{
    Pair pair;
    pair.arrives(pair.call());
    pair.call(); // still on its way
    pair.served();
    const Comparison comparison = pair.compared();
    QVERIFY(comparison.exact());
    QCOMPARE(comparison.underWay, quint64(1));
}

void TestTally::compare_whatHappensWhileAsked_isNoDifference()
{
    Pair pair;
    pair.served();
    const quint64 slow = pair.call();
    const CallBook before = pair.book;
    const CalleeReport report = pair.report();
    pair.arrives(slow);
    pair.answered(slow);
    pair.served();
    QVERIFY(compare(before, pair.book, report).exact());
    QVERIFY(compare(before, pair.book, pair.report()).exact());
    QVERIFY(!compare(pair.book, pair.book, report).exact()); // it has to know what was before
}

void TestTally::compare_processKilled_itsSuccessorIsComparedAlone()
{
    Pair pair;
    for (int i = 0; i < 5; ++i)
        pair.served();
    const quint64 died = pair.call();
    pair.arrives(died);
    pair.book.lost(died);
    ReceivedCalls successor(two);
    for (int i = 0; i < 3; ++i) {
        const quint64 number = pair.call();
        successor.received(pair.book.fieldFor(number));
        pair.book.answered(number, two);
    }
    const Comparison comparison = compare(pair.book, pair.book, successor.reportFor(bookId + "-0"));
    QVERIFY(comparison.exact());
    QCOMPARE(comparison.received, quint64(3));
    QCOMPARE(comparison.answered, quint64(3));
}

void TestTally::compare_answerThatWasNeverReceived_isTold()
{
    Pair pair;
    pair.served();
    pair.answered(pair.call());
    const Comparison comparison = pair.compared();
    QCOMPARE(kindsOf(comparison), QByteArrayList{"resposta_sem_chamada"});
    QCOMPARE(comparison.differences[0].count, quint64(1));
    QCOMPARE(comparison.differences[0].first, quint64(2));
}

void TestTally::compare_callThatWasNeverMade_isTold()
{
    Pair pair;
    pair.served();
    pair.arrives(2);
    pair.arrives(3);
    const Comparison comparison = pair.compared();
    QCOMPARE(kindsOf(comparison), QByteArrayList{"chamada_nunca_feita"});
    QCOMPARE(comparison.differences[0].count, quint64(2));
}

void TestTally::compare_answerOfAnother_isTold()
{
    Pair pair;
    pair.served();
    const quint64 crossed = pair.call();
    pair.arrives(crossed);
    pair.book.answered(crossed, two);
    QCOMPARE(kindsOf(pair.compared()), QByteArrayList{"resposta_de_outro"});
}

/// A number that the book has lost sight of: neither ended nor among those under way.
void TestTally::compare_callWithoutAnEnd_isTold()
{
    Pair pair;
    const quint64 first = pair.call();
    const quint64 second = pair.call();
    pair.arrives(first);
    pair.arrives(second);
    pair.book.lost(second);
    pair.book.lost(9); // counted for the other one
    QCOMPARE(kindsOf(pair.compared()), QByteArrayList{"chamada_sem_fim"});
}

void TestTally::compare_whatIsForgotten_isLeftOut()
{
    Pair pair;
    const auto rounds = static_cast<int>(NumberSet::mostRanges) + 50;
    for (int i = 0; i < rounds; ++i) {
        pair.served();
        const quint64 gaveUp = pair.call();
        pair.arrives(gaveUp);
        pair.book.lost(gaveUp);
    }
    const Comparison comparison = pair.compared();
    QVERIFY(comparison.exact());
    QVERIFY(comparison.from > 90);
    QCOMPARE(comparison.answered + comparison.lost, pair.book.begun() - comparison.from + 1);
}

void TestTally::compare_randomHistories_areExactUntilOneNumberIsWrong()
{
    std::mt19937 random(7);
    for (int round = 0; round < 200; ++round) {
        Pair pair;
        std::vector<quint64> open;
        quint64 served = 0;
        for (int i = 0; i < 300; ++i) {
            if (open.size() < 8 && random() % 2 == 0) {
                open.push_back(pair.call());
                continue;
            }
            if (open.empty())
                continue;
            const std::size_t at = random() % open.size();
            const quint64 number = open[at];
            open.erase(open.begin() + static_cast<std::ptrdiff_t>(at));
            const auto fate = random() % 10;
            if (fate > 0)
                pair.arrives(number);
            if (fate > 2)
                pair.answered(number);
            else
                pair.book.lost(number);
            served = fate > 2 ? number : served;
        }
        QCOMPARE(kindsOf(pair.compared()), QByteArrayList());
        QCOMPARE(pair.book.underWay(), quint64(open.size()));
        CalleeReport report = pair.report();
        report.received = report.received.without(NumberSet({{served, served}}, 1, 0));
        QCOMPARE(kindsOf(compare(pair.book, pair.book, report)), QByteArrayList{"resposta_sem_chamada"});
    }
}

QTEST_APPLESS_MAIN(TestTally)
#include "tst_tally.moc"
