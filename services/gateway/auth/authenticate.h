// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/auth/tokenverifier.h"
#include "http/httpapp.h"

namespace guarita::gateway {

/// The stage that wants a valid bearer token. It sets request.subject and takes the token out of the request,
/// so that no upstream, log or handler ever holds a credential of the gateway's. `verifier` outlives the
/// stage.
http::Stage authenticateStage(TokenVerifier &verifier);

} // namespace guarita::gateway
