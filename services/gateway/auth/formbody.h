// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QByteArrayView>

#include <map>
#include <optional>

namespace guarita::gateway {

/// The fields of an application/x-www-form-urlencoded body (WHATWG URL, 5.1), decoded, or nothing where the
/// standard would guess: a '%' without two hexadecimal digits, bytes that are not UTF-8, a name that comes
/// twice.
std::optional<std::map<QByteArray, QByteArray>> parseForm(QByteArrayView body);

/// True if a Content-Type field says that a body is such a form; a charset, if given, must be UTF-8.
bool isFormContentType(QByteArrayView contentType);

} // namespace guarita::gateway
