// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/managerpool.h"

#include "net/filedescriptor.h"

#include <QtCore/QMetaObject>
#include <QtNetwork/QNetworkCookie>
#include <QtNetwork/QNetworkCookieJar>
#include <QtNetwork/QNetworkProxyFactory>

#include <sys/eventfd.h>

namespace guarita::client {

namespace {

/// Qt opens a plain connection without any proxy unbuffered, and then reads a response's head byte by byte
/// with a system call each. A proxy of type DefaultProxy counts as one there, and yet the socket connects
/// directly as long as the application sets no proxy.
class BufferedSockets final : public QNetworkProxyFactory
{
public:
    QList<QNetworkProxy> queryProxy(const QNetworkProxyQuery &) override { return m_answer; }

private:
    QList<QNetworkProxy> m_answer{QNetworkProxy(QNetworkProxy::DefaultProxy)};
};

/// One client's cookies must never reach another: they pass as plain fields and are kept nowhere.
class NoCookies final : public QNetworkCookieJar
{
public:
    QList<QNetworkCookie> cookiesForUrl(const QUrl &) const override { return {}; }
    bool setCookiesFromUrl(const QList<QNetworkCookie> &, const QUrl &) override { return false; }
};

// Two for the event loop of a thread, and some for who takes others meanwhile.
constexpr std::size_t descriptorsPerThread = 4;
using Descriptors = std::vector<net::FileDescriptor>;

/// Empty if there are not as many.
Descriptors takeDescriptors()
{
    Descriptors taken;
    while (taken.size() < descriptorsPerThread) {
        net::FileDescriptor one(::eventfd(0, EFD_CLOEXEC));
        if (!one.valid())
            return {};
        taken.push_back(std::move(one));
    }
    return taken;
}

/// Qt starts a manager's thread with its first call, and ends the process if its event loop gets no
/// descriptors. Hence they are tried, and kept for calls that Qt begins with the next events only.
std::unique_ptr<Manager> newManager()
{
    const auto later = std::make_shared<Descriptors>(takeDescriptors());
    if (later->empty() || takeDescriptors().empty())
        return nullptr;
    auto manager = std::make_unique<Manager>();
    QMetaObject::invokeMethod(
        manager.get(), [later] { later->clear(); }, Qt::QueuedConnection);
    return manager;
}

} // namespace

Manager::Manager()
{
    setProxyFactory(new BufferedSockets);
    setCookieJar(new NoCookies);
    setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
    setAutoDeleteReplies(false);
}

Manager *ManagerPool::managerFor(int lane, bool encrypted)
{
    const auto number = static_cast<std::size_t>(encrypted ? lane : lane / lanesPerManager);
    if (m_managers.size() <= number)
        m_managers.resize(number + 1);
    std::unique_ptr<Manager> &manager = m_managers[number];
    if (!manager)
        manager = newManager();
    return manager.get();
}

void ManagerPool::distrust(Manager &manager, bool encrypted)
{
    if (!encrypted && ++manager.distrusted < mostDistrusted)
        return;
    for (auto &current : m_managers) {
        if (current.get() == &manager)
            m_replaced.push_back(std::move(current));
    }
}

void ManagerPool::sweep()
{
    std::erase_if(m_replaced, [](const auto &manager) { return manager->calls == 0; });
}

void ManagerPool::retire()
{
    for (auto *managers : {&m_managers, &m_replaced}) {
        for (auto &manager : *managers) {
            if (manager)
                manager.release()->deleteLater();
        }
        managers->clear();
    }
}

} // namespace guarita::client
