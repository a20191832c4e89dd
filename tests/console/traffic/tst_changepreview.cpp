// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/traffic/changepreview.h"
#include "console/traffic/trafficrig.h"

#include <QtTest/QTest>

#include <numeric>

using namespace guarita;
using namespace guarita::console;
using support::makeBackend;

class TestChangePreview : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void drain_others_shareItAsTheyDid();
    void drain_noTraffic_goesByTheWeights();
    void drain_last_leavesNobody();
    void drain_lastOfAnother_isNotAffected();
    void maintain_drained_changesNothing();
    void weigh_partIsThatOfTheWeights();
    void weigh_slowStart_countsTheEffectiveWeight();
    void enable_getsItsPart();
    void enable_down_getsNothing();
    void remove_isAsDraining();
    void capacity_isOfThoseThatTakeRequests();
    void unknown_isEmpty();

private:
    ChangePreview preview(const BackendOrder &order, const char *id = "a") const
    {
        ChangePreview preview = previewOf(m_backends, QString::fromLatin1(id), order, m_recent);
        for (int ChangePreview::Row::*side : {&ChangePreview::Row::now, &ChangePreview::Row::after}) {
            const int sum =
                std::accumulate(preview.rows.begin(), preview.rows.end(), 0,
                                [&](int s, const ChangePreview::Row &row) { return s + row.*side; });
            if (sum != 0 && sum != 1000)
                qFatal("shares that do not sum to all");
        }
        return preview;
    }
    static BackendOrder to(AdminState state) { return {.change = {.state = state}}; }
    static std::vector<int> after(const ChangePreview &preview)
    {
        std::vector<int> parts;
        for (const ChangePreview::Row &row : preview.rows)
            parts.push_back(row.after);
        return parts;
    }

    std::vector<Backend> m_backends;
    QHash<QString, qint64> m_recent;
};

void TestChangePreview::init()
{
    m_backends = {makeBackend(QStringLiteral("a")), makeBackend(QStringLiteral("b")),
                  makeBackend(QStringLiteral("c"))};
    for (Backend &backend : m_backends)
        backend.inFlightLimit = 100;
    m_backends[0].inFlight = 3;
    m_recent = {{QStringLiteral("a"), 500}, {QStringLiteral("b"), 375}, {QStringLiteral("c"), 125}};
}

void TestChangePreview::drain_others_shareItAsTheyDid()
{
    const ChangePreview drained = preview(to(AdminState::Drain));
    QVERIFY(drained.measured);
    QCOMPARE(drained.rows[0].now, 500);
    QCOMPARE(after(drained), (std::vector<int>{0, 750, 250}));
    QCOMPARE(drained.mustFinish, 3);
    QVERIFY(drained.stops);
    QVERIFY(!drained.leavesNobody);
}

void TestChangePreview::drain_noTraffic_goesByTheWeights()
{
    m_recent.clear();
    m_backends[2].weight = 3;
    const ChangePreview drained = preview(to(AdminState::Drain));
    QVERIFY(!drained.measured);
    QCOMPARE(drained.rows[0].now, 200);
    QCOMPARE(after(drained), (std::vector<int>{0, 250, 750}));
}

void TestChangePreview::drain_last_leavesNobody()
{
    m_backends[1].state = BackendState::Down;
    m_backends[2].state = BackendState::Ejected;
    const ChangePreview drained = preview(to(AdminState::Drain));
    QVERIFY(drained.leavesNobody);
    QCOMPARE(after(drained), (std::vector<int>{0, 0, 0}));
    QVERIFY(!preview(to(AdminState::Drain), "b").leavesNobody);
}

void TestChangePreview::drain_lastOfAnother_isNotAffected()
{
    m_backends[1].cluster = QStringLiteral("outro");
    m_backends[2].cluster = QStringLiteral("outro");
    const ChangePreview drained = preview(to(AdminState::Drain));
    QCOMPARE(drained.rows.size(), 1U);
    QVERIFY(drained.leavesNobody);
    QVERIFY(!preview(to(AdminState::Drain), "b").leavesNobody);
}

void TestChangePreview::maintain_drained_changesNothing()
{
    m_backends[0].state = BackendState::Drain;
    m_recent.remove(QStringLiteral("a"));
    const ChangePreview maintained = preview(to(AdminState::Maint));
    QVERIFY(!maintained.stops);
    QCOMPARE(after(maintained), (std::vector<int>{0, 750, 250}));
}

void TestChangePreview::weigh_partIsThatOfTheWeights()
{
    const ChangePreview weighed = preview({.change = {.weight = 3}});
    QCOMPARE(after(weighed), (std::vector<int>{600, 300, 100}));
    QVERIFY(!weighed.stops);
    QCOMPARE(weighed.mustFinish, 0);
}

void TestChangePreview::weigh_slowStart_countsTheEffectiveWeight()
{
    m_recent.clear();
    m_backends[1].effectiveWeight = 0.5;
    m_backends[2].effectiveWeight = 0.5;
    QCOMPARE(after(preview({.change = {.weight = 1}})), (std::vector<int>{500, 250, 250}));
}

void TestChangePreview::enable_getsItsPart()
{
    m_backends[0].state = BackendState::Drain;
    m_backends[0].weight = 2;
    m_backends[0].effectiveWeight = 0;
    m_recent.remove(QStringLiteral("a"));
    QCOMPARE(after(preview(to(AdminState::Ready))), (std::vector<int>{500, 375, 125}));
}

void TestChangePreview::enable_down_getsNothing()
{
    m_backends[0].state = BackendState::Down;
    QCOMPARE(after(preview(to(AdminState::Ready)))[0], 0);
}

void TestChangePreview::remove_isAsDraining()
{
    const ChangePreview removed = preview({.change = {}, .removes = true});
    QCOMPARE(after(removed), (std::vector<int>{0, 750, 250}));
    QCOMPARE(removed.mustFinish, 3);
}

void TestChangePreview::capacity_isOfThoseThatTakeRequests()
{
    m_backends[2].state = BackendState::Down;
    const ChangePreview drained = preview(to(AdminState::Drain));
    QCOMPARE(drained.capacityNow.value_or(0), 200);
    QCOMPARE(drained.capacityAfter.value_or(0), 100);
    m_backends[1].inFlightLimit.reset();
    QVERIFY(!preview(to(AdminState::Drain)).capacityNow);
}

void TestChangePreview::unknown_isEmpty()
{
    QVERIFY(preview(to(AdminState::Drain), "x").rows.empty());
}

QTEST_APPLESS_MAIN(TestChangePreview)
#include "tst_changepreview.moc"
