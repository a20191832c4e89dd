// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/api/keychainpresence.h"

#include <QtCore/QFile>
#include <QtCore/QPointer>
#include <QtDBus/QDBusConnection>
#include <QtDBus/QDBusMessage>
#include <QtDBus/QDBusPendingCallWatcher>
#include <QtDBus/QDBusPendingReply>

#include <algorithm>

namespace guarita::console {

namespace {

constexpr int patienceMs = 2000;

/// Without one, asking for it would try to start a bus.
bool hasSessionBus()
{
    if (qEnvironmentVariableIsSet("DBUS_SESSION_BUS_ADDRESS"))
        return !qEnvironmentVariableIsEmpty("DBUS_SESSION_BUS_ADDRESS");
    const QString folder = qEnvironmentVariable("XDG_RUNTIME_DIR");
    return !folder.isEmpty() && QFile::exists(folder + QStringLiteral("/bus"));
}

bool isKeychain(const QString &name)
{
    return name == QLatin1String("org.freedesktop.secrets") || name == QLatin1String("org.kde.kwalletd5") ||
           name == QLatin1String("org.kde.kwalletd6");
}

} // namespace

KeychainPresence::KeychainPresence()
{
    if (!hasSessionBus() || !QDBusConnection::sessionBus().isConnected()) {
        m_state = State::Absent;
        return;
    }
    ask(QStringLiteral("ListNames"));
    ask(QStringLiteral("ListActivatableNames"));
}

void KeychainPresence::ask(const QString &list)
{
    ++m_asked;
    const QDBusMessage question = QDBusMessage::createMethodCall(
        QStringLiteral("org.freedesktop.DBus"), QStringLiteral("/org/freedesktop/DBus"),
        QStringLiteral("org.freedesktop.DBus"), list);
    auto *watcher =
        new QDBusPendingCallWatcher(QDBusConnection::sessionBus().asyncCall(question, patienceMs), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher] {
        const QDBusPendingReply<QStringList> reply = *watcher;
        watcher->deleteLater();
        learn(reply.isError() ? QStringList() : reply.value());
    });
}

void KeychainPresence::learn(const QStringList &names)
{
    --m_asked;
    if (m_state != State::Unknown)
        return;
    if (std::any_of(names.begin(), names.end(), isKeychain))
        settle(State::Present);
    else if (m_asked == 0)
        settle(State::Absent);
}

void KeychainPresence::settle(State state)
{
    m_state = state;
    for (const auto &then : std::exchange(m_waiting, {}))
        then();
}

void KeychainPresence::whenKnown(QObject *context, std::function<void(bool)> then)
{
    auto tell = [this, context = QPointer<QObject>(context), then = std::move(then)] {
        if (context)
            then(m_state == State::Present);
    };
    if (m_state == State::Unknown)
        m_waiting.emplace_back(std::move(tell));
    else
        QMetaObject::invokeMethod(this, std::move(tell), Qt::QueuedConnection);
}

} // namespace guarita::console
