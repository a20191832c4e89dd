// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tally/callbook.h"

#include <QtCore/QByteArray>

namespace guarita::gateway {

/// The balancer's reconciliation with this gateway's account in the place of its member "gateway", which says
/// what the balancer has received from here. `before` is the book when the balancer was asked, `now` when its
/// answer came. What is no reconciliation stays as it is.
QByteArray withGatewayTally(const QByteArray &reconciliation, const tally::CallBook &before,
                            const tally::CallBook &now);

} // namespace guarita::gateway
