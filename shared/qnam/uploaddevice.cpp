// SPDX-License-Identifier: GPL-3.0-or-later
#include "qnam/uploaddevice.h"

#include <algorithm>
#include <cstring>

namespace guarita::qnam {

UploadDevice::UploadDevice(QByteArray body, Rewind rewind, QObject *parent)
    : QIODevice(parent)
    , m_body(std::move(body))
    , m_rewind(rewind)
{
    open(ReadOnly | Unbuffered);
}

UploadDevice::UploadDevice(Source source, Rewind rewind, QObject *parent)
    : QIODevice(parent)
    , m_source(std::move(source))
    , m_rewind(rewind)
{
    open(ReadOnly | Unbuffered);
}

void UploadDevice::withhold()
{
    m_withheld = true;
    m_rewind = Rewind::Never;
}

bool UploadDevice::reset()
{
    if (m_rewind == Rewind::Never)
        return false;
    m_position = 0;
    return true;
}

qint64 UploadDevice::readData(char *data, qint64 maxSize)
{
    if (m_withheld)
        return 0;
    m_touched = true;
    if (m_rewind == Rewind::UntilRead)
        m_rewind = Rewind::Never;
    if (m_source && m_position == m_body.size() && maxSize > 0)
        fetch(maxSize);
    const qsizetype count = std::min<qsizetype>(maxSize, m_body.size() - m_position);
    if (count == 0)
        return maxSize == 0 || m_source ? 0 : -1;
    std::memcpy(data, m_body.constData() + m_position, static_cast<std::size_t>(count));
    m_position += count;
    return count;
}

void UploadDevice::fetch(qint64 most)
{
    Piece piece = m_source(most);
    if (piece.last)
        m_source = nullptr;
    if (m_rewind != Rewind::Never) {
        m_body += piece.bytes;
        return;
    }
    m_body = std::move(piece.bytes);
    m_position = 0;
}

} // namespace guarita::qnam
