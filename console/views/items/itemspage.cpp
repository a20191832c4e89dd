// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/items/itemspage.h"

#include "console/api/connectivity.h"
#include "console/models/items/itemfollower.h"
#include "console/views/errortexts.h"
#include "console/views/items/dropframe.h"
#include "console/views/items/itemactions.h"
#include "console/views/items/itemcolumns.h"
#include "console/views/items/itemcommands.h"
#include "console/views/items/iteminspector.h"
#include "console/views/items/itemsfoot.h"
#include "console/views/items/itemshead.h"
#include "console/views/items/itemspane.h"
#include "console/views/items/itemsview.h"
#include "console/views/items/itemtransfer.h"
#include "console/widgets/searchline.h"

#include <QtGui/QDragEnterEvent>
#include <QtWidgets/QBoxLayout>
#include <QtWidgets/QMenu>
#include <QtWidgets/QSplitter>

namespace guarita::console {

ItemsPage::ItemsPage(const PageContext &context, ItemWorkspace &workspace, QWidget *parent)
    : Page(parent)
    , m_context(context)
    , m_workspace(workspace)
    , m_items(workspace.items())
    , m_view(new ItemsView(m_items, workspace.drafts(), this))
    , m_head(new ItemsHead(m_items, this))
    , m_inspector(new ItemInspector(workspace, this))
    , m_pane(new ItemsPane(m_items, *m_view, this))
    , m_actions(new ItemActions(*this, *m_view, workspace.undoStack()))
    , m_commands(new ItemCommands(workspace, *m_view, *m_inspector, *this))
    , m_transfer(new ItemTransfer(context.api, workspace, *m_view, *this))
    , m_splitter(new QSplitter(this))
    , m_drop(new DropFrame(this))
{
    setObjectName(QStringLiteral("itemsPage"));
    setAcceptDrops(true);
    m_drop->setObjectName(QStringLiteral("itemsDrop"));
    m_drop->setLit(true);
    m_drop->hide();
    m_splitter->setObjectName(QStringLiteral("itemsSplitter"));
    m_splitter->addWidget(m_pane);
    m_splitter->addWidget(m_inspector);
    m_splitter->setStretchFactor(0, 1);
    m_splitter->setStretchFactor(1, 0);
    m_splitter->setHandleWidth(1);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_head);
    column->addWidget(m_splitter, 1);
    m_foot = new ItemsFoot(context.clock, workspace, *m_commands, *m_transfer, this);
    column->addWidget(m_foot);
    setTabOrder(&m_head->search(), m_view);
    m_inspector->setManyActions({&m_actions->duplicate, &m_actions->copy, &m_actions->remove});
    m_keep.setSingleShot(true);
    m_keep.setInterval(300);
    connectActions();
    connectGrid();
    connectWorkspace();
    connectNotices();
    restoreLayout();
    retranslate();
    selectionMoved();
}

ItemsPage::~ItemsPage()
{
    m_commands->settle(); // while there still is somebody to hear of it
    m_workspace.follower().setTyped([] { return ItemKey{}; });
    if (m_keep.isActive())
        keepLayout();
}

void ItemsPage::connectActions()
{
    const auto on = [](QAction &action, auto *object, auto slot) {
        connect(&action, &QAction::triggered, object, slot);
    };
    on(m_actions->create, m_commands, &ItemCommands::createItem);
    on(m_actions->edit, m_commands, &ItemCommands::editItem);
    on(m_actions->duplicate, m_commands, &ItemCommands::duplicateItems);
    on(m_actions->remove, m_commands, &ItemCommands::removeItems);
    on(m_actions->undo, m_commands, &ItemCommands::undo);
    on(m_actions->redo, m_commands, &ItemCommands::redo);
    on(m_actions->save, m_commands, &ItemCommands::saveAll);
    on(m_actions->copy, m_transfer, &ItemTransfer::copyRows);
    on(m_actions->paste, m_transfer, &ItemTransfer::pasteRows);
    on(m_actions->import, m_transfer, &ItemTransfer::importFile);
    on(m_actions->exporting, m_transfer, &ItemTransfer::exportRows);
    on(m_actions->refresh, this, &ItemsPage::refresh);
    connect(m_pane, &ItemsPane::createWanted, m_commands, &ItemCommands::createItem);
    connect(m_pane, &ItemsPane::importWanted, m_transfer, &ItemTransfer::importFile);
    connect(m_pane, &ItemsPane::clearSearchWanted, &m_head->search(), &SearchLine::clearSearch);
    connect(m_pane, &ItemsPane::retryWanted, this, &ItemsPage::refresh);
    connect(m_head, &ItemsHead::retryWanted, this, &ItemsPage::refresh);
    connect(&m_head->search(), &SearchLine::searched, this, &ItemsPage::search);
    connect(&m_head->search(), &SearchLine::downPressed, this, &ItemsPage::focusStart);
    connect(&m_head->search(), &SearchLine::escapePressed, this, &ItemsPage::focusStart);
}

void ItemsPage::connectGrid()
{
    connect(m_view, &ItemsView::selectionMoved, this, &ItemsPage::selectionMoved);
    connect(m_view, &QWidget::customContextMenuRequested, this, &ItemsPage::showMenu);
    connect(m_view, &ItemsView::fieldWanted, m_inspector, &ItemInspector::focusField);
    connect(m_view, &ItemsView::visibleRowsChanged, this, [this](int first, int last) {
        m_visible = {first, last};
        Q_EMIT statusChanged();
    });
    connect(m_inspector, &ItemInspector::left, this, [this] {
        focusStart();
        if (m_inspector->key().isValid())
            m_view->goTo(m_inspector->key());
    });
    connect(m_inspector, &ItemInspector::resolveWanted, m_commands, &ItemCommands::resolve);
    m_view->columns().setGuard([this] { return m_commands->settle(); });
    connect(&m_view->columns(), &ItemColumns::changedByHand, &m_keep, qOverload<>(&QTimer::start));
    connect(m_splitter, &QSplitter::splitterMoved, &m_keep, qOverload<>(&QTimer::start));
    connect(&m_keep, &QTimer::timeout, this, &ItemsPage::keepLayout);
}

void ItemsPage::connectWorkspace()
{
    connect(&m_items, &ItemsModel::totalChanged, this, &ItemsPage::showCounts);
    connect(&m_items, &ItemsModel::stateChanged, this, [this] {
        if (m_items.state() == ItemsModel::State::Empty) // somebody else, or another service
            m_inspector->forgetTyped();
        showCounts();
    });
    connect(&m_items, &ItemsModel::queryChanged, this, &ItemsPage::showCounts);
    connect(&m_items, &QAbstractItemModel::dataChanged, this, [this] {
        if (!m_inspector->key().isValid() && m_view->selectedCount() == 1)
            selectionMoved(); // the selected row has come
    });
    connect(&m_workspace.drafts(), &DraftStore::countChanged, this, &ItemsPage::showCounts);
    m_workspace.follower().setTyped([this] { return typedKey(); });
    connect(&m_context.connectivity, &Connectivity::wentOffline, m_view, [this] { m_view->setStale(true); });
    connect(&m_context.connectivity, &Connectivity::cameBack, this, &ItemsPage::cameBack);
    connect(&m_context.session, &Session::stateChanged, this, [this](Session::State state) {
        if (state == Session::State::Active && isVisible())
            activated();
    });
}

void ItemsPage::connectNotices()
{
    const auto bad = [this](const QString &text, const QString &detail) {
        m_head->tell(false, text, detail);
    };
    connect(m_commands, &ItemCommands::refused, this, bad);
    connect(m_transfer, &ItemTransfer::failed, this, bad);
    connect(m_transfer, &ItemTransfer::exported, this, [this](qint64 rows, const QString &file) {
        m_head->tell(true, tr("%Ln item(s) exported", nullptr, static_cast<int>(rows)), file);
    });
    connect(m_transfer, &ItemTransfer::imported, this, [this](const std::vector<ItemKey> &keys) {
        if (!keys.empty())
            m_commands->show(keys.front());
        focusStart();
    });
    connect(&m_workspace, &ItemWorkspace::failed, this, [this](const ApiError &error) {
        m_head->tell(false, tr("That did not work."), ErrorTexts::explain(error));
    });
}

void ItemsPage::setEditing(Editing editing)
{
    const bool readOnly = editing != Editing::Allowed;
    m_readOnly = readOnly;
    m_items.setReadOnly(readOnly);
    m_actions->setEditing(editing);
    m_foot->setReadOnly(readOnly);
    m_inspector->setReadOnly(readOnly);
    m_pane->setReadOnly(readOnly);
}

/// The item in whose cell or form something is typed that is no edit yet; not valid if there is none.
ItemKey ItemsPage::typedKey() const
{
    const ItemKey cell = m_view->editedKey();
    return cell.isValid() ? cell : m_inspector->typedKey();
}

QString ItemsPage::title() const
{
    return tr("Items");
}

QList<QAction *> ItemsPage::pageActions() const
{
    return m_actions->inOrder();
}

QString ItemsPage::status() const
{
    if (m_items.rowCount() == 0 || m_visible.first < 0)
        return {};
    return tr("rows %1–%2 of %3 · %4 ms")
        .arg(locale().toString(m_visible.first + 1),
             locale().toString(std::min(m_visible.second + 1, m_items.rowCount())),
             locale().toString(m_items.rowCount()), locale().toString(m_items.lastLatency().count()));
}

void ItemsPage::activated()
{
    const bool missing =
        m_items.state() == ItemsModel::State::Empty || m_items.state() == ItemsModel::State::Failed;
    if (m_context.session.state() == Session::State::Active && missing)
        refresh();
}

void ItemsPage::deactivated()
{
    m_commands->settle();
}

void ItemsPage::focusStart()
{
    if (m_pane->currentWidget() == m_view)
        m_view->setFocus(Qt::OtherFocusReason);
    else
        m_pane->setFocus(Qt::OtherFocusReason);
}

void ItemsPage::focusSearch()
{
    m_head->search().setFocus(Qt::ShortcutFocusReason);
    m_head->search().selectAll();
}

void ItemsPage::search(const QString &text, bool atOnce)
{
    if (m_commands->settle())
        m_items.setSearch(text, atOnce);
    else
        m_head->search().setText(m_items.query().search);
}

void ItemsPage::selectionMoved()
{
    const qint64 count = m_view->selectedCount();
    m_actions->setCounts(count, m_workspace.drafts().count());
    // While new items are typed, rows come and go in the grid; the form stays.
    if (m_inspector->isEntering() && window()->focusWidget() &&
        m_inspector->isAncestorOf(window()->focusWidget()))
        return;
    const ItemSelection selection = count == 1 ? m_view->selectedItems() : ItemSelection{};
    if (count > 1)
        m_inspector->showMany(count);
    else if (selection.isComplete() && count == 1)
        m_inspector->showItem(selection.keys.front());
    else
        m_inspector->showNothing();
}

void ItemsPage::refresh()
{
    if (m_commands->settle())
        m_items.refresh();
}

void ItemsPage::cameBack()
{
    m_view->setStale(false);
    m_items.refresh();
    m_workspace.resume();
}

void ItemsPage::showCounts()
{
    m_actions->setCounts(m_view->selectedCount(), m_workspace.drafts().count());
    Q_EMIT statusChanged();
}

void ItemsPage::showMenu(QPoint position)
{
    auto *menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("itemsMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (QAction *action : {&m_actions->create, &m_actions->edit, &m_actions->duplicate, &m_actions->remove})
        menu->addAction(action);
    menu->addSeparator();
    menu->addAction(&m_actions->copy);
    menu->addAction(&m_actions->paste);
    menu->addSeparator();
    m_view->columns().fillSortMenu(*menu->addMenu(tr("&Sort by")));
    menu->addAction(tr("&Reset columns"), &m_view->columns(), &ItemColumns::reset);
    menu->popup(m_view->viewport()->mapToGlobal(position));
}

void ItemsPage::keepLayout()
{
    m_context.settings.setLayout(m_splitter->objectName(), m_splitter->saveState());
    m_context.settings.setLayout(m_view->objectName(), m_view->columns().state());
}

void ItemsPage::restoreLayout()
{
    m_splitter->setSizes({1000, 304});
    m_splitter->restoreState(m_context.settings.layout(m_splitter->objectName()));
    m_splitter->setHandleWidth(1);
    m_splitter->setChildrenCollapsible(false); // a form that cannot be seen would still take what is typed
    if (m_splitter->sizes().last() == 0)
        m_splitter->setSizes({1000, 304});
    m_view->columns().restore(m_context.settings.layout(m_view->objectName()));
}

void ItemsPage::changeEvent(QEvent *event)
{
    Page::changeEvent(event);
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::LocaleChange)
        retranslate();
}

void ItemsPage::keyPressEvent(QKeyEvent *event)
{
    // Where a window has its own action for it, this is not reached.
    if (event->matches(QKeySequence::Find))
        focusSearch();
    else
        Page::keyPressEvent(event);
}

void ItemsPage::dragEnterEvent(QDragEnterEvent *event)
{
    if (m_readOnly || !ItemTransfer::canTake(event->mimeData()))
        return;
    event->acceptProposedAction();
    m_drop->setGeometry({m_pane->mapTo(this, QPoint()), m_pane->size()});
    m_drop->raise();
    m_drop->show();
}

void ItemsPage::dragLeaveEvent(QDragLeaveEvent *)
{
    m_drop->hide();
}

void ItemsPage::dropEvent(QDropEvent *event)
{
    m_drop->hide();
    event->acceptProposedAction();
    m_transfer->take(event->mimeData());
}

void ItemsPage::retranslate()
{
    setAccessibleName(title());
    m_items.setLocale(locale());
    m_workspace.retranslate();
    m_actions->retranslate();
    m_drop->setText(tr("Drop it here to see what would be imported"));
    showCounts();
    Q_EMIT titleChanged();
}

} // namespace guarita::console
