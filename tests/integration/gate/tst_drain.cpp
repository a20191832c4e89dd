// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate/gatefixture.h"

#include <sys/socket.h>
#include <unistd.h>

using namespace guarita;
using namespace guarita::test;
using namespace std::chrono_literals;
using support::RawClient;

/// How a real HttpApp comes to its end.
class TestDrain : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void drain_finishesInFlightAndCloses();
    void drain_answersNewRequestsDuringNotice();
    void drain_idleConnections_haveAGrace();
    void drain_manyRequestsAfterThePortIsClosed_areAnswered();
    void letGo_handedOverPort_isNotClosed();
};

void TestDrain::drain_finishesInFlightAndCloses()
{
    net::ListenerLimits limits;
    limits.drainNotice = 0ms;
    limits.drainIdleGrace = 0ms;
    GateFixture gate(limits);
    RawClient idle(gate.port);
    RawClient busy(gate.port);
    idle.send(get("/now"));
    busy.send(get("/later"));
    QTRY_COMPARE(idle.count(), 1);
    QTRY_COMPARE(gate.held.size(), std::size_t(1));

    bool drained = false;
    gate.app.drain([&] { drained = true; });
    QVERIFY(gate.app.draining());
    QTRY_VERIFY(idle.closed());
    RawClient late(gate.port);
    QTRY_VERIFY(late.closed());
    QVERIFY(!drained);
    gate.answerHeld("finished");
    QTRY_VERIFY(drained);
    QTRY_VERIFY(busy.closed());
    QCOMPARE(busy.responses().at(0).body, QByteArray("finished"));
    QCOMPARE(busy.responses().at(0).header("Connection"), QByteArray("close"));
}

void TestDrain::drain_answersNewRequestsDuringNotice()
{
    net::ListenerLimits limits;
    limits.drainNotice = 60s;
    GateFixture gate(limits);
    gate.app.drain([] {});
    RawClient late(gate.port);
    late.send(get("/now"));
    QTRY_COMPARE(late.count(), 1);
    QCOMPARE(late.responses()[0].header("Connection"), QByteArray("close"));
}

/// A request that was on its way while the drain began is answered, and its client is told to come no more.
void TestDrain::drain_idleConnections_haveAGrace()
{
    net::ListenerLimits limits;
    limits.drainNotice = 0ms;
    limits.drainIdleGrace = 300ms;
    GateFixture gate(limits);
    RawClient idle(gate.port);
    RawClient asking(gate.port);
    idle.send(get("/now"));
    asking.send(get("/now"));
    QTRY_COMPARE(idle.count() + asking.count(), 2);
    bool drained = false;
    gate.app.drain([&] { drained = true; });
    RawClient late(gate.port);
    QTRY_VERIFY(late.closed()); // the port is
    QVERIFY(idle.connected());
    asking.send(get("/now"));
    QTRY_COMPARE(asking.count(), 2);
    QCOMPARE(asking.responses()[1].header("Connection"), QByteArray("close"));
    QTRY_VERIFY(asking.closed());
    QVERIFY(idle.connected() && !drained);
    QTRY_VERIFY(idle.closed());
    QCOMPARE(idle.count(), 1);
    QTRY_VERIFY(drained);
}

/// Each needs a facade, and QTcpServer gives none once it is closed.
void TestDrain::drain_manyRequestsAfterThePortIsClosed_areAnswered()
{
    net::ListenerLimits limits;
    limits.drainNotice = 0ms;
    GateFixture gate(limits);
    constexpr int many = 20;
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < many; ++i) {
        clients.push_back(std::make_unique<RawClient>(gate.port));
        clients.back()->send("GET /later HTTP/1.1\r\n");
    }
    QTRY_VERIFY(gate.app.stats().open == many && gate.app.stats().bufferedBytes > 0);
    gate.app.drain([] {});
    RawClient late(gate.port);
    QTRY_VERIFY(late.closed());
    for (const auto &client : clients)
        client->send("Host: test\r\n\r\n");
    QTRY_COMPARE(gate.held.size(), std::size_t(many));
    while (!gate.held.empty())
        gate.answerHeld();
    for (const auto &client : clients)
        QTRY_COMPARE(client->count(), 1);
}

/// Another process has a copy of the socket: it stays open for all of this process's connections end.
void TestDrain::letGo_handedOverPort_isNotClosed()
{
    net::ListeningSockets sockets;
    GateFixture gate({}, nullptr, {}, &sockets);
    QCOMPARE(sockets.open().size(), std::size_t(1));
    const net::FileDescriptor copy(::dup(sockets.open()[0].descriptor));
    RawClient kept(gate.port);
    kept.send(get("/now"));
    QTRY_COMPARE(kept.count(), 1);
    sockets.letGo();
    RawClient next(gate.port);
    next.send(get("/now"));
    QTRY_VERIFY(next.connected());
    bool drained = false;
    gate.app.drain([&] { drained = true; });
    QVERIFY(!gate.app.draining()); // others answer at this port
    kept.send(get("/now"));
    QTRY_COMPARE(kept.count(), 2);
    QTRY_VERIFY(drained);
    QVERIFY(next.connected());
    QCOMPARE(next.count(), 0); // it waits for the other process
    QVERIFY(::accept(copy.get(), nullptr, nullptr) >= 0);
}

QTEST_GUILESS_MAIN(TestDrain)
#include "tst_drain.moc"
