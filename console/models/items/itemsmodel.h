// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/api/api.h"
#include "console/models/items/draftstore.h"
#include "console/models/items/pagecache.h"
#include "console/models/items/pageloader.h"

#include <QtCore/QAbstractTableModel>
#include <QtCore/QLocale>
#include <QtCore/QTimer>

namespace guarita::console {

/// The items of a query as a table of any length: first the rows of new drafts, then the server's in its
/// order. Holds only pages around what is shown (an LRU cache); data() never asks the network:
/// setVisibleRows() does, debounced, for what stays visible. Sorting and searching happen on the server. A
/// draft's fields stand over the item's. setData() does not write: it emits editRequested(), since every edit
/// goes through the undo stack.
class ItemsModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column { IdColumn, NomeColumn, DescricaoColumn, PrecoColumn, AtualizadoColumn, ColumnCount };
    enum Role {
        KeyRole = Qt::UserRole + 1, // ItemKey; not valid while the row is loading
        CentsRole,                  // qint64, in PrecoColumn
        LoadedRole,                 // bool
        DraftStateRole,             // int of DraftState, or invalid without a draft
        FieldChangedRole,           // bool: this cell differs from the server's
        FieldErrorRole,             // QString: what is wrong with this cell
    };
    /// Empty: nothing was asked for yet. Ready with a total() of 0: the list has nothing in it. A failed
    /// refresh() keeps the rows.
    enum class State { Empty, Loading, Ready, Failed };

    static constexpr qint64 pageSize = 200;
    static constexpr int maxPages = 60;
    static constexpr std::chrono::milliseconds scrollDebounce{100};
    static constexpr std::chrono::milliseconds searchDebounce{250};
    /// Taking out more runs of rows than this at once is told as a reset, which is cheaper for a view.
    static constexpr std::size_t mostRuns = 32;

    ItemsModel(Api &api, DraftStore &drafts, QObject *parent = nullptr);

    const ItemQuery &query() const { return m_query; }
    void setSearch(const QString &text, bool atOnce); // debounced unless at once
    void sort(int column, Qt::SortOrder order) override;
    void setVisibleRows(int first, int last);
    /// Asks anew for the total and for what is visible; rows, selection and scroll stay. The first one loads
    /// the list. To be called when the connection came back, too: pages that failed are not asked for again
    /// before.
    void refresh();
    void clear(); // another profile, logged out; the query stays
    bool isReadOnly() const { return m_readOnly; }
    void setReadOnly(bool readOnly);
    /// To be called as well when the language is another.
    void setLocale(const QLocale &locale);

    State state() const { return m_state; }
    const ApiError *error() const { return m_error ? &*m_error : nullptr; }
    qint64 total() const { return m_total; } // of the server, -1 while unknown
    /// Whether the rows are the query's; those of the one before stay until its first ones come.
    bool isAnswered() const { return m_begun; }
    std::chrono::milliseconds lastLatency() const { return m_latency; }
    int requestsSent() const { return m_loader.requestsSent(); } // for figures and tests

    /// What a cell of the column edits; none where it cannot be edited.
    static std::optional<Field> fieldOf(int column);
    /// The item as the server has it, if it is in the cache; with the draft over it: fieldsOf().
    const Item *itemOf(ItemKey key) const;
    std::optional<ItemFields> fieldsOf(ItemKey key) const;
    ItemKey keyAt(int row) const;
    int rowOf(ItemKey key) const; // -1 if it is not in the cache
    /// After a write: replaces the item where the cache has it.
    void replace(const Item &item) { replace(std::vector<Item>{item}); }
    void replace(const std::vector<Item> &items);
    /// Takes the rows of items that are being deleted away at once. Returns for each which row of the
    /// server's it had, -1 if it was not in the cache.
    std::vector<qint64> takeOut(const std::vector<qint64> &ids);
    struct Placed
    {
        Item item;
        qint64 serverRow; // as takeOut() gave it; -1: not to be seen here
    };
    /// The other way round, for what was not deleted after all.
    void putBack(std::vector<Placed> items);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    /// For PrecoColumn the value is qint64 cents, for the others a QString (null: no description).
    bool setData(const QModelIndex &index, const QVariant &value, int role = Qt::EditRole) override;

Q_SIGNALS:
    void stateChanged();
    void totalChanged();
    void queryChanged();
    void editRequested(guarita::console::ItemKey key, guarita::console::Field field, const QVariant &value);

private:
    qint64 toServerRow(int row) const { return row - static_cast<qint64>(m_newKeys.size()); }
    int toRow(qint64 serverRow) const;
    void ask(const ItemQuery &query);
    void take(qint64 page, bool withTotal, const ItemPage &reply);
    void begin(const ItemPage &reply);
    void put(qint64 page, const std::vector<Item> &items);
    void putMoved(qint64 page, const std::vector<Item> &items);
    void setTotal(qint64 total);
    void removeServerRows(const std::vector<qint64> &rows);
    void lengthChanged();
    void dropRows();
    void showVisible();
    void syncNewKeys();
    void draftChanged(ItemKey key);
    void updateState();
    void rowsChanged(int first, int last);

    DraftStore &m_drafts;
    PageCache m_pages{pageSize, maxPages};
    PageLoader m_loader;
    std::vector<ItemKey> m_newKeys; // the rows on top; follows the drafts
    ItemQuery m_query;
    QString m_searchText; // typed, not asked for yet
    QTimer m_search;
    QLocale m_locale;
    bool m_readOnly = false;
    bool m_begun = false; // the rows are those of m_query
    State m_state = State::Empty;
    std::optional<ApiError> m_error;
    qint64 m_total = -1;
    int m_firstVisible = 0;
    int m_lastVisible = 0;
    std::chrono::milliseconds m_latency{};
};

} // namespace guarita::console
