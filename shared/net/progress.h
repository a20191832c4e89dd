// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"

#include <QtCore/QtGlobal>

namespace guarita::net {

/// When something last made progress. A drip of single bytes is none: only every 4 KiB count.
class Progress
{
public:
    explicit Progress(core::Instant now)
        : m_since(now)
    {
    }

    core::Instant since() const { return m_since; }
    void restart(core::Instant now)
    {
        m_since = now;
        m_bytes = 0;
    }
    void add(qint64 bytes, core::Instant now)
    {
        constexpr qint64 counts = 4096;
        m_bytes += bytes;
        if (m_bytes >= counts)
            restart(now);
    }

private:
    core::Instant m_since;
    qint64 m_bytes = 0;
};

} // namespace guarita::net
