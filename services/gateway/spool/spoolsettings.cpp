// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/spool/spoolsettings.h"

#include <QtCore/QFile>

namespace guarita::gateway {

std::vector<config::Key> spoolKeys()
{
    return {
        config::live(
            {QStringLiteral("SPOOL_DIR"), Spool::Limits().folder,
             QStringLiteral("A folder on a disk, not in memory, for large bodies to routes without "
                            "Content-Length, which are kept there until they are whole. The files have "
                            "no names.")}),
        config::live(
            {QStringLiteral("MAX_SPOOLED"), QStringLiteral("1GiB"),
             QStringLiteral("How many bytes of such bodies may be there at once, 0 to 1024GiB; more get "
                            "503. 0: they get 411.")}),
    };
}

Spool::Limits readSpool(config::Reader &reader, bool used)
{
    constexpr qint64 gibibyte = 1024LL * 1024 * 1024;
    const QString key = QStringLiteral("SPOOL_DIR");
    Spool::Limits limits;
    limits.bytes = reader.bytes(QStringLiteral("MAX_SPOOLED"), 0, 1024 * gibibyte);
    limits.folder = reader.nonEmptyText(key);
    // Rights and the kind of file system are many: it is tried.
    const bool needed = used && limits.bytes > 0;
    if (needed && !namelessFile(QFile::encodeName(limits.folder)).valid())
        reader.reject(key, QStringLiteral("must be a folder where files can be made: ") + qt_error_string());
    return limits;
}

} // namespace guarita::gateway
