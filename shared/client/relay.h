// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/httpclient.h"
#include "http/replyhandle.h"

#include <functional>

namespace guarita::client {

/// Passes an answer that comes bit by bit from a call on to the client, at the pace of the slower of the two.
/// For a proxy's StreamReceiver. Destroyed before end(), it breaks the client's connection.
class Relay
{
public:
    /// Passes the head on. `call` outlives this; `clientLeft` is called once, and then the call is to be
    /// cancelled. False if nobody wants the content: the same.
    bool begin(http::ReplyHandle reply, http::Response head, Call &call, std::function<void()> clientLeft);
    bool begun() const { return m_begun; }

    /// What StreamReceiver::bytes() returns.
    bool take(QByteArray bytes) { return m_stream.write(std::move(bytes)); }
    /// The call has ended. Anything but Stage::Completed breaks the connection: what came is not whole.
    void end(Stage stage);

private:
    http::ResponseStream m_stream;
    bool m_begun = false;
};

} // namespace guarita::client
