// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/core/csv.h"
#include "console/core/itemfields.h"
#include "console/core/money.h"

#include <QtCore/QLocale>

#include <functional>
#include <optional>
#include <vector>

namespace guarita::console {

/// Which column of a table holds which field; none: the column is not used. A field that no column holds is
/// missing: `nome` and `preco` then are faults of every row, `descricao` is none.
using ColumnMapping = std::vector<std::optional<Field>>;

/// What is wrong with one cell.
struct CellFault
{
    Field field;
    std::optional<MoneyFault> money; // else `rule`
    FieldRule rule = FieldRule::Empty;

    friend bool operator==(const CellFault &, const CellFault &) = default;
};

struct ImportRow
{
    ItemFields fields;
    std::vector<CellFault> faults; // empty: may be imported; in the order of allFields, one for each field

    const CellFault *faultOf(Field field) const;
};

/// A dry run of an import: what each row of the table, the header apart, would become.
struct ImportPlan
{
    std::vector<ImportRow> rows;
    qsizetype good = 0;
    qsizetype bad = 0;
};

/// Whether the first row names columns ("nome", "name", "descrição", "price" …, without regard to case and
/// accents, and no cell of it reads as money), and the mapping: by those names alone if there are any, else
/// preco where a column's values read as money, then nome and descricao from the left.
struct GuessedMapping
{
    bool hasHeader = false;
    ColumnMapping columns;
};
GuessedMapping guessMapping(const CsvTable &table, const QLocale &locale);

/// `locale` is how the prices are written. Pure; see readCsv() for where to run it. `cancelled` is asked
/// before each row; what is returned once it says yes is of no use.
ImportPlan planImport(
    const CsvTable &table, const ColumnMapping &mapping, bool hasHeader, const QLocale &locale,
    const std::function<bool()> &cancelled = [] { return false; });
/// One row of it, for a cell that was mended. White space around texts is dropped, an empty description is
/// none, line ends are LF.
ImportRow planRow(const QStringList &cells, const ColumnMapping &mapping, const QLocale &locale);

} // namespace guarita::console
