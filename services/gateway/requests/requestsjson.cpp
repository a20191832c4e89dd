// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/requests/requestsjson.h"

#include <QtCore/QHash>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>

namespace guarita::gateway {

namespace {

QByteArray keyOf(QByteArrayView id, QByteArrayView trace)
{
    return trace.toByteArray().append(id);
}

QJsonObject memberOf(const RecentRequest &request)
{
    const double milliseconds = static_cast<double>(request.total.count() / 1'000) / 1'000.0;
    return {{QStringLiteral("total_ms"), milliseconds},
            {QStringLiteral("usuario"), request.user.isEmpty()
                                            ? QJsonValue(QJsonValue::Null)
                                            : QJsonValue(QString::fromUtf8(request.user))}};
}

} // namespace

QByteArray withGateway(const QByteArray &page, const std::vector<RecentRequest> &known)
{
    const QString listName = QStringLiteral("pedidos");
    QJsonObject body = QJsonDocument::fromJson(page).object();
    const QJsonArray list = body[listName].toArray();
    if (list.isEmpty())
        return page;
    QHash<QByteArray, const RecentRequest *> byKey;
    byKey.reserve(static_cast<qsizetype>(known.size()));
    for (const RecentRequest &request : known)
        byKey.insert(keyOf(request.id, request.trace.view()), &request);
    QJsonArray joined;
    for (const QJsonValue &value : list) {
        QJsonObject request = value.toObject();
        const QByteArray key = keyOf(request[QStringLiteral("id")].toString().toUtf8(),
                                     request[QStringLiteral("trace_id")].toString().toUtf8());
        if (const RecentRequest *here = byKey.value(key))
            request[QStringLiteral("gateway")] = memberOf(*here);
        joined.append(request);
    }
    body[listName] = joined;
    return QJsonDocument(body).toJson(QJsonDocument::Compact);
}

} // namespace guarita::gateway
