// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QtCore/QByteArray>
#include <QtCore/QString>

#include <optional>

namespace guarita::console {

/// Small files of the console's own, each read and written as a whole. Pure but for the disk; any thread.
namespace filestore {

/// No value: there is no such file. Fails with "file_unreadable" or "file_too_large".
core::Result<std::optional<QByteArray>> read(const QString &file, qint64 limit);

/// Makes the folder if need be and replaces the file atomically: after kill -9, a loss of power or a full
/// disk there is either the old content or the new. Only its owner may read it. Fails with "file_unwritable",
/// in the system's words.
core::Result<core::Done> replace(const QString &file, const QByteArray &content);

/// Renames what cannot be read to *.broken (*.broken-2 … if that exists) and returns the name; empty if it
/// could not.
QString setAside(const QString &file);

} // namespace filestore

} // namespace guarita::console
