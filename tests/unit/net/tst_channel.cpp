// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/clock.h"
#include "net/channel.h"
#include "support/certificates.h"
#include "support/tlspair.h"

#include <QtTest/QTest>

#include <array>
#include <csignal>
#include <memory>

using namespace guarita;
using net::Channel;
using net::Transfer;
using State = Transfer::State;

/// A channel at each end of a connection: what is said through one is heard at the other, with TLS or
/// without.
class TestChannel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();

    void withoutTls_bytesAndEnd_pass();
    void withTls_bytesAndEnd_pass();
    void handshake_anotherHost_fails();
    void handshake_untilDone_isOfTheHostItBeganWith();

private:
    support::Handshake handshake(const QByteArray &host)
    {
        return support::shakeHands([&] { return m_client->handshake(*m_trust, host); },
                                   [&] { return m_server->handshake(*m_context); });
    }
    void passBothWays();

    support::Certificates m_certificates;
    tls::TlsTrust::Pointer m_trust;
    tls::TlsContext::Pointer m_context;
    std::unique_ptr<Channel> m_client;
    std::unique_ptr<Channel> m_server;
};

namespace {

/// What comes until there is no more for now; TLS may have to be read several times.
QByteArray heard(Channel &channel, State &last)
{
    QByteArray bytes;
    for (int i = 0; i < 10; ++i) {
        std::array<char, 16 * 1024> record;
        const Transfer got = channel.read(record);
        bytes.append(record.data(), got.bytes);
        last = got.state;
        if (last == State::End || last == State::Failed)
            break;
    }
    return bytes;
}

} // namespace

void TestChannel::initTestCase()
{
    std::signal(SIGPIPE, SIG_IGN); // as in a daemon
    QVERIFY2(m_certificates.make() && m_certificates.issue("server", "ca", {}), m_certificates.error());
    const auto trust = tls::TlsTrust::fromFile(m_certificates.path("ca"));
    const auto context = tls::TlsContext::load({m_certificates.path("server"), m_certificates.path("key")},
                                               core::SystemClock().wallNow());
    QVERIFY(trust.ok() && context.ok());
    m_trust = trust.value();
    m_context = context.value();
}

void TestChannel::init()
{
    support::SocketPair sockets;
    m_client = std::make_unique<Channel>(std::move(sockets.client));
    m_server = std::make_unique<Channel>(std::move(sockets.server));
}

void TestChannel::passBothWays()
{
    State last = State::Failed;
    QCOMPARE(m_client->write("request").bytes, qsizetype(7));
    QCOMPARE(heard(*m_server, last), QByteArray("request"));
    QVERIFY(last == State::WantsRead);
    QCOMPARE(m_server->write("answer").bytes, qsizetype(6));
    QVERIFY(m_server->finishWriting().done());
    QCOMPARE(heard(*m_client, last), QByteArray("answer"));
    QVERIFY(last == State::End);
    QVERIFY(m_client->finishWriting().done());
    QCOMPARE(heard(*m_server, last), QByteArray());
    QVERIFY(last == State::End);
}

void TestChannel::withoutTls_bytesAndEnd_pass()
{
    passBothWays();
    QVERIFY(!m_client->tls());
}

void TestChannel::withTls_bytesAndEnd_pass()
{
    QVERIFY(handshake("localhost").done());
    QVERIFY(m_client->tls() && m_server->tls());
    passBothWays();
}

void TestChannel::handshake_anotherHost_fails()
{
    QVERIFY(handshake("example.org").failed());
}

void TestChannel::handshake_untilDone_isOfTheHostItBeganWith()
{
    QVERIFY(m_client->handshake(*m_trust, "example.org").state == State::WantsRead);
    QVERIFY(handshake("localhost").failed());
}

QTEST_GUILESS_MAIN(TestChannel)
#include "tst_channel.moc"
