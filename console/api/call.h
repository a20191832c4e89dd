// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QObject>

#include <memory>

namespace guarita::console {

/// What stands behind a Call. After cancel() it runs no callback; it is deleted later, since it may be on the
/// stack of its own callback.
class CallJob : public QObject
{
public:
    virtual void cancel() = 0;
};

/// A request under way, owned by who wants its answer. Destroying it or assigning another one cancels it: the
/// connection is let go and the callback does not run. The callback runs at most once, from the event loop,
/// never from within the call that started it; it may destroy its own Call.
class Call
{
public:
    Call() = default;
    explicit Call(std::unique_ptr<CallJob> job)
        : m_job(std::move(job))
    {
    }
    Call(Call &&) noexcept = default;
    Call &operator=(Call &&other) noexcept
    {
        reset();
        m_job = std::move(other.m_job);
        return *this;
    }
    ~Call() { reset(); }

    void reset()
    {
        if (CallJob *job = m_job.release()) {
            job->cancel();
            job->deleteLater();
        }
    }

private:
    std::unique_ptr<CallJob> m_job;
};

} // namespace guarita::console
