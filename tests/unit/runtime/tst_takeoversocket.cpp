// SPDX-License-Identifier: GPL-3.0-or-later
#include "runtime/logsink.h"
#include "runtime/takeovermessage.h"
#include "runtime/takeoversocket.h"
#include "support/fakeclock.h"

#include <QtCore/QDir>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#include <sys/socket.h>

using namespace guarita;
using namespace guarita::runtime;
using namespace std::chrono_literals;
using State = net::ReceivedPacket::State;

namespace {

struct ThePort final : net::Acceptor
{
    void beginAccepting() override {}
    void letGo() override { gone = true; }
    bool gone = false;
};

} // namespace

/// The side of the process that is taken over from.
class TestTakeoverSocket : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_socket.reset(); }
    void open_leavesTheOtherOneAtThePath();
    void open_notPublished_leavesNoFile();
    void publish_takesThePlaceOfWhatWasThere();
    void successor_ready_getsAllAndTheWord();
    void successor_leavesBeforeReady_changesNothing_data();
    void successor_leavesBeforeReady_changesNothing();
    void successor_second_isTurnedAway();
    void end_notTakenOver_removesTheFile();
    void end_takenOver_leavesTheSuccessorsFile();

private:
    void publish();
    net::FileDescriptor successor() const { return net::connectForPackets(m_path, 5s).value(); }
    net::ReceivedPacket hear(const net::FileDescriptor &socket) const;

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_path;
    support::FakeClock m_clock;
    LogSink m_sink{-1, 0, [](qint64) { return QByteArray(); }};
    Log m_log{m_sink, m_clock, "test", LogLevel::Error};
    ThePort m_port;
    std::unique_ptr<net::ListeningSockets> m_sockets;
    std::unique_ptr<TakeoverSocket> m_socket;
    std::vector<pid_t> m_handedOver;
};

void TestTakeoverSocket::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_path = m_folder->filePath(QStringLiteral("socket"));
    m_port.gone = false;
    m_handedOver.clear();
    m_sockets = std::make_unique<net::ListeningSockets>();
    m_sockets->add("public", 0, m_port); // any descriptor will do
    auto opened = TakeoverSocket::open(m_path);
    QVERIFY(opened);
    m_socket = std::move(opened).value();
}

void TestTakeoverSocket::publish()
{
    QVERIFY(m_socket->publish("test", *m_sockets, m_log,
                              [this](pid_t successor) { m_handedOver.push_back(successor); }));
}

net::ReceivedPacket TestTakeoverSocket::hear(const net::FileDescriptor &socket) const
{
    net::ReceivedPacket received{State::None};
    const auto comes = [&] {
        received = net::receivePacket(socket.get(), net::Patience::None);
        return received.state != State::None;
    };
    [[maybe_unused]] const bool came = QTest::qWaitFor(comes, 5'000);
    return received;
}

void TestTakeoverSocket::open_leavesTheOtherOneAtThePath()
{
    QVERIFY(!QFileInfo::exists(m_path));
    const auto other = net::listenForPackets(m_path).value();
    QVERIFY(TakeoverSocket::open(m_path));
    QVERIFY(net::connectForPackets(m_path, 5s));
    QVERIFY(net::acceptForPackets(other.get()).valid());
}

void TestTakeoverSocket::open_notPublished_leavesNoFile()
{
    m_socket.reset();
    QVERIFY(m_folder->isValid() && QDir(m_folder->path()).entryList(QDir::System | QDir::Files).isEmpty());
}

void TestTakeoverSocket::publish_takesThePlaceOfWhatWasThere()
{
    const auto dead = net::listenForPackets(m_path).value();
    publish();
    QCOMPARE(QDir(m_folder->path()).entryList(QDir::System | QDir::Files),
             QStringList(QStringLiteral("socket")));
    const auto socket = successor();
    QVERIFY(!net::acceptForPackets(dead.get()).valid());
    QCOMPARE(hear(socket).state, State::Whole);
}

void TestTakeoverSocket::successor_ready_getsAllAndTheWord()
{
    publish();
    const auto socket = successor();
    const net::ReceivedPacket offer = hear(socket);
    QCOMPARE(offer.packet.bytes, encodeOffer({"test", {"public"}}));
    QCOMPARE(offer.packet.descriptors.size(), std::size_t(1));
    QVERIFY(!m_port.gone && m_handedOver.empty());
    QVERIFY(net::sendPacket(socket.get(), "ready"));
    QCOMPARE(hear(socket).packet.bytes, QByteArray("yours"));
    QCOMPARE(m_handedOver, std::vector<pid_t>{::getpid()});
    QVERIFY(m_port.gone);
    QVERIFY(!net::connectForPackets(m_path, 5s)); // nothing is left to hand over
}

void TestTakeoverSocket::successor_leavesBeforeReady_changesNothing_data()
{
    QTest::addColumn<QByteArray>("said");
    QTest::newRow("silently") << QByteArray();
    QTest::newRow("babbling") << QByteArray("steady");
    // Its word was on its way when it gave up: this process comes to it only now.
    QTest::newRow("after it was ready") << QByteArray("ready");
}

void TestTakeoverSocket::successor_leavesBeforeReady_changesNothing()
{
    QFETCH(QByteArray, said);
    publish();
    {
        const auto socket = successor();
        QCOMPARE(hear(socket).state, State::Whole);
        if (!said.isEmpty())
            QVERIFY(net::sendPacket(socket.get(), said));
    }
    // Until it is noticed, others are turned away.
    net::FileDescriptor next;
    const auto isOffered = [&] {
        next = successor();
        return hear(next).packet.bytes.startsWith('{');
    };
    QTRY_VERIFY(isOffered());
    QVERIFY(!m_port.gone && m_handedOver.empty());
    QVERIFY(net::sendPacket(next.get(), "ready"));
    QTRY_COMPARE(m_handedOver.size(), std::size_t(1));
}

void TestTakeoverSocket::successor_second_isTurnedAway()
{
    publish();
    const auto first = successor();
    QCOMPARE(hear(first).state, State::Whole);
    const auto second = successor();
    const net::ReceivedPacket answer = hear(second);
    QCOMPARE(answer.packet.bytes, QByteArray("busy"));
    QVERIFY(answer.packet.descriptors.empty());
    QCOMPARE(hear(second).state, State::Ended);
}

void TestTakeoverSocket::end_notTakenOver_removesTheFile()
{
    publish();
    m_socket.reset();
    QVERIFY(QDir(m_folder->path()).entryList(QDir::System | QDir::Files).isEmpty());
}

void TestTakeoverSocket::end_takenOver_leavesTheSuccessorsFile()
{
    publish();
    const auto socket = successor();
    QCOMPARE(hear(socket).state, State::Whole);
    QVERIFY(net::sendPacket(socket.get(), "ready"));
    QTRY_COMPARE(m_handedOver.size(), std::size_t(1));
    QVERIFY(QFile::remove(m_path));
    const auto theirs = net::listenForPackets(m_path).value();
    m_socket.reset();
    QVERIFY(net::connectForPackets(m_path, 5s));
}

QTEST_GUILESS_MAIN(TestTakeoverSocket)
#include "tst_takeoversocket.moc"
