// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "balancer/clusters/clusterstatus.h"
#include "tally/comparison.h"

#include <optional>
#include <span>

namespace guarita::balancer {

enum class ServerState {
    Compared,
    Unknown,     // it answers, but keeps no such accounts: it is none of ours
    Unreachable, // it did not answer in time
};

/// What there is to say of the calls to one server.
struct ServerTally
{
    EndpointPtr endpoint;
    tally::CallBook before; // when it was asked
    ServerState state = ServerState::Unreachable;
    std::optional<tally::CalleeReport> report = {};
    tally::Comparison comparison = {}; // with a report
};

/// The body of GET /admin/conciliacao. Its member "gateway" has what this process has received from who asks:
/// the gateway puts its own account there. "exato": nobody who could be asked says otherwise.
QByteArray reconciliationJson(std::span<const ServerTally> servers, const tally::ReceivedCalls &received,
                              const tally::CalleeReport &fromAsker, core::WallTime when);

} // namespace guarita::balancer
