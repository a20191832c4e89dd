// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/models/items/importmodel.h"
#include "console/models/items/importreader.h"

#include <QtWidgets/QDialog>

#include <vector>

class QLabel;
class QMimeData;
class QPushButton;
class QStackedWidget;

namespace guarita::console {

class DropFrame;
class EmptyState;
class FaultLine;
class ImportAdvice;
class ImportOptions;
class ImportSummary;
class ImportView;

/// Import of a CSV or TSV file or of pasted rows: shows what each row would become, lets the user say which
/// column is what and mend wrong cells, and hands over the good rows. Open it with show() or open(), then
/// give it something to read; without that it asks for a file. Deletes nothing and sends nothing itself.
class ImportDialog final : public QDialog
{
    Q_OBJECT

public:
    explicit ImportDialog(QWidget *parent = nullptr);

    /// Whether something dropped or on the clipboard could be rows: a file, or a text of more than one cell.
    static bool canTake(const QMimeData *data);
    void take(const QMimeData *data);
    void openText(const QString &text);
    void openFile(const QString &file); // read in another thread
    void chooseFile();                  // asks for one
    /// What to import once the dialog was accepted(), which it is only if there is something.
    std::vector<ItemFields> goodRows() const { return m_model.goodRows(); }

protected:
    void changeEvent(QEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dragLeaveEvent(QDragLeaveEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    QWidget *buildPreview();
    QWidget *buildButtons();
    void paste();
    void startReading();
    void showTable(const CsvTable &table, const GuessedMapping &mapping);
    void showFault(const ImportReader::Fault &fault);
    void showSource();
    void refresh();
    void orderFocus();
    void import();
    void retranslate();

    ImportModel m_model;
    ImportReader m_reader;
    QStackedWidget *m_pages;
    DropFrame *m_drop;
    EmptyState *m_empty;
    QWidget *m_preview = nullptr;
    QLabel *m_sourceIcon = nullptr;
    QLabel *m_source = nullptr;
    QPushButton *m_choose = nullptr;
    ImportOptions *m_options = nullptr;
    ImportAdvice *m_advice = nullptr;
    ImportSummary *m_summary = nullptr;
    ImportView *m_view = nullptr;
    FaultLine *m_faultLine = nullptr;
    QPushButton *m_cancel = nullptr;
    QPushButton *m_import = nullptr;
    std::optional<ImportReader::Fault> m_fault; // of the last reading
};

} // namespace guarita::console
