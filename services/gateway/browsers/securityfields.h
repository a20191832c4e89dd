// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/message.h"

namespace guarita::gateway {

/// Tells browsers what not to do with an answer. What the gateway makes itself is no page, is in no frame,
/// loads nothing, and is what its Content-Type says; an answer that has said something about one of these
/// keeps it, and so its page of documentation has a policy of its own. An upstream's answer is only declared
/// to be what it says it is, if it does not say otherwise: the rest is the upstream's to know. A 304 gets
/// nothing, for a cache would take it over for what it has kept (RFC 9111, 4.3.4).
void addSecurityFields(http::Response &response);

} // namespace guarita::gateway
