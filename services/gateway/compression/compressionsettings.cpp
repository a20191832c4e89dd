// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/compression/compressionsettings.h"

#include <algorithm>

namespace guarita::gateway {

std::vector<config::Key> compressionKeys()
{
    return {
        {QStringLiteral("COMPRESSION"), QStringLiteral("zstd,br,gzip"),
         QStringLiteral("The codings that answers may be compressed with for clients that ask for it, the "
                        "best first. Empty: none.")},
        {QStringLiteral("COMPRESSION_ABOVE"), QStringLiteral("1KiB"),
         QStringLiteral("Answers shorter than this go as they are, 256 to 1MiB.")},
        {QStringLiteral("COMPRESSION_QUEUE"), QStringLiteral("16MiB"),
         QStringLiteral("How many bytes of answers may be compressed at once or wait for it, 0 to 1GiB; "
                        "further ones go as they are.")},
    };
}

Compressor::Limits readCompression(config::Reader &reader)
{
    constexpr qint64 mebibyte = 1024 * 1024;
    const QString key = QStringLiteral("COMPRESSION");
    Compressor::Limits limits;
    limits.above = reader.bytes(QStringLiteral("COMPRESSION_ABOVE"), 256, mebibyte);
    limits.queued = reader.bytes(QStringLiteral("COMPRESSION_QUEUE"), 0, 1024 * mebibyte);
    const QString text = reader.text(key);
    for (const QString &part : text.split(QLatin1Char(','), Qt::SkipEmptyParts)) {
        const std::optional<Coding> coding = codingNamed(part.trimmed().toLatin1());
        const bool twice = coding && std::count(limits.codings.begin(), limits.codings.end(), *coding) > 0;
        if (!coding || twice) {
            reader.reject(key, QStringLiteral(
                                   "must be some of zstd, br and gzip with commas between them, none twice"));
            break;
        }
        limits.codings.push_back(*coding);
    }
    return limits;
}

} // namespace guarita::gateway
