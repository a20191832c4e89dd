// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "net/limits.h"

#include <prometheus/collectable.h>

#include <functional>
#include <optional>
#include <string>

namespace guarita::runtime {

/// What is measured when /metrics is read and not before: connections, the log, the process.
class DaemonMetrics final : public prometheus::Collectable
{
public:
    struct Sources
    {
        std::string role;
        core::WallTime started;
        std::function<std::optional<net::ListenerStats>()> listener;
        std::function<qint64()> logLinesDropped;
    };

    explicit DaemonMetrics(Sources sources)
        : m_sources(std::move(sources))
    {
    }

    std::vector<prometheus::MetricFamily> Collect() const override;

private:
    Sources m_sources;
};

} // namespace guarita::runtime
