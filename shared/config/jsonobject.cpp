// SPDX-License-Identifier: GPL-3.0-or-later
#include "config/jsonobject.h"

#include "config/quantities.h"

#include <algorithm>

namespace guarita::config {

JsonObject::JsonObject(const JsonValue &value, std::vector<LineMistake> &mistakes)
    : m_value(value)
    , m_mistakes(mistakes)
{
    if (m_value.kind != JsonValue::Kind::Object)
        m_mistakes.push_back({m_value.line, QStringLiteral("must be an object here")});
}

const JsonValue *JsonObject::find(const QString &name) const
{
    if (m_value.kind != JsonValue::Kind::Object)
        return nullptr;
    const auto found = std::find_if(m_value.items.begin(), m_value.items.end(),
                                    [&](const JsonValue &item) { return item.name == name; });
    return found == m_value.items.end() ? nullptr : &*found;
}

const JsonValue *JsonObject::member(const QString &name, JsonValue::Kind kind, const QString &rule)
{
    m_known.append(name);
    const JsonValue *value = find(name);
    if (!value || value->kind == kind)
        return value;
    reject(name, QStringLiteral("must be ") + rule);
    return nullptr;
}

int JsonObject::lineOf(const QString &name) const
{
    const JsonValue *value = find(name);
    return value ? value->line : m_value.line;
}

void JsonObject::reject(const QString &name, const QString &what)
{
    m_mistakes.push_back({lineOf(name), name + QLatin1Char(' ') + what});
}

std::optional<QString> JsonObject::text(const QString &name)
{
    const JsonValue *value = member(name, JsonValue::Kind::Text, QStringLiteral("a text"));
    return value ? std::optional(value->text) : std::nullopt;
}

std::optional<bool> JsonObject::boolean(const QString &name)
{
    const JsonValue *value = member(name, JsonValue::Kind::Boolean, QStringLiteral("true or false"));
    return value ? std::optional(value->boolean) : std::nullopt;
}

std::optional<qint64> JsonObject::integer(const QString &name, qint64 least, qint64 most)
{
    const QString rule = QStringLiteral("a whole number from %1 to %2").arg(least).arg(most);
    const JsonValue *value = member(name, JsonValue::Kind::Number, rule);
    if (!value)
        return std::nullopt;
    const std::optional<qint64> number = wholeNumberFrom(value->text);
    if (number && *number >= least && *number <= most)
        return number;
    reject(name, QStringLiteral("must be ") + rule);
    return std::nullopt;
}

std::optional<QString> JsonObject::plain(const QString &name)
{
    m_known.append(name);
    const JsonValue *value = find(name);
    if (!value)
        return std::nullopt;
    switch (value->kind) {
    case JsonValue::Kind::Text:
    case JsonValue::Kind::Number:
        return value->text;
    case JsonValue::Kind::Boolean:
        return value->boolean ? QStringLiteral("true") : QStringLiteral("false");
    case JsonValue::Kind::Null:
    case JsonValue::Kind::List:
    case JsonValue::Kind::Object:
        break;
    }
    reject(name, QStringLiteral("must be a text, a number, true or false"));
    return std::nullopt;
}

std::optional<qint64> JsonObject::bytes(const QString &name, qint64 least, qint64 most)
{
    const QString rule = QStringLiteral("a text that is ") + bytesRule(least, most);
    const JsonValue *value = member(name, JsonValue::Kind::Text, rule);
    if (!value)
        return std::nullopt;
    const std::optional<qint64> number = bytesFrom(value->text);
    if (number && *number >= least && *number <= most)
        return number;
    reject(name, QStringLiteral("must be ") + rule);
    return std::nullopt;
}

std::optional<std::chrono::milliseconds>
JsonObject::duration(const QString &name, std::chrono::milliseconds least, std::chrono::milliseconds most)
{
    const QString rule = QStringLiteral("a text that is ") + durationRule(least, most);
    const JsonValue *value = member(name, JsonValue::Kind::Text, rule);
    if (!value)
        return std::nullopt;
    const std::optional<std::chrono::milliseconds> time = durationFrom(value->text);
    if (time && *time >= least && *time <= most)
        return time;
    reject(name, QStringLiteral("must be ") + rule);
    return std::nullopt;
}

const JsonValue *JsonObject::list(const QString &name)
{
    return member(name, JsonValue::Kind::List, QStringLiteral("a list"));
}

const JsonValue *JsonObject::object(const QString &name)
{
    return member(name, JsonValue::Kind::Object, QStringLiteral("an object"));
}

std::optional<QStringList> JsonObject::texts(const QString &name)
{
    const JsonValue *value = member(name, JsonValue::Kind::List, QStringLiteral("a list of texts"));
    if (!value)
        return std::nullopt;
    QStringList texts;
    for (const JsonValue &item : value->items) {
        if (item.kind != JsonValue::Kind::Text)
            m_mistakes.push_back({item.line, name + QStringLiteral(" must be a list of texts")});
        else if (texts.contains(item.text))
            m_mistakes.push_back({item.line, name + QStringLiteral(" must name nothing twice")});
        else
            texts.append(item.text);
    }
    return texts;
}

void JsonObject::refuseOthers()
{
    if (m_value.kind != JsonValue::Kind::Object)
        return;
    for (const JsonValue &item : m_value.items) {
        if (!m_known.contains(item.name))
            m_mistakes.push_back(
                {item.line, QStringLiteral("%1 is unknown here; known are %2")
                                .arg(item.name.left(64), m_known.join(QStringLiteral(", ")))});
    }
}

} // namespace guarita::config
