// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/api/apierror.h"
#include "console/api/call.h"
#include "console/core/profile.h"

#include <QtCore/QObject>

#include <memory>
#include <utility>
#include <vector>

class QNetworkAccessManager;

namespace guarita::console {

struct ApiRequest
{
    QByteArray method = "GET";
    QByteArray path; // encoded, with its query; begins with '/'
    QByteArray body;
    QByteArray contentType; // none without a body
    std::vector<std::pair<QByteArray, QByteArray>> headers;
    std::chrono::milliseconds deadline{15'000};
    bool authorized = true; // Session adds the token
};

struct ApiResponse
{
    int status = 0;
    QByteArray body;
    std::vector<std::pair<QByteArray, QByteArray>> headers; // names in lower case
    std::chrono::milliseconds took{};

    QByteArray header(const QByteArray &name) const;
};

/// The only owner of a QNetworkAccessManager in the console. Each request is sent at most once: no redirect
/// is followed, no cookie kept, nothing cached, and an unsafe method never goes out on a connection that may
/// just have been closed (see QT_FACTS: QNetworkAccessManager would send a POST twice). TLS is verified
/// against the profile's authority file alone, if it has one; no error is ever ignored, and none of a
/// request's bytes leave before the handshake is done. An answer that is no success is an ApiError, read from
/// its problem+json. At most 64 MiB are read.
class Transport final : public QObject
{
    Q_OBJECT

public:
    /// `manager` is a seam for tests.
    explicit Transport(std::unique_ptr<QNetworkAccessManager> manager, QObject *parent = nullptr);
    ~Transport() override;

    /// Calls under way end as Interrupted. Fails if the authority file cannot be read or has no certificate.
    core::Result<core::Done> setProfile(const Profile &profile);
    /// Of problem texts: "pt-BR", "en".
    void setLanguage(const QByteArray &language);

    Call send(ApiRequest request, OnReply<ApiResponse> done);

Q_SIGNALS:
    /// Of every call, cancelled ones apart; `error` is null for a success. For who watches the connection.
    void ended(const guarita::console::ApiError *error, std::chrono::milliseconds took);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace guarita::console
