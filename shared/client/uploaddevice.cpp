// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/uploaddevice.h"

#include <algorithm>
#include <cstring>

namespace guarita::client {

UploadDevice::UploadDevice(QByteArray body, bool rewindable, QObject *parent)
    : QIODevice(parent)
    , m_body(std::move(body))
    , m_rewindable(rewindable)
{
    open(ReadOnly | Unbuffered);
}

void UploadDevice::withhold()
{
    m_withheld = true;
    m_rewindable = false;
}

bool UploadDevice::reset()
{
    if (m_rewindable)
        m_position = 0;
    return m_rewindable;
}

qint64 UploadDevice::readData(char *data, qint64 maxSize)
{
    if (m_withheld)
        return 0;
    m_touched = true;
    const qsizetype count = std::min<qsizetype>(maxSize, m_body.size() - m_position);
    if (count == 0)
        return maxSize == 0 ? 0 : -1;
    std::memcpy(data, m_body.constData() + m_position, static_cast<std::size_t>(count));
    m_position += count;
    return count;
}

} // namespace guarita::client
