// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/models/items/importmodel.h"

#include <QtWidgets/QTableView>

namespace guarita::console {

class MappingHeader;

/// The grid of an import: fields above the columns, the text's line numbers at the left, wrong rows marked.
class ImportView final : public QTableView
{
    Q_OBJECT

public:
    ImportView(ImportModel &model, QWidget *parent);

    MappingHeader &mapping() const { return *m_mapping; }
    void fitColumns();
    void goToFault(bool forward);

Q_SIGNALS:
    void currentMoved();

protected:
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void keyPressEvent(QKeyEvent *event) override;
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void stretch();
    void retranslate();

    ImportModel &m_import;
    MappingHeader *m_mapping;
    int m_stretched = -1; // the column that takes all the room that is left
    int m_needed = 0;     // by that column
};

} // namespace guarita::console
