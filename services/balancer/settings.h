// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "balancer/admin/adminsettings.h"
#include "balancer/clusters/clustersettings.h"
#include "balancer/observe/observesettings.h"
#include "client/httpclient.h"
#include "config/config.h"
#include "runtime/daemon.h"
#include "tier/tiersettings.h"

#include <vector>

namespace guarita::balancer {

/// Everything that the configuration says, checked. Immutable once read.
struct Settings
{
    runtime::CommonSettings common;
    tier::TierSettings tier;
    client::ClientLimits client;
    std::vector<ClusterSettings> clusters; // the default one first
    AdminSettings admin;
    ObserveSettings observe;
};

/// The common keys and the balancer's own.
std::vector<config::Key> settingsKeys();
/// Mistakes go to the reader.
Settings readSettings(config::Reader &reader, const runtime::CommonSettings &common);

} // namespace guarita::balancer
