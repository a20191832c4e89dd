// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/items/importdialog.h"

#include "console/views/items/dropframe.h"
#include "console/views/items/faultline.h"
#include "console/views/items/importadvice.h"
#include "console/views/items/importoptions.h"
#include "console/views/items/importsummary.h"
#include "console/views/items/importtexts.h"
#include "console/views/items/importview.h"
#include "console/views/items/mappingheader.h"
#include "console/widgets/emptystate.h"
#include "console/widgets/labels.h"

#include <QtCore/QFileInfo>
#include <QtCore/QMimeData>
#include <QtGui/QClipboard>
#include <QtGui/QDragEnterEvent>
#include <QtGui/QGuiApplication>
#include <QtGui/QShortcut>
#include <QtWidgets/QBoxLayout>
#include <QtWidgets/QFileDialog>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QStackedWidget>

namespace guarita::console {

namespace {

/// The one local file that was dropped, if it is one.
QString fileOf(const QMimeData *data)
{
    if (!data->hasUrls() || data->urls().size() != 1)
        return {};
    return data->urls().front().toLocalFile();
}

} // namespace

ImportDialog::ImportDialog(QWidget *parent)
    : QDialog(parent)
    , m_model([](const CellFault &fault, const QString &cell, const QLocale &numbers) {
        return ImportTexts::explain(fault, cell, numbers);
    })
    , m_pages(new QStackedWidget(this))
    , m_drop(new DropFrame(this))
    , m_empty(new EmptyState(m_drop))
{
    setObjectName(QStringLiteral("importDialog"));
    setAcceptDrops(true);
    m_empty->setObjectName(QStringLiteral("importEmpty"));
    m_model.setNumbers(locale());
    m_preview = buildPreview();
    auto *drop = new QVBoxLayout(m_drop);
    drop->addWidget(m_empty);
    m_pages->addWidget(m_drop);
    m_pages->addWidget(m_preview);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(20, 20, 20, theme::margin);
    column->setSpacing(theme::margin);
    column->addWidget(m_pages, 1);
    column->addWidget(buildButtons());

    connect(m_empty, &EmptyState::primaryTriggered, this, &ImportDialog::chooseFile);
    connect(m_empty, &EmptyState::secondaryTriggered, this, &ImportDialog::paste);
    connect(new QShortcut(QKeySequence::Paste, m_empty, {}, {}, Qt::WidgetWithChildrenShortcut),
            &QShortcut::activated, this, &ImportDialog::paste);
    connect(&m_reader, &ImportReader::done, this, &ImportDialog::showTable);
    connect(&m_reader, &ImportReader::failed, this, &ImportDialog::showFault);
    connect(&m_model, &ImportModel::planChanged, this, &ImportDialog::refresh);
    retranslate();
    setMinimumSize(720, 440);
    resize(980, 660);
}

QWidget *ImportDialog::buildPreview()
{
    auto *preview = new QWidget(this);
    m_sourceIcon = new QLabel(preview);
    m_source = plainLabel(preview);
    m_source->setObjectName(QStringLiteral("importSource"));
    m_source->setFont(theme::titleFont());
    m_source->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred); // a name of any length
    m_choose = new QPushButton(preview);
    m_choose->setObjectName(QStringLiteral("importChooseFile"));
    m_choose->setAutoDefault(false);
    m_options = new ImportOptions(m_model, preview);
    m_advice = new ImportAdvice(m_model, preview);
    m_summary = new ImportSummary(m_model, preview);
    m_view = new ImportView(m_model, preview);
    m_faultLine = new FaultLine(preview);

    auto *head = new QHBoxLayout;
    head->setSpacing(theme::spacing);
    head->addWidget(m_sourceIcon);
    head->addWidget(m_source, 1);
    head->addWidget(m_choose);
    auto *column = new QVBoxLayout(preview);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(12);
    column->addLayout(head);
    column->addWidget(m_options);
    column->addWidget(m_advice);
    column->addWidget(m_view, 1);
    column->addWidget(m_faultLine);
    column->addWidget(m_summary);

    connect(m_choose, &QPushButton::clicked, this, &ImportDialog::chooseFile);
    connect(m_options, &ImportOptions::formatChosen, this,
            [this] { m_reader.readAgain(m_options->format()); });
    connect(m_summary, &ImportSummary::faultWanted, m_view, &ImportView::goToFault);
    connect(m_view, &ImportView::currentMoved, this,
            [this] { m_faultLine->show(m_view->currentIndex(), m_model.numbers()); });
    connect(&m_view->mapping(), &MappingHeader::combosChanged, this, &ImportDialog::orderFocus);
    return preview;
}

QWidget *ImportDialog::buildButtons()
{
    auto *bar = new QWidget(this);
    m_cancel = new QPushButton(bar);
    m_cancel->setObjectName(QStringLiteral("importCancel"));
    m_cancel->setAutoDefault(false);
    m_import = new QPushButton(bar);
    m_import->setObjectName(QStringLiteral("importButton"));
    m_import->setDefault(true);
    auto *row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(theme::spacing);
    row->addStretch();
    row->addWidget(m_cancel);
    row->addWidget(m_import);
    connect(m_cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_import, &QPushButton::clicked, this, &ImportDialog::import);
    return bar;
}

bool ImportDialog::canTake(const QMimeData *data)
{
    if (!data)
        return false;
    if (!fileOf(data).isEmpty())
        return true;
    const QString text = data->hasText() && !data->hasUrls() ? data->text().trimmed() : QString();
    return text.contains(u'\t') || text.contains(u'\n') || text.contains(u';');
}

void ImportDialog::take(const QMimeData *data)
{
    if (!canTake(data))
        return;
    if (const QString file = fileOf(data); !file.isEmpty())
        openFile(file);
    else
        openText(data->text());
}

void ImportDialog::openText(const QString &text)
{
    startReading();
    m_reader.readText(text);
}

void ImportDialog::openFile(const QString &file)
{
    startReading();
    m_reader.readFile(file);
}

void ImportDialog::chooseFile()
{
    auto *dialog = new QFileDialog(this, tr("Choose a table"));
    dialog->setObjectName(QStringLiteral("importFileDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({tr("Tables (*.csv *.tsv *.txt)"), tr("All files (*)")});
    connect(dialog, &QFileDialog::fileSelected, this, &ImportDialog::openFile);
    dialog->open();
}

void ImportDialog::paste()
{
    const QString text = QGuiApplication::clipboard()->text();
    if (!text.trimmed().isEmpty())
        openText(text);
}

void ImportDialog::startReading()
{
    m_fault.reset();
    m_advice->setFault({});
    m_model.clear();
    m_reader.setNumbers(m_model.numbers());
    m_pages->setCurrentWidget(m_drop);
    m_empty->setActions({}, {});
    m_empty->showLoading(tr("Reading the table…"));
}

void ImportDialog::showTable(const CsvTable &table, const GuessedMapping &mapping)
{
    m_fault.reset();
    m_advice->setFault({});
    m_model.setTable(table, mapping);
    m_options->showFormat(table, m_reader.isText());
    m_pages->setCurrentWidget(m_preview);
    m_view->fitColumns();
    m_view->setFocus();
    retranslate();
}

/// A table that is shown stays: only another format of it could not be read.
void ImportDialog::showFault(const ImportReader::Fault &fault)
{
    m_fault = fault;
    m_advice->setFault(fault);
    if (m_pages->currentWidget() == m_preview)
        m_options->showFormat(m_model.table(), m_reader.isText());
    retranslate();
}

void ImportDialog::showSource()
{
    const bool shown = m_pages->currentWidget() == m_preview;
    if (m_fault && !shown) {
        m_empty->show(theme::Icon::Error, tr("This cannot be imported"), ImportTexts::explain(*m_fault));
    } else if (!shown) {
        m_empty->show(
            theme::Icon::Import, tr("Import items from a table"),
            tr("Drop a CSV file here, choose one, or paste rows that you copied from a spreadsheet. "
               "Nothing is imported before you have seen it."));
    }
    if (!shown)
        m_empty->setActions(tr("Choose a &file…"), tr("&Paste rows"));
    m_sourceIcon->setPixmap(theme::pixmap(m_reader.isText() ? theme::Icon::Copy : theme::Icon::Folder, 20,
                                          theme::Tone::TextMuted, devicePixelRatioF()));
    m_source->setText(m_reader.isText() ? tr("Pasted rows") : QFileInfo(m_reader.fileName()).fileName());
}

void ImportDialog::refresh()
{
    const bool ready = m_pages->currentWidget() == m_preview && !m_model.isPlanning() && m_model.good() > 0;
    m_import->setVisible(m_pages->currentWidget() == m_preview);
    m_import->setEnabled(ready);
    m_import->setText(ready ? tr("&Import %Ln row(s)", nullptr, static_cast<int>(m_model.good()))
                            : tr("&Import"));
}

/// As one reads: what is at the top first.
void ImportDialog::orderFocus()
{
    QWidget *before = m_options;
    if (QWidget *first = m_view->mapping().firstCombo()) {
        setTabOrder(m_advice->lastInOrder(), first);
        before = m_view->mapping().lastCombo();
    }
    setTabOrder(before, m_view);
}

void ImportDialog::import()
{
    if (m_model.good() > 0 && !m_model.isPlanning())
        accept();
}

void ImportDialog::changeEvent(QEvent *event)
{
    QDialog::changeEvent(event);
    // A table that is shown stays read as the user has seen it.
    if (event->type() == QEvent::LocaleChange && m_pages->currentWidget() == m_drop)
        m_model.setNumbers(locale());
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::LocaleChange ||
        event->type() == QEvent::PaletteChange)
        retranslate();
}

void ImportDialog::dragEnterEvent(QDragEnterEvent *event)
{
    if (canTake(event->mimeData()))
        event->acceptProposedAction();
    m_drop->setLit(event->isAccepted());
}

void ImportDialog::dragLeaveEvent(QDragLeaveEvent *)
{
    m_drop->setLit(false);
}

void ImportDialog::dropEvent(QDropEvent *event)
{
    m_drop->setLit(false);
    event->acceptProposedAction();
    take(event->mimeData());
}

void ImportDialog::retranslate()
{
    setWindowTitle(tr("Import items"));
    m_choose->setText(tr("Choose &another file…"));
    m_cancel->setText(tr("Cancel"));
    showSource();
    refresh();
}

} // namespace guarita::console
