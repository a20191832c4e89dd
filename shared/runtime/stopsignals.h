// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QSocketNotifier>

#include <chrono>
#include <functional>
#include <memory>

namespace guarita::runtime {

/// SIGTERM and SIGINT as one call on the event loop, SIGHUP as another; SIGPIPE and SIGXFSZ are ignored from
/// here on.
///
/// The first of SIGTERM and SIGINT asks to stop. A further one, half a second later or more, ends the process
/// at once with 128 and its number: what comes sooner is the same request (Ctrl-C reaches the whole process
/// group, and its leader then often passes it on). If the process still runs two seconds after the deadline
/// that began with the first signal, it ends with 70 (EX_SOFTWARE), whatever its threads do. At most one at a
/// time.
class StopSignals
{
public:
    StopSignals(std::chrono::milliseconds deadline, std::function<void(int signal)> stop,
                std::function<void()> reload);
    ~StopSignals();
    StopSignals(const StopSignals &) = delete;
    StopSignals &operator=(const StopSignals &) = delete;

    /// The deadline begins without a signal.
    void startWatchdog();

private:
    void takeSignal();

    int m_event;
    std::function<void(int signal)> m_stop; // called once
    std::function<void()> m_reload;         // until then
    std::unique_ptr<QSocketNotifier> m_notifier;
};

} // namespace guarita::runtime
