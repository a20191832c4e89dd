// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArrayView>

namespace guarita::net {

/// `uri-host [ ":" port ]` (RFC 9110, 7.2; RFC 3986, 3.2.2), with a host that is not empty and a port of at
/// most 65535. No user information, no zone identifier, no IPvFuture. An encoded character in the name must
/// be an unreserved one or part of UTF-8, so that decoding a host cannot make it another one.
bool isHostValue(QByteArrayView text);

} // namespace guarita::net
