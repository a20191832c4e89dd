// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/api/apierror.h"

#include <algorithm>
#include <array>

namespace guarita::console {

namespace {

/// Reasons of a 502 or 503 that say that nothing was done: no server was asked, or the one that was asked
/// changed nothing.
bool saysNothingWasDone(const QByteArray &reason)
{
    static constexpr std::array reasons{"sem_servidor",       "upstream_connect",     "upstream_saturated",
                                        "banco_indisponivel", "banco_sobrecarregado", "banco_ocupado",
                                        "banco_lento",        "encerrando",           "buffers_full"};
    return std::any_of(reasons.begin(), reasons.end(),
                       [&reason](const char *known) { return reason == known; });
}

} // namespace

bool ApiError::outcomeUnknown() const
{
    // Of a write's key: what was sent under it before is not told.
    if (reason == "chave_em_uso" || reason == "chave_reutilizada")
        return true;
    switch (kind) {
    case Kind::Interrupted:
    case Kind::BadReply: // a success, of which nobody can tell what it was
        return true;
    case Kind::Unavailable:
        return !saysNothingWasDone(reason);
    case Kind::Failed:
        return status >= 500 && reason != "disco_cheio";
    default:
        return false;
    }
}

} // namespace guarita::console
