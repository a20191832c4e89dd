// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/fieldlines.h"
#include "net/headreader.h"
#include "net/linereader.h"

#include <QtCore/QByteArray>
#include <QtCore/QByteArrayView>

#include <limits>
#include <utility>

namespace guarita::net {

/// Reads one body, of a known length or in chunks (RFC 9112, 6 and 7.1). Memory follows the bytes that really
/// come; a length is a promise only.
class BodyReader
{
public:
    enum class Outcome {
        NeedMore,
        Complete,
        Refused,
        Large // it will have more than `largeAbove` bytes; said once
    };
    static constexpr qint64 neverLarge = std::numeric_limits<qint64>::max();

    /// A plan of no bytes is complete at once. Its length was judged already; `limit` is for chunks. Of a
    /// length that is told it is known at once whether it is large, of chunks with the first byte too many.
    Outcome begin(const BodyPlan &plan, qint64 limit, qint64 largeAbove);
    /// Takes bytes from the front of `rest`, at least one, and none behind the body.
    Outcome read(QByteArrayView &rest, FieldLines &trailers);

    /// After Refused.
    Verdict verdict() const { return m_verdict; }
    bool begun() const { return m_begun; }
    qsizetype bufferedBytes() const { return m_body.size() + m_line.bufferedBytes(); }
    /// What has come since the last call.
    QByteArray takeBody()
    {
        m_taken += m_body.size();
        return std::exchange(m_body, {});
    }

private:
    enum class Phase { Fixed, ChunkLine, ChunkData, ChunkEnd, Trailers };

    Outcome readFixed(QByteArrayView &rest);
    Outcome readChunkLine(QByteArrayView &rest);
    Outcome beginChunk(QByteArrayView line);
    Outcome readChunkData(QByteArrayView &rest);
    Outcome readChunkEnd(QByteArrayView &rest);
    Outcome readTrailer(QByteArrayView &rest, FieldLines &trailers);
    void append(QByteArrayView &rest, qint64 most);
    qint64 received() const { return m_taken + m_body.size(); }
    Outcome refuse(Verdict verdict);

    QByteArray m_body;
    LineReader m_line;
    Verdict m_verdict = nullptr;
    qint64 m_limit = 0;
    qint64 m_largeAbove = neverLarge; // until it has been said
    qint64 m_taken = 0;
    qint64 m_left = 0;     // of the body, or of the chunk
    qint64 m_overhead = 0; // bytes around the chunks
    Phase m_phase = Phase::Fixed;
    bool m_begun = false;
    bool m_anyTrailer = false;
};

} // namespace guarita::net
