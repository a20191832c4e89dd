// SPDX-License-Identifier: GPL-3.0-or-later
#include "tally/comparison.h"

#include "core/jsonwriter.h"

#include <algorithm>

namespace guarita::tally {

namespace {

NumberSet above(NumberSet numbers, quint64 floor)
{
    numbers.forgetUpTo(floor);
    return numbers;
}

NumberSet answersOf(const CallBook &book, QByteArrayView instance)
{
    for (const CallBook::Answers &each : book.answers()) {
        if (each.instance == instance)
            return each.numbers;
    }
    return {};
}

/// The highest number of which one of them knows nothing.
quint64 floorOf(const CallBook &before, const CallBook &now, const CalleeReport &report)
{
    quint64 floor = std::max(report.received.forgotten(), now.lostOnes().forgotten());
    for (const CallBook *book : {&before, &now}) {
        for (const CallBook::Answers &each : book->answers())
            floor = std::max(floor, each.numbers.forgotten());
    }
    return floor;
}

} // namespace

Comparison compare(const CallBook &before, const CallBook &now, const CalleeReport &report)
{
    const quint64 floor = floorOf(before, now, report);
    Comparison result;
    result.from = floor + 1;
    const auto differ = [&result](const char *kind, const NumberSet &numbers) {
        if (!numbers.empty())
            result.differences.push_back({kind, numbers.count(), numbers.ranges().front().first});
    };
    const NumberSet received = above(report.received, floor);
    result.received = received.count();

    differ("resposta_sem_chamada", above(answersOf(before, report.instance), floor).without(received));
    const NumberSet begun = now.begun() == 0 ? NumberSet() : NumberSet({{1, now.begun()}}, now.begun(), 0);
    differ("chamada_nunca_feita", received.without(begun));
    NumberSet rest = received.within(begun);
    for (const CallBook::Answers &each : now.answers()) {
        const NumberSet answered = rest.within(each.numbers);
        rest = rest.without(each.numbers);
        if (each.instance == report.instance || each.instance.isEmpty())
            result.answered += answered.count();
        else
            differ("resposta_de_outro", answered);
    }
    result.lost = rest.within(now.lostOnes()).count();
    rest = rest.without(now.lostOnes());
    result.underWay = rest.count();
    if (result.underWay > now.underWay())
        differ("chamada_sem_fim", rest);
    return result;
}

void writeDifference(core::JsonWriter &json, QByteArrayView caller, QByteArrayView callee,
                     const Difference &difference)
{
    json.beginObject();
    json.key("de");
    json.string(caller);
    json.key("para");
    json.string(callee);
    json.key("tipo");
    json.string(QByteArrayView(difference.kind));
    json.key("quantos");
    json.integer(static_cast<qint64>(difference.count));
    json.key("primeira");
    json.integer(static_cast<qint64>(difference.first));
    json.endObject();
}

} // namespace guarita::tally
