// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/items/itemspane.h"

#include "console/models/items/itemsmodel.h"
#include "console/views/errortexts.h"
#include "console/views/items/itemsview.h"
#include "console/widgets/emptystate.h"

#include <QtCore/QEvent>

namespace guarita::console {

ItemsPane::ItemsPane(ItemsModel &model, ItemsView &view, QWidget *parent)
    : QStackedWidget(parent)
    , m_model(model)
    , m_empty(new EmptyState(this))
{
    setObjectName(QStringLiteral("itemsPane"));
    m_empty->setObjectName(QStringLiteral("itemsEmpty"));
    addWidget(&view);
    addWidget(m_empty);
    setCurrentWidget(m_empty);
    connect(&model, &ItemsModel::stateChanged, this, &ItemsPane::refresh);
    connect(&model, &ItemsModel::totalChanged, this, &ItemsPane::refresh);
    connect(&model, &ItemsModel::queryChanged, this, &ItemsPane::refresh);
    connect(&model, &QAbstractItemModel::rowsInserted, this, &ItemsPane::refresh);
    connect(&model, &QAbstractItemModel::rowsRemoved, this, &ItemsPane::refresh);
    connect(&model, &QAbstractItemModel::modelReset, this, &ItemsPane::refresh);
    connect(m_empty, &EmptyState::primaryTriggered, this, &ItemsPane::primary);
    connect(m_empty, &EmptyState::secondaryTriggered, this, &ItemsPane::importWanted);
    refresh();
}

void ItemsPane::setReadOnly(bool readOnly)
{
    m_readOnly = readOnly;
    fill();
}

ItemsPane::Shown ItemsPane::wanted() const
{
    if (m_model.rowCount() > 0)
        return Shown::Grid;
    switch (m_model.state()) {
    case ItemsModel::State::Empty:
        return Shown::Nothing;
    case ItemsModel::State::Loading:
        return Shown::Loading;
    case ItemsModel::State::Failed:
        return Shown::Failed;
    case ItemsModel::State::Ready:
        break;
    }
    return m_model.query().search.isEmpty() ? Shown::NoItems : Shown::NotFound;
}

void ItemsPane::refresh()
{
    const Shown shown = wanted();
    if (shown == m_shown && shown != Shown::NotFound && shown != Shown::Failed)
        return;
    m_shown = shown;
    fill();
    setCurrentIndex(shown == Shown::Grid ? 0 : 1);
}

void ItemsPane::fill()
{
    switch (m_shown) {
    case Shown::Grid:
        break;
    case Shown::Nothing:
    case Shown::Loading:
        m_empty->showLoading(m_shown == Shown::Loading ? tr("Loading items…") : QString());
        break;
    case Shown::NoItems:
        m_empty->show(theme::Icon::Empty, tr("No items yet"),
                      m_readOnly ? tr("There is nothing to show.")
                                 : tr("Create the first one, or bring many at once from a CSV file or a "
                                      "spreadsheet."));
        m_empty->setActions(m_readOnly ? QString() : tr("&New item"),
                            m_readOnly ? QString() : tr("&Import…"));
        break;
    case Shown::NotFound:
        m_empty->show(theme::Icon::Search, tr("Nothing found"),
                      tr("No item has “%1” in its name or description.").arg(m_model.query().search));
        m_empty->setActions(tr("&Clear search"), {});
        break;
    case Shown::Failed:
        m_empty->show(theme::Icon::Error, tr("The items could not be loaded"),
                      m_model.error() ? ErrorTexts::explain(*m_model.error()) : QString());
        m_empty->setActions(tr("&Try again"), {});
        break;
    }
}

void ItemsPane::primary()
{
    if (m_shown == Shown::NoItems)
        Q_EMIT createWanted();
    else if (m_shown == Shown::NotFound)
        Q_EMIT clearSearchWanted();
    else if (m_shown == Shown::Failed)
        Q_EMIT retryWanted();
}

void ItemsPane::changeEvent(QEvent *event)
{
    QStackedWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        fill();
}

} // namespace guarita::console
