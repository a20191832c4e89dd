// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/message.h"

#include <QtCore/QByteArray>
#include <QtCore/QUrl>
#include <QtNetwork/QHostAddress>

namespace guarita::gateway {

/// Rewrites what the request says about where it comes from, so that upstreams can believe it: everything of
/// that kind that the client sent goes (X-Forwarded-*, Forwarded, X-Real-IP, X-Guarita-*), and the
/// connection's facts come in: X-Forwarded-For, X-Forwarded-Proto, X-Forwarded-Host, Forwarded (RFC 7239),
/// and, for an authenticated request, X-Guarita-Subject.
void setForwardedFields(http::Headers &headers, const http::Request &request);

/// Whether a field of this name (in lower case) is one of those: never taken from a client.
bool speaksOfOrigin(const QByteArray &name);

/// A field's name as those services read it that get their fields as CGI does (RFC 3875, 4.1.18), and cannot
/// tell '_' from '-', some not even '.'.
QByteArray withDashes(const QByteArray &name);

/// The address as text: an IPv4 client of a dual-stack socket in its IPv4 form, no IPv6 zone.
QByteArray addressText(const QHostAddress &address);

/// The value of a Forwarded field with one element (RFC 7239, 4): IPv6 and a host with a port are quoted.
QByteArray forwardedValue(const QByteArray &address, const QByteArray &host, const char *proto);

/// `origin` with "localhost" replaced by 127.0.0.1, where the daemons listen unless told otherwise. The name
/// would cost a look-up per connection, and mostly a refused attempt at ::1 first.
QUrl withoutLocalhost(QUrl origin);

/// Whether two origins lead to the same listener, as far as their spelling tells: localhost, 0.0.0.0 and
/// 127.0.0.1 are one host, and a scheme has its port. Other names of one host are others.
bool sameOrigin(const QUrl &left, const QUrl &right);

} // namespace guarita::gateway
