// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tally/numberset.h"

#include <QtCore/QByteArray>
#include <QtCore/QByteArrayView>

#include <optional>
#include <vector>

namespace guarita::core {
class JsonWriter;
}

namespace guarita::tally {

/// What callers may ask of a process that they have called: which of their calls it has received.
struct CalleeReport
{
    QByteArray instance;
    NumberSet received;

    /// {"instancia":"…","recebidos":12,"esquecidos":0,"faixas":[[1,9],[11,13]]}, its members alone.
    void write(core::JsonWriter &json) const;
    /// Nothing if it is not such an object.
    static std::optional<CalleeReport> of(const QByteArray &json);
};

/// The calls that one process has received, by the books of its callers. Event-loop thread only.
class ReceivedCalls
{
public:
    static constexpr std::size_t mostBooks = 64;

    /// `instance` is drawn at random for each process.
    explicit ReceivedCalls(QByteArray instance)
        : m_instance(std::move(instance))
    {
    }

    const QByteArray &instance() const { return m_instance; }
    /// A request came with this value of callField. What is none is passed over.
    void received(QByteArrayView field);
    /// For who sent this value. None of its calls may be known.
    CalleeReport reportFor(QByteArrayView field) const;
    /// Calls received, of all books, those forgotten included.
    quint64 count() const { return m_count; }

private:
    struct Book
    {
        QByteArray id;
        NumberSet numbers;
    };
    Book &bookOf(QByteArrayView id, quint64 number);

    const QByteArray m_instance;
    std::vector<Book> m_books; // the one used last comes first
    bool m_dropped = false;    // a book, for want of room
    quint64 m_count = 0;
};

} // namespace guarita::tally
