// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/sqldialect.h"

#include <QtCore/QObject>
#include <QtCore/QTimer>
#include <QtSql/QSqlDatabase>

#include <memory>

namespace guarita::sql {

/// The part of ChangeSignal that lives on its thread. A connection that is lost is opened again; what may
/// have been missed meanwhile counts as a change.
class SignalWorker final : public QObject
{
    Q_OBJECT

public:
    SignalWorker(std::shared_ptr<const SqlDialect> dialect, const QString &channel);
    ~SignalWorker() override;

    void start();
    /// Words that follow closely on one another go out as one.
    void announce();

Q_SIGNALS:
    void heard();

private:
    void beat();
    bool ensureOpen();
    void close();
    void sendAnnouncement();
    bool execute(const QString &sql);

    const std::shared_ptr<const SqlDialect> m_dialect;
    const QString m_channel;
    QSqlDatabase m_database;
    QTimer m_beat{this}; // children, so that they move to the thread with this
    QTimer m_announce{this};
    QString m_state; // of the change probe
    bool m_open = false;
};

} // namespace guarita::sql
