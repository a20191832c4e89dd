// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/filedescriptor.h"
#include "tls/transfer.h"

#include <sys/socket.h>

#include <array>
#include <utility>

namespace guarita::support {

/// Both ends of a connection, in one thread. Neither blocks.
struct SocketPair
{
    SocketPair()
    {
        std::array<int, 2> ends{-1, -1};
        ::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends.data());
        client = net::FileDescriptor(ends[0]);
        server = net::FileDescriptor(ends[1]);
    }

    net::FileDescriptor client;
    net::FileDescriptor server;
};

struct Handshake
{
    tls::Transfer::State client = tls::Transfer::State::WantsRead;
    tls::Transfer::State server = tls::Transfer::State::WantsRead;

    bool done() const { return client == tls::Transfer::State::Done && server == tls::Transfer::State::Done; }
    bool failed() const
    {
        return client == tls::Transfer::State::Failed && server == tls::Transfer::State::Failed;
    }
};

/// Steps both sides by turns for longer than any handshake takes: for what they make of it.
template <typename Client, typename Server>
Handshake shakeHands(Client client, Server server)
{
    const auto step = [](tls::Transfer::State &state, auto &side) {
        if (state == tls::Transfer::State::WantsRead || state == tls::Transfer::State::WantsWrite)
            state = side().state;
    };
    Handshake outcome;
    for (int turn = 0; turn < 10; ++turn) {
        step(outcome.client, client);
        step(outcome.server, server);
    }
    return outcome;
}

} // namespace guarita::support
