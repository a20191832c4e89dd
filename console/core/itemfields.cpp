// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/core/itemfields.h"

#include "contract/itemlimits.h"

#include <algorithm>
#include <optional>

namespace guarita::console {

namespace {

qsizetype codePoints(const QString &text)
{
    const auto pairs = std::count_if(text.begin(), text.end(), [](QChar c) { return c.isHighSurrogate(); });
    return text.size() - pairs;
}

std::optional<FieldRule> brokenByNome(const QString &nome)
{
    if (std::all_of(nome.begin(), nome.end(), [](QChar c) { return c.isSpace(); }))
        return FieldRule::Empty;
    if (codePoints(nome) > contract::maxNome)
        return FieldRule::TooLong;
    if (std::any_of(nome.begin(), nome.end(), [](QChar c) { return c.category() == QChar::Other_Control; }))
        return FieldRule::ControlCharacter;
    return {};
}

std::optional<FieldRule> brokenByDescricao(const std::optional<QString> &descricao)
{
    if (!descricao)
        return {};
    if (codePoints(*descricao) > contract::maxDescricao)
        return FieldRule::TooLong;
    if (descricao->contains(QChar(u'\0')))
        return FieldRule::ControlCharacter;
    return {};
}

std::optional<FieldRule> brokenByPreco(qint64 cents)
{
    if (cents == noPrice)
        return FieldRule::Empty;
    if (cents < 0)
        return FieldRule::Negative;
    if (cents > contract::maxPrecoCentavos)
        return FieldRule::TooLarge;
    return {};
}

std::optional<FieldRule> brokenBy(const ItemFields &fields, Field field)
{
    switch (field) {
    case Field::Nome:
        return brokenByNome(fields.nome);
    case Field::Descricao:
        return brokenByDescricao(fields.descricao);
    case Field::Preco:
        return brokenByPreco(fields.precoCentavos);
    }
    Q_UNREACHABLE();
}

bool equal(const ItemFields &a, const ItemFields &b, Field field)
{
    switch (field) {
    case Field::Nome:
        return a.nome == b.nome;
    case Field::Descricao:
        return a.descricao == b.descricao;
    case Field::Preco:
        return a.precoCentavos == b.precoCentavos;
    }
    Q_UNREACHABLE();
}

} // namespace

QString fieldName(Field field)
{
    switch (field) {
    case Field::Nome:
        return QStringLiteral("nome");
    case Field::Descricao:
        return QStringLiteral("descricao");
    case Field::Preco:
        return QStringLiteral("preco");
    }
    Q_UNREACHABLE();
}

std::vector<FieldViolation> violationsOf(const ItemFields &fields)
{
    std::vector<FieldViolation> violations;
    for (Field field : allFields) {
        if (const std::optional<FieldRule> rule = brokenBy(fields, field))
            violations.push_back({field, *rule});
    }
    return violations;
}

std::vector<Field> changedFields(const ItemFields &before, const ItemFields &after)
{
    std::vector<Field> changed;
    for (Field field : allFields) {
        if (!equal(before, after, field))
            changed.push_back(field);
    }
    return changed;
}

void copyField(Field field, const ItemFields &from, ItemFields &to)
{
    switch (field) {
    case Field::Nome:
        to.nome = from.nome;
        break;
    case Field::Descricao:
        to.descricao = from.descricao;
        break;
    case Field::Preco:
        to.precoCentavos = from.precoCentavos;
        break;
    }
}

Merge merge(const ItemFields &base, const ItemFields &mine, const ItemFields &theirs)
{
    Merge merge{mine, {}};
    for (Field field : changedFields(base, theirs)) {
        if (equal(base, mine, field))
            copyField(field, theirs, merge.merged);
        else if (!equal(mine, theirs, field))
            merge.clashes.push_back(field);
    }
    return merge;
}

} // namespace guarita::console
