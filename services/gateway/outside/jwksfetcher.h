// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/httpclient.h"
#include "core/backoff.h"
#include "core/clock.h"
#include "gateway/keys/jwkset.h"
#include "gateway/outside/outsidesettings.h"
#include "runtime/log.h"

#include <QtCore/QTimer>

#include <functional>
#include <memory>

namespace guarita::gateway {

/// Fetches the outside issuer's keys when it is started and again and again, whatever tokens come: a token
/// can cause no call. After a failure the keys of before stay, and the next attempt comes after a second,
/// then after longer; so it does after a set without a key of use, which is taken: the issuer has withdrawn
/// its keys. Event-loop thread only.
class JwksFetcher
{
public:
    /// All outlive the fetcher. `taken` gets each set of keys.
    JwksFetcher(const OutsideSettings &settings, const core::Clock &clock, core::Random &random,
                runtime::Log &log, std::function<void(JwkSet)> taken);
    ~JwksFetcher();

    void start() { fetch(); }

private:
    void fetch();
    void finish(const client::UpstreamResult &result);

    const QUrl m_origin;
    const QByteArray m_target;
    runtime::Log &m_log;
    const std::function<void(JwkSet)> m_taken;
    core::Backoff m_pause; // between two fetches
    core::Backoff m_retry;
    QTimer m_timer;
    bool m_failing = false;
    client::HttpClient m_client;
    std::unique_ptr<client::Call> m_call;
};

} // namespace guarita::gateway
