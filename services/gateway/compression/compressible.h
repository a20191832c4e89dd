// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/message.h"

namespace guarita::gateway {

/// Whether an answer's content gains from being coded and may be: text, JSON, XML and the like, that is
/// complete (no 206), has no coding and no digest yet, and nobody forbids it (Cache-Control: no-transform).
/// What must not be stored (no-store) is left alone as well: that is where secrets are, such as tokens, and
/// the length of coded content tells of its content (BREACH).
bool isCompressible(const http::Response &response);

} // namespace guarita::gateway
