// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/items/itemtransfer.h"

#include "console/core/csv.h"
#include "console/core/money.h"
#include "console/views/errortexts.h"
#include "console/views/items/importdialog.h"
#include "console/views/items/itemsview.h"
#include "console/widgets/progressstrip.h"

#include <QtCore/QFileInfo>
#include <QtCore/QTimer>
#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>
#include <QtWidgets/QFileDialog>

#include <chrono>

namespace guarita::console {

namespace {

/// Between two steps that each take long with very many rows. Not none: what is queued comes before the
/// user's input.
constexpr std::chrono::milliseconds turn{1};

} // namespace

ItemTransfer::ItemTransfer(Api &api, ItemWorkspace &workspace, ItemsView &view, QWidget &page)
    : QObject(&page)
    , m_workspace(workspace)
    , m_view(view)
    , m_page(page)
    , m_exporter(api)
    , m_strip(new ProgressStrip(QStringLiteral("exportProgress"), &page))
{
    connect(m_strip, &ProgressStrip::cancelWanted, &m_exporter, &ItemExporter::cancel);
    connect(&m_exporter, &ItemExporter::progressChanged, this, &ItemTransfer::advance);
    connect(&m_exporter, &ItemExporter::stateChanged, this, &ItemTransfer::stateChanged);
}

void ItemTransfer::copyRows()
{
    const ItemSelection selection = m_view.selectedItems();
    if (!selection.isComplete()) {
        const auto missing = selection.count - static_cast<qint64>(selection.keys.size());
        Q_EMIT failed(tr("%Ln of the selected items are not loaded yet.", nullptr, static_cast<int>(missing)),
                      tr("Nothing was copied. To take out very many items, use Export."));
        return;
    }
    std::vector<QStringList> rows;
    rows.reserve(selection.keys.size());
    for (const ItemKey key : selection.keys) {
        if (const auto fields = m_workspace.items().fieldsOf(key))
            rows.push_back({fields->nome, fields->descricao.value_or(QString()),
                            formatMoneyPlain(fields->precoCentavos, m_page.locale())});
    }
    if (!rows.empty())
        QGuiApplication::clipboard()->setText(QString::fromUtf8(writeCsv(rows, QLatin1Char('\t'))));
}

void ItemTransfer::pasteRows()
{
    const QMimeData *data = QGuiApplication::clipboard()->mimeData();
    if (canTake(data))
        take(data);
    else
        Q_EMIT failed(tr("There are no rows on the clipboard."),
                      tr("Copy rows from a spreadsheet, a table or a CSV file, and paste them here."));
}

void ItemTransfer::importFile()
{
    openDialog()->chooseFile();
}

ImportDialog *ItemTransfer::openDialog()
{
    auto *dialog = new ImportDialog(&m_page);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        QTimer::singleShot(turn, this, [this, rows = dialog->goodRows()]() mutable {
            const std::vector<ItemKey> keys = m_workspace.createDrafts(std::move(rows));
            QTimer::singleShot(turn, this, [this, keys] { Q_EMIT imported(keys); });
        });
    });
    dialog->open();
    return dialog;
}

bool ItemTransfer::canTake(const QMimeData *data)
{
    return ImportDialog::canTake(data);
}

void ItemTransfer::take(const QMimeData *data)
{
    openDialog()->take(data);
}

void ItemTransfer::exportRows()
{
    auto *dialog = new QFileDialog(&m_page, tr("Export items"));
    dialog->setObjectName(QStringLiteral("exportFileDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilters({tr("CSV files (*.csv)"), tr("All files (*)")});
    dialog->setDefaultSuffix(QStringLiteral("csv"));
    dialog->selectFile(tr("items.csv"));
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &file) {
        m_exporter.start(m_workspace.items().query(), file, m_page.locale());
    });
    dialog->open();
}

void ItemTransfer::advance()
{
    if (m_exporter.state() != ItemExporter::State::Running)
        return;
    const QLocale locale = m_page.locale();
    const qint64 total = m_exporter.total();
    m_strip->setTexts(total < 0 ? tr("Exporting…")
                                : tr("Exporting: %1 of %2")
                                      .arg(locale.toString(m_exporter.rowsWritten()), locale.toString(total)),
                      tr("Leaves no half-written file."));
    m_strip->advance(m_exporter.rowsWritten(), total);
}

void ItemTransfer::stateChanged(ItemExporter::State state)
{
    if (state == ItemExporter::State::Running) {
        advance();
        return;
    }
    m_strip->end();
    if (state == ItemExporter::State::Done)
        Q_EMIT exported(m_exporter.rowsWritten(), QFileInfo(m_exporter.file()).fileName());
    else if (state == ItemExporter::State::Failed)
        Q_EMIT failed(tr("The export failed."),
                      m_exporter.error() ? ErrorTexts::explain(*m_exporter.error()) : m_exporter.fileError());
}

} // namespace guarita::console
