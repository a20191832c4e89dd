// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/core/itemfields.h"

#include <QtCore/QByteArray>
#include <QtCore/QMetaType>
#include <QtCore/QString>

#include <compare>
#include <memory>
#include <optional>
#include <vector>

namespace guarita::console {

/// An item's id on the server, or a negative number for one that exists only here.
struct ItemKey
{
    qint64 value = 0;

    bool isNew() const { return value < 0; }
    bool isValid() const { return value != 0; }
    friend bool operator==(ItemKey a, ItemKey b) { return a.value == b.value; }
    friend std::strong_ordering operator<=>(ItemKey a, ItemKey b) { return a.value <=> b.value; }
};
inline size_t qHash(ItemKey key, size_t seed = 0)
{
    return ::qHash(key.value, seed);
}

enum class DraftState {
    Staged,   // not sent
    Saving,   // sent, no answer yet
    Refused,  // the server refused it; `errors` or `message` says why
    Conflict, // somebody else changed the item; `theirs` is what stands there now (none: it was deleted)
    Unknown,  // sent, but nobody knows whether it was done: never sent again by itself, but as it was
};

struct FieldMessage
{
    QString field; // the wire's name
    QString message;

    friend bool operator==(const FieldMessage &, const FieldMessage &) = default;
};

/// An item as it was at a moment, or none. Copies share it, since many drafts and undo steps hold the same
/// one.
class ItemSnapshot
{
public:
    ItemSnapshot() = default;
    ItemSnapshot(Item item)
        : m_item(std::make_shared<const Item>(std::move(item)))
    {
    }
    ItemSnapshot(std::optional<Item> item)
    {
        if (item)
            *this = ItemSnapshot(std::move(*item));
    }

    explicit operator bool() const { return m_item != nullptr; }
    bool has_value() const { return m_item != nullptr; }
    operator std::optional<Item>() const { return m_item ? std::optional(*m_item) : std::nullopt; }
    const Item &operator*() const { return *m_item; }
    const Item *operator->() const { return m_item.get(); }

private:
    std::shared_ptr<const Item> m_item;
};

/// How a draft was sent to be done once, so that it can be asked for again just so.
struct SentAs
{
    QByteArray key;    // the Idempotency-Key
    qint64 at = 0;     // milliseconds since 1970
    int place = 0;     // among those that were sent together …
    int together = 1;  // … so many
    ItemFields fields; // the draft may have been edited since
    qint64 versao = 0; // that the item was to have; of one that exists
};

/// A staged edit: what the user wants an item to be, until the server has it.
struct Draft
{
    ItemKey key;
    ItemSnapshot base; // what the edit began with; none for a new item
    ItemFields fields;
    DraftState state = DraftState::Staged;
    std::vector<FieldMessage> errors;
    QString message;
    ItemSnapshot theirs;
    std::optional<SentAs> sent; // in the states Saving and Unknown, if it was sent under a key
};

} // namespace guarita::console

Q_DECLARE_METATYPE(guarita::console::ItemKey)
