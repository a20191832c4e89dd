// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "gateway/spool/spool.h"
#include "net/incomingbody.h"

#include <functional>
#include <memory>

namespace guarita::gateway {

enum class SpoolFailure {
    Full,   // no room for it, in the limits
    Failed, // it could not be written
    Broken, // the body broke off
};

/// One body of untold length, on disk until all of it is here, and then on its way out of there as a body of
/// known length. What is held in memory is at most what an IncomingBody holds, and a piece of that size: the
/// next one is taken when the last one is written, or read when there is room. Destroyed, it takes its file
/// with it and lets go of both bodies. Event-loop thread only.
class SpooledBody : public std::enable_shared_from_this<SpooledBody>
{
public:
    /// Called once, perhaps from within begin() or from within the body's progress, unless this is destroyed
    /// before. The new body breaks off where the file cannot be read.
    using Done = std::function<void(core::Result<std::shared_ptr<net::IncomingBody>, SpoolFailure> wholeOne)>;

    SpooledBody(Spool &spool, std::shared_ptr<net::IncomingBody> incoming, Done done);
    ~SpooledBody();
    SpooledBody(const SpooledBody &) = delete;
    SpooledBody &operator=(const SpooledBody &) = delete;

    void begin();
    /// The new body broke off: the disk's fault, and not that of whom it was for.
    bool unreadable() const;

private:
    void write();
    void written(int error);
    void end();
    void fail(SpoolFailure failure);
    void read();
    void pass(const QByteArray &bytes);
    void letGo();

    Spool &m_spool;
    Spool::File m_file; // null once all of it was read, or could not be
    Done m_done;
    std::shared_ptr<net::IncomingBody> m_incoming; // until it ends
    std::shared_ptr<net::IncomingBody> m_outgoing; // from then on
    qint64 m_size = 0;
    qint64 m_read = 0;
    Spool::Ticket m_working = 0; // the last one
    bool m_busy = false;         // a piece is being taken and written, or read
};

} // namespace guarita::gateway
