// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/keys/strictjson.h"

#include <nlohmann/json.hpp>

#include <set>
#include <string>
#include <vector>

namespace guarita::gateway {

std::optional<nlohmann::json> parseStrictObject(QByteArrayView text)
{
    using nlohmann::json;
    constexpr int deepest = 8;
    if (!text.startsWith('{'))
        return std::nullopt;
    bool ambiguous = false;
    std::vector<std::set<std::string>> names; // of the objects that are open
    const auto watch = [&](int depth, json::parse_event_t event, json &parsed) {
        switch (event) {
        case json::parse_event_t::object_start:
            names.emplace_back();
            break;
        case json::parse_event_t::key:
            ambiguous = ambiguous || !names.back().insert(parsed.get<std::string>()).second;
            break;
        case json::parse_event_t::object_end:
            names.pop_back();
            break;
        default:
            break;
        }
        ambiguous = ambiguous || depth > deepest;
        return true;
    };
    json object = json::parse(text.begin(), text.end(), watch, false);
    if (!object.is_object() || ambiguous)
        return std::nullopt;
    return object;
}

} // namespace guarita::gateway
