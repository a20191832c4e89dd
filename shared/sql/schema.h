// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sql/storageerror.h"

#include <QtCore/QString>

#include <variant>
#include <vector>

namespace guarita::sql {

class SqlConnection;

/// What SQL alone cannot do. Runs inside the migration's transaction.
using CodeStep = Outcome<core::Done> (*)(SqlConnection &connection);
using MigrationStep = std::variant<QString, CodeStep>;

/// One version of the schema's history and the steps that lead to it. Versions are reached in order, each
/// once, and never changed after a release.
struct Migration
{
    int version = 0;
    std::vector<MigrationStep> steps;
};

/// The tables of one program. Several programs may have theirs in the same database, each with a version of
/// its own.
struct Schema
{
    QString versionTable; // where the versions that were reached are written down
    QString program;      // who knows these migrations, for whoever has to get a newer one
    std::vector<Migration> migrations;

    int version() const { return migrations.empty() ? 0 : migrations.back().version; }
};

} // namespace guarita::sql
