// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "contract/item.h"
#include "core/result.h"

#include <QtCore/QByteArray>
#include <QtCore/QMetaType>

namespace guarita::console {

/// What an event of GET /itens/eventos tells.
struct ItemChange
{
    enum class Kind { Created, Updated, Removed, Restored };

    Kind kind = Kind::Updated;
    qint64 versao = 0;   // that the change made
    contract::Item item; // as it was after it; of a removed one as it was before
};

/// Of an event's data. Fails with "change_invalid".
core::Result<ItemChange> decodeItemChange(const QByteArray &json);

} // namespace guarita::console
