// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "crypto/hmacsha256.h"
#include "http/message.h"

namespace guarita::tier {

/// Says to the next tier who is asking (see identity.h). On the event-loop thread.
class IdentitySigner
{
public:
    /// `clock` outlives the signer.
    IdentitySigner(QByteArrayView key, const core::Clock &clock)
        : m_codes(key)
        , m_clock(clock)
    {
    }

    /// The identity's value for `request`, with its subject. `roles` are names with commas between them.
    QByteArray valueFor(const http::Request &request, QByteArrayView roles) const;

private:
    crypto::HmacSha256 m_codes;
    const core::Clock &m_clock;
};

} // namespace guarita::tier
