// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/shell/environment.h"

#include "console/api/adminapi.h"

#include <QtCore/QPointer>
#include <QtCore/QTimer>

#include <algorithm>

namespace guarita::console {

namespace {

const Profile *find(const std::vector<Profile> &profiles, const QString &name)
{
    const auto found = std::find_if(profiles.begin(), profiles.end(),
                                    [&name](const Profile &profile) { return profile.name == name; });
    return found == profiles.end() ? nullptr : &*found;
}

bool isSameService(const Profile &one, const Profile &other)
{
    return one.url == other.url && one.caFile == other.caFile;
}

} // namespace

Environment::Environment(const Parts &parts, QObject *parent)
    : QObject(parent)
    , m_transport(parts.transport)
    , m_session(parts.session)
    , m_connectivity(parts.connectivity)
    , m_settings(parts.settings)
    , m_vault(parts.vault)
    , m_known(parts.settings.profiles())
{
    connect(&m_settings, &Settings::profilesChanged, this, &Environment::profilesChanged);
    m_session.setKept([this](const Session::OnKept &done) {
        if (m_profile.keepToken)
            m_vault.read(m_profile, done);
        else
            done({});
    });
    connect(&m_session, &Session::renewed, this, [this] {
        if (m_profile.keepToken) // the one that was kept is used up
            keepToken();
    });
}

void Environment::use(const QString &name)
{
    const Profile *profile = find(m_settings.profiles(), name);
    enter(profile ? *profile : m_settings.profiles().front());
}

void Environment::enter(const Profile &profile)
{
    if (m_entered)
        Q_EMIT leaving();
    m_entered = true;
    ++m_generation;
    m_connectivity.stop();
    m_password.reset();
    m_session.forget();
    m_profile = profile;
    m_settings.setLastProfile(m_profile.name);
    if (applyToTransport())
        m_connectivity.start();
    Q_EMIT entered();
    resumeOrAsk();
}

bool Environment::applyToTransport()
{
    const auto applied = m_transport.setProfile(m_profile);
    m_fault = applied ? QString() : applied.error().message;
    return applied.ok();
}

void Environment::resumeOrAsk()
{
    m_resuming = m_profile.keepToken && m_fault.isEmpty();
    if (!m_resuming) {
        Q_EMIT logInNeeded();
        return;
    }
    m_vault.read(m_profile,
                 [self = QPointer(this), generation = m_generation](std::optional<Session::Token> token) {
                     if (!self || self->m_generation != generation)
                         return;
                     self->m_resuming = false;
                     if (self->m_session.state() == Session::State::Active)
                         return; // the user was faster
                     if (token && self->m_session.resume(std::move(*token)))
                         self->m_session.updateRoles();
                     else
                         Q_EMIT self->logInNeeded();
                 });
}

void Environment::logIn(const QString &user, const QString &password, bool keep, OnReply<core::Done> done)
{
    if (!m_fault.isEmpty() && applyToTransport()) // the file may have come back
        m_connectivity.start();
    if (!m_fault.isEmpty()) {
        QTimer::singleShot(0, this, [this, done = std::move(done)] {
            ApiError error;
            error.kind = ApiError::Kind::Untrusted;
            error.detail = m_fault;
            done(error);
        });
        return;
    }
    m_session.logIn(user, password, [this, user, keep, done = std::move(done)](Reply<core::Done> reply) {
        if (reply)
            remember(user, keep);
        done(std::move(reply));
    });
}

void Environment::changePassword(const QString &current, const QString &fresh, OnReply<core::Done> done)
{
    m_password = AdminApi(m_session).changePassword(
        current, fresh, [this, fresh, done = std::move(done)](const Reply<core::Done> &reply) {
            if (reply)
                logIn(m_session.user(), fresh, m_profile.keepToken, [](const Reply<core::Done> &) {});
            done(reply);
        });
}

void Environment::remember(const QString &user, bool keep)
{
    m_resuming = false;
    if (keep && m_vault.available())
        keepToken();
    else if (m_profile.keepToken)
        m_vault.remove(m_profile);
    std::vector<Profile> profiles = m_settings.profiles();
    for (Profile &profile : profiles) {
        if (profile.name == m_profile.name) {
            profile.user = user;
            profile.keepToken = keep;
        }
    }
    m_settings.setProfiles(std::move(profiles));
}

void Environment::keepToken()
{
    m_vault.write(m_profile, m_session.token(), [](bool) {});
}

void Environment::logOut()
{
    if (m_profile.keepToken)
        m_vault.remove(m_profile);
    m_session.logOut();
    Q_EMIT logInNeeded();
}

void Environment::forgetTokensOfRemoved()
{
    const std::vector<Profile> &profiles = m_settings.profiles();
    for (const Profile &known : std::exchange(m_known, profiles)) {
        const bool remains = std::any_of(profiles.begin(), profiles.end(), [&known](const Profile &profile) {
            return profile.name == known.name && profile.url == known.url;
        });
        if (known.keepToken && !remains)
            m_vault.remove(known);
    }
}

void Environment::profilesChanged()
{
    forgetTokensOfRemoved();
    if (!m_entered)
        return;
    const std::vector<Profile> &profiles = m_settings.profiles();
    const Profile *same = find(profiles, m_profile.name);
    if (!same) { // renamed?
        const auto alike = std::find_if(profiles.begin(), profiles.end(), [this](const Profile &profile) {
            return isSameService(profile, m_profile);
        });
        same = alike == profiles.end() ? &profiles.front() : &*alike;
    }
    if (!isSameService(*same, m_profile)) {
        enter(*same);
        return;
    }
    const bool differs = *same != m_profile;
    const bool renamed = same->name != m_profile.name;
    m_profile = *same;
    if (renamed && m_profile.keepToken && m_session.state() == Session::State::Active)
        keepToken();
    m_settings.setLastProfile(m_profile.name);
    if (differs)
        Q_EMIT changed();
}

} // namespace guarita::console
