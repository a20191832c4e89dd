// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/passwords/passwordworker.h"

#include "gateway/passwords/passwordhash.h"

#include <QtCore/QMetaObject>
#include <QtCore/QObject>

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <thread>
#include <utility>

namespace guarita::gateway {

/// Only values pass between the threads: passwords go in, results come back as queued calls on `m_home`. The
/// completions, which may own a client's reply, never leave the event-loop thread.
class PasswordWorker::Thread
{
public:
    struct Result
    {
        Verdict verdict;
        QByteArray hash;
    };
    using Completion = std::function<void(const Result &result)>;
    using Work = std::function<Result(const QByteArray &password)>;

    explicit Thread(int queueLimit)
        : m_queueLimit(static_cast<std::size_t>(queueLimit))
        , m_thread([this] { run(); })
    {
    }

    ~Thread()
    {
        {
            const std::lock_guard lock(m_mutex);
            m_stopping = true;
        }
        m_wake.notify_one();
        m_thread.join();
        for (Job &job : m_jobs)
            passwordhash::wipe(job.password);
    }

    void setQueueLimit(int queueLimit) { m_queueLimit = static_cast<std::size_t>(queueLimit); }

    std::optional<Ticket> submit(Work work, QByteArray password, Completion done)
    {
        if (m_completions.size() >= m_queueLimit)
            return std::nullopt;
        const Ticket id = ++m_lastId;
        m_completions.emplace(id, std::move(done));
        {
            const std::lock_guard lock(m_mutex);
            m_jobs.push_back({id, std::move(work), std::move(password)});
        }
        m_wake.notify_one();
        return id;
    }

    bool cancel(Ticket id)
    {
        {
            const std::lock_guard lock(m_mutex);
            const auto job = std::find_if(m_jobs.begin(), m_jobs.end(),
                                          [id](const Job &waiting) { return waiting.id == id; });
            if (job == m_jobs.end())
                return false;
            passwordhash::wipe(job->password);
            m_jobs.erase(job);
        }
        const auto completion = m_completions.extract(id); // may own the caller: goes last
        return true;
    }

private:
    struct Job
    {
        Ticket id;
        Work work;
        QByteArray password;
    };

    void run()
    {
        std::unique_lock lock(m_mutex);
        while (true) {
            m_wake.wait(lock, [this] { return m_stopping || !m_jobs.empty(); });
            if (m_stopping)
                return;
            Job job = std::move(m_jobs.front());
            m_jobs.pop_front();
            lock.unlock();
            const Result result = job.work(job.password);
            passwordhash::wipe(job.password);
            QMetaObject::invokeMethod(
                &m_home, [this, id = job.id, result] { finish(id, result); }, Qt::QueuedConnection);
            lock.lock();
        }
    }

    /// Not called once m_home is gone: a queued call dies with its receiver.
    void finish(Ticket id, const Result &result)
    {
        const auto node = m_completions.extract(id); // may own the worker: goes last
        node.mapped()(result);
    }

    // The event-loop thread's.
    std::size_t m_queueLimit;
    QObject m_home;
    std::map<Ticket, Completion> m_completions; // of what waits or is being done
    Ticket m_lastId = 0;

    // Shared, under m_mutex.
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<Job> m_jobs;
    bool m_stopping = false;

    std::thread m_thread; // last: it uses all of the above
};

PasswordWorker::PasswordWorker(int queueLimit)
    : m_thread(std::make_unique<Thread>(queueLimit))
{
}

PasswordWorker::~PasswordWorker() = default;

void PasswordWorker::setQueueLimit(int queueLimit)
{
    m_thread->setQueueLimit(queueLimit);
}

std::optional<PasswordWorker::Ticket> PasswordWorker::verify(QByteArray hash, QByteArray password,
                                                             Verified done)
{
    const auto judge = [hash = std::move(hash)](const QByteArray &secret) {
        Thread::Result result;
        if (hash.isEmpty()) {
            passwordhash::make(secret); // for its cost
            return result;
        }
        result.verdict.matches = passwordhash::matches(secret, hash);
        if (result.verdict.matches && passwordhash::isOutdated(hash))
            result.verdict.betterHash = passwordhash::make(secret);
        return result;
    };
    return m_thread->submit(judge, std::move(password),
                            [done = std::move(done)](const Thread::Result &result) { done(result.verdict); });
}

std::optional<PasswordWorker::Ticket> PasswordWorker::hash(QByteArray password, Hashed done)
{
    const auto make = [](const QByteArray &secret) {
        Thread::Result result;
        result.hash = passwordhash::make(secret);
        return result;
    };
    return m_thread->submit(make, std::move(password),
                            [done = std::move(done)](const Thread::Result &result) { done(result.hash); });
}

bool PasswordWorker::cancel(Ticket ticket)
{
    return m_thread->cancel(ticket);
}

} // namespace guarita::gateway
