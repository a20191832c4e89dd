// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/packetsocket.h"

#include <QtCore/QFileInfo>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>

using namespace guarita::net;
using State = ReceivedPacket::State;
using namespace std::chrono_literals;

class TestPacketSocket : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void packets_oneByOne_stayApart();
    void descriptors_sent_areCopies();
    void descriptors_tooMany_areNotSent();
    void packet_tooLong_isNotSent();
    void receive_nothing_waitsForTheDeadlineAtMost();
    void peer_gone_isTheEnd();
    void peer_isWhoTheKernelSays();
    void connect_toNobody_saysSo_data();
    void connect_toNobody_saysSo();
    void listen_socketFile_isItsOwnersOnly();
    void listen_takenPath_isRefused();

private:
    void meet();

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_path;
    FileDescriptor m_listening;
    FileDescriptor m_client;
    FileDescriptor m_server;
};

void TestPacketSocket::init()
{
    m_client.reset();
    m_server.reset();
    m_listening.reset();
    m_folder = std::make_unique<QTemporaryDir>();
    m_path = m_folder->filePath(QStringLiteral("socket"));
}

void TestPacketSocket::meet()
{
    auto listening = listenForPackets(m_path);
    QVERIFY(listening);
    m_listening = std::move(listening).value();
    auto client = connectForPackets(m_path, 100ms);
    QVERIFY(client);
    m_client = std::move(client).value();
    m_server = acceptForPackets(m_listening.get());
    QVERIFY(m_server.valid());
}

void TestPacketSocket::packets_oneByOne_stayApart()
{
    meet();
    QVERIFY(sendPacket(m_client.get(), "one"));
    QVERIFY(sendPacket(m_client.get(), "two"));
    QCOMPARE(receivePacket(m_server.get(), Patience::None).packet.bytes, QByteArray("one"));
    QCOMPARE(receivePacket(m_server.get(), Patience::None).packet.bytes, QByteArray("two"));
    QCOMPARE(receivePacket(m_server.get(), Patience::None).state, State::None);
    QVERIFY(sendPacket(m_server.get(), "back"));
    QCOMPARE(receivePacket(m_client.get(), Patience::UntilDeadline).packet.bytes, QByteArray("back"));
}

void TestPacketSocket::descriptors_sent_areCopies()
{
    meet();
    std::array<int, 2> ends{};
    QCOMPARE(::pipe(ends.data()), 0);
    const FileDescriptor reader(ends[0]);
    FileDescriptor writer(ends[1]);
    QVERIFY(sendPacket(m_server.get(), "a pipe", std::array{writer.get()}));
    writer.reset();
    ReceivedPacket received = receivePacket(m_client.get(), Patience::UntilDeadline);
    QCOMPARE(received.packet.descriptors.size(), std::size_t(1));
    const FileDescriptor copy = std::move(received.packet.descriptors.front());
    QCOMPARE(::fcntl(copy.get(), F_GETFD), FD_CLOEXEC);
    QCOMPARE(::write(copy.get(), "x", 1), ssize_t(1));
    char byte = 0;
    QCOMPARE(::read(reader.get(), &byte, 1), ssize_t(1));
    QCOMPARE(byte, 'x');
}

void TestPacketSocket::descriptors_tooMany_areNotSent()
{
    meet();
    std::array<int, 17> many{};
    many.fill(m_listening.get());
    QVERIFY(!sendPacket(m_client.get(), "x", many));
    QVERIFY(sendPacket(m_client.get(), "x", std::span(many).first(16)));
    QCOMPARE(receivePacket(m_server.get(), Patience::None).packet.descriptors.size(), std::size_t(16));
}

void TestPacketSocket::packet_tooLong_isNotSent()
{
    meet();
    QVERIFY(!sendPacket(m_client.get(), QByteArray(4097, 'x')));
    QVERIFY(sendPacket(m_client.get(), QByteArray(4096, 'x')));
    QCOMPARE(receivePacket(m_server.get(), Patience::None).packet.bytes.size(), 4096);
    const QByteArray foreign(4097, 'x');
    QCOMPARE(::send(m_client.get(), foreign.constData(), 4097, 0), ssize_t(4097));
    QCOMPARE(receivePacket(m_server.get(), Patience::None).state, State::Ended);
}

void TestPacketSocket::receive_nothing_waitsForTheDeadlineAtMost()
{
    meet();
    QCOMPARE(receivePacket(m_client.get(), Patience::UntilDeadline).state, State::None);
}

void TestPacketSocket::peer_gone_isTheEnd()
{
    meet();
    m_server.reset();
    QCOMPARE(receivePacket(m_client.get(), Patience::UntilDeadline).state, State::Ended);
    QVERIFY(!sendPacket(m_client.get(), "x"));
}

void TestPacketSocket::peer_isWhoTheKernelSays()
{
    meet();
    for (const int socket : {m_client.get(), m_server.get()}) {
        const auto peer = peerOf(socket);
        QVERIFY(peer);
        QCOMPARE(peer->user, ::geteuid());
        QCOMPARE(peer->process, ::getpid());
    }
}

void TestPacketSocket::connect_toNobody_saysSo_data()
{
    QTest::addColumn<bool>("left"); // by somebody who is gone
    QTest::newRow("no file") << false;
    QTest::newRow("a file that was left") << true;
}

void TestPacketSocket::connect_toNobody_saysSo()
{
    QFETCH(bool, left);
    if (left)
        QVERIFY(listenForPackets(m_path)); // and closed
    QCOMPARE(QFileInfo::exists(m_path), left);
    const auto connected = connectForPackets(m_path, 100ms);
    QVERIFY(!connected);
    QCOMPARE(connected.error().code, QByteArray("nobody"));
}

void TestPacketSocket::listen_socketFile_isItsOwnersOnly()
{
    meet();
    QCOMPARE(QFileInfo(m_path).permissions() & ~(QFile::ReadUser | QFile::WriteUser),
             QFile::ReadOwner | QFile::WriteOwner);
}

void TestPacketSocket::listen_takenPath_isRefused()
{
    meet();
    QVERIFY(!listenForPackets(m_path));
    QVERIFY(!listenForPackets(m_folder->filePath(QString(200, QLatin1Char('x')))));
}

QTEST_GUILESS_MAIN(TestPacketSocket)
#include "tst_packetsocket.moc"
