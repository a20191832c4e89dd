// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/completionqueue.h"

namespace guarita::sql {

void CompletionQueue::push(std::unique_ptr<DatabaseJob> job)
{
    bool first = false;
    {
        const std::scoped_lock lock(m_mutex);
        first = m_finished.empty();
        m_finished.push_back(std::move(job));
    }
    if (first)
        QMetaObject::invokeMethod(
            &m_context, [this] { deliverAll(); }, Qt::QueuedConnection);
}

void CompletionQueue::deliverAll()
{
    std::vector<std::unique_ptr<DatabaseJob>> finished;
    {
        const std::scoped_lock lock(m_mutex);
        finished.swap(m_finished);
    }
    for (std::unique_ptr<DatabaseJob> &job : finished) {
        job->deliver();
        job.reset();
    }
}

} // namespace guarita::sql
