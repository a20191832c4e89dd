// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/poolcore.h"

#include <functional>
#include <memory>
#include <utility>

namespace guarita::sql {

/// The pool of a program's workers, which work with `R`, a Repository. See PoolCore for what becomes of a
/// job. Belongs to the event-loop thread.
template <typename R>
class DatabasePool final : public PoolCore
{
public:
    /// Called once on each worker's thread.
    using RepositoryFactory = std::function<std::unique_ptr<R>()>;

    /// Observer and random generator must outlive the pool.
    DatabasePool(RepositoryFactory factory, const PoolLimits &limits, const core::Clock &clock,
                 PoolObserver *observer = nullptr, core::Random *random = nullptr)
        : PoolCore(std::move(factory), limits, clock, observer, random)
    {
    }

    /// `work` runs on a worker with an R and returns an Outcome; `done` gets it on the event loop, once,
    /// never from within this call, unless the pool is destroyed before. It may take a JobTiming behind it.
    template <typename Work, typename Done>
    void submit(Work work, Done done)
    {
        enqueue(std::make_unique<TypedJob<R, Work, Done>>(std::move(work), std::move(done)));
    }
};

} // namespace guarita::sql
