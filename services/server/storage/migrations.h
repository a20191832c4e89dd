// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/storage/storageerror.h"

#include <QtCore/QString>

#include <variant>
#include <vector>

namespace guarita::server::storage {

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

const std::vector<Migration> &postgresMigrations();
const std::vector<Migration> &sqliteMigrations();

} // namespace guarita::server::storage
