// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/traffic/linechart.h"
#include "console/views/traffic/sharebar.h"
#include "console/widgets/theme.h"

#include <QtCore/QTimeZone>
#include <QtGui/QPainter>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>
#include <QtWidgets/QApplication>

#include <cmath>
#include <limits>

using namespace guarita::console;
using namespace std::chrono_literals;

class TestCharts : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { theme::apply(*qApp, ColourScheme::Light); }
    void niceScale_largest_fits_data();
    void niceScale_largest_fits();
    void thinned_points_keepPeaksAndGaps();
    void chart_mouse_readsTheValues();
    void chart_keys_moveTheCursor();
    void chart_gap_isNotReadAcross();
    void chart_description_saysTheValues();
    void chart_gap_isNotPainted();
    void chart_twentyBackends_paintInTime();
    void shares_description_sumsToAHundred();

private:
    static std::vector<ChartLine> lines(int count, int seconds);
    static QDateTime end() { return QDateTime::fromSecsSinceEpoch(1'000'000'000, QTimeZone::utc()); }
};

std::vector<ChartLine> TestCharts::lines(int count, int seconds)
{
    std::vector<ChartLine> lines;
    for (int i = 0; i < count; ++i) {
        ChartLine line{QStringLiteral("backend %1").arg(i), i, {}};
        for (int second = -seconds; second <= 0; ++second)
            line.points.emplace_back(second, i + 5 + 3 * std::sin(second / 9.0 + i) + second * 7 % 5);
        lines.push_back(std::move(line));
    }
    return lines;
}

void TestCharts::niceScale_largest_fits_data()
{
    QTest::addColumn<double>("largest");
    QTest::addColumn<int>("most");
    QTest::addColumn<double>("step");
    QTest::addColumn<double>("top");
    QTest::addColumn<int>("decimals");
    QTest::newRow("nothing") << 0.0 << 5 << 1.0 << 1.0 << 0;
    QTest::newRow("not a number") << std::numeric_limits<double>::quiet_NaN() << 5 << 1.0 << 1.0 << 0;
    QTest::newRow("small") << 0.0042 << 5 << 0.001 << 0.005 << 3;
    QTest::newRow("third") << 0.3 << 3 << 0.1 << 0.3 << 1;
    QTest::newRow("one") << 1.0 << 5 << 0.2 << 1.0 << 1;
    QTest::newRow("uneven") << 7.3 << 4 << 2.0 << 8.0 << 0;
    QTest::newRow("one step") << 7.3 << 1 << 10.0 << 10.0 << 0;
    QTest::newRow("large") << 123'456.0 << 4 << 50'000.0 << 150'000.0 << 0;
}

void TestCharts::niceScale_largest_fits()
{
    QFETCH(double, largest);
    QFETCH(int, most);
    const Scale scale = niceScale(largest, most);
    QTEST(scale.step, "step");
    QTEST(scale.top, "top");
    QTEST(scale.decimals, "decimals");
    QVERIFY(scale.steps() <= most);
}

void TestCharts::thinned_points_keepPeaksAndGaps()
{
    std::vector<QPointF> points;
    for (int i = 0; i < 1000; ++i)
        points.emplace_back(i, i == 333 ? 100 : i == 334 ? -100 : i % 3);
    points[500].setY(std::numeric_limits<double>::quiet_NaN());
    const std::vector<QPointF> kept = thinned(points, 10);
    QVERIFY(kept.size() <= 205);
    const auto has = [&](double y) {
        return std::any_of(kept.begin(), kept.end(), [y](const QPointF &point) { return point.y() == y; });
    };
    QVERIFY(has(100));
    QVERIFY(has(-100));
    QCOMPARE(std::count_if(kept.begin(), kept.end(), [](const QPointF &p) { return std::isnan(p.y()); }), 1);
    QVERIFY(std::is_sorted(kept.begin(), kept.end(),
                           [](const QPointF &a, const QPointF &b) { return a.x() < b.x(); }));
}

void TestCharts::chart_mouse_readsTheValues()
{
    LineChart chart;
    chart.resize(600, 300);
    chart.setLines(lines(3, 60), 60s, end());
    chart.show();
    QVERIFY(QTest::qWaitForWindowExposed(&chart));
    chart.grab(); // the layout is made by painting
    QSignalSpy moved(&chart, &LineChart::cursorMoved);
    QTest::mouseMove(&chart, QPoint(300, 150));
    QVERIFY(chart.cursor());
    QVERIFY(*chart.cursor() < -25 && *chart.cursor() > -40);
    const std::vector<LineChart::Reading> readings = chart.readings();
    QCOMPARE(readings.size(), 3U);
    QVERIFY(readings[0].value >= readings[1].value && readings[1].value >= readings[2].value);
    QTest::mouseMove(&chart, QPoint(1, 1)); // above the plot
    QVERIFY(!chart.cursor());
    QVERIFY(moved.size() >= 2);
}

void TestCharts::chart_keys_moveTheCursor()
{
    LineChart chart;
    chart.setLines(lines(1, 60), 60s, end());
    QTest::keyClick(&chart, Qt::Key_Left);
    QCOMPARE(chart.cursor().value(), 0.0);
    QTest::keyClick(&chart, Qt::Key_Left);
    QCOMPARE(chart.cursor().value(), -1.0);
    QTest::keyClick(&chart, Qt::Key_Home);
    QCOMPARE(chart.cursor().value(), -60.0);
    QTest::keyClick(&chart, Qt::Key_Left);
    QCOMPARE(chart.cursor().value(), -60.0);
    QTest::keyClick(&chart, Qt::Key_End);
    QCOMPARE(chart.cursor().value(), 0.0);
    QTest::keyClick(&chart, Qt::Key_Escape);
    QVERIFY(!chart.cursor());
}

void TestCharts::chart_gap_isNotReadAcross()
{
    constexpr double gap = std::numeric_limits<double>::quiet_NaN();
    LineChart chart;
    chart.setLines({{QStringLiteral("whole"), 0, {{-2, 1}, {-1, 2}, {0, 3}}},
                    {QStringLiteral("broken"), 1, {{-2, 4}, {-1, gap}, {0, 6}}}},
                   60s, end());
    chart.setCursorAt(-1);
    QCOMPARE(chart.readings().size(), 1U);
    QCOMPARE(chart.readings()[0].name, QStringLiteral("whole"));
    chart.setCursorAt(-2);
    QCOMPARE(chart.readings().size(), 2U);
    QCOMPARE(chart.readings()[0].name, QStringLiteral("broken"));
}

void TestCharts::chart_description_saysTheValues()
{
    LineChart chart;
    chart.setLocale(QLocale(QLocale::Portuguese, QLocale::Brazil));
    chart.setLines({}, 60s, end());
    QCOMPARE(chart.accessibleDescription(), QStringLiteral("No values yet"));
    chart.setLines({{QStringLiteral("a"), 0, {{-1, 9.5}, {0, 1.25}}}}, 60s, end());
    QCOMPARE(chart.accessibleDescription(), QStringLiteral("a: now 1,25 ms, at most 9,50 ms"));
    chart.setUnit(LineChart::Unit::PerSecond);
    chart.setCursorAt(-1);
    QCOMPARE(chart.accessibleDescription(), QStringLiteral("1 s ago; a: 9,5 req/s"));
}

void TestCharts::chart_gap_isNotPainted()
{
    constexpr double gap = std::numeric_limits<double>::quiet_NaN();
    const auto bluePixels = [](const std::vector<QPointF> &points) {
        LineChart chart;
        chart.resize(400, 200);
        chart.setLines({{QStringLiteral("a"), 0, points}}, 60s, end());
        QImage image(chart.size(), QImage::Format_RGB32);
        image.fill(Qt::white);
        QPainter painter(&image);
        chart.render(&painter);
        painter.end();
        int count = 0;
        for (int y = 40; y < image.height(); ++y) // below the legend
            for (int x = 0; x < image.width(); ++x)
                count += qBlue(image.pixel(x, y)) - qRed(image.pixel(x, y)) > 60;
        return count;
    };
    // A peak first: the line itself is far below the legend, however high the letters of this machine are.
    const int whole = bluePixels({{-60, 5}, {-59, 2}, {0, 2}});
    const int half = bluePixels({{-60, 5}, {-59, 2}, {-30, 2}, {-15, gap}, {0, 2}});
    QVERIFY(whole > 200);
    QVERIFY(half < whole * 6 / 10);
}

void TestCharts::chart_twentyBackends_paintInTime()
{
    const std::vector<ChartLine> many = lines(20, 900);
    LineChart chart;
    chart.resize(480, 220);
    QPixmap pixmap(chart.size());
    // A generous bound: it is to catch a way of stroking that is ten times slower, on any machine.
    qint64 best = std::numeric_limits<qint64>::max();
    for (int i = 0; i < 5; ++i) {
        chart.setLines(many, 900s, end());
        QElapsedTimer timer;
        timer.start();
        chart.render(&pixmap);
        best = std::min(best, timer.nsecsElapsed());
    }
    qInfo("20 lines of 900 points: %.2f ms", double(best) / 1e6);
    QVERIFY(best < 20'000'000);
}

void TestCharts::shares_description_sumsToAHundred()
{
    ShareBar bar;
    bar.setLocale(QLocale::c());
    bar.setEntries(
        {{QStringLiteral("a"), 0, 1, 10}, {QStringLiteral("b"), 1, 1, 0}, {QStringLiteral("c"), 2, 1, 30}},
        300s);
    QCOMPARE(bar.accessibleDescription(),
             QStringLiteral("Last 5 min: a 33.4%, b 33.3%, c 33.3%; Since start: a 25.0%, b 0.0%, c 75.0%"));
    bar.resize(200, 200);
    QVERIFY(!bar.grab().isNull());
    bar.setEntries({}, 60s);
    QVERIFY(!bar.grab().isNull());
}

QTEST_MAIN(TestCharts)
#include "tst_charts.moc"
