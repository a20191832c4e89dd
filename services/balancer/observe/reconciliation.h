// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "balancer/observe/reconciliationjson.h"
#include "client/httpclient.h"
#include "core/random.h"
#include "http/httpapp.h"
#include "tier/identitysigner.h"

#include <QtCore/QObject>

#include <map>
#include <memory>
#include <optional>

namespace guarita::balancer {

/// GET /admin/conciliacao: asks every server which of the balancer's calls it has received, and compares that
/// with what the balancer knows of them. The gateway compares its own with what the answer says of them. See
/// decision 0027. Event-loop thread only; outlives the app that serves its routes.
class Reconciliation
{
public:
    struct Dependencies
    {
        std::function<std::vector<ClusterStatus>()> status;
        client::HttpClient &client;
        const tally::ReceivedCalls &received; // from the gateways
        const core::Clock &clock;
        core::Random &random;
        QByteArray tierKey; // empty: the servers believe whoever asks
    };

    explicit Reconciliation(Dependencies dependencies);
    ~Reconciliation();

    std::vector<http::Route> routes();

private:
    struct Asking;

    void reconcile(http::Request request, http::ReplyHandle reply);
    std::unique_ptr<client::Call> ask(quint64 id, std::size_t place, const Endpoint &endpoint);
    client::UpstreamRequest question(const Endpoint &endpoint) const;
    void answered(quint64 id, std::size_t place, client::UpstreamResult result);
    void concludeIn(std::chrono::milliseconds time, quint64 id);
    /// With what is here by now.
    void conclude(quint64 id);

    Dependencies m_dependencies;
    std::optional<tier::IdentitySigner> m_signer;
    std::map<quint64, std::unique_ptr<Asking>> m_askings;
    quint64 m_lastId = 0;
    QObject m_context; // of its timers
};

} // namespace guarita::balancer
