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

/// Takes the body of a success as it comes, however long it goes on.
struct StreamSink
{
    std::function<bool(const QByteArray &contentType)> begin; // false: that is not what was wanted
    std::function<void(const QByteArray &bytes)> take;
    /// While it says so nothing is taken, and the service is kept waiting. Asked again by itself.
    std::function<bool()> full{};
};

struct ApiRequest
{
    QByteArray method = "GET";
    QByteArray path; // encoded, with its query; begins with '/'
    QByteArray body;
    QByteArray contentType; // none without a body
    std::vector<std::pair<QByteArray, QByteArray>> headers;
    std::chrono::milliseconds deadline{15'000};
    /// Of a GET alone. `deadline` is then for its answer to begin, `silence` how long it may say nothing.
    std::shared_ptr<const StreamSink> sink;
    std::chrono::milliseconds silence{35'000};
    bool authorized = true; // Session adds the token
    bool urgent = false;    // does not wait behind others for a connection

    /// RFC 9110, section 9.2.1: asks for nothing to be changed. Of the methods that the console uses.
    bool isSafe() const { return method == "GET" || method == "HEAD"; }
};

struct ApiResponse
{
    int status = 0;
    QByteArray body;
    std::vector<std::pair<QByteArray, QByteArray>> headers; // names in lower case
    std::chrono::milliseconds took{};

    QByteArray header(const QByteArray &name) const;
};

/// The only owner of QNetworkAccessManagers in the console. A request with an unsafe method is sent at most
/// once (QNetworkAccessManager by itself would send a POST again when the connection breaks), and on a
/// connection of its own, so that it never meets one that was just being closed. No redirect is followed, no
/// proxy used, no cookie kept, nothing cached. TLS is verified against the profile's authority file alone, if
/// it has one; no error is ever ignored, and none of a request's bytes leave before the handshake is done. An
/// answer that is no success is an ApiError, read from its problem+json. At most 64 MiB are read, of an
/// answer that a sink takes any number; such a request has a connection of its own.
class Transport final : public QObject
{
    Q_OBJECT

public:
    explicit Transport(QObject *parent = nullptr);
    /// A seam for tests: `manager` gets every request.
    explicit Transport(std::unique_ptr<QNetworkAccessManager> manager, QObject *parent = nullptr);
    ~Transport() override;

    /// Calls under way end as Interrupted. Fails, and keeps the profile that it has, with "url_invalid",
    /// "ca_unreadable" or "ca_empty" (no certificate in the file).
    core::Result<core::Done> setProfile(const Profile &profile);
    /// Of problem texts: "pt-BR", "en".
    void setLanguage(const QByteArray &language);

    Call send(ApiRequest request, OnReply<ApiResponse> done);

Q_SIGNALS:
    /// Of every call, cancelled ones, ended streams and those of a profile that was left apart; `error` is
    /// null for a success. Comes before the call's own callback. For who watches the connection.
    void ended(const guarita::console::ApiError *error, std::chrono::milliseconds took);

private:
    class Private;
    std::unique_ptr<Private> d;
};

} // namespace guarita::console
