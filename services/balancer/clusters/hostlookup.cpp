// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/clusters/hostlookup.h"

#include <QtCore/QUrl>
#include <QtNetwork/QHostAddress>

#include <mutex>
#include <netdb.h>
#include <sys/socket.h>
#include <system_error>
#include <thread>

namespace guarita::balancer {

namespace {

constexpr std::size_t mostAtOnce = 8;

/// Blocks. Touches nothing of Qt's that is gone at the end of the process.
QStringList addressesOf(const QByteArray &name)
{
    addrinfo hints = {};
    hints.ai_family = AF_UNSPEC;
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_ADDRCONFIG;
    addrinfo *found = nullptr;
    if (getaddrinfo(name.constData(), nullptr, &hints, &found) != 0)
        return {};
    QStringList addresses;
    for (const addrinfo *each = found; each; each = each->ai_next) {
        const QString address = QHostAddress(each->ai_addr).toString();
        if (!addresses.contains(address))
            addresses += address;
    }
    freeaddrinfo(found);
    return addresses;
}

} // namespace

/// What a thread knows of the object that wants its result, and that may be gone by then.
struct HostLookup::Mailbox
{
    std::mutex mutex;
    HostLookup *owner; // guarded by the mutex
};

HostLookup::HostLookup()
    : m_mailbox(std::make_shared<Mailbox>())
{
    m_mailbox->owner = this;
}

HostLookup::~HostLookup()
{
    const std::scoped_lock lock(m_mailbox->mutex);
    m_mailbox->owner = nullptr;
}

void HostLookup::lookUp(const QString &name, LookupDone done)
{
    m_waiting.emplace_back(name, std::move(done));
    startNext();
}

void HostLookup::startNext()
{
    if (m_waiting.empty() || m_underWay.size() >= mostAtOnce)
        return;
    auto [name, done] = std::move(m_waiting.front());
    m_waiting.pop_front();
    const quint64 number = ++m_last;
    m_underWay.emplace(number, std::move(done));
    const auto post = [mailbox = m_mailbox, number](const QStringList &addresses) {
        const std::scoped_lock lock(mailbox->mutex);
        HostLookup *owner = mailbox->owner;
        if (!owner)
            return;
        QMetaObject::invokeMethod(
            &owner->m_receiver, [owner, number, addresses] { owner->finished(number, addresses); },
            Qt::QueuedConnection);
    };
    try {
        std::thread([post, ace = QUrl::toAce(name)] { post(addressesOf(ace)); }).detach();
    } catch (const std::system_error &) {
        post({}); // too many threads: as if it had failed
    }
}

void HostLookup::finished(quint64 number, const QStringList &addresses)
{
    const auto node = m_underWay.extract(number);
    startNext();
    node.mapped()(addresses);
}

} // namespace guarita::balancer
