// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/outside/jwksfetcher.h"
#include "gateway/outside/outsideverifier.h"

namespace guarita::gateway {

/// Another issuer: judges its tokens by the keys that it publishes. Event-loop thread only.
class OutsideIssuer
{
public:
    /// All but the settings outlive it. `cacheCapacity` in tokens.
    OutsideIssuer(const OutsideSettings &settings, const core::Clock &clock, core::Random &random,
                  runtime::Log &log, std::size_t cacheCapacity)
        : m_verifier(settings, clock, cacheCapacity)
        , m_fetcher(settings, clock, random, log,
                    [this](JwkSet keys) { m_verifier.setKeys(std::move(keys)); })
    {
    }

    void start() { m_fetcher.start(); }
    OutsideVerifier &verifier() { return m_verifier; }

private:
    OutsideVerifier m_verifier;
    JwksFetcher m_fetcher;
};

} // namespace guarita::gateway
