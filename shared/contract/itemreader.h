// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "contract/item.h"

#include <nlohmann/json.hpp>

#include <set>
#include <string>
#include <string_view>

namespace guarita::contract {

/// Takes the events of one JSON text and fills ItemFields. A tree would have turned the price into a double
/// and swallowed the first of two members with one name. Every function returns whether to go on.
class ItemReader
{
public:
    enum class Expect { AllMembers, AnyMembers };

    explicit ItemReader(Expect expect = Expect::AllMembers)
        : m_expect(expect)
    {
    }

    /// Whether the object has begun and not yet ended: for who reads it as a part of something larger.
    bool within() const { return m_depth > 0; }

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
    core::Result<DecodedFields> finish();

private:
    enum class Member { Nome, Descricao, Preco, Other };

    bool enter();
    bool leave();
    bool number(std::string_view text);
    bool misfit();
    bool fail(const char *code, const char *message);
    bool atMember() const { return m_depth == 1; }
    void report(FieldFault fault);
    void reportMissing();

    Expect m_expect;
    DecodedFields m_decoded;
    core::Error m_error; // none while the code is empty
    std::set<std::string> m_seen;
    std::string m_name;
    Member m_member = Member::Other;
    int m_depth = 0;
    bool m_gaveUp = false; // the rest was not read, but what is known of it is enough for an answer
};

} // namespace guarita::contract
