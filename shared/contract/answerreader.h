// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "contract/item.h"

#include <nlohmann/json.hpp>

#include <set>
#include <string>
#include <string_view>

namespace guarita::contract {

/// Takes the events of one JSON text that is an item or an array of items, as a server answers. Members that
/// are not known are ignored, with all that is in them: a newer server may have more to say. Every function
/// returns whether to go on.
class AnswerReader
{
public:
    enum class Shape { Item, Array };

    explicit AnswerReader(Shape shape)
        : m_itemDepth(shape == Shape::Array ? 2 : 1)
    {
    }

    bool null();
    bool boolean(bool value);
    bool number_integer(std::int64_t value);
    bool number_unsigned(std::uint64_t value);
    bool number_float(double value, const std::string &text);
    bool string(std::string &text);
    bool binary(std::vector<std::uint8_t> &bytes);
    bool start_object(std::size_t size);
    bool key(std::string &name);
    bool end_object();
    bool start_array(std::size_t size);
    bool end_array();
    bool parse_error(std::size_t position, const std::string &token, const nlohmann::json::exception &error);

    /// What was read, once the parser is done.
    core::Result<std::vector<Item>> finish();

private:
    enum Member : unsigned {
        Other = 0,
        Id = 1,
        Nome = 2,
        Descricao = 4,
        Preco = 8,
        Versao = 16,
        CriadoEm = 32,
        AtualizadoEm = 64,
        All = 127
    };

    static Member memberOf(std::string_view name);
    bool fail(const QString &message);
    /// A value that the place where it stands does not take.
    bool misfit();
    bool wholeNumber(qint64 value);
    bool price(std::string_view text);
    bool stamp(std::string_view text, Timestamp Item::*member);
    bool enter();
    bool atMember() const { return m_depth == m_itemDepth; }

    const int m_itemDepth; // of the members of an item
    std::vector<Item> m_items;
    QString m_error;
    Item m_item;
    Member m_member = Other;
    unsigned m_seen = Other;
    int m_depth = 0;
};

} // namespace guarita::contract
