// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/core/filestore.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QFileInfo>
#include <QtCore/QSaveFile>

namespace guarita::console::filestore {

core::Result<std::optional<QByteArray>> read(const QString &file, qint64 limit)
{
    if (!QFileInfo::exists(file))
        return std::optional<QByteArray>();
    QFile in(file);
    if (!in.open(QIODevice::ReadOnly))
        return core::Error{"file_unreadable", in.errorString()};
    if (in.size() > limit)
        return core::Error{"file_too_large", QStringLiteral("The file is larger than %1 bytes.").arg(limit)};
    QByteArray content = in.readAll();
    if (in.error() != QFileDevice::NoError)
        return core::Error{"file_unreadable", in.errorString()};
    return std::optional(std::move(content));
}

core::Result<core::Done> replace(const QString &file, const QByteArray &content)
{
    const QString folder = QFileInfo(file).absolutePath();
    if (!QDir().mkpath(folder))
        return core::Error{"file_unwritable", QStringLiteral("The folder %1 cannot be made.").arg(folder)};
    QSaveFile out(file);
    const bool done = out.open(QIODevice::WriteOnly) &&
                      out.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner) &&
                      out.write(content) == content.size() && out.commit();
    if (!done)
        return core::Error{"file_unwritable", QStringLiteral("%1: %2").arg(file, out.errorString())};
    return core::Done{};
}

QString setAside(const QString &file)
{
    constexpr int kept = 9;
    QString aside;
    for (int i = 1; i <= kept; ++i) {
        aside = file + (i == 1 ? QStringLiteral(".broken") : QStringLiteral(".broken-%1").arg(i));
        if (!QFileInfo::exists(aside))
            break;
    }
    QFile::remove(aside); // the last of too many
    return QFile::rename(file, aside) ? aside : QString();
}

} // namespace guarita::console::filestore
