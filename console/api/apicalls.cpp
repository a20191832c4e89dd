// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/api/apicalls.h"

namespace guarita::console {

ApiRequest requestFor(const QByteArray &method, const QByteArray &path)
{
    ApiRequest request;
    request.method = method;
    request.path = path;
    return request;
}

ApiRequest jsonRequest(const QByteArray &method, const QByteArray &path, QByteArray json)
{
    ApiRequest request = requestFor(method, path);
    request.contentType = "application/json";
    request.body = std::move(json);
    return request;
}

void requireVersion(ApiRequest &request, qint64 version)
{
    request.headers.emplace_back("If-Match", '"' + QByteArray::number(version) + '"');
}

ApiRequest eventsRequest(const QByteArray &path, const QByteArray &lastEventId, StreamSink sink)
{
    ApiRequest request = requestFor("GET", path);
    request.headers.emplace_back("Accept", "text/event-stream");
    request.headers.emplace_back("Cache-Control", "no-store");
    if (!lastEventId.isEmpty())
        request.headers.emplace_back("Last-Event-ID", lastEventId);
    sink.begin = [begin = std::move(sink.begin)](const QByteArray &contentType) {
        return contentType.split(';').first().trimmed().toLower() == "text/event-stream" &&
               begin(contentType);
    };
    request.sink = std::make_shared<const StreamSink>(std::move(sink));
    return request;
}

ApiError badReply(const ApiResponse &response, const QString &detail)
{
    ApiError error;
    error.kind = ApiError::Kind::BadReply;
    error.status = response.status;
    error.requestId = response.header("x-request-id");
    error.detail = detail;
    return error;
}

} // namespace guarita::console
