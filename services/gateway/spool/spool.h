// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/spool/spoolfile.h"

#include <QtCore/QByteArray>
#include <QtCore/QString>

#include <cstdint>
#include <functional>
#include <memory>

namespace prometheus {
class Counter;
class Gauge;
class Registry;
} // namespace prometheus

namespace guarita::runtime {
class Log;
}

namespace guarita::gateway {

/// The room on disk for bodies whose length nobody tells: in which folder, how much, and the one thread that
/// writes and reads there. See SpooledBody, which is one of them. Event-loop thread only.
class Spool
{
public:
    struct Limits
    {
        QString folder = QStringLiteral("/var/tmp");
        qint64 bytes = 1024LL * 1024 * 1024; // of all bodies together; 0: none is taken
    };

    /// The registry and the log outlive this, and this all SpooledBodies.
    Spool(const Limits &limits, prometheus::Registry &registry, runtime::Log &log);
    /// Waits for what is being written or read.
    ~Spool();

    /// Other limits, for what comes from now on.
    void apply(const Limits &limits) { m_limits = limits; }
    bool takesAny() const { return m_limits.bytes > 0; }

    /// False: there is no room for so many more bytes.
    bool reserve(qint64 bytes);
    void release(qint64 bytes);
    qint64 reserved() const { return m_reserved; }

    /// The file's work is done on the thread, one piece after the other.
    using File = std::shared_ptr<SpoolFile>;
    File newFile();
    /// Names a piece of work until its completion is called.
    using Ticket = std::uint64_t;
    /// 0, or errno.
    using Written = std::function<void(int error)>;
    /// Empty: nothing could be read. What fails is in the log.
    using Read = std::function<void(QByteArray bytes)>;

    /// Completions come once, from the event loop, never from within these calls.
    Ticket write(const File &file, QByteArray bytes, Written done);
    Ticket read(const File &file, qint64 most, Read done);
    /// The completion will not be called.
    void forget(Ticket ticket);
    /// Where a large file goes, that takes its time, too.
    void close(File file);

private:
    class Worker;

    void report(int error, const QByteArray &folder);

    Limits m_limits;
    qint64 m_reserved = 0;
    prometheus::Gauge &m_bytes;
    prometheus::Counter &m_bodies;
    runtime::Log &m_log;
    // From the start: without a descriptor left for a further thread, Qt ends the process.
    const std::unique_ptr<Worker> m_worker;
};

} // namespace guarita::gateway
