// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArrayView>
#include <QtCore/QString>

#include <optional>

namespace guarita::http {

/// A value of a query as forms encode it (WHATWG URL, 5): '+' is a space, "%C3%A9" is 'é'. Nothing if a
/// percent sign has no two hexadecimal digits behind it, or if the bytes are no UTF-8, or begin
/// with its byte order mark.
std::optional<QString> formText(QByteArrayView encoded);

} // namespace guarita::http
