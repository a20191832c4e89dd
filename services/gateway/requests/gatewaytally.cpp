// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/requests/gatewaytally.h"

#include "core/jsonwriter.h"
#include "tally/comparison.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>

namespace guarita::gateway {

namespace {

QJsonValue countOf(quint64 count)
{
    return static_cast<qint64>(count);
}

QJsonObject accountOf(const tally::CallBook &book, const tally::Comparison &comparison)
{
    return {
        {QStringLiteral("encaminhados"), countOf(book.begun())},
        {QStringLiteral("respondidos"), countOf(book.answeredCount())},
        {QStringLiteral("perdidos"), countOf(book.lostOnes().added())},
        {QStringLiteral("em_andamento"), countOf(book.underWay())},
        {QStringLiteral("recebidos"),
         QJsonObject{{QStringLiteral("desde"), countOf(comparison.from)},
                     {QStringLiteral("conferidos"), countOf(comparison.received)},
                     {QStringLiteral("com_resposta"), countOf(comparison.answered)},
                     {QStringLiteral("sem_resposta"), countOf(comparison.lost)},
                     {QStringLiteral("em_andamento"), countOf(comparison.underWay)}}},
    };
}

QJsonValue differenceOf(const tally::Difference &difference)
{
    core::JsonWriter json;
    tally::writeDifference(json, "gateway", "balanceador", difference);
    return QJsonDocument::fromJson(json.buffer()).object();
}

} // namespace

QByteArray withGatewayTally(const QByteArray &reconciliation, const tally::CallBook &before,
                            const tally::CallBook &now)
{
    QJsonObject object = QJsonDocument::fromJson(reconciliation).object();
    const QString gateway = QStringLiteral("gateway");
    const auto report =
        tally::CalleeReport::of(QJsonDocument(object[gateway].toObject()).toJson(QJsonDocument::Compact));
    if (!report)
        return reconciliation;
    const tally::Comparison comparison = tally::compare(before, now, *report);
    object[gateway] = accountOf(now, comparison);
    QJsonArray differences = object[QStringLiteral("diferencas")].toArray();
    for (const tally::Difference &each : comparison.differences)
        differences.append(differenceOf(each));
    object[QStringLiteral("diferencas")] = differences;
    object[QStringLiteral("exato")] = object[QStringLiteral("exato")].toBool() && comparison.exact();
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

} // namespace guarita::gateway
