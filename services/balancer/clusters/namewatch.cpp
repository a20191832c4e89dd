// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/clusters/namewatch.h"

#include <QtCore/QLoggingCategory>
#include <QtNetwork/QHostAddress>

#include <unordered_map>
#include <utility>

namespace guarita::balancer {

namespace {

Q_LOGGING_CATEGORY(lcNames, "guarita.balancer.names")

constexpr std::chrono::seconds together{2}; // more than reaching a server usually may take

bool isWatchable(const Endpoint &endpoint)
{
    return QHostAddress(endpoint.config().origin.host()).isNull();
}

void tellChange(const Endpoint &endpoint, const QString &before)
{
    const QString now = endpoint.addresses().current();
    if (now != before)
        qCInfo(lcNames, "backend %s is connected to at %s", endpoint.config().id.constData(),
               qPrintable(now));
}

} // namespace

NameWatch::NameWatch(NameLookup lookup, std::chrono::milliseconds interval, const core::Clock &clock)
    : m_lookup(std::move(lookup))
    , m_interval(interval)
    , m_clock(clock)
{
    m_timer.callOnTimeout([this] { lookUp(); });
}

void NameWatch::setInterval(std::chrono::milliseconds interval)
{
    if (interval == m_interval)
        return;
    m_interval = interval;
    for (const WatchedPtr &watched : std::exchange(m_watched, {})) {
        const EndpointPtr endpoint = watched->endpoint.lock();
        if (endpoint && m_interval == std::chrono::milliseconds::zero())
            endpoint->setAddresses({});
    }
    m_timer.stop();
}

void NameWatch::follow(const EndpointList &endpoints)
{
    std::unordered_map<EndpointPtr, WatchedPtr> before;
    for (WatchedPtr &watched : std::exchange(m_watched, {})) {
        if (EndpointPtr endpoint = watched->endpoint.lock())
            before.emplace(std::move(endpoint), std::move(watched));
    }
    if (m_interval == std::chrono::milliseconds::zero())
        return;
    for (const EndpointPtr &endpoint : endpoints) {
        if (!isWatchable(*endpoint)) {
            endpoint->setAddresses({});
            continue;
        }
        if (const auto known = before.find(endpoint); known != before.end()) {
            m_watched.push_back(known->second);
            continue;
        }
        m_watched.push_back(std::make_shared<Watched>());
        m_watched.back()->endpoint = endpoint;
        lookUpOne(m_watched.back());
    }
    if (m_watched.empty())
        m_timer.stop();
    else if (!m_timer.isActive())
        m_timer.start(m_interval);
}

void NameWatch::lookUp()
{
    for (const WatchedPtr &watched : m_watched)
        lookUpOne(watched);
}

void NameWatch::lookUpOne(const WatchedPtr &watched)
{
    const EndpointPtr endpoint = watched->endpoint.lock();
    if (!endpoint || watched->underWay)
        return;
    watched->underWay = true;
    m_lookup(endpoint->config().origin.host(), [weak = std::weak_ptr(watched)](const QStringList &found) {
        const WatchedPtr watched = weak.lock();
        const EndpointPtr endpoint = watched ? watched->endpoint.lock() : nullptr;
        if (!endpoint)
            return;
        watched->underWay = false;
        if (found.isEmpty()) {
            if (!std::exchange(watched->failed, true))
                qCWarning(lcNames, "the name of backend %s cannot be looked up",
                          endpoint->config().id.constData());
            return;
        }
        watched->failed = false;
        Addresses addresses = endpoint->addresses();
        const QString before = addresses.current();
        addresses.assign(found);
        endpoint->setAddresses(std::move(addresses));
        tellChange(*endpoint, before);
    });
}

void NameWatch::connectFailed(const QUrl &origin)
{
    const core::Instant now = m_clock.now();
    for (const WatchedPtr &watched : m_watched) {
        const EndpointPtr endpoint = watched->endpoint.lock();
        if (!endpoint || endpoint->config().origin != origin ||
            (watched->advanced && now - *watched->advanced < together))
            continue;
        watched->advanced = now;
        Addresses addresses = endpoint->addresses();
        const QString before = addresses.current();
        addresses.advance();
        endpoint->setAddresses(std::move(addresses));
        tellChange(*endpoint, before);
    }
}

} // namespace guarita::balancer
