// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/message.h"
#include "http/responsestream.h"

#include <functional>
#include <memory>

namespace guarita::http {

class Exchange;

/// The right and the duty to answer one request, exactly once, on the event-loop thread, now or later.
///
/// Move-only. Destroyed unanswered, it answers 500 (reason "sem_resposta"). If the client has left, send()
/// drops the response and the exchange is logged as 499. A handle may outlive its HttpApp: it then does
/// nothing.
class ReplyHandle
{
public:
    ReplyHandle() = default;
    explicit ReplyHandle(std::shared_ptr<Exchange> exchange);
    ~ReplyHandle();
    ReplyHandle(ReplyHandle &&other) noexcept;
    ReplyHandle &operator=(ReplyHandle &&other) noexcept;

    /// Answers. The handle is spent afterwards; sending on a spent handle is a bug and asserts. While the
    /// request's body is incoming, the answer ends the body, which tells nobody of it, and the connection.
    void send(Response response);

    /// Begins an answer whose content comes bit by bit; the body of `head` is ignored. A Content-Length in it
    /// is what the content will have, else the length is not told. The handle is spent afterwards.
    [[nodiscard]] ResponseStream begin(Response head);

    /// Called at once when the client leaves before the answer, or its incoming body was refused, so that
    /// work for it can be cancelled; at most once, from the event loop, never from within this call, never
    /// after send() or begin().
    void onClientLeft(std::function<void()> callback);
    bool clientLeft() const;
    bool spent() const { return m_exchange == nullptr; }

    /// What a handle that is destroyed unanswered hands to HttpApp, which makes it a 500. No status of HTTP.
    static constexpr int unansweredStatus = 0;

private:
    std::shared_ptr<Exchange> m_exchange;
};

} // namespace guarita::http
