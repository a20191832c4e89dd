// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/spool/spool.h"

#include "runtime/log.h"

#include <QtCore/QFile>
#include <QtCore/QMetaObject>
#include <QtCore/QObject>
#include <QtCore/QThread>

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/registry.h>

#include <map>
#include <utility>

namespace guarita::gateway {

/// The thread. Files and bytes go there; what is to happen afterwards stays here.
class Spool::Worker
{
public:
    struct Outcome
    {
        int error = 0;
        QByteArray bytes = {};
    };
    using Work = std::function<Outcome()>;
    using Done = std::function<void(const Outcome &outcome)>;

    Worker()
    {
        m_there.moveToThread(&m_thread);
        m_thread.start();
        // Its event loop has what it needs from here on.
        QMetaObject::invokeMethod(
            &m_there, [] {}, Qt::BlockingQueuedConnection);
    }
    ~Worker()
    {
        m_thread.quit();
        m_thread.wait();
    }

    Ticket start(Work work, Done done)
    {
        const Ticket ticket = ++m_lastTicket;
        m_waiting.emplace(ticket, std::move(done));
        const auto run = [this, ticket, work = std::move(work)] {
            const auto tell = [this, ticket, outcome = work()] { finish(ticket, outcome); };
            QMetaObject::invokeMethod(&m_here, tell, Qt::QueuedConnection);
        };
        QMetaObject::invokeMethod(&m_there, run, Qt::QueuedConnection);
        return ticket;
    }
    void forget(Ticket ticket) { m_waiting.erase(ticket); }
    void close(File file)
    {
        QMetaObject::invokeMethod(
            &m_there, [file = std::move(file)]() mutable { file.reset(); }, Qt::QueuedConnection);
    }

private:
    void finish(Ticket ticket, const Outcome &outcome)
    {
        const auto node = m_waiting.extract(ticket);
        if (!node.empty())
            node.mapped()(outcome);
    }

    QObject m_here;
    QObject m_there;
    QThread m_thread;
    std::map<Ticket, Done> m_waiting;
    Ticket m_lastTicket = 0;
};

Spool::Spool(const Limits &limits, prometheus::Registry &registry, runtime::Log &log)
    : m_limits(limits)
    , m_bytes(prometheus::BuildGauge()
                  .Name("guarita_spooled_bytes")
                  .Help("Bytes of request bodies of untold length that wait on disk.")
                  .Register(registry)
                  .Add({}))
    , m_bodies(prometheus::BuildCounter()
                   .Name("guarita_spooled_bodies_total")
                   .Help("Request bodies of untold length that were begun to be kept on disk.")
                   .Register(registry)
                   .Add({}))
    , m_log(log)
    , m_worker(std::make_unique<Worker>())
{
}

Spool::~Spool() = default;

bool Spool::reserve(qint64 bytes)
{
    if (bytes > m_limits.bytes - m_reserved)
        return false;
    m_reserved += bytes;
    m_bytes.Set(static_cast<double>(m_reserved));
    return true;
}

void Spool::release(qint64 bytes)
{
    m_reserved -= bytes;
    m_bytes.Set(static_cast<double>(m_reserved));
}

Spool::File Spool::newFile()
{
    m_bodies.Increment();
    return std::make_shared<SpoolFile>(QFile::encodeName(m_limits.folder));
}

Spool::Ticket Spool::write(const File &file, QByteArray bytes, Written done)
{
    const auto work = [file, bytes = std::move(bytes)] { return Worker::Outcome{file->append(bytes)}; };
    return m_worker->start(
        work, [this, folder = file->folder(), done = std::move(done)](const Worker::Outcome &outcome) {
            report(outcome.error, folder);
            done(outcome.error);
        });
}

Spool::Ticket Spool::read(const File &file, qint64 most, Read done)
{
    const auto work = [file, most] {
        Worker::Outcome outcome;
        outcome.error = file->read(most, outcome.bytes);
        return outcome;
    };
    return m_worker->start(
        work, [this, folder = file->folder(), done = std::move(done)](const Worker::Outcome &outcome) {
            report(outcome.error, folder);
            done(outcome.bytes);
        });
}

void Spool::report(int error, const QByteArray &folder)
{
    if (error != 0)
        m_log.event(runtime::LogLevel::Error, "spool_failed",
                    {{"folder", QFile::decodeName(folder)}, {"error", qt_error_string(error)}});
}

void Spool::forget(Ticket ticket)
{
    m_worker->forget(ticket);
}

void Spool::close(File file)
{
    m_worker->close(std::move(file));
}

} // namespace guarita::gateway
