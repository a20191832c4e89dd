// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/backoff.h"
#include "core/clock.h"
#include "core/random.h"
#include "sql/completionqueue.h"
#include "sql/databasejob.h"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace guarita::sql {

struct PoolLimits
{
    int workers = 4;
    int queue = 256; // waiting jobs; further ones fail at once with Failure::Overloaded
    std::chrono::milliseconds queueWait{
        2'000}; // a job that waited longer fails as well: its client is about to leave
    /// Between two attempts to reach a database that is away.
    core::BackoffLimits probe{std::chrono::milliseconds(100), std::chrono::milliseconds(1'000),
                              core::Jitter::Half};
};

/// Told of what happens, from any thread; must be quick and thread-safe.
class PoolObserver
{
public:
    virtual ~PoolObserver() = default;
    virtual void waiting(std::size_t jobs) = 0;
    /// nullptr: it ended with a value.
    virtual void finished(const StorageError *error) = 0;
    virtual void available(bool yes) = 0;
    /// The database is away, and the next attempt to reach it comes after that.
    virtual void waitingForDatabase(std::chrono::milliseconds) {}
};

/// Since start, and gauges.
struct PoolStats
{
    qint64 jobs = 0;       // given to the pool
    qint64 failures = 0;   // ended with anything but a value or a refusal
    qint64 overloaded = 0; // of the failures, those for want of room
    int waiting = 0;
    bool available = false;
};

/// A fixed number of threads, each with a repository (and its connection) of its own, behind one bounded
/// queue.
///
/// While the database is away every job fails at once, so that none waits behind a connect timeout; one
/// worker keeps trying, less and less often, and when it succeeds jobs are taken again. A database that only
/// takes no writes is not away. All of a DatabasePool that does not depend on its kind of repository.
class PoolCore
{
public:
    PoolCore(const PoolCore &) = delete;
    PoolCore &operator=(const PoolCore &) = delete;

    PoolStats stats() const;

protected:
    using RepositoryFactory = std::function<std::unique_ptr<Repository>()>;

    PoolCore(RepositoryFactory factory, const PoolLimits &limits, const core::Clock &clock,
             PoolObserver *observer, core::Random *random);
    /// Waits for the jobs that run; those that wait are dropped with their continuations.
    ~PoolCore();

    void enqueue(std::unique_ptr<DatabaseJob> job);

private:
    enum class State { Starting, Up, Down };

    using Job = std::unique_ptr<DatabaseJob>;
    using Lock = std::unique_lock<std::mutex>;

    void work();
    void waitAndProbe(Lock &lock, Repository &repository);
    void takeOne(Lock &lock, Repository &repository);
    void runJob(DatabaseJob &job, Repository &repository);
    void probe(Repository &repository);
    void markUp();
    void markDown(const StorageError &cause);
    void finish(Job job);

    const RepositoryFactory m_factory;
    const PoolLimits m_limits;
    const core::Clock &m_clock;
    PoolObserver *const m_observer;
    core::SystemRandom m_systemRandom; // if no other was given
    CompletionQueue m_completions;

    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<Job> m_queue; // this and what follows is guarded by m_mutex
    State m_state = State::Starting;
    bool m_probing = false;  // one worker is at it
    core::Backoff m_backoff; // of its attempts
    bool m_stopping = false;
    PoolStats m_stats;

    std::vector<std::thread> m_workers; // last: they use all of the above
};

} // namespace guarita::sql
