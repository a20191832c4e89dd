// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "contract/item.h"

#include <QtCore/QDateTime>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonObject>
#include <QtCore/QTimeZone>

#include <optional>

namespace guarita::console {

/// Reads members of one object; after the first that is missing or of the wrong kind, good() is false.
class JsonMembers
{
public:
    explicit JsonMembers(const QJsonValue &value)
        : m_object(value.toObject())
        , m_good(value.isObject())
    {
    }

    bool good() const { return m_good; }

    QString text(QLatin1String name)
    {
        const QJsonValue value = at(name);
        return take(value.isString()) ? value.toString() : QString();
    }
    QString textOrNull(QLatin1String name)
    {
        const QJsonValue value = at(name);
        return take(value.isString() || value.isNull()) ? value.toString() : QString();
    }
    /// A count: QJsonValue keeps whole numbers of 64 bits as they are.
    qint64 count(QLatin1String name)
    {
        const qint64 value = at(name).toInteger(-1);
        return take(value >= 0) ? value : 0;
    }
    bool truth(QLatin1String name)
    {
        const QJsonValue value = at(name);
        return take(value.isBool()) && value.toBool();
    }
    QStringList texts(QLatin1String name)
    {
        const QJsonArray array = list(name);
        QStringList texts;
        for (const auto &value : array) {
            take(value.isString());
            texts << value.toString();
        }
        return texts;
    }
    QJsonArray list(QLatin1String name)
    {
        const QJsonValue value = at(name);
        take(value.isArray());
        return value.toArray();
    }
    std::optional<qint64> countOrNull(QLatin1String name)
    {
        return at(name).isNull() ? std::nullopt : std::optional(count(name));
    }
    std::optional<double> numberOrNull(QLatin1String name)
    {
        const QJsonValue value = at(name);
        take(value.isDouble() || value.isNull());
        return value.isDouble() ? std::optional(value.toDouble()) : std::nullopt;
    }
    /// UTC; invalid for null.
    QDateTime timeOrNull(QLatin1String name)
    {
        const QByteArray text = textOrNull(name).toUtf8();
        if (text.isEmpty())
            return {};
        const std::optional<contract::Timestamp> stamp = contract::parseTimestamp(text.toStdString());
        return take(stamp.has_value())
                   ? QDateTime::fromMSecsSinceEpoch(stamp->time_since_epoch().count(), QTimeZone::utc())
                   : QDateTime();
    }
    JsonMembers object(QLatin1String name)
    {
        JsonMembers inner(at(name));
        take(inner.good());
        return inner;
    }
    void include(const JsonMembers &inner) { take(inner.good()); }

    // Of members that older services lack: nothing for one that is missing, null or of the wrong kind.
    std::optional<qint64> countIfAny(QLatin1String name) const
    {
        const qint64 value = at(name).toInteger(-1);
        return value >= 0 ? std::optional(value) : std::nullopt;
    }
    std::optional<double> numberIfAny(QLatin1String name) const
    {
        const QJsonValue value = at(name);
        return value.isDouble() ? std::optional(value.toDouble()) : std::nullopt;
    }
    QString textIfAny(QLatin1String name) const { return at(name).toString(); }
    bool truthIfAny(QLatin1String name) const { return at(name).toBool(); }
    QDateTime timeIfAny(QLatin1String name) const
    {
        const std::optional<contract::Timestamp> stamp =
            contract::parseTimestamp(at(name).toString().toStdString());
        return stamp ? QDateTime::fromMSecsSinceEpoch(stamp->time_since_epoch().count(), QTimeZone::utc())
                     : QDateTime();
    }
    JsonMembers objectIfAny(QLatin1String name) const { return JsonMembers(at(name)); }
    QJsonArray listIfAny(QLatin1String name) const { return at(name).toArray(); }

private:
    QJsonValue at(QLatin1String name) const { return m_object.value(name); }
    bool take(bool fits)
    {
        m_good = m_good && fits;
        return fits;
    }

    QJsonObject m_object;
    bool m_good;
};

} // namespace guarita::console
