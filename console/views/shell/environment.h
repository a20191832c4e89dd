// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/api/connectivity.h"
#include "console/api/session.h"
#include "console/api/tokenvault.h"
#include "console/core/settings.h"

#include <QtCore/QObject>

#include <optional>

namespace guarita::console {

/// Which service the console works with and as whom: the one place that changes the profile, so that nothing
/// of one service reaches another. A token is kept in the keychain only where the user asked for that.
class Environment final : public QObject
{
    Q_OBJECT

public:
    /// All outlive it.
    struct Parts
    {
        Transport &transport;
        Session &session;
        Connectivity &connectivity;
        Settings &settings;
        TokenVault &vault;
    };

    explicit Environment(const Parts &parts, QObject *parent = nullptr);

    const Profile &profile() const { return m_profile; }
    /// Why nothing can be sent with this profile (its authority file); empty if nothing is wrong.
    QString fault() const { return m_fault; }
    bool canKeepToken() const { return m_vault.available(); }
    /// Whether a kept token is being looked for.
    bool isResuming() const { return m_resuming; }

    /// Logs out and goes on with that profile (the first one, if there is none of this name): with its kept
    /// token, else logInNeeded().
    void use(const QString &name);
    void logIn(const QString &user, const QString &password, bool keep, OnReply<core::Done> done);
    /// Of who is logged in. All sessions end with the old one; a new one begins by itself, and if that fails
    /// the log-in is asked for as with any session that has ended.
    void changePassword(const QString &current, const QString &fresh, OnReply<core::Done> done);
    void cancelLogIn() { m_session.cancelLogIn(); }
    void logOut(); // and forgets the kept token

Q_SIGNALS:
    void leaving(); // it is still the old one: keep what belongs to it
    void entered();
    void changed(); // the same service; its name, colour or read-only mark
    void logInNeeded();

private:
    void enter(const Profile &profile);
    bool applyToTransport();
    void resumeOrAsk();
    void profilesChanged();
    void remember(const QString &user, bool keep);
    void keepToken();
    void forgetTokensOfRemoved();

    Transport &m_transport;
    Session &m_session;
    Connectivity &m_connectivity;
    Settings &m_settings;
    TokenVault &m_vault;
    std::vector<Profile> m_known; // as they were before the last change
    Profile m_profile;
    QString m_fault;
    bool m_entered = false;
    bool m_resuming = false;
    Call m_password;      // that is being changed
    int m_generation = 0; // of profiles; a late answer of the keychain is for an older one
};

} // namespace guarita::console
