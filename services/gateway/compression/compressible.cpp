// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/compression/compressible.h"

#include <algorithm>
#include <array>

namespace guarita::gateway {

namespace {

bool isTextual(const QByteArray &contentType)
{
    const QByteArray type = contentType.split(';').first().trimmed().toLower();
    static constexpr std::array<QByteArrayView, 6> others{
        "application/json",     "application/xml",  "application/javascript",
        "application/x-ndjson", "application/wasm", "application/manifest+json"};
    return (type.startsWith("text/") && type != "text/event-stream") || type.endsWith("+json") ||
           type.endsWith("+xml") || std::find(others.begin(), others.end(), type) != others.end();
}

bool isForbidden(const http::Headers &fields)
{
    for (const net::HeaderField &field : fields) {
        if (field.name.compare("cache-control", Qt::CaseInsensitive) != 0)
            continue;
        const QByteArray value = field.value.toLower();
        if (value.contains("no-transform") || value.contains("no-store"))
            return true;
    }
    return false;
}

} // namespace

bool isCompressible(const http::Response &response)
{
    static constexpr std::array<QByteArrayView, 5> without{"content-encoding", "content-range",
                                                           "content-digest", "digest", "content-md5"};
    const bool hasContent =
        response.status >= 200 && response.status != 204 && response.status != 206 && response.status != 304;
    return hasContent && isTextual(response.headers.value("content-type")) &&
           std::none_of(without.begin(), without.end(),
                        [&](QByteArrayView name) { return response.headers.contains(name); }) &&
           !isForbidden(response.headers);
}

} // namespace guarita::gateway
