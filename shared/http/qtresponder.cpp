// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/qtresponder.h"

#include "http/exchange.h"
#include "http/responsehead.h"

namespace guarita::http {

void ResponderDeleter::operator()(QHttpServerResponder *responder) const
{
    delete responder;
}

QByteArray writeResponse(QHttpServerResponder &responder, FacadeSocket &facade, const Response &response)
{
#if QT_VERSION >= QT_VERSION_CHECK(6, 8, 0)
    // Every way to write here adds a Content-Length or a Transfer-Encoding of its own, also to what must not
    // have one. So this only settles Qt's side of the exchange.
    settle(responder, facade);
    return serialise(response);
#else
    const auto status = static_cast<QHttpServerResponder::StatusCode>(response.status);
    responder.writeStatusLine(status);
    for (const net::HeaderField &field : response.headers)
        responder.writeHeader(field.name, field.value);
    responder.writeBody(response.body);
    return facade.takeWritten();
#endif
}

void settle(QHttpServerResponder &responder, FacadeSocket &facade)
{
    responder.write(QHttpServerResponder::StatusCode::Ok);
    facade.takeWritten();
}

QByteArray ticketFor(const net::RequestFrame &frame)
{
    return net::methodName(frame.method) + ' ' + frame.target + " HTTP/1.1\r\nHost: guarita\r\n\r\n";
}

} // namespace guarita::http
