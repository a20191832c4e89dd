// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/items/itemexporter.h"

#include "console/core/csv.h"
#include "console/core/exportfile.h"
#include "console/core/money.h"

#include <QtCore/QThreadPool>

namespace guarita::console {

namespace {

QStringList cellsOf(const Item &item, const QLocale &locale)
{
    return {QString::number(item.id),
            item.fields.nome,
            item.fields.descricao.value_or(QString()),
            formatMoneyPlain(item.fields.precoCentavos, locale),
            QString::fromLatin1(contract::formatTimestamp(item.criadoEm)),
            QString::fromLatin1(contract::formatTimestamp(item.atualizadoEm))};
}

QByteArray rowsOf(const std::vector<Item> &items, const QLocale &locale)
{
    QByteArray bytes;
    for (const Item &item : items)
        appendCsvRow(bytes, cellsOf(item, locale), csvSeparator(locale));
    return bytes;
}

} // namespace

ItemExporter::ItemExporter(Api &api, QObject *parent)
    : QObject(parent)
    , m_api(api)
    , m_thread(std::make_unique<QThreadPool>())
{
    m_thread->setMaxThreadCount(1); // in their order
}

ItemExporter::~ItemExporter()
{
    m_call.reset();
    m_thread.reset(); // waits: what runs in it tells this object
}

void ItemExporter::start(const ItemQuery &query, const QString &file, const QLocale &locale)
{
    cancel();
    m_query = query;
    m_fileName = file;
    m_locale = locale;
    m_rows = 0;
    m_total = -1;
    m_error.reset();
    m_fileError.clear();
    m_file = std::make_shared<ExportFile>(file);
    m_state = State::Running;
    Q_EMIT stateChanged(m_state);
    Q_EMIT progressChanged();

    const auto begin = [head = csvMark() + header()](ExportFile &out) {
        const QString error = out.open();
        return error.isEmpty() ? out.write(head) : error;
    };
    run(begin, [this] { fetch(); });
}

void ItemExporter::cancel()
{
    if (m_state == State::Running)
        end(State::Cancelled);
}

void ItemExporter::fetch()
{
    m_call = m_api.listItems(m_query, m_rows, pageSize, m_total < 0,
                             [this](Reply<ItemPage> reply) { take(std::move(reply)); });
}

void ItemExporter::take(Reply<ItemPage> reply)
{
    if (!reply) {
        m_error = reply.error();
        end(State::Failed);
        return;
    }
    const auto count = static_cast<qint64>(reply.value().items.size());
    if (m_total < 0)
        m_total = reply.value().total;
    const bool last = count < pageSize;
    const auto append = [items = std::move(reply).value().items, locale = m_locale](ExportFile &out) {
        return out.write(rowsOf(items, locale));
    };
    run(append, [this, count, last] {
        m_rows += count;
        Q_EMIT progressChanged();
        if (m_state != State::Running)
            return; // cancelled by who heard of the progress
        if (last)
            finish();
        else
            fetch();
    });
}

void ItemExporter::finish()
{
    run([](ExportFile &out) { return out.commit(); }, [this] { end(State::Done); });
}

void ItemExporter::end(State state)
{
    ++m_number;
    m_call.reset();
    // The thread lets go of the file after what it is doing to it.
    m_thread->start([file = std::move(m_file)]() mutable { file.reset(); });
    m_state = state;
    Q_EMIT stateChanged(m_state);
}

/// Does `work` in the thread and goes on with `next` here, unless the export has ended by then.
void ItemExporter::run(std::function<QString(ExportFile &)> work, std::function<void()> next)
{
    const auto arrive = [this, number = m_number, next = std::move(next)](const QString &error) {
        if (number != m_number)
            return;
        if (error.isEmpty()) {
            next();
            return;
        }
        m_fileError = error;
        end(State::Failed);
    };
    m_thread->start([this, file = m_file, work = std::move(work), arrive] {
        QMetaObject::invokeMethod(
            this, [arrive, error = work(*file)] { arrive(error); }, Qt::QueuedConnection);
    });
}

QByteArray ItemExporter::header() const
{
    QByteArray bytes;
    appendCsvRow(bytes, {tr("ID"), tr("Name"), tr("Description"), tr("Price"), tr("Created"), tr("Changed")},
                 csvSeparator(m_locale));
    return bytes;
}

} // namespace guarita::console
