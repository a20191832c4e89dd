// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "balancer/model/attempt.h"
#include "balancer/model/endpointstate.h"

#include <chrono>
#include <map>
#include <memory>
#include <string>

namespace prometheus {
class Registry;
}

namespace guarita::balancer {

/// One backend's series in the Prometheus registry, looked up once so that counting costs some atomic
/// additions. A default-made one counts nothing. The series are gone from the registry with the last copy.
class BackendMetrics
{
public:
    BackendMetrics() = default;

    void up(bool isUp) const;
    void state(EndpointState state) const;
    void ejected() const;
    void started(PickReason reason) const;
    /// The head of an answer, or all of it. `statusClass`: 0: 2xx … 3: 5xx.
    void answered(std::size_t statusClass, std::chrono::nanoseconds duration) const;
    void ended(AttemptOutcome outcome) const;

private:
    friend class BackendFamilies;
    struct Series;

    std::shared_ptr<const Series> m_series;
};

/// Makes the series guarita_backend_…{backend="<id>"}. Event-loop thread only.
class BackendFamilies
{
public:
    /// The registry outlives it and all that it makes.
    explicit BackendFamilies(prometheus::Registry &registry);
    ~BackendFamilies();
    BackendFamilies(const BackendFamilies &) = delete;
    BackendFamilies &operator=(const BackendFamilies &) = delete;

    /// As long as somebody has those of an id, another one of that id counts on in them.
    BackendMetrics of(const std::string &id);

    /// The process ends: what all have is left in the registry from here on. To take one out costs a look at
    /// each, which for thousands of them takes longer than a process has to end.
    void leaveAll() { *m_ending = true; }

private:
    struct Families;

    std::unique_ptr<const Families> m_families;
    std::shared_ptr<bool> m_ending = std::make_shared<bool>(false);
    std::map<std::string, std::weak_ptr<const BackendMetrics::Series>> m_known;
    std::size_t m_lookAt = 64; // as many known ones as make it look for those that are gone
};

} // namespace guarita::balancer
