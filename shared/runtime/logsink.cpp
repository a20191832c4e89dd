// SPDX-License-Identifier: GPL-3.0-or-later
#include "runtime/logsink.h"

#include <algorithm>
#include <cerrno>
#include <climits>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace guarita::runtime {

namespace {

using namespace std::chrono_literals;

// Lines are collected for this long, so that a busy daemon wakes the writer fifty times a second and not per
// line.
constexpr auto gathering = 20ms;
constexpr qsizetype largeBatch = 256 * 1024;

/// The descriptor is shared with other processes, so it cannot be made non-blocking. A write of up to
/// PIPE_BUF bytes to a pipe does not block after poll(); a regular file never does for long.
qsizetype chunkFor(int fd)
{
    struct stat status = {};
    return fstat(fd, &status) == 0 && S_ISREG(status.st_mode) ? 1024 * 1024 : PIPE_BUF;
}

} // namespace

LogSink::LogSink(int fd, qsizetype capacity, LossLine lossLine)
    : m_fd(fd)
    , m_capacity(capacity)
    , m_lossLine(std::move(lossLine))
    , m_chunk(chunkFor(fd))
    , m_writer([this] { run(); })
{
}

LogSink::~LogSink()
{
    if (!flush(1s))
        m_abandon = true;
    {
        const std::scoped_lock lock(m_mutex);
        m_stopping = true;
    }
    m_wake.notify_one();
    m_writer.join();
}

void LogSink::write(QByteArrayView line)
{
    bool wake = false;
    {
        const std::scoped_lock lock(m_mutex);
        const qsizetype before = m_pending.size();
        if (before + m_beingWritten + line.size() + 1 > m_capacity) {
            ++m_unreported;
            m_dropped.fetch_add(1, std::memory_order_relaxed);
            return;
        }
        m_pending.append(line).append('\n');
        wake = before == 0 || (before < largeBatch && m_pending.size() >= largeBatch);
    }
    if (wake)
        m_wake.notify_one();
}

bool LogSink::flush(std::chrono::milliseconds patience)
{
    std::unique_lock lock(m_mutex);
    m_hurry = true;
    m_wake.notify_one();
    const bool done = m_written.wait_for(
        lock, patience, [this] { return m_pending.isEmpty() && m_beingWritten == 0 && m_unreported == 0; });
    m_hurry = false;
    return done;
}

void LogSink::run()
{
    QByteArray batch;
    qint64 failed = 0; // lines that could not be written and that no line tells of yet
    std::unique_lock lock(m_mutex);
    for (;;) {
        m_wake.wait(lock,
                    [this] { return m_stopping || !m_pending.isEmpty() || (m_hurry && m_unreported > 0); });
        if (m_stopping && m_pending.isEmpty())
            return;
        m_wake.wait_for(lock, gathering,
                        [this] { return m_stopping || m_hurry || m_pending.size() >= largeBatch; });
        std::swap(batch, m_pending);
        const qint64 lost = std::exchange(m_unreported, 0) + std::exchange(failed, 0);
        const QByteArray lossLine = lost > 0 ? m_lossLine(lost) : QByteArray();
        if (!lossLine.isEmpty())
            batch.append(lossLine).append('\n');
        m_beingWritten = batch.size();
        lock.unlock();
        if (const qint64 unwritten = writeAll(batch)) {
            const qint64 lines = unwritten - (lossLine.isEmpty() ? 0 : 1); // it is the last one
            m_dropped.fetch_add(lines, std::memory_order_relaxed);
            failed = lines + (lossLine.isEmpty() ? 0 : lost);
        }
        batch.resize(0); // keeps its memory for the next swap
        lock.lock();
        m_beingWritten = 0;
        m_written.notify_all();
    }
}

/// Returns how many lines it had to give up.
qint64 LogSink::writeAll(QByteArrayView bytes)
{
    while (!bytes.isEmpty()) {
        pollfd ready{m_fd, POLLOUT, 0};
        const int polled = poll(&ready, 1, 50);
        if (m_abandon)
            break;
        if (polled <= 0)
            continue;
        const auto size = static_cast<std::size_t>(std::min(bytes.size(), m_chunk));
        const ssize_t written = ::write(m_fd, bytes.data(), size);
        if (written >= 0)
            bytes = bytes.sliced(written);
        else if (errno != EINTR && errno != EAGAIN)
            break; // no reader, or a full disk: the next batch may do better
    }
    return std::count(bytes.begin(), bytes.end(), '\n');
}

} // namespace guarita::runtime
