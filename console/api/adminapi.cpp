// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/api/adminapi.h"

#include "console/api/apicalls.h"

#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QUrl>

namespace guarita::console {

namespace {

QByteArray userPath(const QString &name)
{
    return "/admin/usuarios/" + QUrl::toPercentEncoding(name, "@");
}

core::Result<User> userIn(const ApiResponse &response)
{
    return decodeUser(response.body);
}

core::Result<AuditPage> auditPageIn(const ApiResponse &response)
{
    return decodeAuditPage(response.body);
}

} // namespace

Call AdminApi::listUsers(const QString &after, int limit, OnReply<UserPage> done)
{
    QByteArray path = "/admin/usuarios?limite=" + QByteArray::number(limit);
    if (!after.isEmpty())
        path += "&depois=" + QUrl::toPercentEncoding(after);
    return m_session.send(requestFor("GET", path), decoded(std::move(done), [](const ApiResponse &response) {
                              return decodeUserPage(response.body);
                          }));
}

Call AdminApi::findUser(const QString &name, OnReply<User> done)
{
    return m_session.send(requestFor("GET", userPath(name)), decoded(std::move(done), userIn));
}

Call AdminApi::createUser(const NewUser &user, OnReply<User> done)
{
    return m_session.send(jsonRequest("POST", "/admin/usuarios", encodeNewUser(user)),
                          decoded(std::move(done), userIn));
}

Call AdminApi::changeUser(const QString &name, qint64 version, const UserChange &change, OnReply<User> done)
{
    ApiRequest request = jsonRequest("PATCH", userPath(name), encodeUserChange(change));
    requireVersion(request, version);
    return m_session.send(std::move(request), decoded(std::move(done), userIn));
}

Call AdminApi::changePassword(const QString &current, const QString &fresh, OnReply<core::Done> done)
{
    const QJsonObject body{{QStringLiteral("atual"), current}, {QStringLiteral("nova"), fresh}};
    return m_session.send(
        jsonRequest("PUT", "/conta/senha", QJsonDocument(body).toJson(QJsonDocument::Compact)),
        undecoded(std::move(done)));
}

Call AdminApi::listAudit(const AuditQuery &query, std::optional<qint64> before, int limit,
                         OnReply<AuditPage> done)
{
    QByteArray path = "/admin/auditoria?limite=" + QByteArray::number(limit);
    if (before)
        path += "&antes=" + QByteArray::number(*before);
    return m_session.send(requestFor("GET", path + encodeAuditQuery(query)),
                          decoded(std::move(done), auditPageIn));
}

Call AdminApi::followAudit(const AuditQuery &query, qint64 after, int limit, OnReply<AuditPage> done)
{
    const QByteArray path = "/admin/auditoria?limite=" + QByteArray::number(limit) +
                            "&depois=" + QByteArray::number(after) + encodeAuditQuery(query);
    return m_session.send(requestFor("GET", path), decoded(std::move(done), auditPageIn));
}

Call AdminApi::exportAudit(const AuditQuery &query, StreamSink sink, OnReply<core::Done> done)
{
    QByteArray path = "/admin/auditoria/exportar";
    const QByteArray filter = encodeAuditQuery(query);
    if (!filter.isEmpty())
        path += '?' + filter.sliced(1);
    ApiRequest request = requestFor("GET", path);
    request.headers.emplace_back("Accept", "application/x-ndjson");
    request.sink = std::make_shared<const StreamSink>(std::move(sink));
    return m_session.send(std::move(request), undecoded(std::move(done)));
}

} // namespace guarita::console
