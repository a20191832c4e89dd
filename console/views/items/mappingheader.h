// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/models/items/importmodel.h"

#include <QtWidgets/QHeaderView>

#include <vector>

class QComboBox;

namespace guarita::console {

/// The header of a table that is to be imported: above each column's own name, what it is taken for.
class MappingHeader final : public QHeaderView
{
    Q_OBJECT

public:
    MappingHeader(ImportModel &model, QWidget *parent);

    QSize sizeHint() const override;
    /// The first and the last in the order of Tab; null without columns.
    QWidget *firstCombo() const;
    QWidget *lastCombo() const;

Q_SIGNALS:
    void combosChanged(); // they are other widgets now

protected:
    QSize sectionSizeFromContents(int logicalIndex) const override;
    void paintSection(QPainter *painter, const QRect &rect, int logicalIndex) const override;
    void updateGeometries() override;
    void changeEvent(QEvent *event) override;

private:
    void rebuild();
    void place();
    void refresh();
    void retranslate();

    ImportModel &m_model;
    std::vector<QComboBox *> m_combos;
};

} // namespace guarita::console
