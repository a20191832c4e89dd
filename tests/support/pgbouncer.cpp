// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/pgbouncer.h"

#include <QtCore/QDir>
#include <QtCore/QElapsedTimer>
#include <QtCore/QFile>
#include <QtNetwork/QTcpSocket>

namespace guarita::support {

namespace {

constexpr int bouncerDeadline = 30'000; // milliseconds
const char *const program = "/usr/sbin/pgbouncer";

/// Idle connections are closed soon: each test has a database of its own, and PostgreSQL has not that many.
const char *const configuration = "[databases]\n"
                                  "* = host=%1 port=%2 user=guarita\n"
                                  "[pgbouncer]\n"
                                  "listen_addr = 127.0.0.1\n"
                                  "listen_port = %3\n"
                                  "unix_socket_dir =\n"
                                  "auth_type = any\n"
                                  "pool_mode = transaction\n"
                                  "default_pool_size = %4\n"
                                  "server_idle_timeout = 1\n"
                                  "max_client_conn = 200\n"
                                  "log_connections = 0\n"
                                  "log_disconnections = 0\n";

} // namespace

PgBouncer::PgBouncer(const PostgresCluster &cluster, int poolSize)
    : m_cluster(cluster)
    , m_poolSize(poolSize)
    , m_port(freePort())
    , m_folder(QDir::tempPath() + QStringLiteral("/guarita-pgb-XXXXXX"))
{
}

PgBouncer::~PgBouncer()
{
    m_process.kill();
    m_process.waitForFinished();
}

bool PgBouncer::installed()
{
    return QFile::exists(QString::fromLatin1(program));
}

bool PgBouncer::start()
{
    if (!writeConfiguration() || !handOver(m_folder.path())) {
        m_error = QStringLiteral("cannot write the configuration");
        return false;
    }
    m_process.setProcessChannelMode(QProcess::MergedChannels);
    startUnprivileged(m_process, QString::fromLatin1(program),
                      {m_folder.filePath(QStringLiteral("pgbouncer.ini"))});
    return awaitReady();
}

bool PgBouncer::writeConfiguration() const
{
    QFile file(m_folder.filePath(QStringLiteral("pgbouncer.ini")));
    const QByteArray text = QString::fromLatin1(configuration)
                                .arg(m_cluster.folder())
                                .arg(m_cluster.port())
                                .arg(m_port)
                                .arg(m_poolSize)
                                .toUtf8();
    return file.open(QFile::WriteOnly) && file.write(text) == text.size() &&
           file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ReadOther);
}

bool PgBouncer::awaitReady()
{
    QElapsedTimer timer;
    timer.start();
    while (timer.elapsed() < bouncerDeadline) {
        if (m_process.waitForFinished(20) || m_process.state() == QProcess::NotRunning)
            break;
        QTcpSocket socket;
        socket.connectToHost(QStringLiteral("127.0.0.1"), m_port);
        if (socket.waitForConnected(1000))
            return true;
    }
    m_error = QStringLiteral("not ready: ") + QString::fromLocal8Bit(m_process.readAll());
    return false;
}

QString PgBouncer::url(const QString &database) const
{
    return QStringLiteral("postgresql://guarita@127.0.0.1:%1/%2").arg(m_port).arg(database);
}

} // namespace guarita::support
