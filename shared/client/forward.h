// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/httpclient.h"
#include "http/problem.h"

#include <optional>

namespace guarita::client {

/// The answer to a request that a proxy must not send on: OPTIONS with Max-Forwards 0 (RFC 9110, 7.6.2),
/// which gets 204 with the methods that are sent on. Else nothing.
std::optional<http::Response> answeredHere(const http::Request &request);

/// The request that a proxy sends on for `request`: the same method, target, end-to-end fields and body, with
/// the request's id, its span as the one that asks, and without an invitation to compress that the client did
/// not make. Max-Forwards of OPTIONS is one less; one that is no number, or occurs twice, means nothing and
/// passes unchanged, and so it does with all other methods.
UpstreamRequest upstreamRequestFor(const http::Request &request);
/// The same, with the span of one call among several that are made for the request.
UpstreamRequest upstreamRequestFor(const http::Request &request, const trace::Span &asking);

/// The response that a proxy passes back for a completed call: without the fields that HttpApp adds itself.
http::Response relayedResponse(UpstreamResult result);

/// The answer for a call that did not complete: 502, 503 or 504, with stageReason() as the reason.
http::Problem problemFor(Stage stage);

} // namespace guarita::client
