// SPDX-License-Identifier: GPL-3.0-or-later
#include "trace/traceparent.h"

#include "support/fakerandom.h"

#include <QtTest/QTest>

using namespace guarita;
using namespace guarita::trace;

class TestTraceParent : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void value_ofVersion00_isRead();
    void value_ofAnotherVersion_isReadAs00_data();
    void value_ofAnotherVersion_isReadAs00();
    void value_malformed_isNone_data();
    void value_malformed_isNone();
    void flags_onlySampled_counts_data();
    void flags_onlySampled_counts();
    void span_written_isReadAgain();
    void ids_allZero_areNotMade();
    void child_hasItsParentsTrace();
};

namespace {

const QByteArray traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
const QByteArray spanId = "00f067aa0ba902b7";
const QByteArray good = "00-" + traceId + '-' + spanId + "-01";

/// Zeros only.
class ZeroRandom final : public core::Random
{
public:
    void fill(std::span<std::byte> out) override { std::fill(out.begin(), out.end(), std::byte{0}); }
};

} // namespace

void TestTraceParent::value_ofVersion00_isRead()
{
    const std::optional<TraceParent> parent = readTraceParent(good);
    QVERIFY(parent);
    QCOMPARE(parent->trace.view().toByteArray(), traceId);
    QCOMPARE(parent->span.view().toByteArray(), spanId);
    QVERIFY(parent->sampled);
}

void TestTraceParent::value_ofAnotherVersion_isReadAs00_data()
{
    QTest::addColumn<QByteArray>("value");
    const QByteArray members = '-' + traceId + '-' + spanId + "-01";
    QTest::newRow("01") << QByteArray("01" + members);
    QTest::newRow("cc, more members") << QByteArray("cc" + members + "-what-the-future-will-be-like");
    QTest::newRow("fe, an empty member") << QByteArray("fe" + members + '-');
}

void TestTraceParent::value_ofAnotherVersion_isReadAs00()
{
    QFETCH(QByteArray, value);
    const std::optional<TraceParent> parent = readTraceParent(value);
    QVERIFY(parent);
    QCOMPARE(parent->trace.view().toByteArray(), traceId);
    QCOMPARE(parent->span.view().toByteArray(), spanId);
    QVERIFY(parent->sampled);
}

void TestTraceParent::value_malformed_isNone_data()
{
    QTest::addColumn<QByteArray>("value");
    const auto row = [](const char *name, const QByteArray &value) { QTest::newRow(name) << value; };
    const auto with = [](qsizetype at, char c) { return QByteArray(good).replace(at, 1, QByteArray(1, c)); };
    row("empty", {});
    row("short", good.chopped(1));
    row("longer than 00 is", good + '0');
    row("00 with a further member", good + "-00");
    row("another version without a dash", "01" + good.mid(2) + '0');
    row("version ff", "ff" + good.mid(2));
    row("version in capitals", "0A" + good.mid(2));
    row("version not hexadecimal", "0x" + good.mid(2));
    row("trace in capitals", QByteArray(good).replace("4bf92f", "4BF92F"));
    row("trace not hexadecimal", with(10, 'g'));
    row("trace all zero", QByteArray(good).replace(traceId, QByteArray(32, '0')));
    row("span all zero", QByteArray(good).replace(spanId, QByteArray(16, '0')));
    row("span in capitals", QByteArray(good).replace("0ba902b7", "0BA902B7"));
    row("flags not hexadecimal", good.chopped(2) + "0z");
    row("flags in capitals", good.chopped(2) + "0F");
    row("first dash", with(2, '_'));
    row("second dash", with(35, '_'));
    row("third dash", with(52, '_'));
    row("blank in front", ' ' + good);
    row("NUL", with(20, '\0'));
    row("8 bits", with(40, '\xe9'));
}

void TestTraceParent::value_malformed_isNone()
{
    QFETCH(QByteArray, value);
    QVERIFY(!readTraceParent(value));
}

void TestTraceParent::flags_onlySampled_counts_data()
{
    QTest::addColumn<QByteArray>("flags");
    QTest::addColumn<bool>("sampled");
    QTest::newRow("00") << QByteArray("00") << false;
    QTest::newRow("01") << QByteArray("01") << true;
    QTest::newRow("02") << QByteArray("02") << false;
    QTest::newRow("fb") << QByteArray("fb") << true;
    QTest::newRow("fe") << QByteArray("fe") << false;
}

void TestTraceParent::flags_onlySampled_counts()
{
    QFETCH(QByteArray, flags);
    QFETCH(bool, sampled);
    const std::optional<TraceParent> parent = readTraceParent(good.chopped(2) + flags);
    QVERIFY(parent);
    QCOMPARE(parent->sampled, sampled);
    // Flags that this version does not know are not passed on.
    const Span span{parent->trace, parent->span, {}, parent->sampled};
    QCOMPARE(traceParentOf(span).right(2), QByteArray(sampled ? "01" : "00"));
}

void TestTraceParent::span_written_isReadAgain()
{
    support::FakeRandom random;
    const Span span{newTraceId(random), newSpanId(random), {}, true};
    QCOMPARE(traceParentOf(span), QByteArray("00-0102030405060708090a0b0c0d0e0f10-1112131415161718-01"));
    const std::optional<TraceParent> read = readTraceParent(traceParentOf(span));
    QVERIFY(read);
    QVERIFY(read->trace == span.trace && read->span == span.id && read->sampled);
}

void TestTraceParent::ids_allZero_areNotMade()
{
    ZeroRandom random;
    const Span span{newTraceId(random), newSpanId(random), {}, false};
    QVERIFY(readTraceParent(traceParentOf(span)));
}

void TestTraceParent::child_hasItsParentsTrace()
{
    support::FakeRandom random;
    const Span parent{newTraceId(random), newSpanId(random), {}, true};
    const Span child = childOf(parent, random);
    QVERIFY(child.trace == parent.trace);
    QVERIFY(child.parent == parent.id);
    QVERIFY(!(child.id == parent.id));
    QVERIFY(child.sampled);
}

QTEST_GUILESS_MAIN(TestTraceParent)
#include "tst_traceparent.moc"
