// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/forward/innertier.h"

#include "gateway/identity/role.h"
#include "tally/callbook.h"
#include "tier/identity.h"
#include "trace/servertiming.h"

namespace guarita::gateway {

InnerTier::InnerTier(const QByteArray &key, bool showsTiming, const core::Clock &clock)
    : m_showsTiming(showsTiming)
{
    if (!key.isEmpty())
        m_signer.emplace(key, clock);
}

void InnerTier::identify(http::Headers &headers, const http::Request &request) const
{
    if (!m_signer)
        return;
    const QByteArray roles = roleNames(Roles::fromBits(request.roles)).join(',');
    headers.append(tier::identityField, m_signer->valueFor(request, roles));
}

void InnerTier::strip(http::Headers &answer) const
{
    answer.remove(tally::servedField);
    if (!m_showsTiming)
        answer.remove(trace::serverTimingField);
}

bool InnerTier::isRefusal(const http::Response &answer)
{
    return answer.status == 401 && answer.headers.value("www-authenticate") == tier::identityChallenge;
}

http::Problem InnerTier::refusedIdentity()
{
    return {
        .status = 502,
        .reason = "identidade_interna_recusada",
        .detail = {QStringLiteral("Os serviços internos não reconheceram o gateway. Avise quem o opera."),
                   QStringLiteral("The inner services did not recognise the gateway. Tell its operator.")}};
}

} // namespace guarita::gateway
