// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "contract/itemlimits.h"
#include "server/domain/item.h"

#include <span>
#include <vector>

namespace guarita::server::domain {

using contract::maxDescricao;
using contract::maxNome;
using contract::maxPrecoCentavos;

enum class Rule {
    Empty,
    Blank, // nothing but white space
    TooLong,
    ControlCharacter, // U+0000 included
    Nul,              // U+0000: no database text can hold it
    Negative,
    TooLarge,
};

/// A rule that one field of a draft breaks. `field` has static storage.
struct Violation
{
    const char *field;
    Rule rule;

    friend bool operator==(const Violation &, const Violation &) = default;
};

/// The rules, as data, in the order in which they are judged.
struct RuleRow
{
    const char *field;
    Rule rule;
    bool (*broken)(const ItemDraft &draft);
};
std::span<const RuleRow> itemRules();

/// Every field that breaks a rule, with the first rule that it breaks; empty if the draft is good.
std::vector<Violation> violations(const ItemDraft &draft);

} // namespace guarita::server::domain
