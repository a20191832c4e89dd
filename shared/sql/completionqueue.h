// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/databasejob.h"

#include <QtCore/QObject>

#include <memory>
#include <mutex>
#include <vector>

namespace guarita::sql {

/// Brings finished jobs to the thread that made the queue. Jobs that finish close together share one wake-up
/// of the event loop.
class CompletionQueue
{
public:
    /// From any thread.
    void push(std::unique_ptr<DatabaseJob> job);

private:
    void deliverAll();

    QObject m_context; // its thread is where jobs are delivered; what is queued for it dies with it
    std::mutex m_mutex;
    std::vector<std::unique_ptr<DatabaseJob>> m_finished; // guarded by m_mutex
};

} // namespace guarita::sql
