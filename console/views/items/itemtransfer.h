// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/models/items/itemexporter.h"
#include "console/models/items/itemworkspace.h"

class QMimeData;
class QWidget;

namespace guarita::console {

class ItemsView;
class ProgressStrip;

/// Items on their way in and out: the clipboard, files, what is dropped.
class ItemTransfer final : public QObject
{
    Q_OBJECT

public:
    ItemTransfer(Api &api, ItemWorkspace &workspace, ItemsView &view, QWidget &page);

    ProgressStrip *progressStrip() const { return m_strip; }

public Q_SLOTS:
    void copyRows();
    void pasteRows();
    void importFile();
    void exportRows();

public:
    static bool canTake(const QMimeData *data);
    void take(const QMimeData *data);

Q_SIGNALS:
    void imported(const std::vector<guarita::console::ItemKey> &keys);
    void exported(qint64 rows, const QString &file);
    void failed(const QString &text, const QString &detail);

private:
    class ImportDialog *openDialog();
    void advance();
    void stateChanged(ItemExporter::State state);

    ItemWorkspace &m_workspace;
    ItemsView &m_view;
    QWidget &m_page;
    ItemExporter m_exporter;
    ProgressStrip *m_strip;
};

} // namespace guarita::console
