// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/items/itemcolumns.h"

#include "console/views/items/itemsview.h"

#include <QtCore/QScopedValueRollback>
#include <QtCore/QSignalBlocker>
#include <QtGui/QActionGroup>
#include <QtWidgets/QHeaderView>
#include <QtWidgets/QMenu>

#include <array>

namespace guarita::console {

namespace {

constexpr int idWidth = 92;
constexpr int priceWidth = 124;    // at least
constexpr int aroundPrices = 32;   // the delegate's padding
constexpr int mostForPrices = 220; // the dearest that there can be
constexpr int timeWidth = 152;
constexpr int leastText = 124;
constexpr int wantedName = 220;  // names come before descriptions where there is no room for both
constexpr int roomForTime = 720; // below it the time of the last change is the first to go

struct Sortable
{
    ItemsModel::Column column;
    SortBy by;
};
constexpr std::array sortables{Sortable{ItemsModel::IdColumn, SortBy::Id},
                               Sortable{ItemsModel::NomeColumn, SortBy::Nome},
                               Sortable{ItemsModel::PrecoColumn, SortBy::Preco},
                               Sortable{ItemsModel::AtualizadoColumn, SortBy::AtualizadoEm}};

bool isSortable(int column)
{
    return std::any_of(sortables.begin(), sortables.end(),
                       [column](const Sortable &sortable) { return sortable.column == column; });
}

} // namespace

ItemColumns::ItemColumns(ItemsModel &model, ItemsView &view)
    : QObject(&view)
    , m_model(model)
    , m_view(view)
    , m_header(view.horizontalHeader())
{
    m_header->setObjectName(QStringLiteral("itemsHeader"));
    m_header->setHighlightSections(false);
    m_header->setSectionsClickable(true);
    m_header->setSectionsMovable(true);
    m_header->setSortIndicatorShown(true);
    m_header->setMinimumSectionSize(64);
    m_header->setFixedHeight(36);
    m_header->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    showSorting();
    connect(m_header, &QHeaderView::sortIndicatorChanged, this, &ItemColumns::sortClicked);
    connect(&m_model, &ItemsModel::queryChanged, this, &ItemColumns::showSorting);
    m_refit.setSingleShot(true);
    m_refit.setInterval(0);
    connect(&m_refit, &QTimer::timeout, this, &ItemColumns::fit);
    const auto cameIntoSight = [this] {
        if (!m_byHand && !m_refit.isActive())
            m_refit.start();
    };
    connect(&m_model, &QAbstractItemModel::modelReset, this, cameIntoSight);
    connect(&m_model, &QAbstractItemModel::dataChanged, this, cameIntoSight);
    const auto byHand = [this] {
        if (m_fitting)
            return;
        m_byHand = true;
        Q_EMIT changedByHand();
    };
    connect(m_header, &QHeaderView::sectionResized, this, byHand);
    connect(m_header, &QHeaderView::sectionMoved, this, byHand);
}

void ItemColumns::fit()
{
    const QScopedValueRollback fitting(m_fitting, true);
    const int room = m_view.viewport()->width();
    m_view.setColumnHidden(ItemsModel::AtualizadoColumn, room < roomForTime);
    if (m_byHand)
        fitDescription(room);
    else
        fitAll(room);
}

void ItemColumns::fitAll(int room)
{
    const bool withTime = room >= roomForTime;
    const int prices = neededForPrices();
    m_header->resizeSection(ItemsModel::IdColumn, idWidth);
    m_header->resizeSection(ItemsModel::PrecoColumn, prices);
    m_header->resizeSection(ItemsModel::AtualizadoColumn, timeWidth);
    const int texts = std::max(2 * leastText, room - idWidth - prices - (withTime ? timeWidth : 0));
    const int nome = std::min(std::max(wantedName, texts * 44 / 100), texts - leastText);
    m_header->resizeSection(ItemsModel::NomeColumn, nome);
    m_header->resizeSection(ItemsModel::DescricaoColumn, texts - nome);
}

int ItemColumns::neededForPrices() const
{
    // Of the rows in sight, and never narrower again, so that nothing jumps while one scrolls.
    return std::clamp(m_view.sizeHintForColumn(ItemsModel::PrecoColumn) + aroundPrices,
                      std::clamp(m_header->sectionSize(ItemsModel::PrecoColumn), priceWidth, mostForPrices),
                      mostForPrices);
}

void ItemColumns::reset()
{
    m_byHand = false;
    {
        const QScopedValueRollback fitting(m_fitting, true);
        for (int column = 0; column < ItemsModel::ColumnCount; ++column)
            m_header->moveSection(m_header->visualIndex(column), column);
        m_header->resizeSection(ItemsModel::PrecoColumn, priceWidth);
    }
    fit();
    Q_EMIT changedByHand();
}

void ItemColumns::fitDescription(int room)
{
    const int others = m_header->length() - m_header->sectionSize(ItemsModel::DescricaoColumn);
    m_header->resizeSection(ItemsModel::DescricaoColumn, std::max(leastText, room - others));
}

QByteArray ItemColumns::state() const
{
    return m_byHand ? m_header->saveState() : QByteArray();
}

void ItemColumns::restore(const QByteArray &state)
{
    if (state.isEmpty())
        return;
    const QScopedValueRollback fitting(m_fitting, true);
    const QSignalBlocker quiet(m_header); // a remembered sorting is not one that was asked for
    m_byHand = m_header->restoreState(state) && m_header->count() == ItemsModel::ColumnCount;
    showSorting();
}

void ItemColumns::fillSortMenu(QMenu &menu)
{
    auto *columns = new QActionGroup(&menu);
    auto *orders = new QActionGroup(&menu);
    const ItemQuery query = m_model.query();
    const auto add = [&menu](QActionGroup *group, const QString &text, bool checked) {
        QAction *action = group->addAction(text);
        action->setCheckable(true);
        action->setChecked(checked);
        menu.addAction(action);
        return action;
    };
    for (const Sortable &sortable : sortables) {
        const QString name = m_model.headerData(sortable.column, Qt::Horizontal, Qt::DisplayRole).toString();
        connect(add(columns, name, query.sortBy == sortable.by), &QAction::triggered, &m_model,
                [this, column = sortable.column, query] {
                    sortClicked(column, query.descending ? Qt::DescendingOrder : Qt::AscendingOrder);
                });
    }
    menu.addSeparator();
    const int column = m_header->sortIndicatorSection();
    connect(add(orders, tr("Ascending"), !query.descending), &QAction::triggered, &m_model,
            [this, column] { sortClicked(column, Qt::AscendingOrder); });
    connect(add(orders, tr("Descending"), query.descending), &QAction::triggered, &m_model,
            [this, column] { sortClicked(column, Qt::DescendingOrder); });
}

void ItemColumns::sortClicked(int column, Qt::SortOrder order)
{
    if (isSortable(column) && m_guard())
        m_model.sort(column, order);
    else
        showSorting();
}

void ItemColumns::showSorting()
{
    const QSignalBlocker quiet(m_header);
    const ItemQuery &query = m_model.query();
    for (const Sortable &sortable : sortables) {
        if (sortable.by == query.sortBy)
            m_header->setSortIndicator(sortable.column,
                                       query.descending ? Qt::DescendingOrder : Qt::AscendingOrder);
    }
    m_header->viewport()->update();
}

} // namespace guarita::console
