// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/models/items/itemworkspace.h"
#include "console/views/items/editing.h"
#include "console/views/page.h"
#include "console/views/pagecontext.h"

#include <QtCore/QTimer>

class QSplitter;

namespace guarita::console {

class DropFrame;
class ItemActions;
class ItemCommands;
class ItemInspector;
class ItemTransfer;
class ItemsFoot;
class ItemsHead;
class ItemsPane;
class ItemsView;

/// The items as a grid with a form beside it, and everything that is done to them. Loads the list when
/// somebody is logged in and when the connection came back; then it also resumes what an outage held up.
class ItemsPage final : public Page
{
    Q_OBJECT

public:
    ItemsPage(const PageContext &context, ItemWorkspace &workspace, QWidget *parent = nullptr);
    ~ItemsPage() override;

    void setEditing(Editing editing);

    QString title() const override;
    theme::Icon pageIcon() const override { return theme::Icon::Items; }
    bool isAllowed(const Rights &rights) const override { return rights.readsItems; }
    QList<QAction *> pageActions() const override;
    QString status() const override;
    void activated() override;
    void deactivated() override;
    void focusStart() override;
    void focusSearch() override;

protected:
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dragLeaveEvent(QDragLeaveEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    void connectActions();
    void connectGrid();
    void connectWorkspace();
    void connectNotices();
    void search(const QString &text, bool atOnce);
    void selectionMoved();
    void refresh();
    void cameBack();
    void showCounts();
    void showMenu(QPoint position);
    ItemKey typedKey() const;
    void keepLayout();
    void restoreLayout();
    void retranslate();

    PageContext m_context;
    ItemWorkspace &m_workspace;
    ItemsModel &m_items;
    ItemsView *m_view;
    ItemsHead *m_head;
    ItemInspector *m_inspector;
    ItemsPane *m_pane;
    ItemActions *m_actions;
    ItemCommands *m_commands;
    ItemTransfer *m_transfer;
    ItemsFoot *m_foot;
    QSplitter *m_splitter;
    DropFrame *m_drop;
    QTimer m_keep;
    std::pair<int, int> m_visible{-1, -1};
    bool m_readOnly = false;
};

} // namespace guarita::console
