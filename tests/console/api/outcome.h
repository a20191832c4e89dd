// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/api/apierror.h"

#include <memory>
#include <optional>

namespace guarita::console {

/// What a call ended with, and how often: `call = api.findItem(1, outcome)`. Copies share what they hold.
template <typename T>
class Outcome
{
public:
    void operator()(Reply<T> reply) const
    {
        m_state->reply = std::move(reply);
        ++m_state->count;
    }
    operator OnReply<T>() const
    {
        return [copy = *this](Reply<T> reply) { copy(std::move(reply)); };
    }

    int count() const { return m_state->count; }
    bool ended() const { return m_state->count > 0; }
    bool ok() const { return ended() && m_state->reply->ok(); }
    const T &value() const { return m_state->reply->value(); }
    const ApiError &error() const { return m_state->reply->error(); }
    bool failedAs(ApiError::Kind kind) const { return ended() && !ok() && error().kind == kind; }

private:
    struct State
    {
        std::optional<Reply<T>> reply;
        int count = 0;
    };
    std::shared_ptr<State> m_state = std::make_shared<State>();
};

} // namespace guarita::console
