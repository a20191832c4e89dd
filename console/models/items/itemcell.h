// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/core/draft.h"

#include <QtCore/QLocale>
#include <QtCore/QVariant>

namespace guarita::console {

/// One row of the items' table, for reading: the item as the service has it, a draft that stands over it, or
/// both. With neither it is still loading.
struct ItemRow
{
    ItemKey key;
    const Item *item = nullptr;
    const Draft *draft = nullptr;

    bool isLoaded() const { return item || draft; }
    const ItemFields &fields() const { return draft ? draft->fields : item->fields; }
};

/// What a cell of a loaded row says for ItemsModel's roles.
QVariant cellData(const ItemRow &row, int column, int role, const QLocale &locale);

} // namespace guarita::console
