// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "contract/item.h"

#include <QtCore/QString>

#include <array>
#include <vector>

namespace guarita::console {

using contract::Item;
using contract::ItemFields;

/// What a user may change of an item.
enum class Field { Nome, Descricao, Preco };
inline constexpr std::array allFields{Field::Nome, Field::Descricao, Field::Preco};

/// The price of a new item until one that can be read was entered. No rule lets it through, so that nothing
/// is ever stored for a price that nobody meant.
inline constexpr qint64 noPrice = -1;

/// "nome", "descricao", "preco": the wire's names, which a 422 uses too.
QString fieldName(Field field);

/// The same rules as the server's, so that most mistakes are shown while typing. The server has the last
/// word.
enum class FieldRule { Empty, TooLong, ControlCharacter, Negative, TooLarge };
struct FieldViolation
{
    Field field;
    FieldRule rule;

    friend bool operator==(const FieldViolation &, const FieldViolation &) = default;
};
/// In the order of allFields, at most one for each field.
std::vector<FieldViolation> violationsOf(const ItemFields &fields);

/// Which fields differ.
std::vector<Field> changedFields(const ItemFields &before, const ItemFields &after);

/// One field of `from` into `to`.
void copyField(Field field, const ItemFields &from, ItemFields &to);

/// A three-way merge: `base` is what both began with. A field that only one side changed takes that side's
/// value; a field that both changed to different values is in `clashes` and keeps mine in `merged`.
struct Merge
{
    ItemFields merged;
    std::vector<Field> clashes;
};
Merge merge(const ItemFields &base, const ItemFields &mine, const ItemFields &theirs);

} // namespace guarita::console
