// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/poolcore.h"

#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/gauge.h>
#include <prometheus/registry.h>

namespace guarita::server {

/// The database pool in the daemon's metrics.
class PoolMetrics final : public sql::PoolObserver
{
public:
    explicit PoolMetrics(prometheus::Registry &registry);

    void waiting(std::size_t jobs) override;
    void finished(const sql::StorageError *error) override;
    void available(bool yes) override;

private:
    prometheus::Gauge &m_waiting;
    prometheus::Gauge &m_available;
    prometheus::Family<prometheus::Counter> &m_jobs;
    prometheus::Counter &m_done; // the usual outcome, looked up once
};

} // namespace guarita::server
