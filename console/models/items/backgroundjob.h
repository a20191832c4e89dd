// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QMetaObject>
#include <QtCore/QObject>

#include <atomic>
#include <memory>
#include <mutex>
#include <thread>
#include <utility>

namespace guarita::console {

/// Work in a thread of its own, for an answer that is wanted only while its owner lives and wants nothing
/// newer. Nobody waits for the thread: one that hangs (a network mount that is away) is left to itself, and
/// to copies of what it needs. A QThreadPool would wait in its destructor, the global one as the program
/// ends.
///
/// A member of its owner, and so gone before the QObject is. Used in the owner's thread alone.
class BackgroundJob final
{
public:
    /// Shared with the thread, which may outlive the job.
    class Token
    {
    public:
        bool cancelled() const { return m_cancelled; } // any thread: ask between steps

    private:
        friend class BackgroundJob;
        std::mutex m_mutex; // held while the answer is sent: until then the owner cannot go
        std::atomic<bool> m_cancelled = false;
    };

    explicit BackgroundJob(QObject &owner)
        : m_owner(owner)
    {
    }
    ~BackgroundJob() { cancel(); }
    Q_DISABLE_COPY_MOVE(BackgroundJob)

    /// Cancels what runs. `work(token)` runs in another thread and may use only what it holds itself; `take`
    /// gets its result in the owner's thread, over the event loop, unless that was cancelled.
    template <typename Work, typename Take>
    void start(Work work, Take take)
    {
        cancel();
        m_token = std::make_shared<Token>();
        std::thread([token = m_token, owner = &m_owner, work = std::move(work),
                     take = std::move(take)]() mutable {
            auto answer = [token, take, result = work(std::as_const(*token))]() mutable {
                if (!token->cancelled())
                    take(std::move(result));
            };
            const std::lock_guard lock(token->m_mutex);
            if (!token->cancelled())
                QMetaObject::invokeMethod(owner, std::move(answer), Qt::QueuedConnection);
        }).detach();
    }

    /// Of what was started nothing is taken any more.
    void cancel()
    {
        if (!m_token)
            return;
        const std::lock_guard lock(m_token->m_mutex);
        m_token->m_cancelled = true;
    }

private:
    QObject &m_owner;
    std::shared_ptr<Token> m_token; // of the last work
};

} // namespace guarita::console
