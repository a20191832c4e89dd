// SPDX-License-Identifier: GPL-3.0-or-later
#include "tally/receivedcalls.h"

#include "core/jsonwriter.h"
#include "tally/callbook.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>

#include <algorithm>
#include <charconv>

namespace guarita::tally {

namespace {

struct CallName
{
    QByteArrayView book;
    quint64 number = 0;
};

std::optional<CallName> callNameFrom(QByteArrayView field)
{
    const qsizetype dash = field.indexOf('-');
    if (dash < 0 || !isTallyId(field.first(dash)))
        return std::nullopt;
    const QByteArrayView digits = field.sliced(dash + 1);
    CallName name{field.first(dash)};
    const auto [end, error] = std::from_chars(digits.begin(), digits.end(), name.number);
    constexpr quint64 most = quint64(1) << 53; // what a double holds
    if (error != std::errc() || end != digits.end() || name.number > most)
        return std::nullopt;
    return name;
}

/// Whole, above 0, and what a double holds.
quint64 numberFrom(const QJsonValue &value)
{
    return static_cast<quint64>(std::max<qint64>(0, value.toInteger(0)));
}

} // namespace

void CalleeReport::write(core::JsonWriter &json) const
{
    json.key("instancia");
    json.string(QByteArrayView(instance));
    json.key("recebidos");
    json.integer(static_cast<qint64>(received.added()));
    json.key("esquecidos");
    json.integer(static_cast<qint64>(received.forgotten()));
    json.key("faixas");
    json.beginArray();
    for (const NumberSet::Range &range : received.ranges()) {
        json.beginArray();
        json.integer(static_cast<qint64>(range.first));
        json.integer(static_cast<qint64>(range.last));
        json.endArray();
    }
    json.endArray();
}

std::optional<CalleeReport> CalleeReport::of(const QByteArray &json)
{
    const QJsonObject object = QJsonDocument::fromJson(json).object();
    CalleeReport report;
    report.instance = object[QStringLiteral("instancia")].toString().toLatin1();
    if (!isTallyId(report.instance) || !object[QStringLiteral("faixas")].isArray())
        return std::nullopt;
    std::vector<NumberSet::Range> ranges;
    quint64 below = numberFrom(object[QStringLiteral("esquecidos")]);
    const quint64 forgotten = below;
    for (const QJsonValue each : object[QStringLiteral("faixas")].toArray()) {
        const NumberSet::Range range{numberFrom(each[0]), numberFrom(each[1])};
        if (range.first <= below || range.last < range.first || ranges.size() == NumberSet::mostRanges)
            return std::nullopt;
        ranges.push_back(range);
        below = range.last + 1;
    }
    report.received =
        NumberSet(std::move(ranges), numberFrom(object[QStringLiteral("recebidos")]), forgotten);
    return report;
}

ReceivedCalls::Book &ReceivedCalls::bookOf(QByteArrayView id, quint64 number)
{
    auto place =
        std::find_if(m_books.begin(), m_books.end(), [id](const Book &each) { return each.id == id; });
    if (place == m_books.end()) {
        if (m_books.size() == mostBooks) {
            m_books.pop_back();
            m_dropped = true;
        }
        place = m_books.insert(m_books.end(), {id.toByteArray(), {}});
        if (m_dropped) // it may have been this one
            place->numbers.forgetUpTo(number - 1);
    }
    if (place != m_books.begin())
        std::rotate(m_books.begin(), place, std::next(place));
    return m_books.front();
}

void ReceivedCalls::received(QByteArrayView field)
{
    const std::optional<CallName> name = callNameFrom(field);
    if (!name || name->number == 0)
        return;
    bookOf(name->book, name->number).numbers.add(name->number);
    ++m_count;
}

CalleeReport ReceivedCalls::reportFor(QByteArrayView field) const
{
    CalleeReport report{m_instance, {}};
    const std::optional<CallName> name = callNameFrom(field);
    const auto place = std::find_if(m_books.begin(), m_books.end(),
                                    [&](const Book &each) { return name && each.id == name->book; });
    if (place != m_books.end())
        report.received = place->numbers;
    return report;
}

} // namespace guarita::tally
