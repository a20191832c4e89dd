// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "http/message.h"
#include "http/streamframing.h"

#include <functional>

namespace guarita::http {

/// What an exchange holds in addition while its answer comes in parts.
struct OpenStream
{
    StreamFraming framing;
    Response head; // for the log at the end
    core::Instant lastWrite{};
    std::function<void()> onRoom{};
    qint64 contentBytes = 0;
    bool full = false; // the last write() was told to wait
    /// For the log, if it is broken off.
    QByteArray interruption = QByteArrayLiteral("resposta_interrompida");
};

} // namespace guarita::http
