// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QByteArrayView>

#include <optional>

namespace guarita::gateway {

/// RFC 4648, 5, without padding (RFC 7515, 2).
QByteArray toBase64Url(QByteArrayView bytes);
/// Nothing unless `text` is what toBase64Url() writes: no padding, no blanks, the unused bits of the last
/// digit zero. So there is one spelling of each value.
std::optional<QByteArray> fromBase64Url(QByteArrayView text);

} // namespace guarita::gateway
