// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/api/transport.h"
#include "core/clock.h"

#include <QtCore/QPointer>
#include <QtCore/QTimer>
#include <QtNetwork/QNetworkReply>
#include <QtNetwork/QNetworkRequest>
#include <QtNetwork/QSslCertificate>
#include <QtNetwork/QSslError>

#include <set>

namespace guarita::qnam {
class UploadDevice;
}

namespace guarita::console {

class TransportCall;

/// The calls under way. Shared, since neither a Transport nor its calls are sure to outlive the other.
using TransportCalls = std::set<TransportCall *>;

/// One request on its way. Ends once: with an answer, an error, by its deadline, or cancelled.
class TransportCall final : public CallJob
{
public:
    TransportCall(Transport &owner, std::shared_ptr<TransportCalls> calls, OnReply<ApiResponse> done);
    ~TransportCall() override;

    void start(std::shared_ptr<QNetworkAccessManager> manager, const QNetworkRequest &wire,
               ApiRequest request);
    /// Ends with `error`, from the event loop. What was known to the owner's `ended` is not told: the way to
    /// the service is not to blame.
    void failLater(ApiError error);
    void cancel() override;

private:
    void onHead();
    void onReadable();
    void onFinished();
    void onDeadline();
    void onSilence();
    void beginStream();

    bool certainlyUnsent() const;
    ApiError errorWithoutAnswer() const;
    QString sentenceFor(QNetworkReply::NetworkError error) const;
    ApiResponse takeResponse();
    bool isComplete(const ApiResponse &response) const;
    void end(const Reply<ApiResponse> &reply);
    void dropReply();

    QPointer<Transport> m_owner;
    std::shared_ptr<TransportCalls> m_calls;
    OnReply<ApiResponse> m_done;
    core::SystemClock m_clock;
    const core::Instant m_begin;
    QTimer m_deadline;
    std::shared_ptr<const StreamSink> m_sink;
    std::chrono::milliseconds m_silence{};
    bool m_streaming = false; // the sink has the body
    std::shared_ptr<QNetworkAccessManager> m_manager;
    QPointer<QNetworkReply> m_reply;
    qnam::UploadDevice *m_upload = nullptr; // the reply's; only of a request that is not safe
    QString m_host;
    QByteArray m_body;
    QList<QSslError> m_tlsErrors;
    QSslCertificate m_certificate;
    bool m_sent = false; // of a safe request; its absence proves nothing: it is told from another thread
    bool m_encrypted = false;
};

} // namespace guarita::console
