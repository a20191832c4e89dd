// SPDX-License-Identifier: GPL-3.0-or-later
#include "qnam/qtdefaults.h"

namespace guarita::qnam {

void switchOffDefaults(QNetworkRequest &request)
{
    constexpr int idleSeconds = 30;
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    request.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    request.setAttribute(QNetworkRequest::CacheSaveControlAttribute, false);
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    request.setAttribute(QNetworkRequest::HttpPipeliningAllowedAttribute, false);
    request.setAttribute(QNetworkRequest::DoNotBufferUploadDataAttribute, true);
    request.setAttribute(QNetworkRequest::ConnectionCacheExpiryTimeoutSecondsAttribute, idleSeconds);
}

bool endsOfItself(int status, QNetworkReply::NetworkError error)
{
    switch (error) {
    case QNetworkReply::NoError:
        return true;
    case QNetworkReply::ProtocolFailure:
        return false;
    case QNetworkReply::ProxyAuthenticationRequiredError:
        return status == 407;
    case QNetworkReply::ContentReSendError:
        // Qt rewinds the body for a redirection even when it is not to follow it, once the response is whole.
        return status == 307 || status == 308;
    default:
        return status >= 400 && error >= QNetworkReply::ContentAccessDenied;
    }
}

} // namespace guarita::qnam
