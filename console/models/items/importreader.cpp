// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/items/importreader.h"

#include <QtCore/QFile>

namespace guarita::console {

namespace {

constexpr qint64 chunkBytes = 1024 * 1024;

} // namespace

ImportReader::ImportReader(QObject *parent)
    : QObject(parent)
    , m_job(*this)
{
}

void ImportReader::readText(const QString &text)
{
    m_source = {{}, text, {}};
    m_file.clear();
    begin({});
}

void ImportReader::readFile(const QString &file)
{
    m_source = {file, {}, {}};
    m_file = file;
    begin({});
}

void ImportReader::readAgain(const CsvFormat &format)
{
    begin(format);
}

void ImportReader::cancel()
{
    m_job.cancel();
}

void ImportReader::begin(const CsvFormat &format)
{
    m_job.start([source = m_source, format, numbers = m_numbers](
                    const BackgroundJob::Token &token) { return read(source, format, numbers, token); },
                [this](Outcome outcome) { take(std::move(outcome)); });
}

/// Limits what it reads itself: not every file knows its size.
std::optional<QByteArray> ImportReader::bytesOf(const QString &file, Fault &fault,
                                                const BackgroundJob::Token &token)
{
    QFile in(file);
    if (!in.open(QIODevice::ReadOnly)) {
        fault.file = in.errorString();
        return {};
    }
    fault.fileTooLarge = in.size() > maxFileBytes;
    QByteArray bytes;
    while (!fault.fileTooLarge && !token.cancelled()) {
        const QByteArray chunk = in.read(chunkBytes);
        if (in.error() != QFileDevice::NoError) {
            fault.file = in.errorString();
            return {};
        }
        if (chunk.isEmpty())
            return bytes;
        bytes += chunk;
        fault.fileTooLarge = bytes.size() > maxFileBytes;
    }
    return {};
}

ImportReader::Outcome ImportReader::read(Source source, const CsvFormat &format, const QLocale &numbers,
                                         const BackgroundJob::Token &token)
{
    Outcome outcome;
    if (!source.file.isEmpty() && !source.bytes) {
        source.bytes = bytesOf(source.file, outcome.fault, token);
        if (!source.bytes)
            return outcome;
    }
    if (token.cancelled())
        return outcome;
    auto table = source.bytes ? readCsv(*source.bytes, format) : readCsv(QStringView(source.text), format);
    outcome.bytes = std::move(source.bytes);
    if (!table) {
        outcome.fault.table = table.error();
        return outcome;
    }
    outcome.mapping = guessMapping(table.value(), numbers);
    outcome.table = std::move(table).value();
    return outcome;
}

void ImportReader::take(Outcome outcome)
{
    m_source.bytes = std::move(outcome.bytes);
    if (outcome.table)
        Q_EMIT done(*outcome.table, outcome.mapping);
    else
        Q_EMIT failed(outcome.fault);
}

} // namespace guarita::console
