// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/timetext.h"

#include <QtCore/QByteArray>
#include <QtTest/QTest>

using namespace guarita;
using namespace std::chrono_literals;

class TestTimeText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void timestamp_time_isRfc3339_data();
    void timestamp_time_isRfc3339();
    void milliseconds_duration_hasThreeDecimals_data();
    void milliseconds_duration_hasThreeDecimals();
};

void TestTimeText::timestamp_time_isRfc3339_data()
{
    QTest::addColumn<qint64>("milliseconds");
    QTest::addColumn<QByteArray>("text");

    QTest::newRow("the epoch") << qint64(0) << QByteArray("1970-01-01T00:00:00.000Z");
    QTest::newRow("each field differs")
        << qint64(1'767'323'045'678) << QByteArray("2026-01-02T03:04:05.678Z");
    QTest::newRow("a day's end") << qint64(1'709'251'199'999) << QByteArray("2024-02-29T23:59:59.999Z");
    QTest::newRow("before the epoch") << qint64(-1) << QByteArray("1969-12-31T23:59:59.999Z");
    QTest::newRow("the first year") << qint64(-62'167'219'200'000) << QByteArray("0000-01-01T00:00:00.000Z");
    QTest::newRow("the last moment") << qint64(253'402'300'799'999) << QByteArray("9999-12-31T23:59:59.999Z");
}

void TestTimeText::timestamp_time_isRfc3339()
{
    QFETCH(qint64, milliseconds);
    QFETCH(QByteArray, text);

    const std::chrono::sys_time<std::chrono::milliseconds> time{std::chrono::milliseconds(milliseconds)};
    const core::TimestampText written = core::timestampText(time);
    QCOMPARE(QByteArray(written.data(), written.size()), text);
}

void TestTimeText::milliseconds_duration_hasThreeDecimals_data()
{
    QTest::addColumn<std::chrono::nanoseconds>("duration");
    QTest::addColumn<QByteArray>("text");

    QTest::newRow("none") << std::chrono::nanoseconds(0ns) << QByteArray("0.000");
    QTest::newRow("less than a microsecond") << std::chrono::nanoseconds(999ns) << QByteArray("0.000");
    QTest::newRow("a microsecond") << std::chrono::nanoseconds(1us) << QByteArray("0.001");
    QTest::newRow("zeros behind the point") << std::chrono::nanoseconds(12'045us) << QByteArray("12.045");
    QTest::newRow("cut, not rounded") << std::chrono::nanoseconds(1'999'999ns) << QByteArray("1.999");
    QTest::newRow("negative") << std::chrono::nanoseconds(-5ms) << QByteArray("0.000");
    QTest::newRow("the longest") << std::chrono::nanoseconds::max() << QByteArray("9223372036854.775");
}

void TestTimeText::milliseconds_duration_hasThreeDecimals()
{
    QFETCH(std::chrono::nanoseconds, duration);
    QFETCH(QByteArray, text);

    core::MillisecondsText place;
    QCOMPARE(core::millisecondsText(duration, place).toByteArray(), text);
}

QTEST_APPLESS_MAIN(TestTimeText)

#include "tst_timetext.moc"
