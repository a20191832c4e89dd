// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/items/importreader.h"

#include <QtCore/QFile>
#include <QtCore/QThreadPool>

namespace guarita::console {

ImportReader::ImportReader(QObject *parent)
    : QObject(parent)
    , m_thread(std::make_unique<QThreadPool>())
{
    m_thread->setMaxThreadCount(1);
}

ImportReader::~ImportReader()
{
    m_thread.reset(); // waits: what runs in it tells this object
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
    ++m_number;
    m_thread->clear();
}

void ImportReader::begin(const CsvFormat &format)
{
    cancel();
    m_thread->start([this, number = m_number, source = m_source, format, numbers = m_numbers] {
        auto arrive = [this, number, outcome = read(source, format, numbers)]() mutable {
            if (number == m_number)
                take(std::move(outcome));
        };
        QMetaObject::invokeMethod(this, std::move(arrive), Qt::QueuedConnection);
    });
}

ImportReader::Outcome ImportReader::read(Source source, const CsvFormat &format, const QLocale &numbers)
{
    Outcome outcome;
    if (!source.file.isEmpty() && !source.bytes) {
        QFile in(source.file);
        if (!in.open(QIODevice::ReadOnly)) {
            outcome.fault.file = in.errorString();
            return outcome;
        }
        outcome.fault.fileTooLarge = in.size() > maxFileBytes;
        if (outcome.fault.fileTooLarge)
            return outcome;
        source.bytes = in.readAll();
        if (in.error() != QFileDevice::NoError) {
            outcome.fault.file = in.errorString();
            return outcome;
        }
    }
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
