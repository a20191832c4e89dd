// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "config/config.h"
#include "gateway/compression/compressor.h"

namespace guarita::gateway {

std::vector<config::Key> compressionKeys();
/// What those keys say; mistakes go to the reader.
Compressor::Limits readCompression(config::Reader &reader);

} // namespace guarita::gateway
