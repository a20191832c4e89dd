// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QCoreApplication>
#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>

namespace guarita::support {

/// The folder in which a test leaves what passed between it and the daemons; empty: it leaves nothing. See
/// tests/contract, which reads it.
inline QString recordFolder()
{
    return qEnvironmentVariable("GUARITA_RECORD");
}

/// Appends a line to this process's file.
inline void record(const QJsonObject &line)
{
    QDir().mkpath(recordFolder());
    QFile file(QDir(recordFolder())
                   .filePath(QStringLiteral("%1-%2.jsonl")
                                 .arg(QCoreApplication::applicationName())
                                 .arg(QCoreApplication::applicationPid())));
    if (!file.open(QIODevice::Append) ||
        file.write(QJsonDocument(line).toJson(QJsonDocument::Compact) + '\n') < 0)
        qWarning("cannot record to %s", qUtf8Printable(file.fileName()));
}

/// From here on what is sent to `port` is meant for this daemon; for none that matters if `program` is empty.
inline void recordDaemon(const QString &program, quint16 port)
{
    if (!recordFolder().isEmpty())
        record({{QStringLiteral("daemon"), program}, {QStringLiteral("port"), port}});
}

/// All bytes of one connection, as Latin-1. Whether they are exchanges is for the reader to find out.
inline void recordConnection(quint16 port, const QByteArray &sent, const QByteArray &received)
{
    if (!recordFolder().isEmpty() && !sent.isEmpty())
        record({{QStringLiteral("port"), port},
                {QStringLiteral("sent"), QString::fromLatin1(sent)},
                {QStringLiteral("received"), QString::fromLatin1(received)}});
}

} // namespace guarita::support
