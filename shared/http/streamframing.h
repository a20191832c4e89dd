// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>

namespace guarita::http {

/// How the content of one message that comes in parts is delimited (RFC 9112, 6.3), and how far it is.
class StreamFraming
{
public:
    enum class Kind { Chunked, Length, UntilClose };

    static StreamFraming chunked() { return {Kind::Chunked, 0}; }
    static StreamFraming ofLength(qint64 length) { return {Kind::Length, length}; }
    static StreamFraming untilClose() { return {Kind::UntilClose, 0}; }

    Kind kind() const { return m_kind; }
    /// False if it would be more than the length that was told.
    bool takes(qsizetype bytes) const { return m_kind != Kind::Length || bytes <= m_left; }
    /// What wrap() and last() add together, at most.
    static constexpr qsizetype mostAround = 32;
    /// The bytes as they go on the wire; not empty ones, which would be the last chunk.
    QByteArray wrap(QByteArray bytes);
    /// Nothing is missing of the length that was told.
    bool complete() const { return m_kind != Kind::Length || m_left == 0; }
    /// What tells the end.
    QByteArray last() const;

private:
    StreamFraming(Kind kind, qint64 left)
        : m_kind(kind)
        , m_left(left)
    {
    }

    Kind m_kind;
    qint64 m_left;
};

} // namespace guarita::http
