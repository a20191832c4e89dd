// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/observe/observesettings.h"

namespace guarita::balancer {

namespace {

const QString listenersKey = QStringLiteral("EVENT_LISTENERS");
const QString requestsKey = QStringLiteral("REQUESTS_KEPT");

} // namespace

std::vector<config::Key> observeKeys()
{
    return {
        {listenersKey, QStringLiteral("64"),
         QStringLiteral("Clients that may follow GET /admin/eventos at once, 0 to 10000; further ones get "
                        "503.")},
        {requestsKey, QStringLiteral("1000"),
         QStringLiteral("How many of the last requests GET /admin/pedidos knows, 0 to 100000, each of about "
                        "1 KiB.")},
    };
}

ObserveSettings readObserve(config::Reader &reader)
{
    ObserveSettings observe;
    observe.listeners = static_cast<std::size_t>(reader.integer(listenersKey, 0, 10'000));
    observe.requestsKept = static_cast<std::size_t>(reader.integer(requestsKey, 0, 100'000));
    return observe;
}

} // namespace guarita::balancer
