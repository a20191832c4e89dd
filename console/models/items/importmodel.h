// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/core/importplan.h"
#include "console/models/items/backgroundjob.h"

#include <QtCore/QAbstractTableModel>
#include <QtCore/QLocale>

#include <functional>

namespace guarita::console {

/// The cells of a table that is to be imported, and what is wrong with them. Cells can be edited, which
/// judges their row anew; a change that concerns all rows judges them in another thread if they are many. Can
/// show only rows with errors; a row that was mended stays until the filter is set again, so that nothing
/// moves under the hands.
class ImportModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Role {
        FaultRole = Qt::UserRole + 1, // bool: something is wrong with this cell
        FaultyRowRole,                // bool: with this row, of any column: also of the vertical header
        FieldRole,                    // int of Field, or invalid: of the cell and of the horizontal header
    };
    /// Why a cell is refused, in the current language.
    using Explain =
        std::function<QString(const CellFault &fault, const QString &cell, const QLocale &locale)>;

    static constexpr std::size_t rowsAtOnce = 2'000; // judged within the event loop: some milliseconds

    explicit ImportModel(Explain explain, QObject *parent = nullptr);
    ~ImportModel() override;

    void setTable(CsvTable table, GuessedMapping mapping);
    void clear();
    const CsvTable &table() const { return m_table; }

    const ColumnMapping &mapping() const { return m_mapping; }
    /// Takes the field away from the column that had it.
    void setField(int column, std::optional<Field> field);
    bool hasHeader() const { return m_hasHeader; }
    void setHasHeader(bool hasHeader);
    /// How the prices are written; not necessarily as the console writes them.
    QLocale numbers() const { return m_numbers; }
    void setNumbers(const QLocale &locale);
    bool onlyFaulty() const { return m_onlyFaulty; }
    void setOnlyFaulty(bool only);

    /// Whether the rows are being judged; counts are those of before.
    bool isPlanning() const { return m_planning; }
    qsizetype good() const { return m_plan.good; }
    qsizetype bad() const { return m_plan.bad; }
    /// How many of the prices are written with the other separators.
    qsizetype ambiguousPrices() const;
    std::vector<ItemFields> goodRows() const;
    /// The next cell with a fault behind (or before) one; wraps; invalid if there is none.
    QModelIndex nextFault(const QModelIndex &from, bool forward) const;
    /// What is wrong with a row as a whole: fields that no column holds.
    bool isMissing(Field field) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role = Qt::EditRole) override;

Q_SIGNALS:
    void planChanged(); // counts, faults, isPlanning()
    void mappingChanged();

private:
    void plan();
    void take(ImportPlan plan);
    void show();
    void replace(std::size_t row, ImportRow planned);
    std::size_t rowAt(int shown) const; // of the plan
    const QStringList &cellsAt(std::size_t row) const;
    const CellFault *faultAt(const QModelIndex &index) const;
    void emitAllChanged();

    Explain m_explain;
    CsvTable m_table;
    ColumnMapping m_mapping;
    QLocale m_numbers;
    ImportPlan m_plan;
    std::vector<std::size_t> m_shown; // rows of the plan, if only some are shown
    bool m_hasHeader = false;
    bool m_onlyFaulty = false;
    bool m_planning = false;
    BackgroundJob m_job;
};

} // namespace guarita::console
