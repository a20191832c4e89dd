// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>

namespace guarita::support {

/// So many bytes, of which no two pieces are alike.
inline QByteArray contentOf(qint64 size)
{
    QByteArray content;
    content.reserve(size + 16);
    for (quint64 number = 0; content.size() < size; ++number)
        content += QByteArray::number(number * 2654435761U, 36);
    content.truncate(size);
    return content;
}

} // namespace guarita::support
