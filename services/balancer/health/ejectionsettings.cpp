// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/health/ejectionsettings.h"

namespace guarita::balancer {

namespace {

const QString consecutiveKey = QStringLiteral("EJECT_CONSECUTIVE");
const QString shareKey = QStringLiteral("EJECT_SHARE");
const QString windowKey = QStringLiteral("EJECT_WINDOW");
const QString volumeKey = QStringLiteral("EJECT_VOLUME");
const QString timeKey = QStringLiteral("EJECT_TIME");
const QString mostTimeKey = QStringLiteral("EJECT_TIME_MAX");
const QString mostKey = QStringLiteral("EJECT_MOST");

} // namespace

std::vector<config::Key> ejectionKeys()
{
    return {
        {consecutiveKey, QStringLiteral("5"),
         QStringLiteral("Requests that fail in a row at a server and so eject it, 0 to 1000; 0: never.")},
        {shareKey, QStringLiteral("50"),
         QStringLiteral("The percentage of a server's requests within EJECT_WINDOW that fail and so eject "
                        "it, 0 to 100; 0: never.")},
        {windowKey, QStringLiteral("10s"), QStringLiteral("How far back EJECT_SHARE looks, 1s to 10min.")},
        {volumeKey, QStringLiteral("20"),
         QStringLiteral(
             "Requests within EJECT_WINDOW below which EJECT_SHARE does not count, 1 to 1000000.")},
        {timeKey, QStringLiteral("30s"),
         QStringLiteral("How long a server is ejected the first time, 100ms to 60min; the n-th time n times "
                        "as long.")},
        {mostTimeKey, QStringLiteral("300s"),
         QStringLiteral("The longest time of ejection, 100ms to 24h; at least EJECT_TIME.")},
        {mostKey, QStringLiteral("50"),
         QStringLiteral("The percentage of the servers that may be ejected at once, 0 to 100, but one of two "
                        "in any case; 0: none at all.")},
    };
}

EjectionSettings readEjection(config::Reader &reader)
{
    using namespace std::chrono_literals;
    EjectionSettings ejection;
    ejection.consecutive = static_cast<int>(reader.integer(consecutiveKey, 0, 1000));
    ejection.sharePercent = static_cast<int>(reader.integer(shareKey, 0, 100));
    ejection.window = reader.duration(windowKey, 1s, 10min);
    ejection.volume = static_cast<int>(reader.integer(volumeKey, 1, 1'000'000));
    ejection.time = reader.duration(timeKey, 100ms, 60min);
    ejection.mostTime = reader.duration(mostTimeKey, 100ms, 24h);
    ejection.mostPercent = static_cast<int>(reader.integer(mostKey, 0, 100));
    if (ejection.mostTime < ejection.time)
        reader.reject(mostTimeKey, QStringLiteral("must not be shorter than EJECT_TIME"));
    return ejection;
}

} // namespace guarita::balancer
