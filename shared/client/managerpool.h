// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QString>
#include <QtNetwork/QNetworkAccessManager>

#include <memory>
#include <vector>

namespace guarita::client {

/// QNetworkAccessManager, entered below get() and sendCustomRequest(): these connect four signals per reply
/// that nobody here listens to.
class Manager final : public QNetworkAccessManager
{
public:
    Manager();
    using QNetworkAccessManager::createRequest;

    int calls = 0;      // under way; it is not destroyed before they end
    int distrusted = 0; // times that connections of it were given up for good
};

/// Up to six connections to one origin: as many as Qt opens under one key. A further call would wait inside
/// Qt.
struct Lane
{
    static constexpr int mostCalls = 6;

    Manager *manager = nullptr;
    int index = -1;
    /// Becomes part of the key under which Qt keeps connections, so that one manager, which is one thread,
    /// serves several lanes, and so that a new name means new connections. Not used for TLS, where it would
    /// be compared with the certificate's.
    QString name;
};

/// The managers of one client, made when the first call needs them.
///
/// Every manager has a thread. Few threads are quicker than many (each hop costs a wake-up), so lanes of all
/// origins share managers, and the lower ones are preferred by the caller.
class ManagerPool
{
public:
    /// nullptr: there are no descriptors for one more manager's thread. A new one is to be used at once.
    Manager *managerFor(int lane, bool encrypted);

    /// Some lane's connections on `manager` are never to be used again and got, if not encrypted, a new name.
    /// Nothing in Qt closes such connections at once, but they go with their manager, which is replaced: for
    /// TLS, which knows no names, now; else before many have gathered, and Qt closes them after a while.
    void distrust(Manager &manager, bool encrypted);
    /// Destroys the replaced managers that no call needs any more. Not from a signal of a reply.
    void sweep();

    /// Gives the managers to the event loop for deletion: for when the caller stands in a signal of one of
    /// them.
    void retire();

private:
    static constexpr int lanesPerManager = 16;
    static constexpr int mostDistrusted = 64;

    std::vector<std::unique_ptr<Manager>> m_managers; // by number; empty ones are made when needed
    std::vector<std::unique_ptr<Manager>> m_replaced;
};

} // namespace guarita::client
