// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace guarita::net {

/// What the kernel holds of unsent bytes for one connection, whose peer may take none: beyond, it takes no
/// more of us. Left to itself it takes up to 4 MiB each, of the memory that all TCP of the machine shares.
inline constexpr int mostUnsentInKernel = 128 * 1024;

/// Of a new TCP connection: small writes go at once, and large ones wait here (see mostUnsentInKernel).
void setUpStream(int descriptor);

} // namespace guarita::net
