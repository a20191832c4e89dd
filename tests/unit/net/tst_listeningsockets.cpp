// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/listeningsockets.h"

#include <QtNetwork/QTcpServer>
#include <QtTest/QTest>

#include <sys/socket.h>
#include <unistd.h>

using namespace guarita::net;

namespace {

struct CountingAcceptor final : Acceptor
{
    void beginAccepting() override { ++begun; }
    void letGo() override { ++lettingGo; }
    int begun = 0;
    int lettingGo = 0;
};

} // namespace

class TestListeningSockets : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void take_nothingInherited_isInvalid();
    void take_byNameAddressAndPort_data();
    void take_byNameAddressAndPort();
    void take_twice_isInvalid();
    void take_whatDoesNotListen_isInvalid();
    void add_nothingInherited_acceptsAtOnce();
    void add_afterInheriting_waits();
    void letGo_tellsAllOnce();
    void remove_tellsNoMore();
    void beginAccepting_closesWhatNobodyTook();

private:
    /// A copy of the server's socket, as another process would get one.
    NamedSocket copyAs(const char *name) const
    {
        return {name, FileDescriptor(::dup(static_cast<int>(m_server->socketDescriptor())))};
    }
    void inherit(NamedSocket socket)
    {
        std::vector<NamedSocket> sockets;
        sockets.push_back(std::move(socket));
        m_sockets->inherit(std::move(sockets));
    }

    std::unique_ptr<QTcpServer> m_server;
    std::unique_ptr<ListeningSockets> m_sockets;
    const QHostAddress m_loopback{QHostAddress::LocalHost};
};

void TestListeningSockets::init()
{
    m_server = std::make_unique<QTcpServer>();
    m_sockets = std::make_unique<ListeningSockets>();
    QVERIFY(m_server->listen(m_loopback));
}

void TestListeningSockets::take_nothingInherited_isInvalid()
{
    QVERIFY(!m_sockets->take("public", m_loopback, 0).valid());
}

void TestListeningSockets::take_byNameAddressAndPort_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QString>("address");
    QTest::addColumn<int>("port"); // -1: its own
    QTest::addColumn<bool>("taken");
    QTest::newRow("the same") << QByteArray("public") << "127.0.0.1" << -1 << true;
    QTest::newRow("any port") << QByteArray("public") << "127.0.0.1" << 0 << true;
    QTest::newRow("another port") << QByteArray("public") << "127.0.0.1" << 1 << false;
    QTest::newRow("another address") << QByteArray("public") << "0.0.0.0" << -1 << false;
    QTest::newRow("another family") << QByteArray("public") << "::1" << -1 << false;
    QTest::newRow("another name") << QByteArray("admin") << "127.0.0.1" << -1 << false;
}

void TestListeningSockets::take_byNameAddressAndPort()
{
    QFETCH(QByteArray, name);
    QFETCH(QString, address);
    QFETCH(int, port);
    QFETCH(bool, taken);
    inherit(copyAs("public"));
    const quint16 wanted = port < 0 ? m_server->serverPort() : static_cast<quint16>(port);
    QCOMPARE(m_sockets->take(name, QHostAddress(address), wanted).valid(), taken);
}

void TestListeningSockets::take_twice_isInvalid()
{
    inherit(copyAs("public"));
    QVERIFY(m_sockets->take("public", m_loopback, 0).valid());
    QVERIFY(!m_sockets->take("public", m_loopback, 0).valid());
}

void TestListeningSockets::take_whatDoesNotListen_isInvalid()
{
    inherit({"public", FileDescriptor(::socket(AF_INET, SOCK_STREAM, 0))});
    QVERIFY(!m_sockets->take("public", QHostAddress(QHostAddress::AnyIPv4), 0).valid());
}

void TestListeningSockets::add_nothingInherited_acceptsAtOnce()
{
    CountingAcceptor acceptor;
    m_sockets->add("public", 7, acceptor);
    QCOMPARE(acceptor.begun, 1);
    m_sockets->beginAccepting();
    QCOMPARE(acceptor.begun, 1);
    QCOMPARE(m_sockets->open().size(), std::size_t(1));
    QCOMPARE(m_sockets->open()[0].name, QByteArray("public"));
    QCOMPARE(m_sockets->open()[0].descriptor, 7);
}

void TestListeningSockets::add_afterInheriting_waits()
{
    CountingAcceptor acceptor;
    CountingAcceptor boundAnew;
    inherit(copyAs("public"));
    m_sockets->add("public", 7, acceptor);
    m_sockets->add("metrics", 8, boundAnew);
    QCOMPARE(acceptor.begun + boundAnew.begun, 0);
    m_sockets->beginAccepting();
    QCOMPARE(acceptor.begun, 1);
    QCOMPARE(boundAnew.begun, 1);
    m_sockets->beginAccepting();
    QCOMPARE(acceptor.begun, 1);
}

void TestListeningSockets::letGo_tellsAllOnce()
{
    CountingAcceptor acceptor;
    m_sockets->add("public", 7, acceptor);
    m_sockets->letGo();
    m_sockets->letGo();
    QCOMPARE(acceptor.lettingGo, 1);
    QVERIFY(m_sockets->open().empty());
}

void TestListeningSockets::remove_tellsNoMore()
{
    CountingAcceptor acceptor;
    CountingAcceptor other;
    m_sockets->add("public", 7, acceptor);
    m_sockets->add("admin", 8, other);
    m_sockets->remove(acceptor);
    m_sockets->letGo();
    QCOMPARE(acceptor.lettingGo, 0);
    QCOMPARE(other.lettingGo, 1);
}

/// Or its port would stay open, and nobody would ever accept.
void TestListeningSockets::beginAccepting_closesWhatNobodyTook()
{
    const quint16 port = m_server->serverPort();
    inherit(copyAs("public"));
    m_server->close();
    QTcpServer other;
    QVERIFY(!other.listen(m_loopback, port));
    m_sockets->beginAccepting();
    QVERIFY(other.listen(m_loopback, port));
}

QTEST_GUILESS_MAIN(TestListeningSockets)
#include "tst_listeningsockets.moc"
