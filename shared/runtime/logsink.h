// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QByteArrayView>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace guarita::runtime {

/// Takes lines from any thread and lets one thread of its own write them to a descriptor, so that a slow
/// reader of a log never holds up the event loop. What does not fit the buffer is dropped, counted and
/// reported.
class LogSink
{
public:
    /// Makes the line that reports `count` dropped lines; empty if it reports them elsewhere. Called on the
    /// writer's thread, while write() waits.
    using LossLine = std::function<QByteArray(qint64 count)>;

    /// `fd` stays the caller's and open. `capacity` in bytes: of all lines that wait.
    LogSink(int fd, qsizetype capacity, LossLine lossLine);
    /// Writes what waits, for as long as a second at most.
    ~LogSink();
    LogSink(const LogSink &) = delete;
    LogSink &operator=(const LogSink &) = delete;

    /// Hands over one line without its line end. Never blocks on the descriptor.
    void write(QByteArrayView line);
    /// Waits until everything handed over before is written. False if that took too long.
    bool flush(std::chrono::milliseconds patience);
    /// Lines dropped since start, for want of room or because writing failed.
    qint64 dropped() const { return m_dropped.load(std::memory_order_relaxed); }

private:
    void run();
    qint64 writeAll(QByteArrayView bytes);

    const int m_fd;
    const qsizetype m_capacity;
    const LossLine m_lossLine;
    const qsizetype m_chunk; // bytes per write() that cannot block once poll() said so

    std::mutex m_mutex;
    std::condition_variable m_wake;    // for the writer
    std::condition_variable m_written; // for flush()
    QByteArray m_pending;
    qsizetype m_beingWritten = 0;
    qint64 m_unreported = 0; // dropped lines that no line tells of yet
    bool m_hurry = false;    // no waiting for more lines
    bool m_stopping = false;

    std::atomic<qint64> m_dropped{0};
    std::atomic<bool> m_abandon{false}; // the reader had its time
    std::thread m_writer;               // last: it uses all of the above
};

} // namespace guarita::runtime
