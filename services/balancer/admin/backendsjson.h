// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "balancer/model/cluster.h"
#include "core/clock.h"

#include <QtCore/QByteArray>

namespace guarita::balancer {

/// The body of GET /admin/backends: every endpoint with its state and its counts. Quantiles of an endpoint
/// that answered nothing lately are null.
QByteArray backendsJson(const ClusterSnapshot &cluster, core::Instant now);

} // namespace guarita::balancer
