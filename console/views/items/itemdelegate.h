// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/models/items/draftstore.h"

#include <QtCore/QPointer>
#include <QtGui/QFont>
#include <QtWidgets/QStyledItemDelegate>

class QTableView;

namespace guarita::console {

class CellWarning;

/// Paints cells (placeholders of rows that are loading, changed cells, mistakes, states) and edits them in
/// place. What an open cell holds is committed only if it can be read; otherwise the cell stays open and says
/// what is wrong.
class ItemDelegate final : public QStyledItemDelegate
{
    Q_OBJECT

public:
    ItemDelegate(const DraftStore &drafts, QTableView &view);

    /// Values that may be old are painted paler.
    void setStale(bool stale) { m_stale = stale; }
    /// Whether what the editor holds cannot be committed; shows why.
    bool refuses(QWidget *editor);
    /// Commits the open editor, if there is one. False, with the focus in it, if it cannot be read.
    bool finish();
    /// The cell whose editor is open; not valid if none is.
    QModelIndex edited() const { return m_editor ? QModelIndex(m_edited) : QModelIndex(); }

    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    QWidget *createEditor(QWidget *parent, const QStyleOptionViewItem &option,
                          const QModelIndex &index) const override;
    void destroyEditor(QWidget *editor, const QModelIndex &index) const override;
    void setEditorData(QWidget *editor, const QModelIndex &index) const override;
    void setModelData(QWidget *editor, QAbstractItemModel *model, const QModelIndex &index) const override;
    void updateEditorGeometry(QWidget *editor, const QStyleOptionViewItem &option,
                              const QModelIndex &index) const override;
    bool helpEvent(QHelpEvent *event, QAbstractItemView *view, const QStyleOptionViewItem &option,
                   const QModelIndex &index) override;

protected:
    bool eventFilter(QObject *object, QEvent *event) override;

private:
    void paintBackground(QPainter &painter, const QStyleOptionViewItem &option,
                         const QModelIndex &index) const;
    void paintLoading(QPainter &painter, const QRect &cell, const QModelIndex &index) const;
    void paintId(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index) const;
    void paintText(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index) const;
    bool keyPressed(QWidget &editor, const QKeyEvent &event);
    QString faultOf(const QWidget *editor) const;
    const QFont &tabular(const QFont &base) const;

    const DraftStore &m_drafts;
    QTableView &m_view;
    mutable QPointer<QWidget> m_editor; // the open one; at most one is
    mutable QPersistentModelIndex m_edited;
    mutable QFont m_base; // what m_tabular was made of: making it measures every digit
    mutable QFont m_tabular;
    bool m_stale = false;
    CellWarning *m_fault; // owned by the view
};

} // namespace guarita::console
