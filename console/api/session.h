// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/api/transport.h"
#include "core/clock.h"

#include <QtCore/QObject>
#include <QtCore/QTimer>

#include <list>

namespace guarita::console {

/// Who is logged in. Adds the token to requests. When the token has run out, or a 401 says so, the state
/// becomes Expired: requests that are sent now, and those that got the 401 (which did nothing), wait for the
/// next log-in as the same user and are then sent; a log-in as another user or a log-out drops them with
/// Unauthorized. The password is never kept.
class Session final : public QObject
{
    Q_OBJECT

public:
    enum class State { LoggedOut, LoggingIn, Active, Expired };
    Q_ENUM(State)

    struct Token
    {
        QByteArray value;
        core::WallTime expires{};
        QString user;
    };

    Session(Transport &transport, const core::Clock &clock, QObject *parent = nullptr);
    ~Session() override;

    State state() const { return m_state; }
    QString user() const { return m_token.user; }
    const core::Clock &clock() const { return m_clock; }
    const Token &token() const { return m_token; }
    std::chrono::seconds timeLeft() const; // never negative

    /// POST /token. On failure the state is what it was before. Another log-in under way is cancelled.
    void logIn(const QString &user, const QString &password, OnReply<core::Done> done);
    void cancelLogIn(); // its callback does not run
    /// With a token that was kept; false if it has run out.
    bool resume(Token token);
    void logOut();

    /// While logged out it fails with Unauthorized.
    Call send(ApiRequest request, OnReply<ApiResponse> done);

Q_SIGNALS:
    void stateChanged(guarita::console::Session::State state);

private:
    class Job;

    /// The state without regard to a log-in that is under way.
    State settled() const { return m_state == State::LoggingIn ? m_before : m_state; }
    bool tokenHasRunOut() const;
    void enter(State state);
    void endLogIn(const QString &user, const Reply<ApiResponse> &reply, const OnReply<core::Done> &done);
    void begin(Token token);
    void checkExpiry();
    void expire();
    void release(bool sameUser);
    void armExpiry();

    Transport &m_transport;
    const core::Clock &m_clock;
    State m_state = State::LoggedOut;
    State m_before = State::LoggedOut; // the log-in that is under way
    Token m_token;
    Call m_logIn;
    QTimer m_expiry;
    std::list<Job *> m_waiting; // not owned: their Calls are
};

} // namespace guarita::console
