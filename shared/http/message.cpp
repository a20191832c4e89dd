// SPDX-License-Identifier: GPL-3.0-or-later
#include "http/message.h"

namespace guarita::http {

Response jsonResponse(QByteArray body, int status)
{
    Response response;
    response.status = status;
    response.headers.append(QByteArrayLiteral("Content-Type"), QByteArrayLiteral("application/json"));
    response.body = std::move(body);
    return response;
}

} // namespace guarita::http
