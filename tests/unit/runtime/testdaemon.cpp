// SPDX-License-Identifier: GPL-3.0-or-later
// A daemon whose only work is to start and to stop in the ways that a real one might.
#include "runtime/daemon.h"

#include <QtCore/QTimer>
#include <QtNetwork/QTcpServer>

#include <csignal>
#include <unistd.h>

using namespace guarita;

namespace {

/// How it behaves once it is told to stop.
enum class Manner { AtOnce, Later, Never, HangingDestructor, Fatal };

const QStringList manners{QStringLiteral("at-once"), QStringLiteral("later"), QStringLiteral("never"),
                          QStringLiteral("hanging-destructor"), QStringLiteral("fatal")};

class TestService final : public runtime::Service
{
public:
    TestService(const runtime::CommonSettings &settings, Manner manner)
        : m_settings(settings)
        , m_manner(manner)
    {
    }

    ~TestService() override
    {
        while (m_manner == Manner::HangingDestructor)
            pause();
    }

    core::Result<quint16> start() override
    {
        if (!m_server.listen(m_settings.host, m_settings.port))
            return core::Error{m_server.serverError() == QAbstractSocket::AddressInUseError ? "port_taken"
                                                                                            : "bind_failed",
                               m_server.errorString()};
        raise(SIGPIPE); // must not matter
        qWarning("a message of Qt's kind");
        return m_server.serverPort();
    }

    void drain(std::function<void()> drained) override
    {
        if (m_manner == Manner::Fatal)
            qFatal("the last words");
        if (m_manner == Manner::Later)
            QTimer::singleShot(50, &m_server, drained);
        else if (m_manner != Manner::Never)
            drained();
    }

    std::optional<net::ListenerStats> listenerStats() const override
    {
        return net::ListenerStats{.accepted = 5};
    }

private:
    runtime::CommonSettings m_settings;
    Manner m_manner;
    QTcpServer m_server;
};

runtime::DaemonSpec testDaemon()
{
    runtime::DaemonSpec spec;
    spec.program = "testdaemon";
    spec.role = "test";
    spec.summary = "starts and stops";
    spec.keys = runtime::commonKeys(8000, runtime::Tier::Edge);
    spec.keys.push_back(
        {QStringLiteral("MANNER"), QStringLiteral("at-once"), QStringLiteral("How to stop.")});
    spec.keys.push_back(
        {QStringLiteral("SECRET_KEY"), QStringLiteral("s3cr3t"), QStringLiteral("A secret."), true});
    spec.configure = [](config::Reader &reader, const runtime::CommonSettings &common) {
        const QString manner = reader.choice(QStringLiteral("MANNER"), manners);
        reader.nonEmptyText(QStringLiteral("SECRET_KEY"));
        const auto make = [common,
                           manner](const runtime::Surroundings &) -> std::unique_ptr<runtime::Service> {
            return std::make_unique<TestService>(common, static_cast<Manner>(manners.indexOf(manner)));
        };
        return runtime::DaemonSpec::Configured{make};
    };
    return spec;
}

} // namespace

int main(int argc, char **argv)
{
    return runtime::runDaemon(argc, argv, testDaemon());
}
