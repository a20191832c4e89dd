// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/core/draft.h"

#include <QtCore/QObject>

#include <map>
#include <optional>
#include <vector>

namespace guarita::console {

/// All staged drafts of the current profile, by key. They are independent of what the list shows: sorting,
/// searching, paging and a lost connection leave them alone.
class DraftStore final : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// While one lives, every signal waits: they come once, when the last one goes.
    class Batch
    {
    public:
        explicit Batch(DraftStore &store);
        ~Batch();
        Q_DISABLE_COPY_MOVE(Batch)

    private:
        DraftStore &m_store;
    };

    const Draft *find(ItemKey key) const;
    const std::map<ItemKey, Draft> &all() const { return m_drafts; }
    qsizetype count() const { return static_cast<qsizetype>(m_drafts.size()); }
    /// Keys of new items, the oldest first: -1, -2 …
    std::vector<ItemKey> newKeys() const;
    /// Of what newKeysChanged() tells: the key that came or went; no valid key: more than one.
    ItemKey movedNewKey() const { return m_movedNewKey; }
    ItemKey nextNewKey();
    /// A new item's key that is in use elsewhere: no draft is given it any more.
    void reserveNewKey(ItemKey key);

    void put(Draft draft); // replaces the one with its key
    void remove(ItemKey key);
    std::optional<Draft> take(ItemKey key); // removes it
    void clear();

Q_SIGNALS:
    // In this order.
    void newKeysChanged();                       // for rows that come and go
    void changed(guarita::console::ItemKey key); // put or removed; no valid key: so many that any may be
    void countChanged();

private:
    static constexpr std::size_t mostTold = 64; // in one batch, one by one

    void note(ItemKey key, bool cameOrWent);
    void tell();

    std::map<ItemKey, Draft> m_drafts;
    qint64 m_lastNew = 0;
    std::vector<ItemKey> m_changed; // not told yet
    int m_batches = 0;
    bool m_countWaits = false;
    bool m_newKeysWait = false;
    ItemKey m_movedNewKey;
};

} // namespace guarita::console
