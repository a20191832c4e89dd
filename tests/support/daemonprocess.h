// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QJsonObject>
#include <QtCore/QProcess>
#include <QtCore/QString>
#include <QtCore/QStringList>

#include <map>
#include <vector>

namespace guarita::support {

/// One of the project's daemons as a real process, on a free port unless told otherwise. Its log lines are
/// kept. Killed with the object. The event loop of the test must run for the log to be read.
class DaemonProcess
{
public:
    /// `program`: "guarita-gateway", …; from the folder of the test's own executable.
    DaemonProcess(const QString &program, const std::map<QString, QString> &environment,
                  const QString &workingDirectory);
    ~DaemonProcess();
    DaemonProcess(const DaemonProcess &) = delete;
    DaemonProcess &operator=(const DaemonProcess &) = delete;

    /// Runs `launcher program` instead of the program itself (to change its surroundings). Before start().
    void setLauncher(const QStringList &launcher) { m_launcher = launcher; }
    /// What it answers is not held against the contract: something else than our daemons stands behind it.
    void leaveUnrecorded() { m_recorded = false; }
    /// Starts it and waits until it listens. False, with the reason in output(), if it ends before. A second
    /// start takes the same port again.
    bool start();
    /// Starts it and does not wait.
    void startOnly();
    bool running() const { return m_process.state() == QProcess::Running; }

    quint16 port() const { return m_port; }
    quint16 metricsPort() const { return m_metricsPort; }
    qint64 pid() const { return m_pid; }
    /// Descriptors that the process has open now.
    int openDescriptors() const;
    /// Resident memory now, in bytes.
    qint64 residentBytes() const;

    void terminate() { sendSignal(15); }
    void kill() { sendSignal(9); }
    void sendSignal(int signal);
    /// Waits for its end; the exit code, or -1 if it was killed or does not end.
    int waitForExit(int timeoutMs = 12'000);

    /// All it has written so far, and the log lines of one event.
    const QByteArray &output() const { return m_output; }
    std::vector<QJsonObject> events(const QString &event) const;

private:
    void readOutput();

    QProcess m_process;
    QString m_name;
    QString m_program;
    QStringList m_launcher;
    QByteArray m_output;
    quint16 m_port = 0;
    quint16 m_metricsPort = 0;
    qint64 m_pid = 0;
    bool m_recorded = true;
};

} // namespace guarita::support
