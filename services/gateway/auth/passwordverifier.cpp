// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/auth/passwordverifier.h"

#include <QtCore/QMetaObject>
#include <QtCore/QObject>

#include <sodium.h>

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <thread>

namespace guarita::gateway {

namespace {

bool matches(const QByteArray &password, const QByteArray &hash)
{
    return crypto_pwhash_str_verify(hash.constData(), password.constData(),
                                    static_cast<unsigned long long>(password.size())) == 0;
}

/// libsodium chooses its implementation here; more than once does no harm. It fails on a broken system only.
void startSodium()
{
    if (sodium_init() < 0)
        qFatal("libsodium does not start");
}

void wipe(QByteArray &secret)
{
    sodium_memzero(secret.data(), static_cast<std::size_t>(secret.size()));
}

} // namespace

/// Only values pass between the threads: passwords go in, verdicts come back as queued calls on `m_home`. The
/// completions, which may own a client's reply, never leave the event-loop thread.
class PasswordVerifier::Worker
{
public:
    Worker(QByteArray hash, int queueLimit)
        : m_hash(std::move(hash))
        , m_queueLimit(static_cast<std::size_t>(queueLimit))
        , m_thread([this] { run(); })
    {
    }

    ~Worker()
    {
        {
            const std::lock_guard lock(m_mutex);
            m_stopping = true;
        }
        m_wake.notify_one();
        m_thread.join();
        for (Job &job : m_jobs)
            wipe(job.password);
    }

    std::optional<Ticket> submit(QByteArray password, Completion done)
    {
        if (m_completions.size() >= m_queueLimit)
            return std::nullopt;
        const Ticket id = ++m_lastId;
        m_completions.emplace(id, std::move(done));
        {
            const std::lock_guard lock(m_mutex);
            m_jobs.push_back({id, std::move(password)});
        }
        m_wake.notify_one();
        return id;
    }

    bool cancel(Ticket id)
    {
        {
            const std::lock_guard lock(m_mutex);
            const auto job = std::find_if(m_jobs.begin(), m_jobs.end(),
                                          [id](const Job &waiting) { return waiting.id == id; });
            if (job == m_jobs.end())
                return false;
            wipe(job->password);
            m_jobs.erase(job);
        }
        const auto completion = m_completions.extract(id); // may own the caller: goes last
        return true;
    }

private:
    struct Job
    {
        Ticket id;
        QByteArray password;
    };

    void run()
    {
        std::unique_lock lock(m_mutex);
        while (true) {
            m_wake.wait(lock, [this] { return m_stopping || !m_jobs.empty(); });
            if (m_stopping)
                return;
            Job job = std::move(m_jobs.front());
            m_jobs.pop_front();
            lock.unlock();
            const bool verdict = matches(job.password, m_hash);
            wipe(job.password);
            QMetaObject::invokeMethod(
                &m_home, [this, id = job.id, verdict] { finish(id, verdict); }, Qt::QueuedConnection);
            lock.lock();
        }
    }

    /// Not called once m_home is gone: a queued call dies with its receiver.
    void finish(Ticket id, bool verdict)
    {
        const auto found = m_completions.find(id);
        const Completion done = std::move(found->second);
        m_completions.erase(found);
        done(verdict);
    }

    const QByteArray m_hash;
    const std::size_t m_queueLimit;

    // The event-loop thread's.
    QObject m_home;
    std::map<Ticket, Completion> m_completions; // of the log-ins that wait or are being checked
    Ticket m_lastId = 0;

    // Shared, under m_mutex.
    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<Job> m_jobs;
    bool m_stopping = false;

    std::thread m_thread; // last: it uses all of the above
};

PasswordVerifier::PasswordVerifier(Credentials credentials, int queueLimit)
    : m_credentials(std::move(credentials))
    , m_worker(std::make_unique<Worker>(m_credentials.passwordHash, queueLimit))
{
    Q_ASSERT(isUsableHash(m_credentials.passwordHash));
    startSodium();
}

PasswordVerifier::~PasswordVerifier() = default;

std::optional<PasswordVerifier::Ticket> PasswordVerifier::verify(const QByteArray &user, QByteArray password,
                                                                 Completion done)
{
    const bool known = user == m_credentials.user;
    return m_worker->submit(std::move(password),
                            [known, done = std::move(done)](bool matching) { done(known && matching); });
}

bool PasswordVerifier::cancel(Ticket ticket)
{
    return m_worker->cancel(ticket);
}

bool PasswordVerifier::isUsableHash(const QByteArray &hash)
{
    // The hash proper is what follows the last '$'. One that lost its end when it was copied can still be
    // well-formed, but no password fits it any more.
    constexpr qsizetype wholeHash = 43; // 32 bytes in base64
    const bool whole = hash.size() - hash.lastIndexOf('$') - 1 == wholeHash;
    return whole && hash.startsWith(crypto_pwhash_argon2id_STRPREFIX) &&
           crypto_pwhash_str_needs_rehash(hash.constData(), crypto_pwhash_OPSLIMIT_INTERACTIVE,
                                          crypto_pwhash_MEMLIMIT_INTERACTIVE) >= 0;
}

QByteArray PasswordVerifier::hash(const QByteArray &password)
{
    startSodium();
    char text[crypto_pwhash_STRBYTES];
    const int failed =
        crypto_pwhash_str(text, password.constData(), static_cast<unsigned long long>(password.size()),
                          crypto_pwhash_OPSLIMIT_INTERACTIVE, crypto_pwhash_MEMLIMIT_INTERACTIVE);
    return failed ? QByteArray() : QByteArray(text);
}

} // namespace guarita::gateway
