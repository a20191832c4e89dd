// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/routes/loosepath.h"

#include <QtCore/QByteArrayList>
#include <QtCore/QString>

#include <algorithm>

namespace guarita::gateway {

namespace {

/// Plain names are what nearly all paths are made of, and every server reads them as they are.
bool isPlain(const QByteArray &path)
{
    return std::all_of(path.begin(), path.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '/' || c == '-' || c == '_';
    });
}

QByteArray decoded(QByteArray segment)
{
    for (QByteArray once; (once = QByteArray::fromPercentEncoding(segment)) != segment;)
        segment = once;
    return segment;
}

/// Some file systems (HFS+) leave out what has no width.
QString withoutInvisible(QString text)
{
    return text.removeIf([](QChar c) { return c.category() == QChar::Other_Format; });
}

QByteArray folded(const QByteArray &segment)
{
    return withoutInvisible(QString::fromUtf8(segment))
        .normalized(QString::NormalizationForm_KC)
        .toCaseFolded()
        .normalized(QString::NormalizationForm_KC)
        .toUtf8();
}

std::optional<QByteArray> looseSegment(const QByteArray &segment)
{
    QByteArray loose = decoded(folded(decoded(segment)));
    const bool dots = loose.startsWith('.');
    for (const char end : {';', '?', '#', ':'}) { // on Windows "a::$DATA" is a
        if (const qsizetype at = loose.indexOf(end); at >= 0)
            loose.truncate(at);
    }
    if (loose.contains('/') || loose.contains('\\') || loose.contains('\0'))
        return std::nullopt;
    while (loose.endsWith('.') || loose.endsWith(' '))
        loose.chop(1);
    while (loose.startsWith(' '))
        loose.remove(0, 1);
    if (dots && loose.isEmpty())
        return std::nullopt; // "..", "..;x", ". ."
    return loose;
}

} // namespace

std::optional<QByteArray> loosePath(const QByteArray &path)
{
    if (isPlain(path))
        return path;
    QByteArray loose;
    const QByteArrayList segments = path.mid(1).split('/');
    for (const QByteArray &segment : segments) {
        const std::optional<QByteArray> one = looseSegment(segment);
        if (!one)
            return std::nullopt;
        loose += '/' + *one;
    }
    return loose;
}

} // namespace guarita::gateway
