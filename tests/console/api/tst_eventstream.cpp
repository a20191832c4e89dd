// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/api/eventstream.h"

#include <QtTest/QTest>

using namespace guarita::console;

Q_DECLARE_METATYPE(std::vector<QByteArrayList>)

class TestEventStream : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void feed_stream_isReadAsTheStandardHasIt_data();
    void feed_stream_isReadAsTheStandardHasIt();
    void feed_splitAnywhere_isTheSame();
    void feed_id_isKeptUntilAnother();
    void feed_idWithNul_isIgnored();
    void feed_retry_takesDigitsAlone_data();
    void feed_retry_takesDigitsAlone();
    void feed_overlong_isTheEnd_data();
    void feed_overlong_isTheEnd();

private:
    static std::vector<QByteArrayList> read(EventStream &stream, const QByteArray &bytes)
    {
        std::vector<QByteArrayList> events;
        for (const StreamEvent &event : stream.feed(bytes))
            events.push_back({event.type, event.data});
        return events;
    }
};

void TestEventStream::feed_stream_isReadAsTheStandardHasIt_data()
{
    using Events = std::vector<QByteArrayList>;
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<Events>("events");
    QTest::newRow("nothing") << QByteArray() << Events{};
    QTest::newRow("LF") << QByteArray("event: a\ndata: 1\n\n") << Events{{"a", "1"}};
    QTest::newRow("CR") << QByteArray("event: a\rdata: 1\r\r") << Events{{"a", "1"}};
    QTest::newRow("CRLF") << QByteArray("event: a\r\ndata: 1\r\n\r\n") << Events{{"a", "1"}};
    QTest::newRow("mixed") << QByteArray("data: 1\r\ndata: 2\rdata: 3\n\r\n")
                           << Events{{"message", "1\n2\n3"}};
    QTest::newRow("byte order mark") << QByteArray("\xEF\xBB\xBF"
                                                   "data: 1\n\n")
                                     << Events{{"message", "1"}};
    QTest::newRow("a second mark is text") << QByteArray("\xEF\xBB\xBF\xEF\xBB\xBF"
                                                         "data: 1\n\n")
                                           << Events{};
    QTest::newRow("comments") << QByteArray(":\n: data: 9\ndata: 1\n:x\n\n") << Events{{"message", "1"}};
    QTest::newRow("one space goes") << QByteArray("data:  1\n\ndata:2\n\n")
                                    << Events{{"message", " 1"}, {"message", "2"}};
    QTest::newRow("no colon") << QByteArray("data\n\ndata\ndata\n\n")
                              << Events{{"message", ""}, {"message", "\n"}};
    QTest::newRow("empty data is an event") << QByteArray("data:\n\n") << Events{{"message", ""}};
    QTest::newRow("no data is none") << QByteArray("event: a\nid: 7\n\ndata: 1\n\n")
                                     << Events{{"message", "1"}};
    QTest::newRow("unknown fields") << QByteArray("datax: 1\nData: 2\n\n") << Events{};
    QTest::newRow("no end") << QByteArray("data: 1\n") << Events{};
    QTest::newRow("the last event name counts")
        << QByteArray("event: a\nevent: b\ndata: 1\n\n") << Events{{"b", "1"}};
    QTest::newRow("colons") << QByteArray("data: {\"a\":1}\n\n") << Events{{"message", "{\"a\":1}"}};
}

void TestEventStream::feed_stream_isReadAsTheStandardHasIt()
{
    QFETCH(QByteArray, bytes);
    QFETCH(std::vector<QByteArrayList>, events);
    EventStream stream;
    QCOMPARE(read(stream, bytes), events);
}

void TestEventStream::feed_splitAnywhere_isTheSame()
{
    const QByteArray bytes("\xEF\xBB\xBF"
                           "id: 1\r\n\r\nevent: item\rdata: {\"n\":\"\xC3\xA9\"}\r\ndata: 2\n\rid: 9\r\r");
    EventStream whole;
    const auto expected = read(whole, bytes);
    QCOMPARE(expected.size(), std::size_t(1));
    for (qsizetype first = 0; first <= bytes.size(); ++first) {
        for (qsizetype second = first; second <= bytes.size(); ++second) {
            EventStream stream;
            auto events = read(stream, bytes.first(first));
            for (const auto &part : {bytes.sliced(first, second - first), bytes.sliced(second)}) {
                const auto more = read(stream, part);
                events.insert(events.end(), more.begin(), more.end());
            }
            QCOMPARE(events, expected);
            QCOMPARE(stream.lastEventId(), QByteArray("9"));
        }
    }
}

void TestEventStream::feed_id_isKeptUntilAnother()
{
    EventStream stream;
    stream.feed("id: 7\n");
    QCOMPARE(stream.lastEventId(), QByteArray()); // its event is not complete
    stream.feed("\n");
    QCOMPARE(stream.lastEventId(), QByteArray("7"));
    stream.feed("data: 1\n\n");
    QCOMPARE(stream.lastEventId(), QByteArray("7"));
    stream.feed("id\n\n");
    QCOMPARE(stream.lastEventId(), QByteArray());
}

void TestEventStream::feed_idWithNul_isIgnored()
{
    EventStream stream;
    stream.feed("id: 7\n\n");
    stream.feed(QByteArray("id: 8\0x\n\n", 9));
    QCOMPARE(stream.lastEventId(), QByteArray("7"));
}

void TestEventStream::feed_retry_takesDigitsAlone_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<qint64>("wait"); // -1: none
    QTest::newRow("digits") << QByteArray("2000") << qint64(2000);
    QTest::newRow("zero") << QByteArray("0") << qint64(0);
    QTest::newRow("empty") << QByteArray() << qint64(-1);
    QTest::newRow("sign") << QByteArray("+5") << qint64(-1);
    QTest::newRow("space") << QByteArray("5 ") << qint64(-1);
    QTest::newRow("huge") << QByteArray("99999999999999999999") << qint64(86'400'000);
}

void TestEventStream::feed_retry_takesDigitsAlone()
{
    QFETCH(QByteArray, value);
    QFETCH(qint64, wait);
    EventStream stream;
    stream.feed("retry: " + value + "\n");
    QCOMPARE(stream.retry() ? qint64(stream.retry()->count()) : -1, wait);
}

void TestEventStream::feed_overlong_isTheEnd_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("a line") << QByteArray(EventStream::mostBytes + 1, 'x');
    QTest::newRow("data") << (QByteArray("data: ") + QByteArray(1000, 'x') + '\n').repeated(1100);
}

void TestEventStream::feed_overlong_isTheEnd()
{
    QFETCH(QByteArray, bytes);
    EventStream stream;
    for (qsizetype at = 0; at < bytes.size(); at += 4096)
        QVERIFY(stream.feed(bytes.mid(at, 4096)).empty());
    QVERIFY(stream.isOverlong());
    QVERIFY(stream.feed("\n\ndata: 1\n\n").empty());
}

QTEST_APPLESS_MAIN(TestEventStream)
#include "tst_eventstream.moc"
