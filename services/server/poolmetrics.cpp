// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/poolmetrics.h"

namespace guarita::server {

namespace {

prometheus::Gauge &gauge(prometheus::Registry &registry, const char *name, const char *help)
{
    return prometheus::BuildGauge().Name(name).Help(help).Register(registry).Add({});
}

} // namespace

PoolMetrics::PoolMetrics(prometheus::Registry &registry)
    : m_waiting(gauge(registry, "guarita_database_jobs_waiting", "Jobs in the queue of the database pool."))
    , m_available(gauge(registry, "guarita_database_available", "1 while the database answers."))
    , m_jobs(prometheus::BuildCounter()
                 .Name("guarita_database_jobs_total")
                 .Help("Jobs of the database pool that ended, by their outcome.")
                 .Register(registry))
    , m_done(m_jobs.Add({{"outcome", "ok"}}))
{
}

void PoolMetrics::waiting(std::size_t jobs)
{
    m_waiting.Set(static_cast<double>(jobs));
}

void PoolMetrics::finished(const sql::StorageError *error)
{
    prometheus::Counter &counter =
        error ? m_jobs.Add({{"outcome", sql::failureName(error->failure)}}) : m_done;
    counter.Increment();
}

void PoolMetrics::available(bool yes)
{
    m_available.Set(yes ? 1 : 0);
}

} // namespace guarita::server
