// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/domain/itemrules.h"

#include <algorithm>
#include <cstring>

namespace guarita::server::domain {

namespace {

qsizetype codePoints(const QString &text)
{
    const auto pairs = std::count_if(text.begin(), text.end(), [](QChar c) { return c.isHighSurrogate(); });
    return text.size() - pairs;
}

bool isBlank(const QString &text)
{
    return std::all_of(text.begin(), text.end(), [](QChar c) { return c.isSpace(); });
}

bool hasControl(const QString &text)
{
    return std::any_of(text.begin(), text.end(),
                       [](QChar c) { return c.category() == QChar::Other_Control; });
}

bool hasNul(const QString &text)
{
    return text.contains(QChar(u'\0'));
}

constexpr RuleRow rules[] = {
    {"nome", Rule::Empty, [](const ItemDraft &draft) { return draft.nome.isEmpty(); }},
    {"nome", Rule::Blank, [](const ItemDraft &draft) { return isBlank(draft.nome); }},
    {"nome", Rule::TooLong, [](const ItemDraft &draft) { return codePoints(draft.nome) > maxNome; }},
    {"nome", Rule::ControlCharacter, [](const ItemDraft &draft) { return hasControl(draft.nome); }},
    {"descricao", Rule::TooLong,
     [](const ItemDraft &draft) { return draft.descricao && codePoints(*draft.descricao) > maxDescricao; }},
    {"descricao", Rule::Nul,
     [](const ItemDraft &draft) { return draft.descricao && hasNul(*draft.descricao); }},
    {"preco", Rule::Negative, [](const ItemDraft &draft) { return draft.precoCentavos < 0; }},
    {"preco", Rule::TooLarge, [](const ItemDraft &draft) { return draft.precoCentavos > maxPrecoCentavos; }},
};

} // namespace

std::span<const RuleRow> itemRules()
{
    return rules;
}

std::vector<Violation> violations(const ItemDraft &draft)
{
    std::vector<Violation> found;
    for (const RuleRow &row : rules) {
        const bool judged = !found.empty() && std::strcmp(found.back().field, row.field) == 0;
        if (!judged && row.broken(draft))
            found.push_back({row.field, row.rule});
    }
    return found;
}

} // namespace guarita::server::domain
