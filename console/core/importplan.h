// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/core/csv.h"
#include "console/core/itemfields.h"
#include "console/core/money.h"

#include <QtCore/QLocale>

#include <optional>
#include <vector>

namespace guarita::console {

/// Which column of a table holds which field; none: the column is not used.
using ColumnMapping = std::vector<std::optional<Field>>;

/// What is wrong with one cell.
struct CellFault
{
    Field field;
    std::optional<MoneyFault> money; // else `rule`
    FieldRule rule = FieldRule::Empty;
};

struct ImportRow
{
    ItemFields fields;
    std::vector<CellFault> faults; // empty: may be imported
};

/// A dry run of an import: what each row of the table would become.
struct ImportPlan
{
    std::vector<ImportRow> rows;
    qsizetype good = 0;
    qsizetype bad = 0;
};

/// Whether the first row names columns ("nome", "name", "descrição", "price" …, without regard to case and
/// accents), and the mapping: by those names, else nome, then preco where a column's values read as money,
/// then descricao.
struct GuessedMapping
{
    bool hasHeader = false;
    ColumnMapping columns;
};
GuessedMapping guessMapping(const CsvTable &table, const QLocale &locale);

ImportPlan planImport(const CsvTable &table, const ColumnMapping &mapping, bool hasHeader,
                      const QLocale &locale);

} // namespace guarita::console
