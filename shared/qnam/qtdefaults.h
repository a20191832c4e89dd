// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtNetwork/QNetworkReply>
#include <QtNetwork/QNetworkRequest>

namespace guarita::qnam {

/// Switches off what QNetworkAccessManager would do by itself: follow redirects, keep cookies, passwords and
/// answers, speak HTTP/2, pipeline, copy a body. A connection that no request used for 30 s is given up:
/// sooner than a server closes idle ones, so that a request seldom meets one that is just being closed.
void switchOffDefaults(QNetworkRequest &request);

/// Whether Qt's verdict on an answer whose head is here comes from its status and not from the connection.
bool endsOfItself(int status, QNetworkReply::NetworkError error);

} // namespace guarita::qnam
