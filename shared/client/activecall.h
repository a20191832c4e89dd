// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/callqueue.h"
#include "client/clientcore.h"
#include "client/httpclient.h"
#include "client/responsehead.h"

#include <QtCore/QObject>
#include <QtCore/QPointer>
#include <QtNetwork/QNetworkReply>

namespace guarita::qnam {
class UploadDevice;
}

namespace guarita::client {

/// One call: from its QNetworkReply's signals to one UpstreamResult.
class ActiveCall final : public QObject, public Call
{
public:
    ActiveCall(ClientCore &core, Upstream &upstream, UpstreamRequest request, Completion done,
               StreamReceiver *receiver);
    ~ActiveCall() override;

    void resume() override;

    /// A deadline has passed. Ends the call and tells; *this is gone afterwards if the completion destroys
    /// it.
    void expire();
    /// Ends it without telling: the client goes.
    void abandon();
    /// `lane` had a connection on which another call's answer may still come. If this call may have got that
    /// one, only an answer that names this call's request counts.
    void suspect(const Upstream &upstream, const Lane &lane);

private:
    void start(UpstreamRequest &request);
    bool takeLane(QNetworkRequest &wire);
    QNetworkReply *hand(Manager &manager, const QNetworkRequest &wire, UpstreamRequest &request);
    void failLater(Stage stage);

    /// `emitting`: called from a signal of the reply.
    void finish(Stage stage, bool emitting = true);
    void onConnecting();
    void onRequestSent();
    void onHead();
    void onReadable();
    void onFinished();

    void beginStream();
    void onStreamReadable();
    void onStreamEnded();
    /// Runs what may destroy this from within a signal of the reply, or while Qt reads the body: the reply
    /// must survive that.
    template <typename Step>
    void inSignal(Step step)
    {
        const QPointer<ActiveCall> self(this);
        m_emitting = true;
        step();
        if (self)
            m_emitting = false;
    }
    void deliver();
    Stage stageOfStream() const;

    http::Response takeHead();
    Stage stageOfEnd();
    Stage stageWithoutResponse() const;
    bool certainlyUnsent() const;

    QNetworkReply *handIncoming(Manager &manager, QNetworkRequest &custom, UpstreamRequest &request);
    QByteArray takeBody(qint64 most);
    void onBodyProgress();
    void bodyTaken();
    bool answersThisRequest() const;
    void detach(bool emitting);

    ClientCore *m_core;
    Upstream &m_upstream;
    Completion m_done;
    StreamReceiver *const m_receiver;
    const core::Instant m_begin;
    const http::Method m_method;
    QNetworkReply *m_reply = nullptr;
    qnam::UploadDevice *m_upload = nullptr;
    std::shared_ptr<net::IncomingBody> m_incoming; // until all of it was taken
    qint64 m_untaken = 0;                          // of it
    QueuePlace m_phase{this};
    QueuePlace m_whole{this};
    ResponseHead m_head;
    QByteArray m_body;
    qint64 m_received = 0;  // of a stream
    QByteArray m_requestId; // as sent, or empty
    Lane m_lane;
    bool m_sent = false;
    bool m_mayRepeat = true;  // no new connection was opened for it
    bool m_sentIsTold = true; // Qt will emit requestSent
    bool m_suspect = false;   // may be on a connection with another call's answer
    bool m_distrust = false;  // the connection must not be used again
    bool m_streaming = false; // the head was passed on
    bool m_paused = false;    // the receiver takes no more for now
    bool m_ended = false;     // nothing comes any more beyond what the reply holds
    bool m_emitting = false;  // within a signal of the reply
    bool m_starved = false;   // Qt waits for more of the request's body
};

} // namespace guarita::client
