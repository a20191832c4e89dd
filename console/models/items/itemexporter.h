// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/api/api.h"

#include <QtCore/QLocale>
#include <QtCore/QObject>

#include <functional>
#include <memory>
#include <optional>

class QThreadPool;

namespace guarita::console {

class ExportFile;

/// Writes all items of a query to a CSV file, fetched page by page: UTF-8 with a mark, a header row, the
/// locale's separators, formulas guarded (see writeCsv()). The file appears when all is in it; a cancelled or
/// failed export leaves what was there before. The disk is written in another thread. One export at a time.
/// Pages are asked for one after another: an item that others add or delete meanwhile may be missing or
/// twice.
class ItemExporter final : public QObject
{
    Q_OBJECT

public:
    enum class State { Idle, Running, Done, Cancelled, Failed };

    static constexpr qint64 pageSize = 1000;

    explicit ItemExporter(Api &api, QObject *parent = nullptr);
    ~ItemExporter() override; // cancels

    /// The header row is in the current language. Cancels an export that is under way.
    void start(const ItemQuery &query, const QString &file, const QLocale &locale);
    void cancel();

    State state() const { return m_state; }
    QString file() const { return m_fileName; }
    qint64 rowsWritten() const { return m_rows; }
    qint64 total() const { return m_total; } // -1 until the first page has come
    /// After Failed, one of the two: the service's error, or the disk's in the system's words.
    const ApiError *error() const { return m_error ? &*m_error : nullptr; }
    QString fileError() const { return m_fileError; }

Q_SIGNALS:
    void progressChanged();
    void stateChanged(guarita::console::ItemExporter::State state);

private:
    void fetch();
    void take(Reply<ItemPage> reply);
    void finish();
    void end(State state);
    void run(std::function<QString(ExportFile &)> work, std::function<void()> next);
    QByteArray header() const;

    Api &m_api;
    State m_state = State::Idle;
    ItemQuery m_query;
    QString m_fileName;
    QLocale m_locale;
    qint64 m_rows = 0;
    qint64 m_total = -1;
    std::optional<ApiError> m_error;
    QString m_fileError;
    int m_number = 0; // of this export: late news of an earlier one is dropped
    Call m_call;
    std::shared_ptr<ExportFile> m_file; // used by the thread alone
    std::unique_ptr<QThreadPool> m_thread;
};

} // namespace guarita::console
