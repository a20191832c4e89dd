// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

namespace guarita::gateway {

/// The one account that may log in. The hash is libsodium's text form of argon2id.
struct Credentials
{
    QByteArray user;
    QByteArray passwordHash;
};

/// Checks log-ins on one worker thread of its own, since argon2id takes tens of milliseconds and 64 MiB on
/// purpose.
///
/// An unknown user costs what a known one costs: the password is hashed all the same and the outcome thrown
/// away, so the time of an answer does not tell which users exist.
class PasswordVerifier
{
public:
    using Completion = std::function<void(bool matches)>;
    /// Names a log-in that was accepted, until its completion is called.
    using Ticket = std::uint64_t;

    /// At most `queueLimit` log-ins wait or are being checked.
    PasswordVerifier(Credentials credentials, int queueLimit);
    /// Waits for the hash that is being computed, drops those that wait; their completions are not called.
    ~PasswordVerifier();

    /// `done` is called once, from the event loop of the thread that made the verifier, never from within
    /// this call. Nothing if too many are waiting: `done` then is never called.
    [[nodiscard]] std::optional<Ticket> verify(const QByteArray &user, QByteArray password, Completion done);
    /// Nobody waits for this verdict any more. True if its hash had not begun: it never will, `done` is
    /// destroyed uncalled, and the place in the queue is free. False if it had: `done` comes as ever.
    bool cancel(Ticket ticket);

    /// True for a text that verify() can compare passwords with.
    static bool isUsableHash(const QByteArray &hash);
    /// Hashes with libsodium's interactive limits; empty if 64 MiB of memory are not to be had.
    static QByteArray hash(const QByteArray &password);

private:
    class Worker;

    Credentials m_credentials;
    std::unique_ptr<Worker> m_worker;
};

} // namespace guarita::gateway
