// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArrayView>

#include <optional>

namespace guarita::http {

/// An element of a field by which a client says what it prefers (RFC 9110, 12.4.2): "gzip;q=0.8".
struct Weighted
{
    QByteArrayView value;
    int weight = 1000; // in thousandths; 0: not acceptable
};

/// Nothing if the weight is malformed or another parameter stands in its place. `element` has no comma.
std::optional<Weighted> weightedFrom(QByteArrayView element);

} // namespace guarita::http
