// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/docs/docspages.h"

#include "http/problem.h"

#include <QtCore/QCryptographicHash>
#include <QtCore/QFile>
#include <QtCore/QList>

// Outside any namespace, as the macro wants; without it the linker drops a static library's resources.
static void registerResources()
{
    Q_INIT_RESOURCE(docs);
}

namespace guarita::gateway {

namespace {

/// Scripts and data from this origin only. Swagger UI sets style attributes and has small images in its style
/// sheet.
constexpr char contentSecurityPolicy[] =
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; connect-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'";

constexpr char permissionsPolicy[] =
    "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), microphone=(), midi=(), "
    "payment=(), usb=()";

struct Entry
{
    const char *name;
    const char *contentType;
};

constexpr Entry entries[] = {
    {"index.html", "text/html; charset=utf-8"},
    {"initializer.js", "text/javascript; charset=utf-8"},
    {"openapi.json", "application/json"},
    {"swagger-ui.css", "text/css; charset=utf-8"},
    {"swagger-ui-bundle.js", "text/javascript; charset=utf-8"},
    {"favicon-32x32.png", "image/png"},
    {"swagger-ui-license.txt", "text/plain; charset=utf-8"},
    {"swagger-ui-notice.txt", "text/plain; charset=utf-8"},
};

QByteArray readResource(const char *name)
{
    QFile file(QStringLiteral(":/gateway/docs/") + QString::fromLatin1(name));
    const bool opened = file.open(QIODevice::ReadOnly);
    Q_ASSERT(opened); // a file of the binary's own
    return opened ? file.readAll() : QByteArray();
}

/// RFC 9110, 13.1.2: a list of tags compared weakly, or "*".
bool noneMatch(const http::Request &request, const QByteArray &etag)
{
    const QByteArray field = request.headers.value("if-none-match");
    if (field == "*")
        return false;
    const QList<QByteArray> tags = field.split(',');
    for (const QByteArray &tag : tags) {
        const QByteArray trimmed = tag.trimmed();
        if (trimmed == etag || trimmed == "W/" + etag)
            return false;
    }
    return true;
}

} // namespace

DocsPages::DocsPages()
{
    registerResources();
    for (const Entry &entry : entries) {
        QByteArray bytes = readResource(entry.name);
        const QByteArray digest =
            QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex().first(16);
        m_files.emplace(entry.name, File{entry.contentType, std::move(bytes), '"' + digest + '"'});
    }
}

http::Response DocsPages::page(const http::Request &request) const
{
    return serve(m_files.at("index.html"), request);
}

http::Response DocsPages::withoutSlash() const
{
    http::Response response;
    response.status = 308;
    response.headers.set("Location", "/docs");
    return response;
}

http::Response DocsPages::openApi(const http::Request &request) const
{
    return serve(m_files.at("openapi.json"), request);
}

http::Response DocsPages::asset(const http::Request &request) const
{
    const auto param = request.params.find("arquivo");
    const auto found = param == request.params.end() ? m_files.end() : m_files.find(param->second);
    if (found == m_files.end())
        return http::problemResponse(request, http::notFound());
    return serve(found->second, request);
}

http::Response DocsPages::serve(const File &file, const http::Request &request) const
{
    http::Response response;
    response.headers.set("ETag", file.etag);
    response.headers.set("Cache-Control",
                         "no-cache"); // may be kept, must be revalidated: another version is another tag
    if (!noneMatch(request, file.etag)) {
        response.status = 304;
        return response;
    }
    response.headers.set("Content-Type", file.contentType);
    response.headers.set("Content-Security-Policy", contentSecurityPolicy);
    response.headers.set("Permissions-Policy", permissionsPolicy);
    response.body = file.bytes;
    return response;
}

} // namespace guarita::gateway
