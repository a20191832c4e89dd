// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "balancer/clusters/clusterstatus.h"
#include "core/clock.h"
#include "core/jsonwriter.h"

#include <QtCore/QByteArray>

#include <span>

namespace guarita::balancer {

/// The body of GET /admin/backends: every cluster, and every endpoint with its state and its counts.
/// Quantiles of an endpoint that answered nothing lately are null.
QByteArray backendsJson(std::span<const ClusterStatus> clusters, core::Instant now);
/// Its members "clusters" and "backends" alone, within an object of the caller's.
void writeBackends(core::JsonWriter &json, std::span<const ClusterStatus> clusters, core::Instant now);

/// One of its backends.
QByteArray backendJson(const Endpoint &endpoint, core::Instant now);

} // namespace guarita::balancer
