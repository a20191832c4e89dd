// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/problem.h"
#include "tier/identitysigner.h"

#include <optional>

namespace guarita::gateway {

/// What is different about the balancer, compared with other upstreams: it is told who is asking in a form
/// that it can check, and its refusals of that concern no client.
class InnerTier
{
public:
    /// Without a key nothing is told that can be checked. `showsTiming`: clients see how long the tiers took.
    /// `clock` outlives this.
    InnerTier(const QByteArray &key, bool showsTiming, const core::Clock &clock);

    /// Adds the identity of the request's caller to what is sent for it.
    void identify(http::Headers &headers, const http::Request &request) const;
    /// Takes away what is said to this tier only.
    void strip(http::Headers &answer) const;
    /// Whether an answer is that of a tier's check of our identity. Others that stand behind the balancer may
    /// want to be logged in to themselves.
    static bool isRefusal(const http::Response &answer);
    /// The answer in place of that one, which its client can do nothing about: the tiers have different keys
    /// or clocks.
    static http::Problem refusedIdentity();

private:
    std::optional<tier::IdentitySigner> m_signer;
    bool m_showsTiming;
};

} // namespace guarita::gateway
