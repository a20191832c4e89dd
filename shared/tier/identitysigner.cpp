// SPDX-License-Identifier: GPL-3.0-or-later
#include "tier/identitysigner.h"

#include "tier/identity.h"

namespace guarita::tier {

QByteArray IdentitySigner::valueFor(const http::Request &request, QByteArrayView roles) const
{
    const auto at = std::chrono::floor<std::chrono::milliseconds>(m_clock.wallNow().time_since_epoch());
    const QByteArray code = codeOver(m_codes, signedText(request, at, request.subject, roles));
    return Identity{at, roles, code}.value();
}

} // namespace guarita::tier
