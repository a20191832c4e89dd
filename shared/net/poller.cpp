// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/poller.h"

namespace guarita::net {

Poller::Poller()
    : m_epoll(::epoll_create1(EPOLL_CLOEXEC))
{
    if (!m_epoll.valid())
        return;
    m_notifier = std::make_unique<QSocketNotifier>(m_epoll.get(), QSocketNotifier::Read);
    QObject::connect(m_notifier.get(), &QSocketNotifier::activated, m_notifier.get(), [this] { dispatch(); });
}

bool Poller::add(int descriptor, std::uint32_t events, PollHandler *handler)
{
    epoll_event event{};
    event.events = events;
    event.data.ptr = handler;
    return ::epoll_ctl(m_epoll.get(), EPOLL_CTL_ADD, descriptor, &event) == 0;
}

void Poller::modify(int descriptor, std::uint32_t events, PollHandler *handler)
{
    epoll_event event{};
    event.events = events;
    event.data.ptr = handler;
    ::epoll_ctl(m_epoll.get(), EPOLL_CTL_MOD, descriptor, &event);
}

void Poller::remove(int descriptor, PollHandler *handler)
{
    epoll_event unused{};
    ::epoll_ctl(m_epoll.get(), EPOLL_CTL_DEL, descriptor, &unused);
    for (int i = 0; i < m_batchSize; ++i) {
        if (m_batch[static_cast<std::size_t>(i)].data.ptr == handler)
            m_batch[static_cast<std::size_t>(i)].data.ptr = nullptr;
    }
}

void Poller::dispatch()
{
    m_batchSize = ::epoll_wait(m_epoll.get(), m_batch.data(), static_cast<int>(m_batch.size()), 0);
    for (int i = 0; i < m_batchSize; ++i) {
        const epoll_event event = m_batch[static_cast<std::size_t>(i)];
        if (auto *handler = static_cast<PollHandler *>(event.data.ptr))
            handler->descriptorReady(event.events);
    }
    m_batchSize = 0;
}

} // namespace guarita::net
