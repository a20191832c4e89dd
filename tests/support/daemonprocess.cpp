// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/daemonprocess.h"

#include "support/recording.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QJsonDocument>
#include <QtTest/QTest>

#include <csignal>

namespace guarita::support {

DaemonProcess::DaemonProcess(const QString &program, const std::map<QString, QString> &environment,
                             const QString &workingDirectory)
    : m_name(program)
    , m_program(QCoreApplication::applicationDirPath() + QLatin1Char('/') + program)
{
    QProcessEnvironment surroundings = QProcessEnvironment::systemEnvironment();
    surroundings.remove(QStringLiteral("GUARITA_RECORD")); // it would take it for a misspelt setting
    surroundings.insert(QStringLiteral("PORT"), QStringLiteral("0"));
    surroundings.insert(QStringLiteral("METRICS_PORT"), QStringLiteral("0"));
    surroundings.insert(QStringLiteral("DRAIN_NOTICE"), QStringLiteral("0ms"));
    surroundings.insert(QStringLiteral("DRAIN_IDLE_GRACE"), QStringLiteral("0ms"));
    for (const auto &[name, value] : environment)
        surroundings.insert(name, value);
    m_process.setProcessEnvironment(surroundings);
    m_process.setWorkingDirectory(workingDirectory);
    m_process.setProcessChannelMode(QProcess::MergedChannels);
    QObject::connect(&m_process, &QProcess::readyRead, &m_process, [this] { readOutput(); });
}

DaemonProcess::~DaemonProcess()
{
    if (!running())
        return;
    kill();
    m_process.waitForFinished();
}

void DaemonProcess::startOnly()
{
    if (m_port != 0) {
        QProcessEnvironment environment = m_process.processEnvironment();
        environment.insert(QStringLiteral("PORT"), QString::number(m_port));
        environment.insert(QStringLiteral("METRICS_PORT"), QString::number(m_metricsPort));
        m_process.setProcessEnvironment(environment);
    }
    m_output.clear();
    QStringList command = m_launcher + QStringList{m_program};
    m_process.start(command.takeFirst(), command);
}

bool DaemonProcess::start()
{
    startOnly();
    const auto listens = [this] { return !events(QStringLiteral("listening")).empty(); };
    constexpr int patience = 20'000; // sanitizers on a busy machine
    if (!QTest::qWaitFor([&] { return listens() || m_process.state() == QProcess::NotRunning; }, patience) ||
        !listens())
        return false;
    const QJsonObject line = events(QStringLiteral("listening")).front();
    m_port = static_cast<quint16>(line.value(QStringLiteral("port")).toInt());
    m_metricsPort = static_cast<quint16>(line.value(QStringLiteral("metrics_port")).toInt());
    m_pid = line.value(QStringLiteral("pid")).toInteger();
    recordDaemon(m_recorded ? m_name : QString(), m_port);
    recordDaemon({}, m_metricsPort);
    return true;
}

void DaemonProcess::readOutput()
{
    m_output += m_process.readAll();
}

int DaemonProcess::openDescriptors() const
{
    const QDir folder(QStringLiteral("/proc/%1/fd").arg(m_pid));
    return static_cast<int>(folder.entryList(QDir::AllEntries | QDir::System | QDir::NoDotAndDotDot).size());
}

qint64 DaemonProcess::residentBytes() const
{
    QFile status(QStringLiteral("/proc/%1/status").arg(m_pid));
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    for (const QByteArray &line : status.readAll().split('\n')) {
        if (line.startsWith("VmRSS:"))
            return line.simplified().split(' ').value(1).toLongLong() * 1024;
    }
    return 0;
}

void DaemonProcess::sendSignal(int signal)
{
    if (m_pid > 0 && running())
        ::kill(static_cast<pid_t>(m_pid), signal);
}

int DaemonProcess::waitForExit(int timeoutMs)
{
    if (!QTest::qWaitFor([this] { return m_process.state() == QProcess::NotRunning; }, timeoutMs))
        return -1;
    readOutput();
    return m_process.exitStatus() == QProcess::NormalExit ? m_process.exitCode() : -1;
}

std::vector<QJsonObject> DaemonProcess::events(const QString &event) const
{
    std::vector<QJsonObject> found;
    for (const QByteArray &line : m_output.split('\n')) {
        if (!line.contains(event.toUtf8()))
            continue;
        const QJsonObject object = QJsonDocument::fromJson(line).object();
        if (object.value(QStringLiteral("event")).toString() == event)
            found.push_back(object);
    }
    return found;
}

} // namespace guarita::support
