// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/message.h"

#include <QtCore/QByteArray>

#include <map>

namespace guarita::gateway {

/// The documentation that the binary carries: Swagger UI and the OpenAPI document, read once from its
/// resources.
class DocsPages
{
public:
    DocsPages();

    /// GET /docs
    http::Response page(const http::Request &request) const;
    /// GET /docs/, which would break the page's relative links: a redirect to /docs
    http::Response withoutSlash() const;
    /// GET /docs/{arquivo}
    http::Response asset(const http::Request &request) const;
    /// GET /openapi.json
    http::Response openApi(const http::Request &request) const;

private:
    struct File
    {
        QByteArray contentType;
        QByteArray bytes;
        QByteArray etag;
    };

    http::Response serve(const File &file, const http::Request &request) const;

    std::map<QByteArray, File> m_files; // by name
};

} // namespace guarita::gateway
