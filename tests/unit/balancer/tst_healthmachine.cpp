// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/health/healthmachine.h"

#include <QtTest/QTest>

using namespace guarita::balancer;

class TestHealthMachine : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void up_afterEvents_isAsTheTableSays_data();
    void up_afterEvents_isAsTheTableSays();
};

void TestHealthMachine::up_afterEvents_isAsTheTableSays_data()
{
    // p: a check passed, f: a check failed, s: a request could not connect. One state after each event.
    QTest::addColumn<int>("failures");
    QTest::addColumn<int>("passes");
    QTest::addColumn<QByteArray>("events");
    QTest::addColumn<QByteArray>("states");

    const auto row = [](const char *name, int failures, int passes, const char *events, const char *states) {
        QTest::newRow(name) << failures << passes << QByteArray(events) << QByteArray(states);
    };
    row("nothing yet", 3, 2, "", "");
    row("the first pass of its life", 3, 2, "p", "u");
    row("the first pass after failures at start", 3, 2, "ffffp", "ddddu");
    row("two failures are not enough", 3, 2, "pff", "uuu");
    row("three failures in a row", 3, 2, "pfff", "uuud");
    row("a pass between starts the count anew", 3, 2, "pffpff", "uuuuuu");
    row("one pass does not bring it back", 3, 2, "pfffp", "uuudd");
    row("two passes in a row do", 3, 2, "pfffpp", "uuuddu");
    row("a failure between starts that count anew", 3, 2, "pfffpfp", "uuudddd");
    row("and then it needs two again", 3, 2, "pfffpfpp", "uuuddddu");
    row("back up, it needs three failures again", 3, 2, "pfffppfff", "uuudduuud");
    row("suspicion alone never takes it down", 3, 2, "psssss", "uuuuuu");
    row("suspicion and failed checks do together", 3, 2, "psff", "uuud");
    row("a killed server: one request, its check, another, its check", 3, 2, "psfsf", "uuuud");
    row("a pass clears suspicion", 3, 2, "psspff", "uuuuuu");
    row("suspicion while down spoils the comeback", 3, 2, "pfffpspp", "uuuddddu");
    row("suspicion before the first pass", 3, 2, "sssp", "dddu");
    row("one failure is enough if so told", 1, 1, "pfp", "udu");
    row("then suspicion is still not", 1, 1, "ps", "uu");
}

void TestHealthMachine::up_afterEvents_isAsTheTableSays()
{
    QFETCH(int, failures);
    QFETCH(int, passes);
    QFETCH(QByteArray, events);
    QFETCH(QByteArray, states);

    HealthMachine machine({failures, passes});
    QVERIFY(!machine.up());
    QByteArray seen;
    for (const char event : events) {
        if (event == 'p')
            machine.pass();
        else if (event == 'f')
            machine.fail();
        else
            machine.suspect();
        seen += machine.up() ? 'u' : 'd';
    }
    QCOMPARE(seen, states);
}

QTEST_GUILESS_MAIN(TestHealthMachine)
#include "tst_healthmachine.moc"
