// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/items/itemsmodel.h"

#include "console/models/items/itemcell.h"

#include <algorithm>
#include <limits>

namespace guarita::console {

namespace {

std::optional<SortBy> sortOf(int column)
{
    switch (column) {
    case -1: // a view without a sorted column: the list's own order
    case ItemsModel::IdColumn:
        return SortBy::Id;
    case ItemsModel::NomeColumn:
        return SortBy::Nome;
    case ItemsModel::PrecoColumn:
        return SortBy::Preco;
    case ItemsModel::AtualizadoColumn:
        return SortBy::AtualizadoEm;
    default:
        return std::nullopt;
    }
}

} // namespace

ItemsModel::ItemsModel(Api &api, DraftStore &drafts, QObject *parent)
    : QAbstractTableModel(parent)
    , m_drafts(drafts)
    , m_loader(api, m_pages, scrollDebounce)
    , m_newKeys(drafts.newKeys())
{
    m_search.setSingleShot(true);
    m_search.setInterval(searchDebounce);
    connect(&m_search, &QTimer::timeout, this, [this] { setSearch(m_searchText, true); });
    connect(&m_loader, &PageLoader::loaded, this, &ItemsModel::take);
    connect(&m_loader, &PageLoader::activity, this, &ItemsModel::updateState);
    connect(&m_drafts, &DraftStore::newKeysChanged, this, &ItemsModel::syncNewKeys);
    connect(&m_drafts, &DraftStore::changed, this, &ItemsModel::draftChanged);
}

void ItemsModel::setSearch(const QString &text, bool atOnce)
{
    m_searchText = text.trimmed();
    if (!atOnce) {
        m_search.start();
        return;
    }
    m_search.stop();
    ItemQuery query = m_query;
    query.search = m_searchText;
    ask(query);
}

void ItemsModel::sort(int column, Qt::SortOrder order)
{
    const std::optional<SortBy> sortBy = sortOf(column);
    if (!sortBy)
        return;
    ItemQuery query = m_query;
    query.sortBy = *sortBy;
    query.descending = column >= 0 && order == Qt::DescendingOrder;
    ask(query);
}

void ItemsModel::setVisibleRows(int first, int last)
{
    m_firstVisible = std::max(first, 0);
    m_lastVisible = last;
    if (last < m_firstVisible) // a view says so where its rows end before it does
        m_lastVisible = std::min(rowCount(), m_firstVisible + static_cast<int>(pageSize)) - 1;
    showVisible();
}

void ItemsModel::refresh()
{
    if (m_state == State::Empty)
        m_loader.start(m_query);
    else
        m_loader.refresh();
}

void ItemsModel::clear()
{
    m_search.stop();
    m_begun = false;
    m_loader.stop();
    dropRows();
    updateState();
}

void ItemsModel::setReadOnly(bool readOnly)
{
    if (std::exchange(m_readOnly, readOnly) != readOnly)
        rowsChanged(0, rowCount() - 1);
}

void ItemsModel::setLocale(const QLocale &locale)
{
    m_locale = locale;
    rowsChanged(0, rowCount() - 1);
    Q_EMIT headerDataChanged(Qt::Horizontal, 0, ColumnCount - 1);
}

std::optional<Field> ItemsModel::fieldOf(int column)
{
    switch (column) {
    case NomeColumn:
        return Field::Nome;
    case DescricaoColumn:
        return Field::Descricao;
    case PrecoColumn:
        return Field::Preco;
    default:
        return std::nullopt;
    }
}

const Item *ItemsModel::itemOf(ItemKey key) const
{
    const std::optional<qint64> row = m_pages.rowOf(key.value);
    return row ? m_pages.at(*row) : nullptr;
}

std::optional<ItemFields> ItemsModel::fieldsOf(ItemKey key) const
{
    if (const Draft *draft = m_drafts.find(key))
        return draft->fields;
    if (const Item *item = itemOf(key))
        return item->fields;
    return std::nullopt;
}

ItemKey ItemsModel::keyAt(int row) const
{
    const qint64 serverRow = toServerRow(row);
    if (row < 0 || row >= rowCount())
        return {};
    if (serverRow < 0)
        return m_newKeys[static_cast<std::size_t>(row)];
    const Item *item = m_pages.at(serverRow);
    return item ? ItemKey{item->id} : ItemKey{};
}

int ItemsModel::rowOf(ItemKey key) const
{
    if (key.isNew()) {
        const auto found = std::lower_bound(m_newKeys.begin(), m_newKeys.end(), key, std::greater<>());
        return found != m_newKeys.end() && *found == key ? static_cast<int>(found - m_newKeys.begin()) : -1;
    }
    const std::optional<qint64> row = m_pages.rowOf(key.value);
    return row && *row < m_total ? toRow(*row) : -1;
}

void ItemsModel::replace(const std::vector<Item> &items)
{
    int first = rowCount();
    int last = -1;
    for (const Item &item : items) {
        const int row = m_pages.replace(item) ? rowOf(ItemKey{item.id}) : -1;
        first = row < 0 ? first : std::min(first, row);
        last = std::max(last, row);
    }
    rowsChanged(first, last); // those between them as well: once is cheaper than many times
}

int ItemsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : toRow(std::max<qint64>(m_total, 0));
}

int ItemsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant ItemsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    if (role == Qt::TextAlignmentRole && (index.column() == IdColumn || index.column() == PrecoColumn))
        return static_cast<int>(Qt::AlignRight | Qt::AlignVCenter);
    ItemRow row;
    row.key = keyAt(index.row());
    if (row.key.isValid()) {
        row.item = row.key.isNew() ? nullptr : m_pages.at(toServerRow(index.row()));
        row.draft = m_drafts.find(row.key);
    }
    if (role == LoadedRole)
        return row.isLoaded();
    if (!row.isLoaded())
        return {};
    return role == KeyRole ? QVariant::fromValue(row.key) : cellData(row, index.column(), role, m_locale);
}

QVariant ItemsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Horizontal && role == Qt::TextAlignmentRole) {
        const bool number = section == IdColumn || section == PrecoColumn;
        return static_cast<int>((number ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    }
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return QAbstractTableModel::headerData(section, orientation, role);
    switch (section) {
    case IdColumn:
        return tr("ID");
    case NomeColumn:
        return tr("Name");
    case DescricaoColumn:
        return tr("Description");
    case PrecoColumn:
        return tr("Price");
    case AtualizadoColumn:
        return tr("Changed");
    default:
        return {};
    }
}

Qt::ItemFlags ItemsModel::flags(const QModelIndex &index) const
{
    Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    if (!m_readOnly && fieldOf(index.column()) && keyAt(index.row()).isValid())
        flags |= Qt::ItemIsEditable;
    return flags;
}

bool ItemsModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (role != Qt::EditRole || !flags(index).testFlag(Qt::ItemIsEditable))
        return false;
    Q_EMIT editRequested(keyAt(index.row()), *fieldOf(index.column()), value);
    return true;
}

void ItemsModel::draftChanged(ItemKey key)
{
    if (!key.isValid()) {
        rowsChanged(0, rowCount() - 1);
        return;
    }
    const int row = rowOf(key);
    rowsChanged(row, row);
}

void ItemsModel::rowsChanged(int first, int last)
{
    if (first >= 0 && last >= first)
        Q_EMIT dataChanged(index(first, 0), index(last, ColumnCount - 1));
}

void ItemsModel::updateState()
{
    const ApiError *error = m_loader.error();
    State state = m_begun ? State::Ready : State::Empty;
    if (m_loader.loading())
        state = State::Loading;
    else if (error)
        state = State::Failed;
    const bool sameError =
        !error || (m_error && m_error->kind == error->kind && m_error->detail == error->detail);
    if (state == m_state && sameError)
        return;
    m_state = state;
    m_error = error ? std::optional(*error) : std::nullopt;
    if (state == State::Failed && !m_begun)
        dropRows(); // they answer another question
    Q_EMIT stateChanged();
}

} // namespace guarita::console
