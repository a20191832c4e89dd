// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace guarita::balancer {

struct HealthThresholds
{
    int failures = 3; // in a row, to go down
    int passes = 2;   // in a row, to come up again
};

/// Decides from the results of checks whether an endpoint is up. Pure.
///
/// It starts down, and the first pass of its life brings it up at once: a balancer that just started should
/// serve as soon as it knows a server, while an endpoint that was seen failing has to prove itself.
class HealthMachine
{
public:
    explicit HealthMachine(HealthThresholds thresholds)
        : m_thresholds(thresholds)
    {
    }

    bool up() const { return m_up; }
    /// Up, but the last thing known of it speaks against it.
    bool failing() const { return m_up && m_failures > 0; }

    /// From the next result on.
    void setThresholds(HealthThresholds thresholds) { m_thresholds = thresholds; }

    void pass();
    void fail();
    /// A request could not connect, or none is answered. Counts as a failed check, but never as the one that
    /// takes the endpoint down: many requests may time out together on a server that is only busy, so a check
    /// of its own has the last word.
    void suspect();

private:
    HealthThresholds m_thresholds;
    bool m_up = false;
    bool m_everPassed = false;
    int m_failures = 0; // in a row
    int m_passes = 0;   // in a row
};

} // namespace guarita::balancer
