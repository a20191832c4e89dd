// SPDX-License-Identifier: GPL-3.0-or-later
#include "tier/identitystage.h"

#include "crypto/openssl.h"
#include "tier/identity.h"

#include <algorithm>

namespace guarita::tier {

namespace {

/// RFC 9110, 11.6.1 wants a challenge with every 401. No client can meet this one.
http::Problem refused(const char *reason, const http::Sentence &detail)
{
    http::Problem problem{.status = 401, .reason = reason, .detail = detail};
    problem.headers.set("WWW-Authenticate", identityChallenge);
    return problem;
}

http::Problem missing()
{
    return refused("identidade_interna_ausente",
                   {QStringLiteral("Este serviço só atende o que passou pelo gateway."),
                    QStringLiteral("This service only takes what has passed the gateway.")});
}

http::Problem invalid()
{
    return refused("identidade_interna_invalida",
                   {QStringLiteral("A identidade que veio com a requisição não é do gateway."),
                    QStringLiteral("The identity that came with the request is not the gateway's.")});
}

http::Problem expired()
{
    return refused(
        "identidade_interna_expirada",
        {QStringLiteral("A identidade que veio com a requisição é antiga, ou os relógios divergem."),
         QStringLiteral("The identity that came with the request is old, or the clocks differ.")});
}

} // namespace

IdentityCheck::IdentityCheck(const TierSettings &settings, const core::Clock &clock)
    : m_leeway(settings.leeway)
    , m_clock(clock)
{
    for (const QByteArray &key : {settings.key, settings.previousKey}) {
        if (!key.isEmpty())
            m_codes.emplace_back(key);
    }
}

http::Stage IdentityCheck::stage()
{
    return {"identity", [this](http::Request &request) -> std::optional<http::Response> {
                const std::optional<http::Problem> problem = refusal(request);
                return problem ? std::optional(http::problemResponse(request, *problem)) : std::nullopt;
            }};
}

std::optional<http::Problem> IdentityCheck::refusal(http::Request &request) const
{
    const QByteArray *subject = request.headers.find(subjectField);
    const auto believe = [&] { request.subject = subject ? *subject : QByteArray(); };
    if (m_codes.empty()) {
        believe();
        return std::nullopt;
    }
    const QByteArray *value = request.headers.find(identityField);
    if (!value)
        return missing();
    const std::optional<Identity> identity = Identity::of(*value);
    if (!identity || request.headers.count(identityField) > 1 || request.headers.count(subjectField) > 1)
        return invalid();
    const QByteArray text =
        signedText(request, identity->at, subject ? QByteArrayView(*subject) : "", identity->roles);
    const bool ours = std::any_of(m_codes.begin(), m_codes.end(), [&](const crypto::HmacSha256 &codes) {
        return crypto::isSame(codeOver(codes, text), identity->code);
    });
    if (!ours)
        return invalid();
    const auto age = m_clock.wallNow().time_since_epoch() - identity->at;
    if (age > m_leeway || age < -m_leeway)
        return expired();
    believe();
    return std::nullopt;
}

} // namespace guarita::tier
