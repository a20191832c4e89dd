// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/postgrescluster.h"

#include <QtCore/QDir>
#include <QtCore/QElapsedTimer>
#include <QtCore/QFileInfo>
#include <QtNetwork/QHostAddress>
#include <QtNetwork/QTcpServer>

#include <csignal>
#include <pwd.h>
#include <unistd.h>
#include <vector>

namespace guarita::support {

namespace {

constexpr int toolDeadline = 60'000; // milliseconds; initdb takes a while on a busy machine
constexpr int readyDeadline = 30'000;
const char *const unprivilegedUser = "postgres";

const QString owner()
{
    return QStringLiteral("guarita");
}

QString newestBinaries()
{
    QDir versions(QStringLiteral("/usr/lib/postgresql"));
    QString newest;
    int newestVersion = 0;
    for (const QString &version : versions.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        const QString folder = versions.filePath(version) + QStringLiteral("/bin");
        if (version.toInt() > newestVersion && QFile::exists(folder + QStringLiteral("/postgres"))) {
            newestVersion = version.toInt();
            newest = folder;
        }
    }
    return newest;
}

/// Those that work in `folder`.
std::vector<pid_t> processesIn(const QString &folder)
{
    std::vector<pid_t> found;
    const QString wanted = QFileInfo(folder).canonicalFilePath();
    for (const QString &name : QDir(QStringLiteral("/proc")).entryList(QDir::Dirs)) {
        if (QFile::symLinkTarget(QStringLiteral("/proc/%1/cwd").arg(name)) == wanted && name.toInt() > 0)
            found.push_back(name.toInt());
    }
    return found;
}

} // namespace

void startUnprivileged(QProcess &process, const QString &program, const QStringList &arguments)
{
    QStringList all = {QStringLiteral("--pdeathsig"), QStringLiteral("QUIT")};
    if (geteuid() == 0) {
        const QString user = QString::fromLatin1(unprivilegedUser);
        all << QStringLiteral("--reuid") << user << QStringLiteral("--regid") << user
            << QStringLiteral("--clear-groups");
    }
    all << QStringLiteral("--") << program << arguments;
    process.start(QStringLiteral("setpriv"), all);
}

bool handOver(const QString &folder)
{
    if (geteuid() != 0)
        return true;
    const passwd *entry = getpwnam(unprivilegedUser);
    return entry && chown(qPrintable(folder), entry->pw_uid, entry->pw_gid) == 0;
}

quint16 freePort()
{
    QTcpServer server;
    server.listen(QHostAddress::LocalHost, 0);
    return server.serverPort();
}

PostgresCluster::PostgresCluster()
    : m_folder(QDir::tempPath() + QStringLiteral("/guarita-pg-XXXXXX"))
    , m_port(freePort())
{
    if (!handOver(m_folder.path()))
        m_error = QStringLiteral("cannot hand the folder over");
}

PostgresCluster::~PostgresCluster()
{
    if (running())
        kill();
}

bool PostgresCluster::installed()
{
    return !newestBinaries().isEmpty();
}

bool PostgresCluster::running() const
{
    return m_server && m_server->state() == QProcess::Running;
}

QString PostgresCluster::tool(const QString &name) const
{
    return newestBinaries() + u'/' + name;
}

bool PostgresCluster::run(const QString &program, const QStringList &arguments, QString *output)
{
    QProcess process;
    process.setWorkingDirectory(m_folder.path());
    startUnprivileged(process, tool(program), arguments);
    const bool ended = process.waitForFinished(toolDeadline);
    if (output)
        *output = QString::fromUtf8(process.readAllStandardOutput()).trimmed();
    if (ended && process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0)
        return true;
    m_error = program + QStringLiteral(": ") + process.errorString() + u' ' +
              QString::fromLocal8Bit(process.readAllStandardError());
    return false;
}

QString PostgresCluster::dataFolder() const
{
    return m_folder.filePath(QStringLiteral("data"));
}

bool PostgresCluster::initialise()
{
    m_initialised = m_initialised || run(QStringLiteral("initdb"),
                                         {QStringLiteral("-D"), dataFolder(), QStringLiteral("-U"), owner(),
                                          QStringLiteral("--auth=trust"), QStringLiteral("--encoding=UTF8"),
                                          QStringLiteral("--locale=C"), QStringLiteral("--no-sync")});
    return m_initialised;
}

bool PostgresCluster::start()
{
    if (running())
        return true;
    if (!initialise())
        return false;
    m_server = std::make_unique<QProcess>();
    m_server->setWorkingDirectory(m_folder.path());
    m_server->setProcessChannelMode(QProcess::MergedChannels);
    QStringList arguments = {QStringLiteral("-D"), dataFolder(),         QStringLiteral("-k"),
                             m_folder.path(),      QStringLiteral("-p"), QString::number(m_port)};
    for (const QString &setting :
         {QStringLiteral("listen_addresses=127.0.0.1"), QStringLiteral("fsync=off"),
          QStringLiteral("shared_buffers=16MB"), QStringLiteral("max_connections=100"),
          QStringLiteral("log_min_messages=fatal"), QStringLiteral("log_min_error_statement=panic")})
        arguments << QStringLiteral("-c") << setting;
    startUnprivileged(*m_server, tool(QStringLiteral("postgres")), arguments);
    return awaitReady();
}

bool PostgresCluster::awaitReady()
{
    QElapsedTimer timer;
    timer.start();
    while (timer.elapsed() < readyDeadline) {
        const QString probe = QStringLiteral("SELECT 1");
        if (m_server->waitForFinished(20) || m_server->state() == QProcess::NotRunning) {
            m_error = QString::fromLocal8Bit(m_server->readAll());
            return false;
        }
        if (query(QStringLiteral("postgres"), probe) == QStringLiteral("1"))
            return true;
    }
    m_error = QStringLiteral("not ready in time: ") + QString::fromLocal8Bit(m_server->readAll());
    return false;
}

bool PostgresCluster::stop()
{
    return end(SIGINT); // PostgreSQL's "fast shutdown"
}

bool PostgresCluster::kill()
{
    return end(SIGQUIT); // its "immediate shutdown": no checkpoint, recovery at the next start
}

bool PostgresCluster::crash()
{
    if (!running())
        return true;
    m_server->kill();
    if (!m_server->waitForFinished(readyDeadline))
        return false;
    QElapsedTimer timer;
    timer.start();
    for (std::vector<pid_t> left = processesIn(dataFolder()); !left.empty();
         left = processesIn(dataFolder())) {
        if (timer.elapsed() > readyDeadline)
            return false;
        for (const pid_t process : left)
            ::kill(process, SIGKILL);
    }
    return true;
}

bool PostgresCluster::startAsStandbyOf(const PostgresCluster &primary)
{
    m_initialised = run(QStringLiteral("pg_basebackup"),
                        {QStringLiteral("-D"), dataFolder(), QStringLiteral("-d"),
                         primary.url(QStringLiteral("postgres")), QStringLiteral("-R"),
                         QStringLiteral("--checkpoint=fast"), QStringLiteral("--no-sync")});
    return m_initialised && start();
}

bool PostgresCluster::promote()
{
    return run(QStringLiteral("pg_ctl"), {QStringLiteral("promote"), QStringLiteral("-D"), dataFolder()});
}

bool PostgresCluster::replicateSynchronously()
{
    const QString database = QStringLiteral("postgres");
    query(database, QStringLiteral("ALTER SYSTEM SET synchronous_standby_names = '*'"));
    query(database, QStringLiteral("SELECT pg_reload_conf()"));
    const QString follows =
        QStringLiteral("SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'");
    QElapsedTimer timer;
    timer.start();
    while (query(database, follows) != QStringLiteral("1")) {
        if (timer.elapsed() > readyDeadline)
            return false;
    }
    return true;
}

bool PostgresCluster::end(int signal)
{
    if (!running())
        return true;
    ::kill(static_cast<pid_t>(m_server->processId()), signal);
    return m_server->waitForFinished(readyDeadline);
}

bool PostgresCluster::createDatabase(const QString &name)
{
    return run(QStringLiteral("createdb"), {QStringLiteral("-h"), m_folder.path(), QStringLiteral("-p"),
                                            QString::number(m_port), QStringLiteral("-U"), owner(), name});
}

QString PostgresCluster::query(const QString &database, const QString &sql)
{
    QString output;
    run(QStringLiteral("psql"),
        {QStringLiteral("-X"), QStringLiteral("-A"), QStringLiteral("-t"), QStringLiteral("-h"),
         m_folder.path(), QStringLiteral("-p"), QString::number(m_port), QStringLiteral("-U"), owner(),
         QStringLiteral("-d"), database, QStringLiteral("-c"), sql},
        &output);
    return output;
}

QString PostgresCluster::url(const QString &database) const
{
    return QStringLiteral("postgresql://%1@127.0.0.1:%2/%3").arg(owner()).arg(m_port).arg(database);
}

QString PostgresCluster::socketUrl(const QString &database) const
{
    return QStringLiteral("postgresql://%1@/%2?host=%3&port=%4")
        .arg(owner(), database, m_folder.path())
        .arg(m_port);
}

} // namespace guarita::support
