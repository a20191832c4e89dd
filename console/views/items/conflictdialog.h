// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/core/draft.h"

#include <QtWidgets/QDialog>

class QGridLayout;
class QLabel;
class QPushButton;
class QRadioButton;
class QScrollArea;

namespace guarita::console {

class SoftFrame;

/// A draft whose item somebody else changed or deleted: what it was, mine and theirs side by side, field by
/// field. Decides nothing by itself; Esc leaves the draft as it is.
class ConflictDialog final : public QDialog
{
    Q_OBJECT

public:
    explicit ConflictDialog(Draft draft, QWidget *parent = nullptr);

    ItemKey key() const { return m_draft.key; }

Q_SIGNALS:
    /// The draft's new fields, to be saved on top of what stands there now (of a deleted item: brought back
    /// with them); none: theirs stands, or the deletion.
    void resolved(guarita::console::ItemKey key, const std::optional<guarita::console::ItemFields> &fields);

protected:
    void changeEvent(QEvent *event) override;

private:
    enum Side { Original, Mine, Theirs, SideCount };
    struct Cell
    {
        SoftFrame *frame = nullptr;
        QLabel *value = nullptr;
        QLabel *mark = nullptr;         // what a merge takes
        QRadioButton *choice = nullptr; // of a clash alone
    };
    struct Row
    {
        QLabel *label = nullptr;
        std::array<Cell, SideCount> cells;
    };

    QWidget *buildTable();
    void fit();
    Cell buildCell(Field field, Side side);
    QWidget *buildButtons();
    const ItemFields &fieldsOf(Side side) const;
    bool isClash(Field field) const;
    bool isDecided() const;
    ItemFields merged() const;
    void finish(const std::optional<ItemFields> &fields);
    void refresh(); // marks, buttons
    void retranslate();

    Draft m_draft;
    ItemFields m_base;
    ItemFields m_theirs;
    std::vector<Field> m_clashes;
    ItemFields m_merged;
    QLabel *m_icon;
    QLabel *m_title;
    QLabel *m_text;
    QLabel *m_hint;
    QScrollArea *m_table;
    std::array<QLabel *, SideCount> m_heads{};
    std::array<Row, allFields.size()> m_rows{};
    QPushButton *m_mine;
    QPushButton *m_takeTheirs;
    QPushButton *m_merge;
    QPushButton *m_cancel;
};

} // namespace guarita::console
