// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>

#include <functional>

namespace guarita::balancer {

/// Something that an operator wants to hear of.
struct ClusterEvent
{
    enum class Kind {
        State,   // of a backend; from and to are state names, reason says why
        Weight,  // of a backend; from and to are numbers
        Added,   // a backend
        Removed, // a backend
        Panic,   // of the cluster; to is "true" when it begins and "false" when it ends
        Reload,  // of the cluster's configuration
    };
    Kind kind = Kind::State;
    QByteArray cluster;
    QByteArray backend; // empty: the cluster as a whole
    QByteArray from;
    QByteArray to;
    QByteArray reason;
};

/// Called on the event-loop thread, from within whatever brought the change about.
using EventSink = std::function<void(const ClusterEvent &)>;

} // namespace guarita::balancer
