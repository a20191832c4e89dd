// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/api/backend.h"

#include "contract/item.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QTimeZone>

namespace guarita::console {

namespace {

/// Reads members of one object; after the first that is missing or of the wrong kind, good() is false.
class Members
{
public:
    explicit Members(const QJsonValue &value)
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
    std::optional<double> numberOrNull(QLatin1String name)
    {
        const QJsonValue value = at(name);
        take(value.isDouble() || value.isNull());
        return value.isDouble() ? std::optional(value.toDouble()) : std::nullopt;
    }
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
    Members object(QLatin1String name)
    {
        Members inner(at(name));
        take(inner.good());
        return inner;
    }
    void include(const Members &inner) { take(inner.good()); }

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

BackendState stateOf(const QString &text)
{
    static const std::array<std::pair<QLatin1String, BackendState>, 5> names{
        {{QLatin1String("up"), BackendState::Up},
         {QLatin1String("down"), BackendState::Down},
         {QLatin1String("drain"), BackendState::Drain},
         {QLatin1String("maint"), BackendState::Maint},
         {QLatin1String("ejected"), BackendState::Ejected}}};
    for (const auto &[name, state] : names) {
        if (text == name)
            return state;
    }
    return BackendState::Other;
}

std::optional<Backend> readBackend(const QJsonValue &value)
{
    Members members(value);
    Backend backend;
    backend.id = members.text(QLatin1String("id"));
    backend.url = members.text(QLatin1String("url"));
    backend.stateText = members.text(QLatin1String("state"));
    backend.state = stateOf(backend.stateText);
    backend.weight = static_cast<int>(members.count(QLatin1String("weight")));
    backend.inFlight = members.count(QLatin1String("in_flight"));
    backend.requests = members.count(QLatin1String("requests_total"));
    backend.failures = members.count(QLatin1String("failures_total"));
    backend.retries = members.count(QLatin1String("retries_total"));
    backend.lastCheck = members.timeOrNull(QLatin1String("last_check"));
    backend.reason = members.textOrNull(QLatin1String("reason"));

    Members responses = members.object(QLatin1String("responses"));
    backend.responses = {responses.count(QLatin1String("2xx")), responses.count(QLatin1String("3xx")),
                         responses.count(QLatin1String("4xx")), responses.count(QLatin1String("5xx"))};
    members.include(responses);

    Members latency = members.object(QLatin1String("latency_ms"));
    backend.p50 = latency.numberOrNull(QLatin1String("p50"));
    backend.p95 = latency.numberOrNull(QLatin1String("p95"));
    backend.p99 = latency.numberOrNull(QLatin1String("p99"));
    members.include(latency);
    return members.good() ? std::optional(std::move(backend)) : std::nullopt;
}

core::Error invalid(const QString &message)
{
    return {"backends_invalid", message};
}

} // namespace

core::Result<std::vector<Backend>> decodeBackends(const QByteArray &json)
{
    const QJsonDocument document = QJsonDocument::fromJson(json);
    const QJsonValue list = document.object().value(QLatin1String("backends"));
    if (!list.isArray())
        return invalid(QStringLiteral("The answer has no list of backends."));
    std::vector<Backend> backends;
    const QJsonArray array = list.toArray();
    for (const auto &value : array) {
        std::optional<Backend> backend = readBackend(value);
        if (!backend)
            return invalid(QStringLiteral("A backend lacks a member, or one is of the wrong kind."));
        backends.push_back(std::move(*backend));
    }
    return backends;
}

} // namespace guarita::console
