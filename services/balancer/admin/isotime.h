// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "core/jsonwriter.h"

#include <QtCore/QDateTime>

namespace guarita::balancer {

/// "2026-01-02T03:04:05.678Z", as the administration tells every time (RFC 3339).
inline void writeIsoTime(core::JsonWriter &json, core::WallTime time)
{
    const auto sinceEpoch = std::chrono::floor<std::chrono::milliseconds>(time.time_since_epoch());
    const QDateTime utc = QDateTime::fromMSecsSinceEpoch(sinceEpoch.count()).toUTC();
    json.string(QStringView(utc.toString(Qt::ISODateWithMs)));
}

} // namespace guarita::balancer
