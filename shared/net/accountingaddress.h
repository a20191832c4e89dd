// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtNetwork/QHostAddress>

namespace guarita::net {

/// Who a limit per address counts as one: an IPv4 address (also if written as IPv6), or an IPv6 network of 64
/// bits, since a single subscriber has all the addresses of one.
QHostAddress accountingAddress(const QHostAddress &peer);

} // namespace guarita::net
