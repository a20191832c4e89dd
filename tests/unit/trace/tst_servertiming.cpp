// SPDX-License-Identifier: GPL-3.0-or-later
#include "trace/servertiming.h"

#include <QtTest/QTest>

using namespace guarita::trace;
using namespace std::chrono_literals;

class TestServerTiming : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void timing_whole_isOneField();
    void timing_parts_areLeftOut();
    void text_written_isReadAgain();
    void text_ofOthers_isReadToo_data();
    void text_ofOthers_isReadToo();
    void text_hostile_saysNothing_data();
    void text_hostile_saysNothing();
};

void TestServerTiming::timing_whole_isOneField()
{
    QCOMPARE(serverTimingText({812'345ns, 104'000ns, 1'533'999ns, 2}),
             QByteArray("total;dur=0.812, espera;dur=0.104, sql;dur=1.533;desc=\"2\""));
}

void TestServerTiming::timing_parts_areLeftOut()
{
    QCOMPARE(serverTimingText({}), QByteArray());
    ServerTiming timing;
    timing.total = 12ms;
    QCOMPARE(serverTimingText(timing), QByteArray("total;dur=12.000"));
    timing.total = -1ms;
    QCOMPARE(serverTimingText(timing), QByteArray("total;dur=0.000"));
}

void TestServerTiming::text_written_isReadAgain()
{
    const ServerTiming timing{812'000ns, 104'000ns, 1'533'000ns, 2};
    QVERIFY(readServerTiming(serverTimingText(timing)) == timing);
}

void TestServerTiming::text_ofOthers_isReadToo_data()
{
    QTest::addColumn<QByteArray>("text");
    const auto row = [](const char *name, const char *text) { QTest::newRow(name) << QByteArray(text); };
    row("other metrics", "cache;desc=\"a, b\";dur=7, total;dur=1.5, db");
    row("blanks", " total\t; dur = 1.5 ");
    row("quoted duration", "total;dur=\"1.5\"");
    row("capitals in a parameter", "total;DUR=1.500000000");
    row("parameters before it", "total;x;desc=\"a\\\";dur=9\";dur=1.5");
    row("the first of two", "total;dur=1.5,total;dur=9");
    row("the first parameter of two", "total;dur=1.5;dur=9");
}

void TestServerTiming::text_ofOthers_isReadToo()
{
    QFETCH(QByteArray, text);
    ServerTiming expected;
    expected.total = 1'500us;
    QVERIFY(readServerTiming(text) == expected);
}

void TestServerTiming::text_hostile_saysNothing_data()
{
    QTest::addColumn<QByteArray>("text");
    const auto row = [](const char *name, const QByteArray &text) { QTest::newRow(name) << text; };
    row("empty", {});
    row("separators", QByteArray(1000, ','));
    row("semicolons", QByteArray(1000, ';'));
    row("an open quote", "x;desc=\"total;dur=1, total;dur=1");
    row("an open escape", "total;dur=\"\\");
    row("a quote alone", "total;dur=\"");
    row("negative", "total;dur=-1");
    row("signed", "total;dur=+1");
    row("exponent", "total;dur=1e3");
    row("infinity", "total;dur=inf");
    row("two points", "total;dur=1.2.3");
    row("a point alone", "total;dur=.");
    row("no digits behind it", "total;dur=1.");
    row("far too much", "total;dur=" + QByteArray(400, '9'));
    row("just too much", "total;dur=1234567890");
    row("hexadecimal", "total;dur=0x1");
    row("another name", "Total;dur=1");
    row("a longer name", "totals;dur=1");
    row("8 bits", "total;dur=\xff\xfe");
    row("NUL", QByteArray("total;dur=1\0", 12));
    row("longer than is read", "total;dur=1" + QByteArray(1024, ' '));
}

void TestServerTiming::text_hostile_saysNothing()
{
    QFETCH(QByteArray, text);
    QVERIFY(readServerTiming(text) == ServerTiming{});
    QVERIFY(!readServerTiming("sql;dur=1;desc=\"" + text + '"').statements);
}

QTEST_GUILESS_MAIN(TestServerTiming)
#include "tst_servertiming.moc"
