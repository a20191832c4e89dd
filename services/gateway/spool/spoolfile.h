// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "net/filedescriptor.h"

#include <QtCore/QByteArray>
#include <QtCore/QByteArrayView>

namespace guarita::gateway {

/// A new file in `folder` that has no name, or none any more, so that it goes with its descriptor, however
/// the process ends. Nobody else may open it (mode 0600). Invalid if there can be none: errno says why.
net::FileDescriptor namelessFile(const QByteArray &folder);
/// The same where the file system knows no O_TMPFILE: for a moment it has a name.
net::FileDescriptor unlinkedFile(const QByteArray &folder);

/// Bytes on disk that are written at the end and read from the beginning. Blocks: not for the event loop. Not
/// thread-safe.
class SpoolFile
{
public:
    /// Makes no file yet.
    explicit SpoolFile(QByteArray folder)
        : m_folder(std::move(folder))
    {
    }

    /// From any thread.
    const QByteArray &folder() const { return m_folder; }
    /// 0, or errno; then the file is of no use any more.
    int append(QByteArrayView bytes);
    /// The next bytes, at most `most`: 0 and some, or errno and none. That there are no more is an error,
    /// too.
    int read(qint64 most, QByteArray &bytes);

private:
    const QByteArray m_folder;
    net::FileDescriptor m_file;
    qint64 m_read = 0;
};

} // namespace guarita::gateway
