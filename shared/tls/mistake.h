// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QtCore/QString>

#include <optional>

namespace guarita::tls {

/// An error of whoever has configured us: what must be, and what OpenSSL says about it, if it says anything.
core::Error mistake(const char *code, QString must);

/// Why the file cannot be read, or nothing.
std::optional<core::Error> unreadable(const QString &path, const char *code);

} // namespace guarita::tls
