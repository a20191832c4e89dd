// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/core/itemfields.h"

#include <QtWidgets/QDialog>

#include <vector>

class QMimeData;

namespace guarita::console {

/// Import of a CSV or TSV file or of pasted rows: shows what each row would become, lets the user say which
/// column is what and mend wrong cells, and hands over the good rows. Open it with show() or open(), then
/// give it something to read; without that it asks for a file. Deletes nothing and sends nothing itself.
class ImportDialog final : public QDialog
{
    Q_OBJECT

public:
    explicit ImportDialog(QWidget *parent = nullptr);
    ~ImportDialog() override;

    /// Whether something dropped or on the clipboard could be rows: a file, or a text of more than one cell.
    static bool canTake(const QMimeData *data);
    void take(const QMimeData *data);
    void openText(const QString &text);
    void openFile(const QString &file); // read in another thread
    void chooseFile();                  // asks for one

Q_SIGNALS:
    /// The user chose Import; the dialog closes itself. Never empty.
    void importRequested(const std::vector<guarita::console::ItemFields> &rows);

protected:
    void changeEvent(QEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace guarita::console
