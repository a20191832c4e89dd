// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "balancer/clusters/clustersettings.h"

namespace guarita::balancer {

/// Which servers there are, and in which clusters: SERVIDORES and CLUSTERS_FILE. Live.
std::vector<config::Key> clustersKeys();

/// All clusters, the default one first; docs/balancing.md has the format of the file. In it a cluster has a
/// member for each of clusterKeys(), named as the key in lower case, which counts instead of the
/// environment's value for that cluster. Mistakes go to the reader.
std::vector<ClusterSettings> readClusters(config::Reader &reader, const client::ClientLimits &client);

} // namespace guarita::balancer
