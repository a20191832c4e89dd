// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/relay.h"

#include <utility>

namespace guarita::client {

bool Relay::begin(http::ReplyHandle reply, http::Response head, Call &call, std::function<void()> clientLeft)
{
    m_begun = true;
    m_stream = reply.begin(std::move(head));
    m_stream.onRoom([&call] { call.resume(); });
    m_stream.onClientLeft(std::move(clientLeft));
    return m_stream.wantsContent();
}

void Relay::end(Stage stage)
{
    if (stage == Stage::Completed)
        m_stream.finish();
    m_stream = {};
}

} // namespace guarita::client
