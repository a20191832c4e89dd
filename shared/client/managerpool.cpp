// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/managerpool.h"

#include <QtNetwork/QNetworkCookie>
#include <QtNetwork/QNetworkCookieJar>
#include <QtNetwork/QNetworkProxyFactory>

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

} // namespace

Manager::Manager()
{
    setProxyFactory(new BufferedSockets);
    setCookieJar(new NoCookies);
    setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
    setAutoDeleteReplies(false);
}

Lane ManagerPool::lane(int index, bool encrypted)
{
    const auto manager = static_cast<std::size_t>(encrypted ? index : index / lanesPerManager);
    while (m_managers.size() <= manager)
        m_managers.push_back(std::make_unique<Manager>());
    if (encrypted)
        return {m_managers[manager].get(), QString()};
    while (m_names.size() <= static_cast<std::size_t>(index))
        m_names.push_back(QStringLiteral("lane%1").arg(m_names.size()));
    return {m_managers[manager].get(), m_names[static_cast<std::size_t>(index)]};
}

void ManagerPool::retire()
{
    for (auto &manager : m_managers)
        manager.release()->deleteLater();
    m_managers.clear();
}

} // namespace guarita::client
