// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <string>

namespace prometheus {
class Counter;
class Gauge;
class Registry;
} // namespace prometheus

namespace guarita::balancer {

/// One backend's series in the Prometheus registry, looked up once so that counting costs an atomic addition.
/// A default-made one counts nothing. The registry must outlive it.
class BackendMetrics
{
public:
    BackendMetrics() = default;
    /// Series guarita_backend_…{backend="<id>"}. A second one of the same id counts on in the same series.
    BackendMetrics(prometheus::Registry &registry, const std::string &id);

    void up(bool isUp) const;
    void started(bool retry) const;
    void answered(std::size_t statusClass) const; // 0: 2xx … 3: 5xx
    void failed() const;
    void ended() const;

private:
    prometheus::Gauge *m_up = nullptr;
    prometheus::Gauge *m_inFlight = nullptr;
    prometheus::Counter *m_requests = nullptr;
    prometheus::Counter *m_retries = nullptr;
    prometheus::Counter *m_failures = nullptr;
    std::array<prometheus::Counter *, 4> m_responses{};
};

} // namespace guarita::balancer
