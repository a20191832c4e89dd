// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QProcess>
#include <QtCore/QString>
#include <QtCore/QTemporaryDir>

#include <memory>

namespace guarita::support {

/// Starts a server that dies with this process, and as the user "postgres" if this one is root, whom
/// PostgreSQL and PgBouncer refuse. The process id is the program's.
void startUnprivileged(QProcess &process, const QString &program, const QStringList &arguments);
/// Hands a folder to the user under whom startUnprivileged() starts.
bool handOver(const QString &folder);
/// A port of the loopback interface that nobody listens on.
quint16 freePort();

/// A private PostgreSQL cluster in a temporary folder, reachable by a unix socket there and by a free TCP
/// port of the loopback interface. Nothing of it outlives the object, nor the process if that is killed.
///
/// Writes are not flushed to the disk: they survive a killed database, not a killed machine.
class PostgresCluster
{
public:
    PostgresCluster();
    ~PostgresCluster();
    PostgresCluster(const PostgresCluster &) = delete;
    PostgresCluster &operator=(const PostgresCluster &) = delete;

    /// Whether there are PostgreSQL binaries on this machine.
    static bool installed();

    bool start(); // waits until it accepts connections
    bool stop();  // as an administrator does: open connections are ended
    bool kill();  // at once, as a crash does
    /// kill -9 of the postmaster and all its children: as if the machine had gone.
    bool crash();
    bool running() const;

    /// Starts as a streaming standby of a running primary, whose data it copies first.
    bool startAsStandbyOf(const PostgresCluster &primary);
    /// A standby takes writes once this has returned.
    bool promote();
    /// From now on a commit waits until some standby has it too. True once one follows closely enough.
    bool replicateSynchronously();

    bool createDatabase(const QString &name);
    /// The first column of the rows that `sql` gives, one per line, as psql prints them.
    QString query(const QString &database, const QString &sql);

    quint16 port() const { return m_port; }
    QString folder() const { return m_folder.path(); } // with the unix socket
    QString url(const QString &database) const;        // by TCP
    QString socketUrl(const QString &database) const;  // by the unix socket
    /// What went wrong last, with the tail of the server's log.
    QString error() const { return m_error; }

private:
    bool initialise();
    QString dataFolder() const;
    bool run(const QString &program, const QStringList &arguments, QString *output = nullptr);
    bool end(int signal);
    bool awaitReady();
    QString tool(const QString &name) const;

    QTemporaryDir m_folder;
    std::unique_ptr<QProcess> m_server;
    quint16 m_port = 0;
    bool m_initialised = false;
    QString m_error;
};

} // namespace guarita::support
