// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/health/outlierdetector.h"

#include "support/fakeclock.h"
#include "unit/balancer/testendpoints.h"

#include <QtTest/QTest>

using namespace guarita;
using namespace guarita::balancer;
using namespace std::chrono_literals;

class TestOutlierDetector : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void failuresInARow_anotherAnswers_isEjected();
    void failuresInARow_nobodyAnswers_isNotEjected();
    void failuresInARow_theOthersDownOrOnTrial_isNotEjected();
    void failuresInARow_theOnlyOne_isNotEjected();
    void failuresInARow_placesTaken_isNotEjected();
    void failureShare_anotherAnswers_isEjected();
    void clientsThatLeave_andSaturation_neverEject();
    void ejected_oldAttemptsAndPanic_tellNothing();
    void ejected_checkPassesAsBefore_staysEjected();
    void ejected_comesUpFromDown_isOnTrial();
    void ejected_unreachableAndCheckPasses_isOnTrial();
    void ejected_connectionsClosedAndCheckPasses_staysOut();
    void ejected_timeOver_isOnTrialWithOneRequest();
    void ejected_timeOver_timerPutsItOnTrial();
    void trial_answeredWell_isIn();
    void trial_streamsHead_isEnough();
    void streams_breakOffInARow_isEjected();
    void streams_endWell_countOnce();
    void streams_headFails_countsOnceWhateverTheEnd();
    void streams_fromBeforeTheTrial_tellNothing();
    void trial_clientLeft_goesOn();
    void trial_failed_isEjectedForLonger();
    void trial_failedLikeAllOthers_isNotEjectedForLonger();
    void trial_oldAttemptFails_tellsNothing();
    void trial_streamFromBefore_doesNotBarIt();
    void trial_streamFromBeforeEnds_staysOneRequest();
    void trial_noRoom_takesNone();
    void goodTime_nextEjection_isShorterAgain();
    void maintenance_everything_isForgotten();
    void down_failures_doNotEject();
    void settings_off_nothingIsEjected();
    void settings_offDuringATrial_itIsOver();
};

namespace {

struct Bench
{
    explicit Bench(int count = 2, const EjectionSettings &settings = {})
        : endpoints(support::makeEndpoints(count))
        , cluster("padrao", endpoints, PanicMode::Off,
                  [this](const ClusterEvent &event) {
                      told.append(event.from + '>' + event.to + ' ' + event.reason);
                  })
        , detector(cluster, settings, clock)
    {
        for (const EndpointPtr &endpoint : endpoints)
            support::setUp(*endpoint, true);
        cluster.refresh();
        told.clear();
    }
    /// f: no answer, n: no connection, l: one that was closed before the request was on it, b: 503, .: 200,
    /// c: the client left, s: saturated.
    void attempts(std::size_t index, const QByteArray &outcomes, std::chrono::nanoseconds duration = {})
    {
        for (const char outcome : outcomes) {
            AttemptReport report{.duration = duration};
            if (outcome == 'f')
                report.outcome = AttemptOutcome::NoResponse;
            else if (outcome == 'n' || outcome == 'l')
                report.outcome = AttemptOutcome::Connect;
            else if (outcome == 'c')
                report.outcome = AttemptOutcome::Cancelled;
            else if (outcome == 's')
                report.outcome = AttemptOutcome::Saturated;
            else
                report.status = outcome == 'b' ? 503 : 200;
            report.unreachable = outcome == 'n';
            detector.attemptEnded(*endpoints[index], report);
        }
    }
    void stream(std::size_t index, int status, AttemptOutcome end)
    {
        detector.answerBegan(*endpoints[index], {.status = status});
        detector.attemptEnded(*endpoints[index], {.outcome = end, .status = status, .streamed = 0ns});
    }
    EndpointState state(std::size_t index) const { return endpoints[index]->state(); }
    const Ejection &ejection(std::size_t index) const { return endpoints[index]->ejection(); }
    /// Ejects the first one and waits for its trial.
    void bringToTrial()
    {
        attempts(0, "fffff");
        clock.advance(30s);
        detector.expire();
    }

    support::FakeClock clock;
    QByteArrayList told;
    EndpointList endpoints;
    Cluster cluster;
    OutlierDetector detector;
};

} // namespace

void TestOutlierDetector::failuresInARow_anotherAnswers_isEjected()
{
    Bench bench;
    bench.attempts(1, ".");
    bench.attempts(0, "fbfb");
    QCOMPARE(bench.state(0), EndpointState::Up);
    bench.attempts(0, "f");
    QCOMPARE(bench.state(0), EndpointState::Ejected);
    QCOMPARE(bench.ejection(0).until, std::optional(bench.clock.wallNow() + 30s));
    QCOMPARE(bench.told, QByteArrayList{"up>ejected falhas_seguidas"});
    QCOMPARE(bench.cluster.current()->candidates.size(), std::size_t(1));
    QCOMPARE(bench.endpoints[0]->counters().ejections, 1);
}

void TestOutlierDetector::failuresInARow_nobodyAnswers_isNotEjected()
{
    Bench bench;
    for (int i = 0; i < 100; ++i) {
        bench.attempts(0, "b");
        bench.attempts(1, "b");
    }
    QCOMPARE(bench.told, QByteArrayList{});
    bench.attempts(1, "."); // so it was not the database that both use
    bench.attempts(0, "b");
    QCOMPARE(bench.state(0), EndpointState::Ejected);
}

void TestOutlierDetector::failuresInARow_theOthersDownOrOnTrial_isNotEjected()
{
    Bench bench(4);
    bench.bringToTrial();
    for (const std::size_t index : {2, 3})
        support::setUp(*bench.endpoints[index], false);
    bench.cluster.refresh();
    bench.attempts(1, "fffff");
    QCOMPARE(bench.state(1), EndpointState::Up);
    bench.attempts(0, ".");
    bench.attempts(1, "f");
    QCOMPARE(bench.state(1), EndpointState::Ejected);
}

void TestOutlierDetector::failuresInARow_theOnlyOne_isNotEjected()
{
    EjectionSettings settings;
    settings.mostPercent = 100;
    Bench bench(1, settings);
    bench.attempts(0, QByteArray(100, 'f'));
    QCOMPARE(bench.state(0), EndpointState::Up);
}

void TestOutlierDetector::failuresInARow_placesTaken_isNotEjected()
{
    Bench bench(5);
    for (const std::size_t index : {0, 1, 2})
        bench.attempts(index, "fffff");
    QCOMPARE(bench.state(0), EndpointState::Ejected);
    QCOMPARE(bench.state(1), EndpointState::Ejected);
    QCOMPARE(bench.state(2), EndpointState::Up);
    bench.clock.advance(30s);
    bench.detector.expire();
    bench.attempts(2, "fffff"); // those on trial still have their places
    QCOMPARE(bench.state(2), EndpointState::Up);
    bench.attempts(0, ".");
    bench.attempts(2, "f");
    QCOMPARE(bench.state(2), EndpointState::Ejected);
}

void TestOutlierDetector::failureShare_anotherAnswers_isEjected()
{
    Bench bench;
    bench.attempts(1, QByteArray(20, '.'));
    bench.attempts(0, QByteArray(".f").repeated(9));
    bench.clock.advance(5s);
    bench.attempts(0, ".");
    QCOMPARE(bench.state(0), EndpointState::Up);
    bench.attempts(0, "f");
    QCOMPARE(bench.state(0), EndpointState::Ejected);
    QCOMPARE(bench.ejection(0).reason, QByteArray("falhas_demais"));
}

void TestOutlierDetector::clientsThatLeave_andSaturation_neverEject()
{
    Bench bench;
    bench.attempts(0, QByteArray("cs").repeated(100));
    QCOMPARE(bench.state(0), EndpointState::Up);
    bench.attempts(0, "ffccssffccssf"); // nor do they stand between failures
    QCOMPARE(bench.state(0), EndpointState::Ejected);
}

void TestOutlierDetector::ejected_oldAttemptsAndPanic_tellNothing()
{
    Bench bench;
    bench.attempts(0, "fffff");
    bench.clock.advance(1s);
    bench.attempts(0, "f.f.fffff", 5s);
    bench.attempts(0, "f.f.fffff", 0s);
    QCOMPARE(bench.ejection(0).times, 1);
    QCOMPARE(bench.state(0), EndpointState::Ejected);
    QCOMPARE(bench.endpoints[0]->recent().failuresInARow(), 0);
}

void TestOutlierDetector::ejected_checkPassesAsBefore_staysEjected()
{
    Bench bench;
    bench.attempts(0, "nnffff"); // it can be reached by now
    bench.detector.checkPassed(*bench.endpoints[0], false);
    bench.clock.advance(29s);
    bench.detector.expire();
    QCOMPARE(bench.state(0), EndpointState::Ejected);
}

void TestOutlierDetector::ejected_comesUpFromDown_isOnTrial()
{
    Bench bench;
    bench.attempts(0, "fffff");
    support::setUp(*bench.endpoints[0], false);
    bench.cluster.refresh();
    support::setUp(*bench.endpoints[0], true);
    bench.detector.checkPassed(*bench.endpoints[0], true);
    QCOMPARE(bench.told, (QByteArrayList{"up>ejected falhas_seguidas", "ejected>down ", "down>up "}));
    QVERIFY(bench.ejection(0).trial);
}

void TestOutlierDetector::ejected_unreachableAndCheckPasses_isOnTrial()
{
    Bench bench;
    bench.attempts(0, "ffffn");
    QCOMPARE(bench.state(0), EndpointState::Ejected);
    bench.detector.checkPassed(*bench.endpoints[0], false);
    QVERIFY(bench.ejection(0).trial);
    bench.attempts(0, "n");
    bench.detector.checkPassed(*bench.endpoints[0], false);
    QVERIFY(bench.ejection(0).trial);
    QCOMPARE(bench.ejection(0).times, 2);
}

/// That a check gets a connection proves nothing then: so did the requests.
void TestOutlierDetector::ejected_connectionsClosedAndCheckPasses_staysOut()
{
    Bench bench;
    bench.attempts(0, "ffffl");
    bench.detector.checkPassed(*bench.endpoints[0], false);
    QCOMPARE(bench.state(0), EndpointState::Ejected);
}

void TestOutlierDetector::ejected_timeOver_isOnTrialWithOneRequest()
{
    Bench bench;
    bench.bringToTrial();
    QCOMPARE(bench.state(0), EndpointState::Up);
    QVERIFY(bench.ejection(0).trial);
    QVERIFY(!bench.ejection(0).until);
    QCOMPARE(bench.told.last(), QByteArray("ejected>up "));
    QVERIFY(bench.endpoints[0]->takesNow());
    bench.endpoints[0]->attemptStarted(PickReason::Policy);
    QVERIFY(!bench.endpoints[0]->takesNow());
}

void TestOutlierDetector::ejected_timeOver_timerPutsItOnTrial()
{
    EjectionSettings settings;
    settings.time = 1ms;
    Bench bench(2, settings);
    bench.attempts(0, "fffff");
    bench.clock.advance(1ms);
    QTRY_VERIFY(bench.ejection(0).trial);
}

void TestOutlierDetector::trial_answeredWell_isIn()
{
    Bench bench;
    bench.bringToTrial();
    bench.attempts(0, ".");
    QVERIFY(!bench.ejection(0).trial);
    bench.attempts(0, "ffff");
    QCOMPARE(bench.state(0), EndpointState::Up); // the full rules again
    QVERIFY(bench.endpoints[0]->takesNow());
}

void TestOutlierDetector::trial_streamsHead_isEnough()
{
    Bench bench;
    bench.bringToTrial();
    bench.detector.answerBegan(*bench.endpoints[0], {.status = 200});
    QVERIFY(!bench.ejection(0).trial);
    bench.attempts(0, "ffff");
    QCOMPARE(bench.state(0), EndpointState::Up);
    bench.attempts(0, "f");
    QCOMPARE(bench.state(0), EndpointState::Ejected);
}

void TestOutlierDetector::streams_breakOffInARow_isEjected()
{
    Bench bench;
    for (int i = 0; i < 5; ++i) {
        QCOMPARE(bench.state(0), EndpointState::Up);
        bench.stream(0, 200, AttemptOutcome::Truncated);
    }
    QCOMPARE(bench.state(0), EndpointState::Ejected);
}

void TestOutlierDetector::streams_endWell_countOnce()
{
    Bench bench;
    bench.attempts(0, "ffff");
    bench.stream(0, 200, AttemptOutcome::Answered);
    QCOMPARE(bench.endpoints[0]->recent().failuresInARow(), 0);
    QCOMPARE(bench.endpoints[0]->recent().share(10s, bench.clock.now()).attempts, 5);
}

void TestOutlierDetector::streams_headFails_countsOnceWhateverTheEnd()
{
    Bench bench;
    bench.stream(0, 503, AttemptOutcome::Answered);
    bench.stream(0, 503, AttemptOutcome::Truncated);
    QCOMPARE(bench.endpoints[0]->recent().failuresInARow(), 2);
    bench.stream(0, 503, AttemptOutcome::Cancelled);
    QCOMPARE(bench.endpoints[0]->recent().failuresInARow(), 3);
}

void TestOutlierDetector::streams_fromBeforeTheTrial_tellNothing()
{
    for (const AttemptOutcome outcome : {AttemptOutcome::Answered, AttemptOutcome::Truncated}) {
        Bench bench;
        bench.bringToTrial();
        bench.clock.advance(1s);
        bench.detector.attemptEnded(*bench.endpoints[0],
                                    {.outcome = outcome, .status = 200, .duration = 1ms, .streamed = 2s});
        QVERIFY(bench.ejection(0).trial);
        QCOMPARE(bench.endpoints[0]->counters().ejections, 1);
    }
}

void TestOutlierDetector::trial_clientLeft_goesOn()
{
    Bench bench;
    bench.bringToTrial();
    bench.attempts(0, "cs");
    QVERIFY(bench.ejection(0).trial);
}

void TestOutlierDetector::trial_failed_isEjectedForLonger()
{
    Bench bench;
    bench.bringToTrial();
    bench.attempts(0, "b");
    QCOMPARE(bench.state(0), EndpointState::Ejected);
    QCOMPARE(bench.ejection(0).reason, QByteArray("prova_falhou"));
    QCOMPARE(bench.ejection(0).until, std::optional(bench.clock.wallNow() + 60s));
    bench.clock.advance(59s);
    bench.detector.expire();
    QCOMPARE(bench.state(0), EndpointState::Ejected);
    bench.clock.advance(1s);
    bench.detector.expire();
    bench.attempts(0, "f");
    QCOMPARE(bench.ejection(0).until, std::optional(bench.clock.wallNow() + 90s));
    QCOMPARE(bench.endpoints[0]->counters().ejections, 3);
}

void TestOutlierDetector::trial_failedLikeAllOthers_isNotEjectedForLonger()
{
    Bench bench;
    bench.bringToTrial();
    bench.attempts(1, "b");
    bench.attempts(0, "b");
    QCOMPARE(bench.ejection(0).until, std::optional(bench.clock.wallNow() + 30s));
}

void TestOutlierDetector::trial_oldAttemptFails_tellsNothing()
{
    Bench bench;
    bench.bringToTrial();
    bench.attempts(0, "ffffff", 31s);
    QVERIFY(bench.ejection(0).trial);
    bench.clock.advance(2s);
    bench.attempts(0, "f", 1s);
    QCOMPARE(bench.state(0), EndpointState::Ejected);
}

void TestOutlierDetector::trial_streamFromBefore_doesNotBarIt()
{
    Bench bench;
    bench.endpoints[0]->attemptStarted(PickReason::Policy);
    bench.bringToTrial();
    QVERIFY(bench.endpoints[0]->takesNow());
    bench.endpoints[0]->attemptStarted(PickReason::Policy);
    QVERIFY(!bench.endpoints[0]->takesNow());
}

void TestOutlierDetector::trial_streamFromBeforeEnds_staysOneRequest()
{
    Bench bench;
    Endpoint &endpoint = *bench.endpoints[0];
    for (int i = 0; i < 3; ++i)
        endpoint.attemptStarted(PickReason::Policy);
    bench.bringToTrial();
    endpoint.attemptStarted(PickReason::Policy);
    const AttemptReport old{.status = 200, .duration = 1ms, .streamed = 10min}; // its head came soon
    for (const AttemptOutcome outcome :
         {AttemptOutcome::Answered, AttemptOutcome::Truncated, AttemptOutcome::Cancelled}) {
        endpoint.attemptCancelled();
        AttemptReport report = old;
        report.outcome = outcome;
        bench.detector.attemptEnded(endpoint, report);
        QVERIFY(endpoint.ejection().trial);
        QVERIFY(!endpoint.takesNow());
    }
    endpoint.attemptCancelled();
    bench.attempts(0, "c");
    QVERIFY(endpoint.takesNow());
}

void TestOutlierDetector::trial_noRoom_takesNone()
{
    Bench bench;
    bench.endpoints[0]->setInFlightLimit(2);
    bench.endpoints[0]->attemptStarted(PickReason::Policy);
    bench.endpoints[0]->attemptStarted(PickReason::Policy);
    bench.bringToTrial();
    QVERIFY(!bench.endpoints[0]->takesNow());
}

void TestOutlierDetector::goodTime_nextEjection_isShorterAgain()
{
    Bench bench;
    bench.bringToTrial();
    bench.attempts(0, "f"); // twice by now
    bench.clock.advance(60s);
    bench.detector.expire();
    bench.attempts(0, ".");
    bench.clock.advance(30s);
    bench.attempts(0, "fffff");
    QCOMPARE(bench.ejection(0).times, 2);
    bench.clock.advance(60s);
    bench.detector.expire();
    bench.attempts(0, ".");
    bench.clock.advance(10min);
    bench.attempts(0, "fffff");
    QCOMPARE(bench.ejection(0).times, 1);
}

void TestOutlierDetector::maintenance_everything_isForgotten()
{
    Bench bench;
    bench.attempts(0, "fffff");
    bench.endpoints[0]->administer(Administration::Maint, 1);
    bench.detector.follow();
    bench.endpoints[0]->administer(Administration::Ready, 1);
    QCOMPARE(bench.state(0), EndpointState::Up);
    QCOMPARE(bench.ejection(0).times, 0);
}

void TestOutlierDetector::down_failures_doNotEject()
{
    Bench bench;
    support::setUp(*bench.endpoints[0], false);
    bench.cluster.refresh();
    bench.attempts(0, QByteArray(100, 'f'));
    QVERIFY(!bench.ejection(0).ejected);
}

void TestOutlierDetector::settings_off_nothingIsEjected()
{
    EjectionSettings settings;
    settings.mostPercent = 0;
    Bench bench(4, settings);
    bench.attempts(0, QByteArray(100, 'f'));
    QCOMPARE(bench.state(0), EndpointState::Up);
    bench.detector.setSettings({});
    bench.attempts(0, "f");
    QCOMPARE(bench.state(0), EndpointState::Ejected);
}

void TestOutlierDetector::settings_offDuringATrial_itIsOver()
{
    Bench bench(2);
    bench.bringToTrial();
    EjectionSettings settings;
    settings.mostPercent = 0;
    bench.detector.setSettings(settings);
    bench.attempts(0, "f");
    QCOMPARE(bench.state(0), EndpointState::Up);
    QVERIFY(!bench.ejection(0).trial);
}

QTEST_GUILESS_MAIN(TestOutlierDetector)
#include "tst_outlierdetector.moc"
