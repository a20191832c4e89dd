// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

namespace guarita::gateway {

/// Hashes and checks passwords on one thread of its own, behind a bounded queue: argon2id takes tens of
/// milliseconds and 19 MiB on purpose, so that many log-ins at once must not take the processor and the
/// memory from everything else.
class PasswordWorker
{
public:
    struct Verdict
    {
        bool matches = false;
        QByteArray betterHash; // if it matches and was hashed with other parameters than today's
    };
    using Verified = std::function<void(const Verdict &verdict)>;
    using Hashed = std::function<void(const QByteArray &hash)>;
    /// Names a job that was accepted, until its completion is called.
    using Ticket = std::uint64_t;

    /// At most `queueLimit` jobs wait or are being done.
    explicit PasswordWorker(int queueLimit);
    /// Another limit from now on; what waits already stays.
    void setQueueLimit(int queueLimit);
    /// Waits for the hash that is being computed, drops those that wait; their completions are not called.
    ~PasswordWorker();

    /// Compares a password with a hash. An empty hash stands for an account that does not exist: it costs
    /// what any other costs and matches nothing, so the time of an answer does not tell which users exist.
    ///
    /// `done` is called once, from the event loop of the thread that made the worker, never from within this
    /// call. Nothing if too many are waiting: `done` then is never called.
    [[nodiscard]] std::optional<Ticket> verify(QByteArray hash, QByteArray password, Verified done);

    /// Hashes a new password, under the same rules. An empty hash means that the memory was not to be had.
    [[nodiscard]] std::optional<Ticket> hash(QByteArray password, Hashed done);

    /// Nobody waits for this any more. True if it had not begun: it never will, `done` is destroyed uncalled,
    /// and the place in the queue is free. False if it had: `done` comes as ever.
    bool cancel(Ticket ticket);

private:
    class Thread;

    std::unique_ptr<Thread> m_thread;
};

} // namespace guarita::gateway
