// SPDX-License-Identifier: GPL-3.0-or-later
#include "runtime/stopsignals.h"

#include <atomic>
#include <cerrno>
#include <csignal>
#include <sys/eventfd.h>
#include <unistd.h>
#include <utility>

namespace guarita::runtime {

namespace {

// A handler sees nothing but globals. All are lock-free and written before the handlers are installed.
std::atomic<int> eventDescriptor{-1};
std::atomic<unsigned> secondsToLive{0};
std::atomic<int> firstSignal{0};
std::atomic<long long> firstSignalAt{0}; // milliseconds of the monotonic clock
std::atomic<bool> reloadAsked{false};

constexpr long long sameRequest = 500; // milliseconds

/// Called in a handler: the standard library does no more here than read the kernel's clock.
long long monotonicMilliseconds()
{
    const auto now = std::chrono::steady_clock::now().time_since_epoch();
    return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}

void wakeEventLoop()
{
    const std::uint64_t one = 1;
    [[maybe_unused]] const ssize_t written = write(eventDescriptor, &one, sizeof(one));
}

void onReloadSignal(int)
{
    const int savedErrno = errno;
    reloadAsked = true;
    wakeEventLoop();
    errno = savedErrno;
}

void onStopSignal(int signal)
{
    const int savedErrno = errno;
    int none = 0;
    const long long now = monotonicMilliseconds();
    if (firstSignal.compare_exchange_strong(none, signal)) {
        firstSignalAt = now;
        alarm(secondsToLive);
        wakeEventLoop();
    } else if (firstSignalAt != 0 && now - firstSignalAt >= sameRequest) {
        _exit(128 + signal);
    }
    errno = savedErrno;
}

void onAlarm(int)
{
    constexpr char text[] = "still running after the drain deadline; ended by force\n";
    [[maybe_unused]] const ssize_t written = write(STDERR_FILENO, text, sizeof(text) - 1);
    _exit(70);
}

void handle(int signal, void (*handler)(int))
{
    struct sigaction action = {};
    action.sa_handler = handler;
    action.sa_flags = SA_RESTART;
    sigemptyset(&action.sa_mask);
    sigaction(signal, &action, nullptr);
}

} // namespace

StopSignals::StopSignals(std::chrono::milliseconds deadline, std::function<void(int signal)> stop,
                         std::function<void()> reload)
    : m_event(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
    , m_stop(std::move(stop))
    , m_reload(std::move(reload))
{
    eventDescriptor = m_event;
    firstSignal = 0;
    firstSignalAt = 0;
    reloadAsked = false;
    secondsToLive = static_cast<unsigned>(std::chrono::ceil<std::chrono::seconds>(deadline).count() + 2);
    m_notifier = std::make_unique<QSocketNotifier>(m_event, QSocketNotifier::Read);
    QObject::connect(m_notifier.get(), &QSocketNotifier::activated, m_notifier.get(),
                     [this] { takeSignal(); });
    handle(SIGALRM, onAlarm);
    handle(SIGTERM, onStopSignal);
    handle(SIGINT, onStopSignal);
    handle(SIGHUP, onReloadSignal);
    handle(SIGPIPE, SIG_IGN);
    handle(SIGXFSZ, SIG_IGN); // a file at the limit of its size is an error like a full disk
}

StopSignals::~StopSignals()
{
    handle(SIGTERM, SIG_DFL);
    handle(SIGINT, SIG_DFL);
    handle(SIGHUP, SIG_IGN);
    alarm(0);
    eventDescriptor = -1;
    m_notifier.reset();
    close(m_event);
}

void StopSignals::startWatchdog()
{
    alarm(secondsToLive);
}

void StopSignals::takeSignal()
{
    std::uint64_t count = 0;
    if (read(m_event, &count, sizeof(count)) != sizeof(count) || !m_stop)
        return;
    if (firstSignal != 0)
        std::exchange(m_stop, nullptr)(firstSignal);
    else if (reloadAsked.exchange(false))
        m_reload();
}

} // namespace guarita::runtime
