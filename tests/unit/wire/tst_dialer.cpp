// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/descriptorlimit.h"
#include "wire/dialer.h"

#include <QtNetwork/QTcpServer>
#include <QtNetwork/QTcpSocket>
#include <QtTest/QTest>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <optional>

using namespace guarita;
using namespace guarita::wire;

namespace {

const QHostAddress good(QStringLiteral("127.0.0.1"));
const QHostAddress dead(QStringLiteral("127.0.0.2"));
const QHostAddress silent(QStringLiteral("127.0.0.3"));

/// Servers on one port: one that listens at 127.0.0.1, one at 127.0.0.3 whose queue is full, none elsewhere.
class Bench final : public DialerOwner
{
public:
    Bench()
    {
        while (!m_silent.isListening()) {
            m_good.close();
            m_good.listen(good, 0);
            m_silent.setListenBacklogSize(1);
            m_silent.listen(silent, m_good.serverPort());
        }
        m_silent.pauseAccepting();
        ::listen(static_cast<int>(m_silent.socketDescriptor()), 0);
        for (int i = 0; i < 4; ++i) {
            auto *socket = new QTcpSocket(&m_silent);
            socket->connectToHost(silent, m_good.serverPort());
        }
    }

    Dialer &to(const QString &host, const QString &address = {})
    {
        m_dialer =
            std::make_unique<Dialer>(m_poller, Destination{host, m_good.serverPort(), false, address}, *this);
        return *m_dialer;
    }
    void drop() { m_dialer.reset(); }

    void dialed(net::FileDescriptor socket) override
    {
        sockaddr_in peer{};
        socklen_t size = sizeof peer;
        ::getpeername(socket.get(), reinterpret_cast<sockaddr *>(&peer), &size);
        reached = QHostAddress(ntohl(peer.sin_addr.s_addr));
        ++calls;
    }
    void dialFailed(End why) override
    {
        failed = why;
        ++calls;
    }

    QHostAddress reached;
    std::optional<End> failed;
    int calls = 0;

private:
    net::Poller m_poller;
    QTcpServer m_good;
    QTcpServer m_silent;
    std::unique_ptr<Dialer> m_dialer;
};

} // namespace

class TestDialer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void dial_any_reachesTheFirstThatAnswers_data()
    {
        QTest::addColumn<QList<QHostAddress>>("addresses");
        QTest::newRow("one") << QList{good};
        QTest::newRow("first refuses") << QList{dead, dead, good};
        QTest::newRow("first is silent") << QList{silent, good};
        QTest::newRow("silent and dead") << QList{silent, dead, silent, good};
        QTest::newRow("first is good") << QList{good, silent};
    }

    void dial_any_reachesTheFirstThatAnswers()
    {
        QFETCH(QList<QHostAddress>, addresses);
        Bench bench;
        bench.to(QStringLiteral("name.invalid")).dial(addresses);
        QTRY_COMPARE(bench.calls, 1);
        QCOMPARE(bench.reached, good);
    }

    void dial_nobodyThere_isUnreachable()
    {
        Bench bench;
        bench.to(QStringLiteral("name.invalid")).dial({dead, dead});
        QTRY_COMPARE(bench.calls, 1);
        QVERIFY(bench.failed == End::Unreachable);
        bench.to(QStringLiteral("name.invalid")).dial({});
        QCOMPARE(bench.calls, 2);
    }

    void dial_noDescriptor_saysSo()
    {
        Bench bench;
        Dialer &dialer = bench.to(QStringLiteral("name.invalid"));
        const support::DescriptorLimit none(0);
        dialer.dial({good, dead});
        QCOMPARE(bench.calls, 1);
        QVERIFY(bench.failed == End::NoDescriptors);
    }

    void start_literalOrName_isReached_data()
    {
        QTest::addColumn<QString>("host");
        QTest::addColumn<QString>("address");
        QTest::newRow("literal") << QStringLiteral("127.0.0.1") << QString();
        QTest::newRow("name") << QStringLiteral("localhost") << QString();
        QTest::newRow("address of a name") << QStringLiteral("name.invalid") << QStringLiteral("127.0.0.1");
    }

    void start_literalOrName_isReached()
    {
        QFETCH(QString, host);
        QFETCH(QString, address);
        Bench bench;
        bench.to(host, address).start();
        QTRY_COMPARE(bench.calls, 1);
        QCOMPARE(bench.reached, good);
    }

    void start_unknownName_isUnreachable()
    {
        Bench bench;
        bench.to(QStringLiteral("name.invalid")).start();
        QTRY_COMPARE_WITH_TIMEOUT(bench.calls, 1, 30'000);
        QVERIFY(bench.failed == End::Unreachable);
    }

    /// Qt has a name's addresses at hand for a minute, and tells of them with the next events.
    void stop_withTheResultUnderWay_isTheEnd()
    {
        Bench bench;
        bench.to(QStringLiteral("localhost")).start();
        QTRY_COMPARE(bench.calls, 1);
        Dialer &stopped = bench.to(QStringLiteral("localhost"));
        stopped.start();
        stopped.stop();
        bool passed = false;
        QMetaObject::invokeMethod(
            this, [&] { passed = true; }, Qt::QueuedConnection);
        QTRY_VERIFY(passed);
        QCOMPARE(bench.calls, 1);
    }

    void stop_underWay_isTheEnd()
    {
        Bench bench;
        bench.to(QStringLiteral("name.invalid")).dial({silent, good});
        bench.drop();
        bench.to(QStringLiteral("name.invalid")).start();
        bench.drop();
        bench.to(QStringLiteral("127.0.0.1")).dial({silent, dead, good}); // the one that tells
        QTRY_COMPARE(bench.calls, 1);
        QCOMPARE(bench.reached, good);
    }
};

QTEST_GUILESS_MAIN(TestDialer)
#include "tst_dialer.moc"
