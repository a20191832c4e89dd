// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/items/itemcommands.h"

#include "console/views/items/conflictdialog.h"
#include "console/views/items/deletedialog.h"
#include "console/views/items/iteminspector.h"
#include "console/views/items/itemsview.h"
#include "console/widgets/theme.h"

#include <QtWidgets/QMessageBox>
#include <QtWidgets/QPushButton>

namespace guarita::console {

ItemCommands::ItemCommands(ItemWorkspace &workspace, ItemsView &view, ItemInspector &inspector, QWidget &page)
    : QObject(&page)
    , m_workspace(workspace)
    , m_view(view)
    , m_inspector(inspector)
    , m_page(page)
{
    connect(&workspace, &ItemWorkspace::removed, this, &ItemCommands::wasRemoved);
    connect(&workspace, &ItemWorkspace::focusWanted, this, &ItemCommands::focusWanted);
    connect(&workspace, &ItemWorkspace::conflictFound, this, [this](ItemKey key) {
        m_conflicts.push_back(key);
        nextConflict();
    });
    connect(&workspace.undoStack(), &QUndoStack::indexChanged, this, [this](int index) {
        if (m_removalStep >= 0 && index != m_removalStep)
            Q_EMIT removalPassed(); // what would be undone now is another step
    });
}

bool ItemCommands::settle()
{
    if (!m_view.finishEditing())
        return false;
    m_inspector.commit();
    return true;
}

void ItemCommands::show(ItemKey key)
{
    if (!m_view.goTo(key)) {
        m_view.clearSelection();
        m_inspector.showItem(key);
    }
}

void ItemCommands::focusWanted(ItemKey key)
{
    if (m_inspector.isEntering())
        return; // the next one is being typed already
    show(key);
    const Draft *draft = m_workspace.drafts().find(key);
    if (draft && !draft->errors.empty())
        m_inspector.focusFirstError();
}

void ItemCommands::showMistake(ItemKey key)
{
    if (!settle())
        return;
    show(key);
    if (!m_inspector.focusFirstError())
        m_inspector.focusField(Field::Nome);
}

void ItemCommands::createItem()
{
    if (!settle())
        return;
    m_view.selectionModel()->clear();
    m_inspector.showNew();
}

void ItemCommands::editItem()
{
    m_view.editCurrent();
}

void ItemCommands::duplicateItems()
{
    if (!settle())
        return;
    const ItemSelection selection = m_view.selectedItems();
    if (selection.count == 0)
        return;
    if (!selection.isComplete()) {
        Q_EMIT refused(tr("Some of the selected items are not loaded yet."), tr("Nothing was duplicated."));
        return;
    }
    const auto keys = m_workspace.duplicate(selection.keys);
    if (keys.empty())
        return;
    show(keys.front());
    m_inspector.focusField(Field::Nome);
}

void ItemCommands::removeItems()
{
    if (!settle())
        return;
    ItemSelection selection = m_view.selectedItems();
    if (selection.count == 0)
        return;
    if (!selection.isComplete()) {
        const auto missing = static_cast<int>(selection.count - static_cast<qint64>(selection.keys.size()));
        Q_EMIT refused(tr("%Ln of the selected items are not loaded yet.", nullptr, missing),
                       tr("Nothing was deleted: you should have seen what you delete."));
        return;
    }
    if (selection.count <= mostUnasked) {
        remove(selection.keys);
        return;
    }
    auto *dialog = new DeleteDialog(selection.count, &m_page);
    connect(dialog, &QDialog::accepted, this, [this, keys = std::move(selection.keys)] { remove(keys); });
    dialog->open();
}

void ItemCommands::remove(const std::vector<ItemKey> &keys)
{
    m_removalStep = -1;
    m_removedDrafts = static_cast<qsizetype>(
        std::count_if(keys.begin(), keys.end(), [](ItemKey key) { return key.isNew(); }));
    m_workspace.remove(keys);
    m_removalStep = m_workspace.undoStack().index();
    m_view.selectCurrent();
    if (m_removedDrafts == static_cast<qsizetype>(keys.size()))
        wasRemoved({}, 0); // nothing that the service would have to answer
}

void ItemCommands::wasRemoved(const std::vector<ItemKey> &keys, qsizetype failed)
{
    const auto deleted = static_cast<qsizetype>(keys.size()) + std::exchange(m_removedDrafts, 0);
    if (m_removalStep == m_workspace.undoStack().index())
        Q_EMIT removed(deleted, failed);
}

void ItemCommands::undoRemoval()
{
    if (m_removalStep == m_workspace.undoStack().index())
        m_workspace.undoStack().undo();
}

void ItemCommands::saveAll()
{
    if (!settle())
        return;
    if (const ItemKey unread = m_inspector.firstUnread(); unread.isValid()) {
        show(unread);
        m_inspector.focusFirstError();
        return;
    }
    m_workspace.saveAll();
}

void ItemCommands::discardAll()
{
    const auto count = static_cast<int>(m_workspace.drafts().count());
    if (count == 0)
        return;
    auto *box =
        new QMessageBox(QMessageBox::NoIcon, tr("Discard"),
                        tr("Discard %Ln unsaved change(s)?", nullptr, count), QMessageBox::NoButton, &m_page);
    box->setIconPixmap(
        theme::pixmap(theme::Icon::Warning, 32, theme::Tone::Warning, m_page.devicePixelRatioF()));
    box->setObjectName(QStringLiteral("discardDialog"));
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setTextFormat(Qt::PlainText);
    box->setInformativeText(tr("The items stay as they are on the service. Undo brings the changes back."));
    QPushButton *discard = box->addButton(tr("&Discard"), QMessageBox::DestructiveRole);
    discard->setObjectName(QStringLiteral("discardConfirmButton"));
    discard->setProperty("kind", QStringLiteral("danger"));
    box->setDefaultButton(box->addButton(tr("&Keep"), QMessageBox::RejectRole));
    connect(discard, &QPushButton::clicked, this, [this] {
        m_inspector.forgetTyped();
        m_workspace.discardAll();
    });
    box->open();
}

void ItemCommands::undo()
{
    if (settle()) // what is being typed is the last step
        m_workspace.undoStack().undo();
}

void ItemCommands::redo()
{
    if (settle())
        m_workspace.undoStack().redo();
}

void ItemCommands::resolve(ItemKey key)
{
    m_conflicts.push_front(key);
    nextConflict();
}

void ItemCommands::nextConflict()
{
    if (m_conflict)
        return;
    while (!m_conflicts.empty()) {
        const ItemKey key = m_conflicts.front();
        m_conflicts.pop_front();
        const Draft *draft = m_workspace.drafts().find(key);
        if (!draft || draft->state != DraftState::Conflict)
            continue;
        m_conflict = new ConflictDialog(*draft, &m_page);
        connect(m_conflict, &ConflictDialog::resolved, &m_workspace, &ItemWorkspace::resolve);
        connect(m_conflict, &QDialog::finished, this, [this](int result) {
            m_conflict = nullptr;
            // Who wants to decide later is not asked about the others either: they are in the grid.
            if (result == QDialog::Rejected)
                m_conflicts.clear();
            nextConflict();
        });
        m_conflict->open();
        return;
    }
}

} // namespace guarita::console
