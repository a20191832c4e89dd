// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/api/session.h"

#include <QtCore/QPointer>

namespace guarita::console {

/// A request and its answer, over more than one try if need be. Waits in the session's list while there is no
/// token that is good.
class Session::Job final : public CallJob
{
public:
    Job(Session &session, ApiRequest request, OnReply<ApiResponse> done);
    ~Job() override { cancel(); }

    void cancel() override;
    void start();
    void wait() { m_session->m_waiting.push_back(this); }
    void refuseLater(); // from the event loop, as every callback

private:
    void answered(const Reply<ApiResponse> &reply);
    void refused(const Reply<ApiResponse> &reply);
    void finish(const Reply<ApiResponse> &reply);

    QPointer<Session> m_session;
    const ApiRequest m_request;
    OnReply<ApiResponse> m_done;
    Call m_call;
    QByteArray m_token; // that it was sent with
    const QString m_user;
    bool m_refusedBefore = false;
};

} // namespace guarita::console
