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
    const Token &token() const { return m_token; }
    std::chrono::seconds timeLeft() const; // never negative

    /// POST /token. On failure the state is what it was before.
    void logIn(const QString &user, const QString &password, OnReply<core::Done> done);
    void cancelLogIn();
    /// With a token that was kept; false if it has run out.
    bool resume(Token token);
    void logOut();

    Call send(ApiRequest request, OnReply<ApiResponse> done);

Q_SIGNALS:
    void stateChanged(guarita::console::Session::State state);

private:
    class Job;

    void enter(State state);
    void expire();
    void release(bool sameUser);

    Transport &m_transport;
    const core::Clock &m_clock;
    State m_state = State::LoggedOut;
    Token m_token;
    Call m_logIn;
    QTimer m_expiry;
    std::list<Job *> m_waiting; // not owned: their Calls are
};

} // namespace guarita::console
