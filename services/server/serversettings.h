// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "config/config.h"
#include "runtime/daemon.h"
#include "server/storage/changefeed.h"
#include "server/storage/retention.h"
#include "sql/poolcore.h"
#include "sql/sqldialect.h"
#include "tier/tiersettings.h"

#include <memory>
#include <vector>

namespace guarita::server {

/// Everything that the configuration says, checked. Immutable once read.
struct ServerSettings
{
    runtime::CommonSettings common;
    tier::TierSettings tier;
    std::shared_ptr<const sql::SqlDialect> database; // null only if there were mistakes
    sql::PoolLimits pool;
    storage::RetentionLimits retention;
    storage::FeedLimits feed;
    int batches = 2;
    int exports = 16;
    QString name; // empty: named after the port
};

/// The common keys and the server's own.
std::vector<config::Key> serverKeys();
/// Mistakes go to the reader.
ServerSettings readServerSettings(config::Reader &reader, const runtime::CommonSettings &common);

} // namespace guarita::server
