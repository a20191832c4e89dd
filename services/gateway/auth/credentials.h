// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/auth/accountthrottle.h"
#include "gateway/auth/loginthrottle.h"
#include "gateway/passwords/passwordworker.h"
#include "gateway/users/directoryfollower.h"
#include "http/httpapp.h"
#include "http/problem.h"

#include <functional>
#include <memory>
#include <optional>

namespace guarita::gateway {

/// A request whose answer waits for the store or for a hash.
struct Asking
{
    http::Request request;
    http::ReplyHandle reply;

    void refuse(const http::Problem &problem) { reply.send(http::problemResponse(request, problem)); }
};

/// What a name and a password turned out to be.
struct Judgement
{
    enum class Verdict { Right, Wrong, NotJudged };
    Verdict verdict = Verdict::NotJudged;
    std::optional<Account> account; // with Right; with Wrong if somebody has the name
    http::Problem problem;          // with NotJudged: the answer
};

/// Judges names and passwords: the throttles, the store, the hash, in this order. A name that nobody has
/// takes the same steps and the same time as any other. Event-loop thread only.
class Credentials
{
public:
    /// All outlive the credentials.
    struct Parts
    {
        UserPool &users;
        PasswordWorker &passwords;
        LoginThrottle &throttle;
        AccountThrottle &accounts;
    };
    explicit Credentials(const Parts &parts);

    /// `done` is called once, unless the client leaves before its password's turn. One that leaves later is
    /// judged all the same: leaving early must not make guesses free.
    using Done = std::function<void(const std::shared_ptr<Asking> &asking, const Judgement &judgement)>;
    void judge(const QByteArray &name, QByteArray password, std::shared_ptr<Asking> asking, Done done);

private:
    struct Attempt;

    void compare(const std::shared_ptr<Attempt> &attempt, const sql::Outcome<std::optional<Account>> &found);
    void decide(Attempt &attempt, const PasswordWorker::Verdict &verdict);
    void improveHash(const Account &account, const QByteArray &betterHash);
    void leave(Attempt &attempt);
    void takeBack(const Attempt &attempt);

    Parts m_parts;
};

/// 503 login_sobrecarregado: too many passwords wait for their turn.
http::Problem passwordsBusy();

} // namespace guarita::gateway
