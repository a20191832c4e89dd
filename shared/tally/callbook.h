// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tally/numberset.h"

#include <QtCore/QByteArray>
#include <QtCore/QByteArrayView>

#include <vector>

namespace guarita::tally {

/// The field in which a tier numbers its calls to the next one, "<book>-<number>", and the one in which that
/// tells which process of it has answered, "<instance>". Both ids are 16 hexadecimal digits, drawn at random.
/// Number 0 is no call that counts. Between the tiers only.
inline constexpr char callField[] = "x-guarita-call";
inline constexpr char servedField[] = "x-guarita-served";

inline constexpr std::size_t idBytes = 8; // as drawn
bool isTallyId(QByteArrayView text);

/// What became of the calls of one caller to one place: each is numbered when it begins and ends in exactly
/// one of two ways. Decision 0027 says what for. Event-loop thread only.
class CallBook
{
public:
    /// Numbers calls, but has no name: who is called is told nothing.
    CallBook() = default;
    explicit CallBook(QByteArray id)
        : m_id(std::move(id))
    {
    }

    const QByteArray &id() const { return m_id; }
    /// The number of a call that begins.
    quint64 begin() { return ++m_begun; }
    /// The value of callField for it; empty without a name.
    QByteArray fieldFor(quint64 number) const;

    /// It ended, and at least the head of its answer came, with this value of servedField: none, or none that
    /// is an id, if who answered does not say.
    void answered(quint64 number, QByteArrayView by);
    /// It ended without one.
    void lost(quint64 number) { m_lost.add(number); }

    quint64 begun() const { return m_begun; }
    /// The answers of one process; without an instance those that named none.
    struct Answers
    {
        QByteArray instance;
        NumberSet numbers;
    };
    /// Those of the last 16 processes, the latest first.
    const std::vector<Answers> &answers() const { return m_answers; }
    quint64 answeredCount() const;
    const NumberSet &lostOnes() const { return m_lost; }
    quint64 underWay() const { return m_begun - answeredCount() - m_lost.added(); }

private:
    QByteArray m_id;
    quint64 m_begun = 0;
    std::vector<Answers> m_answers;
    quint64 m_earlier = 0; // answers of processes before those
    NumberSet m_lost;
};

} // namespace guarita::tally
