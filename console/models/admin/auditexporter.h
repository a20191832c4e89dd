// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/api/adminapi.h"

#include <QtCore/QObject>

#include <functional>
#include <memory>

class QThreadPool;

namespace guarita::console {

class ExportFile;

/// Writes all records of a query to a file, a JSON object a line, as they come from the service. The disk is
/// written in another thread; while that has more to do than `mostPending` bytes, the service waits. The file
/// appears when all is in it; a cancelled or failed export leaves what was there before.
class AuditExporter final : public QObject
{
    Q_OBJECT

public:
    enum class State { Idle, Running, Done, Cancelled, Failed };

    static constexpr qint64 mostPending = 4 * 1024 * 1024;

    explicit AuditExporter(AdminApi &api, QObject *parent = nullptr);
    ~AuditExporter() override; // cancels

    void start(const AuditQuery &query, const QString &file);
    void cancel();

    State state() const { return m_state; }
    QString file() const { return m_fileName; }
    qint64 records() const { return m_records; }
    /// After Failed, one of the two: the service's error, or the disk's in the system's words.
    const ApiError *error() const { return m_error ? &*m_error : nullptr; }
    QString fileError() const { return m_fileError; }

Q_SIGNALS:
    void progressChanged();
    void stateChanged(guarita::console::AuditExporter::State state);

private:
    void take(const QByteArray &bytes);
    void served(const Reply<core::Done> &reply);
    void end(State state);
    void run(std::function<QString(ExportFile &)> work, std::function<void()> next);

    AdminApi &m_api;
    State m_state = State::Idle;
    QString m_fileName;
    qint64 m_records = 0;
    qint64 m_pending = 0; // bytes that the thread still has to write
    char m_last = '\n';
    std::optional<ApiError> m_error;
    QString m_fileError;
    int m_number = 0; // of this export: late news of an earlier one is dropped
    Call m_call;
    std::shared_ptr<ExportFile> m_file; // used by the thread alone
    std::unique_ptr<QThreadPool> m_thread;
};

} // namespace guarita::console
