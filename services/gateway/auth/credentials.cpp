// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/auth/credentials.h"

#include "gateway/users/storeproblem.h"

#include <utility>

namespace guarita::gateway {

namespace {

http::Problem tooMany(std::chrono::seconds wait, const http::Sentence &detail)
{
    http::Problem problem;
    problem.status = 429;
    problem.reason = "muitos_logins";
    problem.detail = detail;
    problem.headers.set("Retry-After", QByteArray::number(static_cast<qint64>(wait.count())));
    return problem;
}

/// From one client: too many at once, or too many that failed.
http::Problem tooManyFromThere(std::chrono::seconds wait)
{
    return tooMany(wait, {QStringLiteral("Há tentativas de login demais vindas do seu endereço. Tente de "
                                         "novo depois do tempo indicado em Retry-After."),
                          QStringLiteral("Too many log-in attempts come from your address. Try again after "
                                         "the time that Retry-After says.")});
}

/// With one name, whether there is such a user or not.
http::Problem tooManyWithThatName(std::chrono::seconds wait)
{
    return tooMany(wait, {QStringLiteral("Há tentativas de login demais com esse nome. Tente de novo depois "
                                         "do tempo indicado em Retry-After."),
                          QStringLiteral("There are too many log-in attempts with that name. Try again "
                                         "after the time that Retry-After says.")});
}

Judgement notJudged(http::Problem problem)
{
    return {Judgement::Verdict::NotJudged, {}, std::move(problem)};
}

} // namespace

http::Problem passwordsBusy()
{
    http::Problem problem;
    problem.status = 503;
    problem.reason = "login_sobrecarregado";
    problem.detail = {QStringLiteral("Há senhas demais esperando a sua vez. Tente de novo em instantes."),
                      QStringLiteral("Too many passwords wait for their turn. Try again in a moment.")};
    problem.headers.set("Retry-After", "1");
    return problem;
}

/// One on its way through the store and the password's hash.
struct Credentials::Attempt
{
    std::shared_ptr<Asking> asking;
    Done done;
    QByteArray name; // empty: nobody can have the one that was given
    QByteArray password;
    std::optional<Account> account;
    std::optional<PasswordWorker::Ticket> ticket; // while its hash waits or is being computed

    const QHostAddress &client() const { return asking->request.clientAddress; }
};

Credentials::Credentials(const Parts &parts)
    : m_parts(parts)
{
}

void Credentials::judge(const QByteArray &name, QByteArray password, std::shared_ptr<Asking> asking,
                        Done done)
{
    const QHostAddress client = asking->request.clientAddress;
    const QByteArray account = isUserName(name) ? name : QByteArray();
    if (const auto wait = m_parts.throttle.refusal(client))
        return done(asking, notJudged(tooManyFromThere(*wait)));
    if (const auto wait = m_parts.accounts.begin(account, client))
        return done(asking, notJudged(tooManyWithThatName(*wait)));
    const auto attempt = std::make_shared<Attempt>(
        Attempt{std::move(asking), std::move(done), account, std::move(password), {}, {}});
    m_parts.throttle.began(client);
    attempt->asking->reply.onClientLeft([this, weak = std::weak_ptr(attempt)] {
        if (const auto leaving = weak.lock())
            leave(*leaving);
    });
    m_parts.users.submit(
        // A name that nobody can have costs the same look.
        [account](UserRepository &users) { return users.find(account); },
        [this, attempt](const sql::Outcome<std::optional<Account>> &found) { compare(attempt, found); });
}

/// It is not going to be judged.
void Credentials::takeBack(const Attempt &attempt)
{
    m_parts.throttle.ended(attempt.client());
    m_parts.accounts.takeBack(attempt.name, attempt.client());
}

/// Without this, clients that leave at once would keep the queue full of passwords that nobody waits for.
void Credentials::leave(Attempt &attempt)
{
    if (attempt.ticket && m_parts.passwords.cancel(*attempt.ticket))
        takeBack(attempt);
}

void Credentials::compare(const std::shared_ptr<Attempt> &attempt,
                          const sql::Outcome<std::optional<Account>> &found)
{
    if (attempt->asking->reply.clientLeft())
        return takeBack(*attempt);
    if (!found) {
        takeBack(*attempt);
        return attempt->done(attempt->asking, notJudged(storeProblem(found.error())));
    }
    attempt->account = found.value();
    const QByteArray hash = attempt->account ? attempt->account->passwordHash : QByteArray();
    attempt->ticket = m_parts.passwords.verify(
        hash, std::exchange(attempt->password, {}),
        [this, attempt](const PasswordWorker::Verdict &verdict) { decide(*attempt, verdict); });
    if (attempt->ticket)
        return;
    takeBack(*attempt);
    attempt->done(attempt->asking, notJudged(passwordsBusy()));
}

void Credentials::decide(Attempt &attempt, const PasswordWorker::Verdict &verdict)
{
    attempt.ticket.reset();
    m_parts.throttle.ended(attempt.client());
    if (verdict.matches && !verdict.betterHash.isEmpty())
        improveHash(*attempt.account, verdict.betterHash);
    if (verdict.matches && attempt.account->user.enabled) {
        m_parts.accounts.succeeded(attempt.name, attempt.client());
        return attempt.done(attempt.asking, {Judgement::Verdict::Right, attempt.account, {}});
    }
    m_parts.throttle.failed(attempt.client());
    attempt.done(attempt.asking, {Judgement::Verdict::Wrong, attempt.account, {}});
}

/// Nobody waits for it; where it fails, the next log-in tries again.
void Credentials::improveHash(const Account &account, const QByteArray &betterHash)
{
    m_parts.users.submit([id = account.id, old = account.passwordHash,
                          betterHash](UserRepository &users) { return users.rehash(id, old, betterHash); },
                         [](const sql::Outcome<core::Done> &) {});
}

} // namespace guarita::gateway
