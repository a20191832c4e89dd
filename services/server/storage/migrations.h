// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QString>

#include <vector>

namespace guarita::server::storage {

/// One step of the schema's history. Steps are applied in order, each once, and never changed after a
/// release.
struct Migration
{
    int version = 0;
    std::vector<QString> statements;
};

const std::vector<Migration> &postgresMigrations();
const std::vector<Migration> &sqliteMigrations();

} // namespace guarita::server::storage
