// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/spool/spoolfile.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>

namespace guarita::gateway {

net::FileDescriptor namelessFile(const QByteArray &folder)
{
    // O_EXCL: nobody gives it a name later.
    net::FileDescriptor file(::open(folder.constData(), O_TMPFILE | O_EXCL | O_RDWR | O_CLOEXEC, 0600));
    // What file systems and kernels without it answer (open(2)).
    if (!file.valid() && (errno == EOPNOTSUPP || errno == EISDIR || errno == ENOSYS))
        return unlinkedFile(folder);
    return file;
}

net::FileDescriptor unlinkedFile(const QByteArray &folder)
{
    QByteArray path = folder + "/guarita-XXXXXX";
    net::FileDescriptor file(::mkostemp(path.data(), O_CLOEXEC));
    if (file.valid() && ::unlink(path.constData()) != 0)
        file.reset();
    return file;
}

int SpoolFile::append(QByteArrayView bytes)
{
    if (!m_file.valid())
        m_file = namelessFile(m_folder);
    if (!m_file.valid())
        return errno == 0 ? EIO : errno;
    while (!bytes.isEmpty()) {
        const ssize_t count = ::write(m_file.get(), bytes.data(), static_cast<std::size_t>(bytes.size()));
        if (count < 0 && errno != EINTR)
            return errno;
        if (count > 0)
            bytes = bytes.sliced(count);
    }
    return 0;
}

int SpoolFile::read(qint64 most, QByteArray &bytes)
{
    bytes.resize(most);
    ssize_t count = -1;
    do
        count = ::pread(m_file.get(), bytes.data(), static_cast<std::size_t>(most), m_read);
    while (count < 0 && errno == EINTR);
    const int error = count < 0 ? errno : count == 0 ? EIO : 0;
    bytes.truncate(std::max<qsizetype>(count, 0));
    m_read += bytes.size();
    return error;
}

} // namespace guarita::gateway
