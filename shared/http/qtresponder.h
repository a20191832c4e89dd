// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/facadesocket.h"
#include "http/message.h"

#include <QtHttpServer/QHttpServer>
#include <QtHttpServer/QHttpServerResponder>

#include <utility>

namespace guarita::http {

// Qt's HTTP server changed its interface between 6.4 and 6.8. What depends on that stands here.

/// Makes `handle(QHttpServerResponder &&)` the handler of every request that reaches `server`.
template <typename Handle>
void handleEverything(QHttpServer &server, Handle handle)
{
#if QT_VERSION >= QT_VERSION_CHECK(6, 8, 0)
    server.setMissingHandler(&server, [handle](const QHttpServerRequest &, QHttpServerResponder &responder) {
        handle(std::move(responder));
    });
#else
    server.setMissingHandler([handle](const QHttpServerRequest &, QHttpServerResponder &&responder) {
        handle(std::move(responder));
    });
#endif
}

/// Answers through Qt and returns the bytes: exactly these fields and this body, nothing is added. `facade`
/// is the socket that the responder writes to.
QByteArray writeResponse(QHttpServerResponder &responder, FacadeSocket &facade, const Response &response);

/// Ends Qt's side of an exchange whose answer is written past it.
void settle(QHttpServerResponder &responder, FacadeSocket &facade);

/// What QHttpServer gets to see of a request: its line, canonical. The fields and the body stay with the
/// Request that the framer made, so that no second parser can understand them in another way.
QByteArray ticketFor(const net::RequestFrame &frame);

} // namespace guarita::http
