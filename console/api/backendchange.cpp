// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/api/backendchange.h"

#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>

namespace guarita::console {

namespace {

QString nameOf(AdminState state)
{
    switch (state) {
    case AdminState::Drain:
        return QStringLiteral("drain");
    case AdminState::Maint:
        return QStringLiteral("maint");
    case AdminState::Ready:
        break;
    }
    return QStringLiteral("ready");
}

} // namespace

AdminState adminStateOf(const Backend &backend)
{
    switch (backend.state) {
    case BackendState::Drain:
        return AdminState::Drain;
    case BackendState::Maint:
        return AdminState::Maint;
    default:
        return AdminState::Ready;
    }
}

BackendChange reverseOf(const BackendChange &change, const Backend &backend)
{
    BackendChange back;
    if (change.state)
        back.state = adminStateOf(backend);
    if (change.weight)
        back.weight = backend.weight;
    return back;
}

bool isDone(const BackendChange &change, const Backend &backend)
{
    return change.state.value_or(adminStateOf(backend)) == adminStateOf(backend) &&
           change.weight.value_or(backend.weight) == backend.weight;
}

QByteArray encodeBackendChange(const BackendChange &change)
{
    QJsonObject json;
    if (change.state)
        json.insert(QStringLiteral("state"), nameOf(*change.state));
    if (change.weight)
        json.insert(QStringLiteral("weight"), *change.weight);
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

QByteArray encodeNewBackend(const NewBackend &backend)
{
    QJsonObject json{{QStringLiteral("url"), backend.url}, {QStringLiteral("weight"), backend.weight}};
    if (!backend.cluster.isEmpty())
        json.insert(QStringLiteral("cluster"), backend.cluster);
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

} // namespace guarita::console
