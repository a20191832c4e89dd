// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/auth/tokenverifier.h"
#include "gateway/outside/outsideverifier.h"
#include "gateway/routes/routing.h"
#include "gateway/users/directory.h"
#include "http/httpapp.h"

namespace guarita::gateway {

/// The stage that wants a valid bearer token of a user who may still log in and of a session that goes on. It
/// says who the caller is (http::Caller), and takes the token out of the request, so that no upstream, log
/// or handler ever holds a credential of the gateway's. All outlive the stage.
///
/// With an outside issuer its tokens count as well: what they say is all that is known of their callers, who
/// have neither a session nor an account here.
http::Stage authenticateStage(TokenVerifier &verifier, const Directory &directory,
                              OutsideVerifier *outside = nullptr);

/// The stage behind it: the operation has a row in the access table, or the path belongs to a route of
/// `routing`, and one of request.roles is in it. The routing outlives the stage.
http::Stage authoriseStage(const Routing &routing);

/// Why the two would not let a caller in any more who once passed them; all outlive the judge. Of who calls
/// with another issuer's token only its end and the routes can tell. An open route's stream may go on.
http::StreamJudge streamJudge(const Directory &directory, const Routing &routing, const core::Clock &clock);

} // namespace guarita::gateway
