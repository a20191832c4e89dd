// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/signalworker.h"

#include <QtSql/QSqlDriver>
#include <QtSql/QSqlError>
#include <QtSql/QSqlQuery>

#include <chrono>

namespace guarita::sql {

using namespace std::chrono_literals;

namespace {

constexpr auto announceDelay = 10ms;
constexpr auto probeInterval = 100ms; // of a file that others write to
constexpr auto heartbeat = 2s;        // a connection that has died says nothing

} // namespace

SignalWorker::SignalWorker(std::shared_ptr<const SqlDialect> dialect, const QString &channel)
    : m_dialect(std::move(dialect))
    , m_channel(channel)
{
}

SignalWorker::~SignalWorker()
{
    close();
}

void SignalWorker::start()
{
    m_announce.setSingleShot(true);
    m_announce.setInterval(announceDelay);
    connect(&m_announce, &QTimer::timeout, this, &SignalWorker::sendAnnouncement);
    connect(&m_beat, &QTimer::timeout, this, &SignalWorker::beat);
    if (!m_dialect->announces() && m_dialect->changeProbe().isEmpty())
        return; // followers look for themselves
    m_beat.start(m_dialect->announces() ? std::chrono::milliseconds(heartbeat) : probeInterval);
    beat();
}

bool SignalWorker::ensureOpen()
{
    if (m_open)
        return true;
    close();
    m_database = QSqlDatabase::addDatabase(
        m_dialect->driver(),
        QStringLiteral("guarita-signal-%1").arg(reinterpret_cast<quintptr>(this), 0, 16));
    m_dialect->configure(m_database);
    m_open = m_database.open() && !m_dialect->prepareSession(m_database).isValid();
    if (m_open && m_dialect->announces()) {
        connect(m_database.driver(), &QSqlDriver::notification, this, &SignalWorker::heard);
        m_open = m_database.driver()->subscribeToNotification(m_channel);
    }
    if (m_open)
        Q_EMIT heard(); // whatever happened while nobody listened
    return m_open;
}

void SignalWorker::close()
{
    m_open = false;
    if (!m_database.isValid())
        return;
    const QString name = m_database.connectionName();
    m_database.close();
    m_database = QSqlDatabase(); // removeDatabase() warns of every copy that is left
    QSqlDatabase::removeDatabase(name);
}

bool SignalWorker::execute(const QString &sql)
{
    QSqlQuery query(m_database);
    if (!query.exec(sql)) {
        m_open = false; // opened anew with the next beat
        return false;
    }
    if (!query.next())
        return true;
    const QString state = query.value(0).toString();
    if (!m_state.isEmpty() && state != m_state)
        Q_EMIT heard();
    m_state = state;
    return true;
}

void SignalWorker::beat()
{
    if (ensureOpen())
        execute(m_dialect->announces() ? QStringLiteral("SELECT 1") : m_dialect->changeProbe());
}

void SignalWorker::announce()
{
    if (m_dialect->announces() && !m_announce.isActive())
        m_announce.start();
}

void SignalWorker::sendAnnouncement()
{
    if (m_open)
        execute(QStringLiteral("NOTIFY ") + m_channel);
}

} // namespace guarita::sql
