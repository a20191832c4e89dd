// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QString>
#include <QtCore/QtGlobal>

#include <sys/types.h>

namespace guarita::support {

/// An upstream as a process of its own, which can be killed, and which sends more than a test wants to hold:
/// GET /chunked?<bytes> and GET /length?<bytes> answer that many bytes, as fast as they are taken, with 401
/// or 407 under /401 and /407. All else is answered 200 with "ok".
class EndlessUpstream
{
public:
    EndlessUpstream();
    ~EndlessUpstream();
    EndlessUpstream(const EndlessUpstream &) = delete;
    EndlessUpstream &operator=(const EndlessUpstream &) = delete;

    QString origin() const { return QStringLiteral("http://127.0.0.1:%1").arg(m_port); }
    /// With SIGKILL, in the middle of whatever it does.
    void kill();

private:
    quint16 m_port = 0;
    pid_t m_group = -1;
};

} // namespace guarita::support
