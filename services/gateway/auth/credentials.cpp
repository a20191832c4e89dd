// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/auth/credentials.h"

#include "gateway/users/storeproblem.h"

#include <utility>

namespace guarita::gateway {

namespace {

/// From one client: too many at once, or too many that failed.
http::Problem tooManyFromThere(std::chrono::seconds wait)
{
    http::Problem problem;
    problem.status = 429;
    problem.reason = "muitos_logins";
    problem.detail = {QStringLiteral("Há tentativas de login demais vindas do seu endereço. Tente de "
                                     "novo depois do tempo indicado em Retry-After."),
                      QStringLiteral("Too many log-in attempts come from your address. Try again after "
                                     "the time that Retry-After says.")};
    problem.headers.set("Retry-After", QByteArray::number(static_cast<qint64>(wait.count())));
    return problem;
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
    if (const auto wait = m_parts.throttle.refusal(asking->request.clientAddress))
        return done(asking, notJudged(tooManyFromThere(*wait)));
    const auto attempt =
        std::make_shared<Attempt>(Attempt{std::move(asking), std::move(done), std::move(password), {}, {}});
    m_parts.throttle.began(attempt->client());
    attempt->asking->reply.onClientLeft([this, weak = std::weak_ptr(attempt)] {
        if (const auto leaving = weak.lock())
            leave(*leaving);
    });
    m_parts.users.submit(
        [name](UserRepository &users) -> sql::Outcome<std::optional<Account>> {
            // A name that nobody can have costs the same look.
            return users.find(isUserName(name) ? name : QByteArray());
        },
        [this, attempt](const sql::Outcome<std::optional<Account>> &found) { compare(attempt, found); });
}

/// Without this, clients that leave at once would keep the queue full of passwords that nobody waits for.
void Credentials::leave(Attempt &attempt)
{
    if (attempt.ticket && m_parts.passwords.cancel(*attempt.ticket))
        m_parts.throttle.ended(attempt.client());
}

void Credentials::compare(const std::shared_ptr<Attempt> &attempt,
                          const sql::Outcome<std::optional<Account>> &found)
{
    if (attempt->asking->reply.clientLeft())
        return m_parts.throttle.ended(attempt->client());
    if (!found) {
        m_parts.throttle.ended(attempt->client());
        return attempt->done(attempt->asking, notJudged(storeProblem(found.error())));
    }
    attempt->account = found.value();
    const QByteArray hash = attempt->account ? attempt->account->passwordHash : QByteArray();
    attempt->ticket = m_parts.passwords.verify(
        hash, std::exchange(attempt->password, {}),
        [this, attempt](const PasswordWorker::Verdict &verdict) { decide(*attempt, verdict); });
    if (attempt->ticket)
        return;
    m_parts.throttle.ended(attempt->client());
    attempt->done(attempt->asking, notJudged(passwordsBusy()));
}

void Credentials::decide(Attempt &attempt, const PasswordWorker::Verdict &verdict)
{
    attempt.ticket.reset();
    m_parts.throttle.ended(attempt.client());
    if (verdict.matches && !verdict.betterHash.isEmpty())
        improveHash(*attempt.account, verdict.betterHash);
    if (verdict.matches && attempt.account->user.enabled)
        return attempt.done(attempt.asking, {Judgement::Verdict::Right, *attempt.account, {}});
    m_parts.throttle.failed(attempt.client());
    attempt.done(attempt.asking, {Judgement::Verdict::Wrong, {}, {}});
}

/// Nobody waits for it; where it fails, the next log-in tries again.
void Credentials::improveHash(const Account &account, const QByteArray &betterHash)
{
    m_parts.users.submit([id = account.id, old = account.passwordHash,
                          betterHash](UserRepository &users) { return users.rehash(id, old, betterHash); },
                         [](const sql::Outcome<core::Done> &) {});
}

} // namespace guarita::gateway
