// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/core/importplan.h"
#include "console/models/items/backgroundjob.h"

#include <QtCore/QObject>

#include <optional>

namespace guarita::console {

/// Reads a table and guesses what its columns are, in another thread. The last reading counts: the news of an
/// earlier one is dropped. Remembers what it read, so that it can be read anew in another format. Can go at
/// any time, also while the disk hangs.
class ImportReader final : public QObject
{
    Q_OBJECT

public:
    static constexpr qint64 maxFileBytes = 64 * 1024 * 1024;

    struct Fault
    {
        std::optional<CsvFault> table; // else the file's:
        bool fileTooLarge = false;
        QString file; // in the system's words
    };

    explicit ImportReader(QObject *parent = nullptr);

    void readText(const QString &text);
    void readFile(const QString &file);
    /// The same again. The locale is that of prices, for the guess.
    void readAgain(const CsvFormat &format);
    void setNumbers(const QLocale &locale) { m_numbers = locale; }
    void cancel();

    QString fileName() const { return m_file; } // empty for a text
    bool isText() const { return m_file.isEmpty(); }

Q_SIGNALS:
    void done(const guarita::console::CsvTable &table, const guarita::console::GuessedMapping &mapping);
    void failed(const guarita::console::ImportReader::Fault &fault);

private:
    struct Source
    {
        QString file; // else the text
        QString text;
        std::optional<QByteArray> bytes; // of the file, once it has been read
    };
    struct Outcome
    {
        std::optional<CsvTable> table;
        GuessedMapping mapping;
        Fault fault;
        std::optional<QByteArray> bytes;
    };

    static Outcome read(Source source, const CsvFormat &format, const QLocale &numbers,
                        const BackgroundJob::Token &token);
    static std::optional<QByteArray> bytesOf(const QString &file, Fault &fault,
                                             const BackgroundJob::Token &token);
    void begin(const CsvFormat &format);
    void take(Outcome outcome);

    Source m_source;
    QString m_file;
    QLocale m_numbers;
    BackgroundJob m_job;
};

} // namespace guarita::console
