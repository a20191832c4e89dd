// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/precondition.h"
#include "server/domain/item.h"

#include <QtCore/QByteArray>

#include <optional>
#include <variant>
#include <vector>

namespace guarita::server::domain {

using core::Precondition;

/// Some fields of an item, to be replaced.
struct ItemPatch
{
    std::optional<QString> nome;
    std::optional<std::optional<QString>> descricao;
    std::optional<qint64> precoCentavos;

    bool isEmpty() const { return !nome && !descricao && !precoCentavos; }
    /// `content` with these fields.
    ItemDraft appliedTo(ItemDraft content) const
    {
        if (nome)
            content.nome = *nome;
        if (descricao)
            content.descricao = *descricao;
        if (precoCentavos)
            content.precoCentavos = *precoCentavos;
        return content;
    }
};

struct CreateItem
{
    ItemDraft draft;
};

struct ReplaceItem
{
    qint64 id = 0;
    ItemDraft draft;
    Precondition condition;
};

/// An empty patch changes nothing, the version included.
struct PatchItem
{
    qint64 id = 0;
    ItemPatch patch;
    Precondition condition;
};

struct RemoveItem
{
    qint64 id = 0;
    Precondition condition;
};

/// Takes a removal back.
struct RestoreItem
{
    qint64 id = 0;
};

using ItemChange = std::variant<CreateItem, ReplaceItem, PatchItem, RemoveItem, RestoreItem>;

/// What makes a request one that can be told from others and be asked again. `key` is the client's,
/// `fingerprint` says what was asked under it.
struct RequestKey
{
    QByteArray key;
    QByteArray fingerprint;
};

/// Changes that are made in one transaction.
struct ChangeOrder
{
    std::vector<ItemChange> changes; // of good drafts only
    bool atomic = true;              // one that is refused: none is made
    QString author;                  // empty: nobody has said
    Timestamp now{};
    std::optional<RequestKey> key;
};

enum class ItemEvent { Created, Updated, Removed, Restored };

/// One change that was made of one item: what the item was from then on.
struct RecordedChange
{
    ItemEvent event = ItemEvent::Created;
    Item item;
    std::optional<QString> author;
    Timestamp when{};
};

} // namespace guarita::server::domain
