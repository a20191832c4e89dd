// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/api/apierror.h"
#include "console/api/transport.h"

namespace guarita::console {

/// The error that an answer with a status other than 2xx is, with what its problem+json (RFC 9457) says.
/// Texts from the server are cut at a length that a label can show. Without a problem, `detail` is a sentence
/// with the status.
ApiError errorOf(const ApiResponse &response);

} // namespace guarita::console
