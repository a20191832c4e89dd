// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QList>
#include <QtCore/QString>

namespace guarita::test {

/// This process's descriptors of files in the folder, those without a name included.
inline QList<int> openFilesIn(const QString &folder)
{
    QList<int> descriptors;
    const QDir all(QStringLiteral("/proc/self/fd"));
    for (const QString &name : all.entryList(QDir::NoDotAndDotDot | QDir::AllEntries | QDir::System)) {
        if (QFile::symLinkTarget(all.filePath(name)).startsWith(folder + u'/'))
            descriptors.append(name.toInt());
    }
    return descriptors;
}

} // namespace guarita::test
