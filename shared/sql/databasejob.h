// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "sql/repository.h"

#include <optional>
#include <type_traits>
#include <utility>

namespace guarita::sql {

/// One piece of work for a database worker and what to do with its result. Made and delivered on the
/// event-loop thread, run or failed on a worker's; the queues in between hand it over.
class DatabaseJob
{
public:
    virtual ~DatabaseJob() = default;
    virtual void run(Repository &repository) = 0;
    virtual void fail(StorageError error) = 0;
    /// How it failed, after run() or fail(); nullptr if it did not.
    virtual const StorageError *error() const = 0;
    virtual void deliver() = 0;

    core::Instant queuedAt;
    JobTiming timing; // of one that ran
};

/// Calls what takes an outcome, and the timing too if it wants that.
template <typename Done, typename Result>
void handOver(Done &done, Result &&result, const JobTiming &timing)
{
    if constexpr (std::is_invocable_v<Done &, Result, const JobTiming &>)
        done(std::forward<Result>(result), timing);
    else
        done(std::forward<Result>(result));
}

/// `Work` is called with the pool's kind of repository, `R`, and returns an Outcome; `Done` takes that
/// Outcome (see handOver()). One allocation holds the closure, the result and the continuation, so that
/// move-only things can be captured.
template <typename R, typename Work, typename Done>
class TypedJob final : public DatabaseJob
{
public:
    using Result = std::invoke_result_t<Work &, R &>;

    TypedJob(Work work, Done done)
        : m_work(std::move(work))
        , m_done(std::move(done))
    {
    }

    void run(Repository &repository) override
    {
        m_result.emplace(m_work(static_cast<R &>(repository))); // what the pool's factory makes
    }
    void fail(StorageError error) override { m_result.emplace(std::move(error)); }
    const StorageError *error() const override { return *m_result ? nullptr : &m_result->error(); }
    void deliver() override { handOver(m_done, std::move(*m_result), timing); }

private:
    Work m_work;
    Done m_done;
    std::optional<Result> m_result;
};

} // namespace guarita::sql
