// SPDX-License-Identifier: GPL-3.0-or-later
#include "runtime/predecessor.h"
#include "runtime/takeovermessage.h"

#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#include <poll.h>

#include <array>
#include <thread>

using namespace guarita;
using namespace guarita::runtime;
using namespace std::chrono_literals;

namespace {

/// The other end, which does as it is told: on a thread while Predecessor::find() blocks, then by itself.
class OldProcess
{
public:
    explicit OldProcess(const QString &path)
        : m_listening(net::listenForPackets(path).value())
    {
    }
    ~OldProcess() { join(); }

    void answer(const QByteArray &packet, bool withSocket = true)
    {
        m_thread = std::thread([this, packet, withSocket] {
            pollfd waiting{m_listening.get(), POLLIN, 0};
            ::poll(&waiting, 1, 10'000);
            m_socket = net::acceptForPackets(m_listening.get());
            const std::array descriptors{m_listening.get()};
            if (!packet.isEmpty())
                net::sendPacket(m_socket.get(), packet,
                                withSocket ? std::span<const int>(descriptors) : std::span<const int>());
        });
    }
    void join()
    {
        if (m_thread.joinable())
            m_thread.join();
    }
    bool send(const QByteArray &packet) { return net::sendPacket(m_socket.get(), packet); }
    net::ReceivedPacket hear() { return net::receivePacket(m_socket.get(), net::Patience::None); }
    /// Whether that comes next, however late.
    bool hears(const QByteArray &packet)
    {
        QByteArray heard;
        const auto comes = [&] {
            heard = hear().packet.bytes;
            return !heard.isEmpty();
        };
        return QTest::qWaitFor(comes, 5'000) && heard == packet;
    }
    void leave() { m_socket.reset(); }

private:
    net::FileDescriptor m_listening;
    net::FileDescriptor m_socket;
    std::thread m_thread;
};

} // namespace

/// The side of the process that takes over.
class TestPredecessor : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void find_nobody_isNull();
    void find_silent_failsAtTheDeadline();
    void find_refusedOrForeign_fails_data();
    void find_refusedOrForeign_fails();
    void replace_ready_tellsThenOwns();
    void replace_neverReady_failsAndSaysNothing();
    void replace_noWord_fails();
    void replace_predecessorDies_owns_data();
    void replace_predecessorDies_owns();
    void replace_givenUp_predecessorCannotTell();

private:
    void meet(std::chrono::milliseconds deadline = 10s);
    void replace();

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_path;
    std::unique_ptr<OldProcess> m_old;
    std::unique_ptr<Predecessor> m_predecessor;
    bool m_ready = false;
    int m_ours = 0;
    QStringList m_failures;
};

void TestPredecessor::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_path = m_folder->filePath(QStringLiteral("socket"));
    m_old.reset();
    m_predecessor.reset();
    m_ready = false;
    m_ours = 0;
    m_failures.clear();
}

void TestPredecessor::meet(std::chrono::milliseconds deadline)
{
    m_old = std::make_unique<OldProcess>(m_path);
    m_old->answer(encodeOffer({"test", {"public"}}));
    auto found = Predecessor::find(m_path, "test", deadline);
    m_old->join();
    QVERIFY(found);
    m_predecessor = std::move(found).value();
    QVERIFY(m_predecessor);
    QCOMPARE(m_predecessor->process(), ::getpid());
}

void TestPredecessor::replace()
{
    m_predecessor->replace({[this] { return m_ready; }, [this] { ++m_ours; },
                            [this](const core::Error &error) { m_failures += error.message; }});
}

void TestPredecessor::find_nobody_isNull()
{
    const auto found = Predecessor::find(m_path, "test", 10s);
    QVERIFY(found);
    QVERIFY(!found.value());
}

void TestPredecessor::find_silent_failsAtTheDeadline()
{
    m_old = std::make_unique<OldProcess>(m_path);
    const auto found = Predecessor::find(m_path, "test", 50ms);
    QVERIFY(!found);
    QCOMPARE(found.error().message,
             QStringLiteral("process %1 does not hand its sockets over (no answer within TAKEOVER_DEADLINE)")
                 .arg(::getpid()));
}

void TestPredecessor::find_refusedOrForeign_fails_data()
{
    QTest::addColumn<QByteArray>("packet");
    QTest::addColumn<bool>("withSocket");
    QTest::newRow("busy") << QByteArray("busy") << false;
    QTest::newRow("another role") << encodeOffer({"other", {"public"}}) << true;
    QTest::newRow("no socket") << encodeOffer({"test", {"public"}}) << false;
    QTest::newRow("closes") << QByteArray() << false;
}

void TestPredecessor::find_refusedOrForeign_fails()
{
    QFETCH(QByteArray, packet);
    QFETCH(bool, withSocket);
    m_old = std::make_unique<OldProcess>(m_path);
    m_old->answer(packet, withSocket);
    const auto found = Predecessor::find(m_path, "test", packet.isEmpty() ? 50ms : 10s);
    QVERIFY(!found);
    QCOMPARE(found.error().code, QByteArray("takeover_failed"));
}

void TestPredecessor::replace_ready_tellsThenOwns()
{
    meet();
    const std::vector<net::NamedSocket> sockets = m_predecessor->takeSockets();
    QCOMPARE(sockets.size(), std::size_t(1));
    QCOMPARE(sockets[0].name, QByteArray("public"));
    QVERIFY(sockets[0].descriptor.valid());
    replace();
    QTest::qWait(50);
    QCOMPARE(m_old->hear().state, net::ReceivedPacket::State::None);
    m_ready = true;
    QVERIFY(m_old->hears("ready"));
    QCOMPARE(m_ours, 0); // not before it is told
    QVERIFY(m_old->send("yours"));
    QTRY_COMPARE(m_ours, 1);
    QVERIFY(m_failures.isEmpty());
}

void TestPredecessor::replace_neverReady_failsAndSaysNothing()
{
    meet(100ms);
    replace();
    QTRY_COMPARE(m_failures.size(), 1);
    QVERIFY2(m_failures[0].startsWith(QStringLiteral("not ready to serve")), qPrintable(m_failures[0]));
    QCOMPARE(m_old->hear().state, net::ReceivedPacket::State::Ended); // it said nothing before
    QCOMPARE(m_ours, 0);
}

void TestPredecessor::replace_noWord_fails()
{
    meet(100ms);
    m_ready = true;
    replace();
    QTRY_COMPARE(m_failures.size(), 1);
    QVERIFY2(m_failures[0].contains(QStringLiteral("does not hand its sockets over")),
             qPrintable(m_failures[0]));
    QCOMPARE(m_ours, 0);
}

void TestPredecessor::replace_predecessorDies_owns_data()
{
    QTest::addColumn<bool>("ready");
    QTest::newRow("before this is ready") << false;
    QTest::newRow("after") << true;
}

/// Else nobody would serve.
void TestPredecessor::replace_predecessorDies_owns()
{
    QFETCH(bool, ready);
    meet();
    m_ready = ready;
    replace();
    if (ready)
        QVERIFY(m_old->hears("ready"));
    m_old->leave();
    QTRY_COMPARE(m_ours, 1);
    QVERIFY(m_failures.isEmpty());
}

void TestPredecessor::replace_givenUp_predecessorCannotTell()
{
    meet(100ms);
    m_ready = true;
    replace();
    QTRY_COMPARE(m_failures.size(), 1);
    QCOMPARE(m_old->hear().packet.bytes, QByteArray("ready"));
    QVERIFY(!m_old->send("yours"));
}

QTEST_GUILESS_MAIN(TestPredecessor)
#include "tst_predecessor.moc"
