// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/api/balancerevent.h"

#include "console/api/jsonmembers.h"

#include <QtCore/QJsonDocument>

namespace guarita::console {

namespace {

using Kind = BalancerEvent::Kind;

Kind changeNamed(const QString &text)
{
    static const std::array<std::pair<QLatin1String, Kind>, 5> names{
        {{QLatin1String("peso"), Kind::Weight},
         {QLatin1String("adicionado"), Kind::Added},
         {QLatin1String("removido"), Kind::Removed},
         {QLatin1String("panico"), Kind::Panic},
         {QLatin1String("recarga"), Kind::Reloaded}}};
    for (const auto &[name, kind] : names) {
        if (text == name)
            return kind;
    }
    return Kind::Other;
}

/// Numbers and truth values as text.
QString textOf(const QJsonValue &value)
{
    return value.toVariant().toString();
}

} // namespace

core::Result<BalancerEvent> decodeBalancerEvent(const QByteArray &type, const QByteArray &data)
{
    const QJsonDocument document = QJsonDocument::fromJson(data);
    if (!document.isObject())
        return core::Error{"event_invalid", QStringLiteral("An event of the balancer is no object.")};
    const QJsonObject object = document.object();
    const JsonMembers members(object);
    BalancerEvent event;
    event.at = members.timeIfAny(QLatin1String("em"));
    event.backend = members.textIfAny(QLatin1String("backend"));
    event.cluster = members.textIfAny(QLatin1String("cluster"));
    event.from = textOf(object.value(QLatin1String("de")));
    event.to = textOf(object.value(QLatin1String("para")));
    event.reason = members.textIfAny(QLatin1String("razao"));
    if (type == "estado") {
        event.kind = Kind::State;
    } else if (type == "mudanca") {
        event.kind = changeNamed(members.textIfAny(QLatin1String("tipo")));
    } else if (type == "perdidos") {
        event.kind = Kind::Missed;
        event.from = textOf(object.value(QLatin1String("desde")));
        event.to = textOf(object.value(QLatin1String("ate")));
    }
    if (event.kind == Kind::State && (event.backend.isEmpty() || event.to.isEmpty()))
        return core::Error{"event_invalid", QStringLiteral("A state's event does not say whose it is.")};
    return event;
}

} // namespace guarita::console
