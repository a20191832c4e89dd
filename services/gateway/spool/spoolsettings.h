// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "config/config.h"
#include "gateway/spool/spool.h"

namespace guarita::gateway {

std::vector<config::Key> spoolKeys();
/// What those keys say; mistakes go to the reader. `used`: there are routes whose bodies may have to be kept;
/// else the folder need not be there.
Spool::Limits readSpool(config::Reader &reader, bool used);

} // namespace guarita::gateway
