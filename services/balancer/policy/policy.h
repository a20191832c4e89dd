// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "balancer/model/cluster.h"
#include "core/random.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace guarita::balancer {

/// What a policy is told of the request that it picks for.
struct PickRequest
{
    std::span<const EndpointPtr> tried = {}; // none of these
    std::optional<std::uint64_t> key = {};   // requests of one key belong together; without one, anywhere
    core::Instant now{};
};

/// Which of the candidates gets the next request. A policy knows nothing of sockets or the configuration;
/// what it keeps between two picks is its own, what it reads of the endpoints is their weight and their load.
/// tests/conformance/policy says what every policy must hold to.
class Policy
{
public:
    virtual ~Policy() = default;

    virtual std::string_view name() const = 0;

    /// Other candidates, which stay where they are until the next call. What it knew of those that remain
    /// should carry over.
    virtual void assign(std::span<const Candidate> candidates) = 0;

    /// An index into the candidates, of one that admits() lets through; nothing if it lets none.
    virtual std::optional<std::size_t> pick(const PickRequest &request) = 0;
};

/// May `candidate` get this attempt: it was not tried, and has room?
inline bool admits(const PickRequest &request, const Candidate &candidate)
{
    return candidate.endpoint->takesNow() &&
           std::find(request.tried.begin(), request.tried.end(), candidate.endpoint) == request.tried.end();
}

} // namespace guarita::balancer
