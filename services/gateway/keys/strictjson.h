// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArrayView>

#include <nlohmann/json_fwd.hpp>

#include <optional>

namespace guarita::gateway {

/// A JSON object (RFC 8259) that no two readers understand differently: nothing if it is none, if a name
/// stands twice in an object at any depth (RFC 7515, 4; RFC 7519, 4), if it is nested more than eight deep or
/// begins with a byte order mark.
std::optional<nlohmann::json> parseStrictObject(QByteArrayView text);

} // namespace guarita::gateway
