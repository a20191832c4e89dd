// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QString>

#include <chrono>
#include <optional>
#include <vector>

namespace guarita::server::domain {

/// Milliseconds are what the contract shows and what is stored: finer stamps would not survive a round trip.
using Timestamp = std::chrono::sys_time<std::chrono::milliseconds>;

/// What a client says about an item. Prices are whole cents, so that no binary fraction ever touches them.
struct ItemDraft
{
    QString nome;
    std::optional<QString> descricao; // an empty description is not the same as none
    qint64 precoCentavos = 0;

    friend bool operator==(const ItemDraft &, const ItemDraft &) = default;
};

struct Item
{
    qint64 id = 0;
    ItemDraft content;
    qint64 versao = 1; // grows by one with every change: an update, a removal, a restoration
    Timestamp criadoEm{};
    Timestamp atualizadoEm{};

    friend bool operator==(const Item &, const Item &) = default;
};

/// One page of the items that a query is about, and how many these are in all, if that was asked.
struct ItemPage
{
    std::vector<Item> items;
    std::optional<qint64> total;
    bool more = false; // items follow in the direction of reading; known unless the page was found by offset
};

} // namespace guarita::server::domain
