// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/api/itemchange.h"

#include "console/api/jsonslice.h"

#include <array>
#include <optional>
#include <utility>

namespace guarita::console {

namespace {

std::optional<ItemChange::Kind> kindOf(QByteArrayView json)
{
    static constexpr std::array<std::pair<const char *, ItemChange::Kind>, 4> names{
        {{"\"criado\"", ItemChange::Kind::Created},
         {"\"atualizado\"", ItemChange::Kind::Updated},
         {"\"removido\"", ItemChange::Kind::Removed},
         {"\"restaurado\"", ItemChange::Kind::Restored}}};
    for (const auto &[name, kind] : names) {
        if (json == QByteArrayView(name))
            return kind;
    }
    return std::nullopt;
}

} // namespace

core::Result<ItemChange> decodeItemChange(const QByteArray &json)
{
    const auto operation = jsonslice::member(json, "operacao");
    const auto version = jsonslice::member(json, "versao");
    const auto item = jsonslice::member(json, "item");
    const auto kind = operation ? kindOf(*operation) : std::nullopt;
    if (!kind || !version || !item)
        return core::Error{"change_invalid", QStringLiteral("The event does not tell of an item's change.")};
    core::Result<contract::Item> decoded = contract::decodeItem(*item);
    if (!decoded)
        return core::Error{"change_invalid", decoded.error().message};
    return ItemChange{*kind, version->toByteArray().toLongLong(), std::move(decoded).value()};
}

} // namespace guarita::console
