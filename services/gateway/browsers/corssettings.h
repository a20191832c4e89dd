// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "config/config.h"
#include "gateway/browsers/cors.h"

namespace guarita::gateway {

std::vector<config::Key> corsKeys();
/// What those keys say; mistakes go to the reader.
CorsPolicy readCors(config::Reader &reader);

} // namespace guarita::gateway
