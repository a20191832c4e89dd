// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/api/backend.h"

namespace guarita::console {

/// One event of GET /admin/eventos, samples apart.
struct BalancerEvent
{
    enum class Kind {
        State,    // a backend is in another one
        Weight,   // of a backend
        Added,    // a backend
        Removed,  // a backend
        Panic,    // a cluster sends to all backends, or does so no more
        Reloaded, // the configuration
        Missed,   // events that nobody keeps any more
        Other,    // that nobody here knows
    };

    Kind kind = Kind::Other;
    QDateTime at{};    // UTC, by the balancer's clock; invalid: not said
    QString backend{}; // its id; empty: none in particular
    QString cluster{};
    QString from{}, to{}; // as on the wire, numbers as text; empty for null
    QString reason{};

    friend bool operator==(const BalancerEvent &, const BalancerEvent &) = default;
};

/// `type` and `data` of the stream's event. Fails with "event_invalid".
core::Result<BalancerEvent> decodeBalancerEvent(const QByteArray &type, const QByteArray &data);

} // namespace guarita::console
