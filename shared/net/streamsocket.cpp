// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/streamsocket.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

namespace guarita::net {

void setUpStream(int descriptor)
{
    const int on = 1;
    ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    ::setsockopt(descriptor, IPPROTO_TCP, TCP_NOTSENT_LOWAT, &mostUnsentInKernel, sizeof mostUnsentInKernel);
}

} // namespace guarita::net
