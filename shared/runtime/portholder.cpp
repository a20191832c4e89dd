// SPDX-License-Identifier: GPL-3.0-or-later
#include "runtime/portholder.h"

#include <QtCore/QByteArrayList>
#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QFileInfo>

#include <array>
#include <unistd.h>

namespace guarita::runtime {

namespace {

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// The inodes of the sockets that listen on the port. A row of /proc/net/tcp: "sl local rem st … inode",
/// where local is ADDRESS:PORT in hexadecimal and state 0A is LISTEN (proc(5)).
QByteArrayList listeningInodes(quint16 port)
{
    const QByteArray suffix = ":" + QByteArray::number(port, 16).rightJustified(4, '0').toUpper();
    QByteArrayList inodes;
    for (const QString &table : {QStringLiteral("/proc/net/tcp"), QStringLiteral("/proc/net/tcp6")}) {
        for (const QByteArray &row : contentOf(table).split('\n')) {
            const QByteArrayList columns = row.simplified().split(' ');
            if (columns.size() > 9 && columns[1].endsWith(suffix) && columns[3] == "0A")
                inodes += columns[9];
        }
    }
    return inodes;
}

bool holdsOneOf(const QByteArrayList &links, const QString &descriptors)
{
    const QDir folder(descriptors);
    for (const QString &name : folder.entryList(QDir::Files | QDir::System)) {
        // readlink itself: QFile::symLinkTarget makes a path of "socket:[1]".
        std::array<char, 64> target;
        const ssize_t size =
            readlink(QFile::encodeName(folder.filePath(name)).constData(), target.data(), target.size());
        if (size > 0 && links.contains(QByteArray(target.data(), size)))
            return true;
    }
    return false;
}

QString nameOfProcess(const QString &folder)
{
    // The command line's, since "comm" is cut after 15 characters.
    const QByteArray program = contentOf(folder + QStringLiteral("/cmdline")).split('\0').first();
    if (!program.isEmpty())
        return QFileInfo(QString::fromLocal8Bit(program)).fileName();
    return QString::fromLocal8Bit(contentOf(folder + QStringLiteral("/comm")).trimmed());
}

} // namespace

QString holderOfPort(quint16 port)
{
    QByteArrayList links;
    for (const QByteArray &inode : listeningInodes(port))
        links += "socket:[" + inode + "]";
    if (links.isEmpty())
        return {};
    for (const QString &process : QDir(QStringLiteral("/proc")).entryList(QDir::Dirs)) {
        bool isNumber = false;
        process.toInt(&isNumber);
        const QString folder = QStringLiteral("/proc/") + process;
        if (isNumber && holdsOneOf(links, folder + QStringLiteral("/fd")))
            return QStringLiteral("%1 (process %2)").arg(nameOfProcess(folder), process);
    }
    return {};
}

} // namespace guarita::runtime
