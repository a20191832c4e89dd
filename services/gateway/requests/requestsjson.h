// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/requests/recentrequests.h"

#include <QtCore/QByteArray>

#include <vector>

namespace guarita::gateway {

/// The balancer's page of requests ({"pedidos":[{…}]}, without blanks, as JsonWriter writes) with what this
/// gateway knows of each in the place of the null of its member "gateway". They are told apart by their id
/// and their trace together, since clients choose ids. What is not such a page, a request that is not known
/// here, and those that have both in common, stay as they are.
QByteArray withGateway(const QByteArray &page, const std::vector<RecentRequest> &known);

} // namespace guarita::gateway
