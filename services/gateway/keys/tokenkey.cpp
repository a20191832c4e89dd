// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/keys/tokenkey.h"

namespace guarita::gateway {

QByteArrayView nameOf(Algorithm algorithm)
{
    switch (algorithm) {
    case Algorithm::Hs256:
        return "HS256";
    case Algorithm::Rs256:
        return "RS256";
    case Algorithm::Es256:
        return "ES256";
    case Algorithm::EdDsa:
        return "EdDSA";
    }
    Q_UNREACHABLE();
}

} // namespace guarita::gateway
