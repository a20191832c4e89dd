// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/sqldialect.h"

#include <QtCore/QObject>
#include <QtCore/QThread>

#include <functional>
#include <memory>

namespace guarita::sql {

class SignalWorker;

/// Tells other processes on the database that something has changed, and is told by them: with PostgreSQL by
/// LISTEN and NOTIFY on a connection of its own, with SQLite by looking whether the file has changed.
///
/// NOTIFY is not a part of the transactions that change something: their commits would have to wait for one
/// another. A word that is lost on the way must be made up for by who follows: look now and then without
/// having heard. Belongs to the event-loop thread, works on a thread of its own.
class ChangeSignal
{
public:
    /// `heard` is called on the event loop. `channel`, a name in SQL, keeps apart what PostgreSQL is told of;
    /// of a file, any change is heard.
    ChangeSignal(std::shared_ptr<const SqlDialect> dialect, const QString &channel,
                 std::function<void()> heard);
    ~ChangeSignal();
    ChangeSignal(const ChangeSignal &) = delete;
    ChangeSignal &operator=(const ChangeSignal &) = delete;

    /// Something has changed here.
    void announce();

private:
    QObject m_context; // its thread is where `heard` is called
    QThread m_thread;
    SignalWorker *m_worker;
};

} // namespace guarita::sql
