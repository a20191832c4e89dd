// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QString>

namespace guarita::wire {

/// Where connections go.
struct Destination
{
    QString host; // a name, or an address without brackets
    quint16 port = 0;
    bool encrypted = false; // the certificate must name `host`
    /// Connect here, and not to what the name stands for. Empty: it is looked up for each new connection.
    QString address = {};
};

} // namespace guarita::wire
