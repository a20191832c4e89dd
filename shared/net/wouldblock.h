// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cerrno>

namespace guarita::net {

/// Whether the call that just failed on a non-blocking socket is to be made again later.
inline bool wouldBlock()
{
    return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
}

} // namespace guarita::net
