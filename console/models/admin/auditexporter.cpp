// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/admin/auditexporter.h"

#include "console/core/exportfile.h"

#include <QtCore/QThreadPool>

namespace guarita::console {

AuditExporter::AuditExporter(AdminApi &api, QObject *parent)
    : QObject(parent)
    , m_api(api)
    , m_thread(std::make_unique<QThreadPool>())
{
    m_thread->setMaxThreadCount(1); // in their order
}

AuditExporter::~AuditExporter()
{
    m_call.reset();
    m_thread.reset(); // waits: what runs in it tells this object
}

void AuditExporter::start(const AuditQuery &query, const QString &file)
{
    cancel();
    m_fileName = file;
    m_records = 0;
    m_pending = 0;
    m_last = '\n';
    m_error.reset();
    m_fileError.clear();
    m_file = std::make_shared<ExportFile>(file);
    m_state = State::Running;
    Q_EMIT stateChanged(m_state);
    run([](ExportFile &out) { return out.open(); },
        [this, query] {
            StreamSink sink;
            sink.begin = [](const QByteArray &type) { return type.startsWith("application/x-ndjson"); };
            sink.take = [this](const QByteArray &bytes) { take(bytes); };
            sink.full = [this] { return m_pending > mostPending; };
            m_call = m_api.exportAudit(query, std::move(sink),
                                       [this](const Reply<core::Done> &reply) { served(reply); });
        });
}

void AuditExporter::cancel()
{
    if (m_state == State::Running)
        end(State::Cancelled);
}

void AuditExporter::take(const QByteArray &bytes)
{
    m_pending += bytes.size();
    m_records += bytes.count('\n');
    m_last = bytes.back();
    run([bytes](ExportFile &out) { return out.write(bytes); },
        [this, size = bytes.size()] { m_pending -= size; });
    Q_EMIT progressChanged();
}

void AuditExporter::served(const Reply<core::Done> &reply)
{
    if (reply && m_last == '\n')
        return run([](ExportFile &out) { return out.commit(); }, [this] { end(State::Done); });
    if (reply) { // half a line: it was cut off
        m_error.emplace();
        m_error->kind = ApiError::Kind::Interrupted;
    } else {
        m_error = reply.error();
    }
    end(State::Failed);
}

void AuditExporter::end(State state)
{
    ++m_number;
    m_call.reset();
    // The thread lets go of the file after what it is doing to it.
    m_thread->start([file = std::move(m_file)]() mutable { file.reset(); });
    m_state = state;
    Q_EMIT stateChanged(m_state);
}

/// Does `work` in the thread and goes on with `next` here, unless the export has ended by then.
void AuditExporter::run(std::function<QString(ExportFile &)> work, std::function<void()> next)
{
    const auto arrive = [this, number = m_number, next = std::move(next)](const QString &error) {
        if (number != m_number)
            return;
        if (error.isEmpty())
            return next();
        m_fileError = error;
        end(State::Failed);
    };
    m_thread->start([this, file = m_file, work = std::move(work), arrive] {
        QMetaObject::invokeMethod(
            this, [arrive, error = work(*file)] { arrive(error); }, Qt::QueuedConnection);
    });
}

} // namespace guarita::console
