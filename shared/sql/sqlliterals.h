// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QString>
#include <QtCore/QVariant>

#include <optional>

class QSqlDriver;

namespace guarita::sql {

/// `sql` with `values` in the places of its question marks, as PostgreSQL reads them. For connections on
/// which nothing can be prepared. Question marks in quotes and in dollar quotes are not places.
///
/// Texts mean the same whatever standard_conforming_strings says, which QSqlDriver::formatValue() has asked
/// once, of a session that another statement need not run in. Nothing if there are more or fewer places than
/// values, or if a text has U+0000, which PostgreSQL cannot keep and which would end the statement.
std::optional<QString> withLiterals(const QString &sql, const QVariantList &values, const QSqlDriver &driver);

} // namespace guarita::sql
