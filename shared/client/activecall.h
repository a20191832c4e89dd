// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/callqueue.h"
#include "client/clientcore.h"
#include "client/httpclient.h"
#include "client/reply.h"
#include "client/responsehead.h"
#include "qnam/uploaddevice.h"

#include <QtCore/QObject>
#include <QtCore/QPointer>

namespace guarita::client {

/// One call: from its reply's signals to one UpstreamResult.
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

private:
    void start(UpstreamRequest &request);
    Reply *hand(const WireRequest &wire, UpstreamRequest &request);
    void failLater(Stage stage);

    void finish(Stage stage);
    void onConnecting();
    void onRequestSent();
    void onHead();
    void onReadable();
    void onFinished();

    void beginStream();
    void onStreamReadable();
    void onStreamEnded();
    void deliver();
    Stage stageOfStream() const;

    http::Response takeHead();
    Stage stageOfEnd();
    bool unsent() const { return !m_reply || !m_reply->anySent(); }

    QIODevice *bodyDevice(UpstreamRequest &request);
    qnam::UploadDevice::Piece takeBody(qint64 most);
    void onBodyProgress();
    qint64 bodyRoom(qint64 most) const;
    bool allTaken() const;
    bool endsShort() const;
    void bodyTaken();
    void letGoOfBody();
    void progressed();
    Stage stageOfShortBody() const;
    bool answersThisRequest() const;
    void detach();

    ClientCore *m_core;
    Upstream &m_upstream;
    Completion m_done;
    StreamReceiver *const m_receiver;
    const core::Instant m_begin;
    const http::Method m_method;
    Reply *m_reply = nullptr;
    qnam::UploadDevice *m_upload = nullptr;
    std::shared_ptr<net::IncomingBody> m_incoming; // until all of it was taken
    std::optional<qint64> m_untaken;               // of it, if its length is told
    QueuePlace m_phase{this};
    QueuePlace m_whole{this};
    ResponseHead m_head;
    QByteArray m_body;
    qint64 m_received = 0;  // of a stream
    QByteArray m_requestId; // as sent, or empty
    bool m_headHere = false;
    bool m_streaming = false; // the head was passed on
    bool m_paused = false;    // the receiver takes no more for now
    bool m_ended = false;     // nothing comes any more beyond what the reply holds
    bool m_taking = false;    // the connection takes some of the request's body
    bool m_starved = false;   // and waits for more
};

} // namespace guarita::client
