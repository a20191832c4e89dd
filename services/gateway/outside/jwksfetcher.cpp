// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/outside/jwksfetcher.h"

#include <algorithm>

namespace guarita::gateway {

namespace {

using namespace std::chrono_literals;

client::ClientLimits fetchLimits()
{
    client::ClientLimits limits;
    limits.connectDeadline = 5s;
    limits.firstByteDeadline = 5s;
    limits.totalDeadline = 10s;
    limits.responseBytes = 64 * 1024;
    return limits;
}

core::Result<JwkSet> keysIn(const client::UpstreamResult &result)
{
    if (result.stage != client::Stage::Completed)
        return core::Error{client::stageReason(result.stage), {}};
    if (result.response.status != 200)
        return core::Error{"status_" + QByteArray::number(result.response.status), {}};
    return parseJwkSet(result.response.body);
}

} // namespace

JwksFetcher::JwksFetcher(const OutsideSettings &settings, const core::Clock &clock, core::Random &random,
                         runtime::Log &log, std::function<void(JwkSet)> taken)
    : m_origin(settings.keysOrigin)
    , m_target(settings.keysTarget)
    , m_log(log)
    , m_taken(std::move(taken))
    , m_pause(random, {settings.keysRefresh, settings.keysRefresh, core::Jitter::Half})
    , m_retry(random, {std::min<std::chrono::milliseconds>(1s, settings.keysRefresh), settings.keysRefresh,
                       core::Jitter::Half})
    , m_client(fetchLimits(), clock)
{
    m_timer.setSingleShot(true);
    m_timer.callOnTimeout([this] { fetch(); });
}

JwksFetcher::~JwksFetcher() = default;

void JwksFetcher::fetch()
{
    client::UpstreamRequest request;
    request.target = m_target;
    request.headers = {{"accept", "application/jwk-set+json, application/json"},
                       {"accept-encoding", "identity"},
                       {"user-agent", "guarita-gateway"}};
    m_call = m_client.send(m_origin, std::move(request),
                           [this](const client::UpstreamResult &result) { finish(result); });
}

void JwksFetcher::finish(const client::UpstreamResult &result)
{
    m_call.reset();
    core::Result<JwkSet> keys = keysIn(result);
    if (keys) {
        m_taken(keys.value());
        if (keys.value().isEmpty())
            keys = core::Error{"chaves_ausentes", QStringLiteral("none of its keys is of use here")};
    }
    if (keys) {
        if (std::exchange(m_failing, false))
            m_log.event(runtime::LogLevel::Info, "outside_keys_fetched", {{"keys", keys.value().size()}});
        m_retry.reset();
        m_timer.start(m_pause.next());
        return;
    }
    m_failing = true;
    m_log.event(runtime::LogLevel::Warning, "outside_keys_failed",
                {{"reason", keys.error().code}, {"text", keys.error().message}});
    m_timer.start(m_retry.next());
}

} // namespace guarita::gateway
