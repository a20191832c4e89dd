// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/items/itemactions.h"

#include "console/views/page.h"
#include "console/widgets/theme.h"

#include <QtGui/QTextDocument>
#include <QtGui/QUndoStack>
#include <QtWidgets/QWidget>

namespace guarita::console {

ItemActions::ItemActions(QWidget &page, QWidget &grid, QUndoStack &undoStack)
    : QObject(&page)
    , m_undo(undoStack)
{
    const auto set = [&page](QAction &action, const char *name, theme::Icon icon,
                             const QList<QKeySequence> &keys) {
        action.setObjectName(QLatin1String(name));
        action.setIcon(theme::icon(icon));
        action.setShortcuts(keys);
        page.addAction(&action);
    };
    using Key = QKeySequence;
    set(create, "newItemAction", theme::Icon::Add,
        {Key(Qt::CTRL | Qt::Key_N), Key(Qt::ALT | Qt::Key_Insert)});
    set(duplicate, "duplicateItemAction", theme::Icon::Duplicate, {Key(Qt::CTRL | Qt::Key_D)});
    set(undo, "undoAction", theme::Icon::Undo, {Key(Qt::CTRL | Qt::Key_Z)});
    set(redo, "redoAction", theme::Icon::Redo,
        {Key(Qt::CTRL | Qt::SHIFT | Qt::Key_Z), Key(Qt::CTRL | Qt::Key_Y)});
    set(save, "saveAction", theme::Icon::Save, {Key(Qt::CTRL | Qt::Key_S)});
    set(import, "importAction", theme::Icon::Import, {Key(Qt::CTRL | Qt::Key_I)});
    set(exporting, "exportAction", theme::Icon::Export, {Key(Qt::CTRL | Qt::Key_E)});
    set(refresh, "refreshAction", theme::Icon::Refresh, {Key(Qt::Key_F5)});

    const auto setOfGrid = [&grid](QAction &action, const char *name, theme::Icon icon,
                                   const QList<QKeySequence> &keys) {
        action.setObjectName(QLatin1String(name));
        action.setIcon(theme::icon(icon));
        action.setShortcuts(keys);
        action.setShortcutContext(Qt::WidgetShortcut);
        grid.addAction(&action);
    };
    setOfGrid(edit, "editItemAction", theme::Icon::Edit,
              {Key(Qt::Key_F2), Key(Qt::Key_Return), Key(Qt::Key_Enter)});
    setOfGrid(remove, "deleteItemAction", theme::Icon::Delete, {Key(Qt::Key_Delete)});
    setOfGrid(copy, "copyRowsAction", theme::Icon::Copy, {Key(Qt::CTRL | Qt::Key_C)});
    // Also where there is no grid yet; a text with the focus takes the key for itself.
    set(paste, "pasteRowsAction", theme::Icon::Paste, {Key(Qt::CTRL | Qt::Key_V)});

    // In a tool bar that is not wide enough for all texts these keep theirs the longest, those have none.
    for (QAction *action : {&create, &save})
        action->setPriority(QAction::HighPriority);
    for (QAction *action : {&undo, &redo, &copy, &paste, &refresh})
        action->setPriority(QAction::LowPriority);
    for (QAction *action : {&import, &exporting})
        action->setProperty(Page::menuProperty, QStringLiteral("file"));
    refresh.setProperty(Page::menuProperty, QStringLiteral("view"));

    connect(&m_undo, &QUndoStack::indexChanged, this, &ItemActions::showUndo);
    connect(&m_undo, &QUndoStack::undoTextChanged, this, &ItemActions::showUndo);
    connect(&m_undo, &QUndoStack::redoTextChanged, this, &ItemActions::showUndo);
    retranslate();
    setCounts(0, 0);
}

QList<QAction *> ItemActions::inOrder() const
{
    // Const by what it does to the list, not to the actions: they are the page's own for its whole life.
    auto *all = const_cast<ItemActions *>(this);
    return {&all->create, &all->edit,   &all->duplicate, &all->remove, nullptr,
            &all->undo,   &all->redo,   &all->save,      nullptr,      &all->copy,
            &all->paste,  &all->import, &all->exporting, nullptr,      &all->refresh};
}

QList<QAction *> ItemActions::changing()
{
    return {&create, &edit, &duplicate, &remove, &undo, &redo, &save, &paste, &import};
}

void ItemActions::setEditing(Editing editing)
{
    m_editing = editing;
    for (QAction *action : changing())
        action->setVisible(editing != Editing::OffInProfile);
    setCounts(m_selected, m_drafts);
    showUndo();
}

void ItemActions::showTips()
{
    for (QAction *action : changing()) {
        if (m_editing == Editing::NoRole)
            action->setToolTip(tr("You may see items, but not change them: you are no editor."));
        else if (action != &undo && action != &redo)
            action->setToolTip(QString()); // Qt's own is made of the text
    }
}

void ItemActions::setCounts(qint64 selected, qsizetype drafts)
{
    m_selected = selected;
    m_drafts = drafts;
    const bool allowed = m_editing == Editing::Allowed;
    create.setEnabled(allowed);
    import.setEnabled(allowed);
    paste.setEnabled(allowed);
    edit.setEnabled(allowed && selected == 1);
    duplicate.setEnabled(allowed && selected > 0);
    remove.setEnabled(allowed && selected > 0);
    save.setEnabled(allowed); // what is being typed counts too
    copy.setEnabled(selected > 0);
}

void ItemActions::showUndo()
{
    // Names of items are in these texts: neither a mnemonic nor markup.
    const auto escaped = [](QString text) { return text.replace(QLatin1Char('&'), QLatin1String("&&")); };
    const auto show = [](QAction &action, const QString &text) {
        action.setText(text);
        action.setToolTip(QString()); // Qt's own is made of the text
        action.setToolTip(Qt::convertFromPlainText(action.toolTip()));
    };
    const bool allowed = m_editing == Editing::Allowed;
    undo.setEnabled(allowed && m_undo.canUndo());
    redo.setEnabled(allowed && m_undo.canRedo());
    show(undo, m_undo.canUndo() ? tr("&Undo: %1").arg(escaped(m_undo.undoText())) : tr("&Undo"));
    show(redo, m_undo.canRedo() ? tr("&Redo: %1").arg(escaped(m_undo.redoText())) : tr("&Redo"));
    undo.setIconText(tr("Undo"));
    redo.setIconText(tr("Redo"));
    showTips();
}

void ItemActions::retranslate()
{
    create.setText(tr("&New item"));
    edit.setText(tr("&Edit"));
    duplicate.setText(tr("Dup&licate"));
    remove.setText(tr("&Delete"));
    save.setText(tr("&Save all"));
    copy.setText(tr("Cop&y rows"));
    paste.setText(tr("&Paste rows…"));
    import.setText(tr("&Import…"));
    exporting.setText(tr("E&xport…"));
    refresh.setText(tr("&Refresh"));
    showUndo();
}

} // namespace guarita::console
