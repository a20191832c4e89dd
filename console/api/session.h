// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/api/transport.h"
#include "console/core/backoff.h"
#include "console/core/role.h"
#include "core/clock.h"

#include <QtCore/QObject>
#include <QtCore/QTimer>

#include <list>

namespace guarita::console {

/// Who is logged in. Adds the token to requests, and keeps the session going: when four fifths of a token's
/// life are over it is renewed, while requests go on with it (RFC 6749, section 6).
///
/// When the token has run out, or a 401 says so, requests that are sent now, and those that got the 401
/// (which did nothing), wait; one renewal goes out for all of them, and then they are sent. If the service
/// refuses it, or the session has nothing to renew with, the state becomes Expired: they wait for the next
/// log-in as the same user. A log-in as another user or a log-out drops them with Unauthorized. The password
/// is never kept.
///
/// A refresh token is good once; a second use ends the session. So one whose answer may have been lost is not
/// used again as long as the token is good; after that there is nothing to lose.
class Session final : public QObject
{
    Q_OBJECT

public:
    enum class State {
        LoggedOut,
        LoggingIn,
        Active,
        Renewing, // the token is no good any more; requests wait for the next one, which is being asked for
        Expired,
    };
    Q_ENUM(State)

    struct Token
    {
        QByteArray value;
        core::WallTime expires{};
        QString user{};
        QByteArray refresh{};         // what the next one is got with; empty: an older service
        std::optional<Roles> roles{}; // nothing: not known
    };

    using OnKept = std::function<void(std::optional<Token>)>;

    Session(Transport &transport, const core::Clock &clock, core::Random &random, QObject *parent = nullptr);
    ~Session() override;

    State state() const { return m_state; }
    /// Whether a request that is sent now is on its way at once.
    bool isReady() const { return settled() == State::Active && !tokenHasRunOut(); }
    QString user() const { return m_token.user; }
    std::optional<Roles> roles() const { return m_token.roles; }
    Rights rights() const { return rightsOf(m_token.roles); }
    /// Whether it goes on by itself when the token has run out.
    bool renewsItself() const { return !m_token.refresh.isEmpty(); }
    const core::Clock &clock() const { return m_clock; }
    const Token &token() const { return m_token; }
    std::chrono::seconds timeLeft() const; // of the token; never negative

    /// POST /token. On failure the state is what it was before, or has become meanwhile. Another log-in under
    /// way is cancelled; the session before is ended at the service, too, when this one begins.
    void logIn(const QString &user, const QString &password, OnReply<core::Done> done);
    void cancelLogIn(); // its callback does not run
    /// With a token that was kept; false if it has run out and cannot be renewed.
    bool resume(Token token);
    /// Where this session's token may be kept: asked before each renewal, for another console that came back
    /// with it may have renewed it already, and a refresh token is good once, whoever uses it.
    void setKept(std::function<void(OnKept)> kept) { m_kept = std::move(kept); }
    /// Ends the session at the service, too (RFC 7009), if that can be reached soon; nobody waits for it.
    void logOut();
    /// Logs out here only: who kept the token may come back with it.
    void forget();

    /// While logged out it fails with Unauthorized.
    Call send(ApiRequest request, OnReply<ApiResponse> done);

public Q_SLOTS:
    /// There may be an answer now: a renewal that waits for its next try does not wait any longer.
    void retryRenewal();
    /// Asks for the user's roles, which may be others than when the token was kept (GET /conta).
    void updateRoles();

Q_SIGNALS:
    void stateChanged(guarita::console::Session::State state);
    void renewed();       // token() is another one of the same session
    void rightsChanged(); // roles(): with a log-in, a renewal, or because the service refused something
    /// The user has no role for something that was asked for (403).
    void forbidden(const guarita::console::ApiError &error);

private:
    class Job;

    /// The state without regard to a log-in that is under way.
    State settled() const { return m_state == State::LoggingIn ? m_before : m_state; }
    bool tokenHasRunOut() const;
    void enter(State state);
    void settle(State state);
    void endLogIn(const QString &user, const Reply<ApiResponse> &reply, const OnReply<core::Done> &done);
    void begin(Token token);
    void adopt(Token token);
    void setRoles(const std::optional<Roles> &roles);
    void release(bool sameUser);

    // sessionrenewal.cpp: going on by itself
    void watch();
    void arm();
    bool renewalIsDue() const;
    void tokenRefused();
    void tokenRanOut();
    void expire();
    void renew();
    void renewUnlessKept(std::optional<Token> kept);
    void sendRenewal();
    void endRenewal(const Reply<ApiResponse> &reply);
    void renewalFailed(const ApiError &error);
    void goOnWith(Token token);
    void revoke(const QByteArray &token);
    void roleMissing(const ApiError &error);

    Transport &m_transport;
    const core::Clock &m_clock;
    State m_state = State::LoggedOut;
    State m_before = State::LoggedOut; // the log-in that is under way
    Token m_token;
    Call m_logIn;
    Call m_renewal;
    Call m_revocation;
    Call m_account;
    std::function<void(OnKept)> m_kept;
    int m_number = 0;  // of the token: an answer about what is kept may come late
    Backoff m_backoff; // of renewals
    QTimer m_watch;
    core::WallTime m_renewAt{};
    core::Instant m_retryAt{};
    bool m_renewing = false;    // the renewal is under way
    bool m_doubtful = false;    // the answer to one may have been lost: the refresh token may be used up
    bool m_proven = false;      // the token was accepted once
    bool m_asking = false;      // for the roles
    std::list<Job *> m_waiting; // not owned: their Calls are
};

} // namespace guarita::console
