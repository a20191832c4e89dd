// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/core/draft.h"
#include "core/result.h"

#include <QtCore/QByteArray>
#include <QtCore/QString>

#include <chrono>
#include <functional>
#include <optional>
#include <vector>

namespace guarita::console {

/// Why a call brought no value. Server texts in it are plain text, to be shown as such.
struct ApiError
{
    enum class Kind {
        Unreachable, // no connection came about in time: nothing was sent
        Interrupted, // the connection broke, or the deadline passed, after the request may have been sent
        Untrusted,   // the certificate was refused before anything was sent; `detail` says what is wrong with
                     // it
        Unauthorized, // 401: the token or the password
        Forbidden,    // 403
        NotFound,     // 404
        Conflict,     // 412
        Invalid,      // 400, 422: `fields` says which fields, if any
        Throttled,    // 429; 503 for too many log-ins or listeners: the way is fine, come back later
        Unavailable,  // 502, 503, 504: the gateway answers, something behind it does not
        Failed,       // any other status that is no success
        BadReply,     // a success that is not what the contract says
    };

    Kind kind = Kind::Failed;
    int status = 0;    // 0 if there was no answer
    QByteArray reason; // the problem's machine-readable reason ("banco_indisponivel"), else empty
    QString detail;    // the problem's sentence, or the transport's
    QByteArray requestId;
    std::optional<std::chrono::seconds> retryAfter;
    std::vector<FieldMessage> fields;

    /// Whether a write may have been done although no success was reported, so that sending it again could do
    /// it twice.
    bool outcomeUnknown() const;
    /// Whether the way to the service is broken, as opposed to an answer from it.
    bool isOutage() const
    {
        return kind == Kind::Unreachable || kind == Kind::Interrupted || kind == Kind::Untrusted ||
               kind == Kind::Unavailable;
    }
};

template <typename T>
using Reply = core::Result<T, ApiError>;
template <typename T>
using OnReply = std::function<void(Reply<T>)>;

} // namespace guarita::console
