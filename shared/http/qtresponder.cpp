// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/qtresponder.h"

#include "http/exchange.h"

namespace guarita::http {

void ResponderDeleter::operator()(QHttpServerResponder *responder) const
{
    delete responder;
}

void writeResponse(QHttpServerResponder &responder, const Response &response)
{
    const auto status = static_cast<QHttpServerResponder::StatusCode>(response.status);
#if QT_VERSION >= QT_VERSION_CHECK(6, 8, 0)
    QHttpHeaders headers;
    headers.reserve(static_cast<qsizetype>(response.headers.size()));
    for (const net::HeaderField &field : response.headers)
        headers.append(field.name, field.value);
    responder.write(response.body, headers, status);
#else
    responder.writeStatusLine(status);
    for (const net::HeaderField &field : response.headers)
        responder.writeHeader(field.name, field.value);
    responder.writeBody(response.body);
#endif
}

QByteArray ticketFor(const net::RequestFrame &frame)
{
    return net::methodName(frame.method) + ' ' + frame.target + " HTTP/1.1\r\nHost: guarita\r\n\r\n";
}

} // namespace guarita::http
