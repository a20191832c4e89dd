// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/api/backendchange.h"
#include "console/api/reconciliation.h"
#include "console/api/requesttrace.h"
#include "console/api/session.h"

namespace guarita::console {

/// What operators and administrators call of the balancer, through the gateway. None of it is sent twice by
/// itself.
class BalancerApi final
{
public:
    explicit BalancerApi(Session &session)
        : m_session(session)
    {
    }

    Session &session() { return m_session; }

    Call report(OnReply<BalancerReport> done);
    Call findBackend(const QString &id, OnReply<Backend> done);
    /// If-Match on `version`: Conflict if somebody else was there.
    Call change(const QString &id, qint64 version, const BackendChange &change, OnReply<Backend> done);
    Call add(const NewBackend &backend, OnReply<core::Done> done);
    /// Takes no new requests at once; those in flight finish. If-Match on `version`.
    Call remove(const QString &id, qint64 version, OnReply<core::Done> done);
    /// Up to 1,000 of the last requests, the newest first; older ones than `before`, if that is given.
    Call listRequests(const RequestQuery &query, std::optional<qint64> before, int limit,
                      OnReply<RequestPage> done);
    Call reconcile(OnReply<Reconciliation> done);
    /// text/event-stream, from after `lastEventId` unless that is empty. `done` when it ends.
    Call listen(const QByteArray &lastEventId, StreamSink sink, OnReply<core::Done> done);

private:
    Session &m_session;
};

} // namespace guarita::console
