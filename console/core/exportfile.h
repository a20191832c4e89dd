// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QSaveFile>

namespace guarita::console {

/// A file that an export writes, in a thread of its own. Every function returns what went wrong, in the
/// system's words. It appears with commit(); without it, what was there before stays.
class ExportFile
{
public:
    explicit ExportFile(const QString &name)
        : m_file(name)
    {
    }

    QString open() { return wordsUnless(m_file.open(QIODevice::WriteOnly)); }
    QString write(const QByteArray &bytes) { return wordsUnless(m_file.write(bytes) == bytes.size()); }
    QString commit() { return wordsUnless(m_file.commit()); }

private:
    QString wordsUnless(bool good) const { return good ? QString() : m_file.errorString(); }

    QSaveFile m_file;
};

} // namespace guarita::console
