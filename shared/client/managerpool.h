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
};

/// Up to six connections to one origin: as many as Qt opens under one key. A further call would wait inside
/// Qt.
struct Lane
{
    static constexpr int calls = 6;

    Manager *manager = nullptr;
    /// Becomes part of the key under which Qt keeps connections, so that one manager, which is one thread,
    /// serves several lanes. Empty for TLS, where the name would be compared with the certificate's.
    QString name;
};

/// The managers of one client, made when the first call needs them.
///
/// Every manager has a thread. Few threads are quicker than many (each hop costs a wake-up), so lanes of all
/// origins share managers, and the lower ones are preferred by the caller.
class ManagerPool
{
public:
    Lane lane(int index, bool encrypted);

    /// Gives the managers to the event loop for deletion: for when the caller stands in a signal of one of
    /// them.
    void retire();

private:
    static constexpr int lanesPerManager = 16;

    std::vector<std::unique_ptr<Manager>> m_managers;
    std::vector<QString> m_names;
};

} // namespace guarita::client
