// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/api/reconciliation.h"

#include "console/api/jsonmembers.h"

#include <QtCore/QJsonDocument>

namespace guarita::console {

namespace {

using Tier = TierCounts::Tier;

/// All whole numbers of it, whatever they are called: which there are is the service's affair.
TierCounts countsIn(Tier tier, const QJsonObject &object)
{
    TierCounts counts;
    counts.tier = tier;
    for (const char *name : {"id", "backend", "nome", "url"}) {
        if (counts.name.isEmpty())
            counts.name = object.value(QLatin1String(name)).toString();
    }
    for (auto member = object.begin(); member != object.end(); ++member) {
        const qint64 value = member.value().toInteger(-1);
        if (value >= 0)
            counts.counts.emplace_back(member.key(), value);
    }
    return counts;
}

/// A sentence as it is; else its members, and what they are.
QString differenceOf(const QJsonValue &value)
{
    if (!value.isObject())
        return value.toVariant().toString();
    QStringList parts;
    const QJsonObject object = value.toObject();
    for (auto member = object.begin(); member != object.end(); ++member)
        parts << member.key() + QStringLiteral(": ") + member.value().toVariant().toString();
    return parts.join(QStringLiteral(", "));
}

} // namespace

core::Result<Reconciliation> decodeReconciliation(const QByteArray &json)
{
    const QJsonObject object = QJsonDocument::fromJson(json).object();
    JsonMembers members(object);
    Reconciliation result;
    result.at = members.timeOrNull(QLatin1String("em"));
    result.exact = members.truth(QLatin1String("exato"));
    const QJsonArray differences = members.list(QLatin1String("diferencas"));
    if (!members.good())
        return core::Error{"reconciliation_invalid",
                           QStringLiteral("The answer does not say whether the counts agree.")};
    for (const QJsonValue difference : differences)
        result.differences << differenceOf(difference);
    if (const QJsonValue gateway = object.value(QLatin1String("gateway")); gateway.isObject())
        result.tiers.push_back(countsIn(Tier::Gateway, gateway.toObject()));
    if (const QJsonValue balancer = object.value(QLatin1String("balanceador")); balancer.isObject())
        result.tiers.push_back(countsIn(Tier::Balancer, balancer.toObject()));
    for (const QJsonValue server : object.value(QLatin1String("servidores")).toArray())
        result.tiers.push_back(countsIn(Tier::Server, server.toObject()));
    return result;
}

} // namespace guarita::console
