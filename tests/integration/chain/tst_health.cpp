// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/fakeupstream.h"
#include "support/load.h"
#include "support/stack.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonObject>
#include <QtTest/QTest>

#include <csignal>

using namespace guarita::support;

/// Servers that stop, fail and come back behind a real gateway and a real balancer, while requests go on.
class TestHealth : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void server_stoppedUnderLoad_isTakenOutAndComesBack();
    void server_failsRequestsButNotChecks_isEjectedAndTriedAgain();
    void servers_failAlike_noneIsEjected();
    void server_returns_startsSlowly();
    void start_nothingIsKnownYet_requestsPass();
    void check_ofOneServerHangs_thoseOfOthersDoNotWait();
};

namespace {

QString stateOf(Stack &stack, int index)
{
    return stack.backends()[index][QStringLiteral("state")].toString();
}

/// Two servers in the test's own process: healthy at /saude, and elsewhere what `status` says by then.
struct TwoServers
{
    explicit TwoServers(std::map<QString, QString> environment)
    {
        StackOptions options;
        options.upstreams = {first.origin().toString(), second.origin().toString()};
        options.environment = std::move(environment);
        stack = std::make_unique<Stack>(options);
    }
    static FakeUpstream::Script saying(const int &status)
    {
        return [&status](const SeenRequest &seen) {
            const int now = seen.target == "/saude" ? 200 : status;
            return UpstreamScript::answer("HTTP/1.1 " + QByteArray::number(now) +
                                          " -\r\nContent-Length: 2\r\n\r\nok");
        };
    }

    int firstSays = 200;
    int secondSays = 200;
    FakeUpstream first{saying(firstSays)};
    FakeUpstream second{saying(secondSays)};
    std::unique_ptr<Stack> stack;
};

} // namespace

void TestHealth::server_stoppedUnderLoad_isTakenOutAndComesBack()
{
    Stack stack;
    QVERIFY(stack.start());
    Load load(stack.gateway().port(), 6, [request = stack.request("GET", "/itens")](int) { return request; });
    load.start();
    QTRY_VERIFY_WITH_TIMEOUT(load.answers() > 100, 20'000);

    QElapsedTimer timer;
    timer.start();
    stack.server(0).sendSignal(SIGSTOP);
    QTRY_VERIFY_WITH_TIMEOUT(stateOf(stack, 0) != QStringLiteral("up"), 20'000);
    qInfo("out %lld ms after it was stopped", timer.elapsed());
    const int before = load.answers();
    QTRY_VERIFY_WITH_TIMEOUT(load.answers() > before + 200, 20'000); // the other serves all

    stack.server(0).sendSignal(SIGCONT);
    QTRY_COMPARE_WITH_TIMEOUT(stateOf(stack, 0), QStringLiteral("up"), 60'000);
    load.stop();
    QTRY_VERIFY_WITH_TIMEOUT(load.finished(), 20'000);
    QCOMPARE(load.broken(), 0);
    QCOMPARE(load.answersWith(200), load.answers()); // those that it had were tried at the other
}

void TestHealth::server_failsRequestsButNotChecks_isEjectedAndTriedAgain()
{
    TwoServers servers({{QStringLiteral("EJECT_TIME"), QStringLiteral("300ms")},
                        {QStringLiteral("HEALTH_INTERVAL"), QStringLiteral("100ms")}});
    Stack &stack = *servers.stack;
    QVERIFY(stack.start());
    Load load(stack.gateway().port(), 4,
              [request = stack.request("GET", "/itens/x")](int) { return request; });
    load.start();
    servers.firstSays = 503;
    QTRY_COMPARE(stateOf(stack, 0), QStringLiteral("ejected"));
    QTRY_VERIFY(stack.backends()[0][QStringLiteral("ejections")].toInt() >= 3); // tried, and failed again

    servers.firstSays = 200;
    QTRY_VERIFY_WITH_TIMEOUT(stack.backends()[0][QStringLiteral("state")].toString() ==
                                     QStringLiteral("up") &&
                                 !stack.backends()[0][QStringLiteral("trial")].toBool(),
                             20'000);
    load.stop();
    QTRY_VERIFY(load.finished());
    QCOMPARE(load.answersWith(200), load.answers()); // each failed one was tried at the other
    QCOMPARE(stateOf(stack, 1), QStringLiteral("up"));
}

void TestHealth::servers_failAlike_noneIsEjected()
{
    TwoServers servers({});
    Stack &stack = *servers.stack;
    QVERIFY(stack.start());
    servers.firstSays = servers.secondSays = 503; // the database that both use, say
    for (int i = 0; i < 40; ++i)
        QCOMPARE(stack.ask("GET", "/itens/x").status, 503);
    for (const QJsonValue &backend : stack.backends()) {
        QCOMPARE(backend[QStringLiteral("state")].toString(), QStringLiteral("up"));
        QCOMPARE(backend[QStringLiteral("ejections")].toInt(), 0);
    }
    servers.firstSays = servers.secondSays = 200;
    QCOMPARE(stack.ask("GET", "/itens/x").status, 200);
}

void TestHealth::server_returns_startsSlowly()
{
    StackOptions options;
    options.environment = {{QStringLiteral("SLOW_START"), QStringLiteral("60min")}};
    Stack stack(options);
    QVERIFY(stack.start());
    QVERIFY(stack.backends()[1][QStringLiteral("slow_start")].isNull()); // not at the balancer's own start
    stack.server(1).kill();
    QCOMPARE(stack.server(1).waitForExit(), -1);
    QVERIFY(stack.waitForServers("down", 1));
    QVERIFY(stack.server(1).start());
    QVERIFY(stack.waitForServers("up", 2));

    const auto requests = [&](int index) {
        return stack.backends()[index][QStringLiteral("requests_total")].toInteger();
    };
    const qint64 before = requests(1);
    const qint64 beforeOther = requests(0);
    for (int i = 0; i < 55; ++i)
        QCOMPARE(stack.ask("GET", "/itens").status, 200);
    QVERIFY(stack.backends()[1][QStringLiteral("slow_start")].toDouble() < 0.2);
    const qint64 share = requests(1) - before;
    QVERIFY2(share >= 2 && share <= 10, QByteArray::number(share)); // one in eleven
    QCOMPARE(requests(0) - beforeOther, 55 - share);
}

void TestHealth::start_nothingIsKnownYet_requestsPass()
{
    FakeUpstream upstream([](const SeenRequest &seen) {
        return seen.target == "/saude" ? UpstreamScript::silence() : UpstreamScript::ok("served");
    });
    const QTemporaryDir folder;
    DaemonProcess balancer(QStringLiteral("guarita-balancer"),
                           {{QStringLiteral("SERVIDORES"), upstream.origin().toString()}}, folder.path());
    balancer.leaveUnrecorded();
    QVERIFY(balancer.start());
    const RawResponse response = exchange(balancer.port(), "GET /itens/x HTTP/1.1\r\nHost: t\r\n\r\n");
    QCOMPARE(response.status, 200);
    QCOMPARE(response.body, QByteArray("served"));
}

void TestHealth::check_ofOneServerHangs_thoseOfOthersDoNotWait()
{
    FakeUpstream hung(UpstreamScript::silence());
    FakeUpstream other;
    const QTemporaryDir folder;
    const QStringList servers{hung.origin().toString(), other.origin().toString()};
    DaemonProcess balancer(QStringLiteral("guarita-balancer"),
                           {{QStringLiteral("SERVIDORES"), servers.join(u',')},
                            {QStringLiteral("HEALTH_INTERVAL"), QStringLiteral("100ms")},
                            {QStringLiteral("HEALTH_TIMEOUT"), QStringLiteral("1min")}},
                           folder.path());
    balancer.leaveUnrecorded();
    QVERIFY(balancer.start());
    QTRY_VERIFY(other.seen().size() >= 10);
    QCOMPARE(hung.seen().size(), 1);
}

QTEST_GUILESS_MAIN(TestHealth)
#include "tst_health.moc"
