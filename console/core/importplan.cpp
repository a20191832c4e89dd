// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/core/importplan.h"

#include <algorithm>
#include <array>

namespace guarita::console {

namespace {

constexpr qsizetype rowsThatTellTheColumns = 200;

/// A header's letters without case, accents and what stands in brackets: "Preço (R$)" is "preco".
QString plainName(const QString &header)
{
    QString plain;
    int depth = 0;
    for (QChar c : header.normalized(QString::NormalizationForm_KD)) {
        if (c == u'(' || c == u'[')
            ++depth;
        else if ((c == u')' || c == u']') && depth > 0)
            --depth;
        else if (depth == 0 && c.isLetter())
            plain += c.toLower();
    }
    return plain;
}

std::optional<Field> fieldNamed(const QString &header)
{
    struct Name
    {
        QStringView name;
        Field field;
    };
    static constexpr std::array names{
        Name{u"nome", Field::Nome},
        Name{u"name", Field::Nome},
        Name{u"item", Field::Nome},
        Name{u"produto", Field::Nome},
        Name{u"product", Field::Nome},
        Name{u"productname", Field::Nome},
        Name{u"nomedoproduto", Field::Nome},
        Name{u"nomedoitem", Field::Nome},
        Name{u"itemname", Field::Nome},
        Name{u"titulo", Field::Nome},
        Name{u"title", Field::Nome},
        Name{u"descricao", Field::Descricao},
        Name{u"description", Field::Descricao},
        Name{u"desc", Field::Descricao},
        Name{u"detalhes", Field::Descricao},
        Name{u"details", Field::Descricao},
        Name{u"obs", Field::Descricao},
        Name{u"observacao", Field::Descricao},
        Name{u"observacoes", Field::Descricao},
        Name{u"notes", Field::Descricao},
        Name{u"preco", Field::Preco},
        Name{u"price", Field::Preco},
        Name{u"valor", Field::Preco},
        Name{u"value", Field::Preco},
        Name{u"precounitario", Field::Preco},
        Name{u"valorunitario", Field::Preco},
        Name{u"unitprice", Field::Preco},
        Name{u"amount", Field::Preco},
        Name{u"precoemreais", Field::Preco},
        Name{u"precor", Field::Preco}, // "Preço R$"
    };
    const QString plain = plainName(header);
    const auto found =
        std::find_if(names.begin(), names.end(), [&](const Name &name) { return name.name == plain; });
    if (found == names.end())
        return {};
    return found->field;
}

bool readsAsMoney(const QString &cell, const QLocale &locale)
{
    const auto cents = parseMoney(cell, locale);
    return cents || (cents.error() != MoneyFault::Empty && cents.error() != MoneyFault::NotANumber);
}

bool isMapped(const ColumnMapping &mapping, Field field)
{
    return std::find(mapping.begin(), mapping.end(), field) != mapping.end();
}

/// What the cells of one column look like.
struct Column
{
    int filled = 0;
    int money = 0;
    int withCents = 0; // numbers that are surely no counts

    bool isMoney() const { return money > 0 && money * 2 > filled; }
};

Column lookAt(const CsvTable &table, qsizetype index, const QLocale &locale)
{
    Column column;
    const auto rows = std::min(rowsThatTellTheColumns, static_cast<qsizetype>(table.rows.size()));
    for (qsizetype row = 0; row < rows; ++row) {
        const QString &cell = table.rows[static_cast<std::size_t>(row)][index];
        if (cell.trimmed().isEmpty())
            continue;
        ++column.filled;
        if (!readsAsMoney(cell, locale))
            continue;
        ++column.money;
        column.withCents += cell.contains(u',') || cell.contains(u'.') || cell.contains(u'$');
    }
    return column;
}

ColumnMapping guessByContent(const CsvTable &table, const QLocale &locale)
{
    std::vector<Column> columns;
    for (qsizetype i = 0; i < table.columns(); ++i)
        columns.push_back(lookAt(table, i, locale));

    // The price: the numbers with the most cents; the last of several, as numbers in front are codes.
    ColumnMapping mapping(columns.size());
    auto price = columns.end();
    for (auto column = columns.begin(); column != columns.end(); ++column) {
        if (column->isMoney() && (price == columns.end() || column->withCents >= price->withCents))
            price = column;
    }
    if (price != columns.end() && columns.size() > 1)
        mapping[static_cast<std::size_t>(price - columns.begin())] = Field::Preco;

    // Texts from the left; a column of numbers only where nothing else could be the name.
    for (Field field : {Field::Nome, Field::Descricao}) {
        for (std::size_t i = 0; i < columns.size() && !isMapped(mapping, field); ++i) {
            if (!mapping[i] && columns[i].filled > 0 && !columns[i].isMoney())
                mapping[i] = field;
        }
    }
    for (std::size_t i = 0; i < columns.size() && !isMapped(mapping, Field::Nome); ++i) {
        if (!mapping[i])
            mapping[i] = Field::Nome;
    }
    return mapping;
}

QString textOf(const QString &cell)
{
    QString text = unguarded(cell.trimmed()).trimmed();
    text.replace(QStringLiteral("\r\n"), QStringLiteral("\n"));
    return text.replace(u'\r', u'\n');
}

} // namespace

const CellFault *ImportRow::faultOf(Field field) const
{
    const auto found = std::find_if(faults.begin(), faults.end(),
                                    [field](const CellFault &fault) { return fault.field == field; });
    return found == faults.end() ? nullptr : &*found;
}

GuessedMapping guessMapping(const CsvTable &table, const QLocale &locale)
{
    if (table.rows.empty())
        return {};
    const QStringList &first = table.rows.front();
    ColumnMapping byName(static_cast<std::size_t>(first.size()));
    for (std::size_t i = 0; i < byName.size(); ++i) {
        const QString &cell = first[static_cast<qsizetype>(i)];
        if (readsAsMoney(cell, locale))
            return {false, guessByContent(table, locale)};
        const std::optional<Field> field = fieldNamed(cell);
        if (field && !isMapped(byName, *field))
            byName[i] = field;
    }
    const bool named = std::any_of(byName.begin(), byName.end(), [](const auto &field) { return field; });
    if (named)
        return {true, byName};
    return {false, guessByContent(table, locale)};
}

ImportRow planRow(const QStringList &cells, const ColumnMapping &mapping, const QLocale &locale)
{
    ImportRow row;
    std::optional<MoneyFault> money = MoneyFault::Empty; // until a column holds it
    for (std::size_t i = 0; i < mapping.size(); ++i) {
        if (!mapping[i])
            continue;
        const QString cell = cells.value(static_cast<qsizetype>(i));
        switch (*mapping[i]) {
        case Field::Nome:
            row.fields.nome = textOf(cell);
            break;
        case Field::Descricao:
            if (const QString text = textOf(cell); !text.isEmpty())
                row.fields.descricao = text;
            break;
        case Field::Preco: {
            const auto cents = parseMoney(unguarded(cell), locale);
            money = cents ? std::nullopt : std::optional(cents.error());
            row.fields.precoCentavos = cents ? cents.value() : 0;
            break;
        }
        }
    }
    for (const FieldViolation &violation : violationsOf(row.fields))
        row.faults.push_back({violation.field, {}, violation.rule});
    if (money)
        row.faults.push_back({Field::Preco, money}); // the last of allFields; 0 breaks no rule
    return row;
}

ImportPlan planImport(const CsvTable &table, const ColumnMapping &mapping, bool hasHeader,
                      const QLocale &locale, const std::function<bool()> &cancelled)
{
    ImportPlan plan;
    plan.rows.reserve(table.rows.size());
    for (std::size_t i = hasHeader ? 1 : 0; i < table.rows.size() && !cancelled(); ++i) {
        plan.rows.push_back(planRow(table.rows[i], mapping, locale));
        ++(plan.rows.back().faults.empty() ? plan.good : plan.bad);
    }
    return plan;
}

} // namespace guarita::console
