// SPDX-License-Identifier: GPL-3.0-or-later
#include "runtime/takeovermessage.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>

namespace guarita::runtime {

namespace {

const QString versionMember = QStringLiteral("guarita_takeover");
const QString roleMember = QStringLiteral("role");
const QString namesMember = QStringLiteral("sockets");
constexpr int offerVersion = 1;

core::Error takeoverFailed(const QString &sentence)
{
    return {"takeover_failed", sentence};
}

} // namespace

QByteArray encodeOffer(const TakeoverOffer &offer)
{
    QJsonArray names;
    for (const QByteArray &name : offer.names)
        names.append(QString::fromLatin1(name));
    const QJsonObject object{
        {versionMember, offerVersion}, {roleMember, QString::fromLatin1(offer.role)}, {namesMember, names}};
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

core::Result<TakeoverOffer> decodeOffer(const QByteArray &packet, const QByteArray &role,
                                        qsizetype descriptors)
{
    if (packet == takeoverBusy)
        return takeoverFailed(QStringLiteral("another process is taking over already"));
    const QJsonObject object = QJsonDocument::fromJson(packet).object();
    if (object.value(versionMember).toInt() != offerVersion)
        return takeoverFailed(QStringLiteral(
            "what listens there hands its sockets over in a way that this version does not know; "
            "stop it first"));
    TakeoverOffer offer{object.value(roleMember).toString().toLatin1(), {}};
    if (offer.role != role)
        return takeoverFailed(QStringLiteral("what listens there is a %1, not a %2")
                                  .arg(QString::fromLatin1(offer.role), QString::fromLatin1(role)));
    const QJsonArray names = object.value(namesMember).toArray();
    for (const auto &name : names)
        offer.names += name.toString().toLatin1();
    if (offer.names.size() != descriptors)
        return takeoverFailed(QStringLiteral("%1 sockets were announced and %2 came")
                                  .arg(QString::number(offer.names.size()), QString::number(descriptors)));
    return offer;
}

} // namespace guarita::runtime
