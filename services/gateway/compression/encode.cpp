// SPDX-License-Identifier: GPL-3.0-or-later
// The codings themselves, each by its library.
#include "gateway/compression/coding.h"

#include <brotli/encode.h>
#include <zlib.h>
#include <zstd.h>

namespace guarita::gateway {

namespace {

// Measured with 200 KB of items as JSON: 1.8, 0.5 and 0.4 ms, to 16, 15 and 14 % of the size. The next levels
// take twice to five times as long for a sixth less at best.
constexpr int gzipLevel = 1;
constexpr int brotliQuality = 1;
constexpr int zstdLevel = 1;

QByteArray inGzip(QByteArrayView content)
{
    constexpr int windowBits = 15;
    constexpr int asGzip = 16;
    constexpr int memoryLevel = 8;
    z_stream stream{};
    if (deflateInit2(&stream, gzipLevel, Z_DEFLATED, windowBits + asGzip, memoryLevel, Z_DEFAULT_STRATEGY) !=
        Z_OK)
        return {};
    QByteArray out(static_cast<qsizetype>(deflateBound(&stream, static_cast<uLong>(content.size()))),
                   Qt::Uninitialized);
    // zlib reads what it is given, and says so in no type.
    stream.next_in = const_cast<Bytef *>(reinterpret_cast<const Bytef *>(content.data()));
    stream.avail_in = static_cast<uInt>(content.size());
    stream.next_out = reinterpret_cast<Bytef *>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    const bool whole = deflate(&stream, Z_FINISH) == Z_STREAM_END;
    out.truncate(whole ? static_cast<qsizetype>(stream.total_out) : 0);
    deflateEnd(&stream);
    return out;
}

QByteArray inBrotli(QByteArrayView content)
{
    const auto size = static_cast<std::size_t>(content.size());
    std::size_t written = BrotliEncoderMaxCompressedSize(size);
    QByteArray out(static_cast<qsizetype>(written), Qt::Uninitialized);
    const bool whole = BrotliEncoderCompress(brotliQuality, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_TEXT, size,
                                             reinterpret_cast<const std::uint8_t *>(content.data()), &written,
                                             reinterpret_cast<std::uint8_t *>(out.data())) == BROTLI_TRUE;
    out.truncate(whole ? static_cast<qsizetype>(written) : 0);
    return out;
}

QByteArray inZstd(QByteArrayView content)
{
    const auto size = static_cast<std::size_t>(content.size());
    QByteArray out(static_cast<qsizetype>(ZSTD_compressBound(size)), Qt::Uninitialized);
    const std::size_t written =
        ZSTD_compress(out.data(), static_cast<std::size_t>(out.size()), content.data(), size, zstdLevel);
    out.truncate(ZSTD_isError(written) ? 0 : static_cast<qsizetype>(written));
    return out;
}

} // namespace

QByteArray encoded(Coding coding, QByteArrayView content)
{
    switch (coding) {
    case Coding::Gzip:
        return inGzip(content);
    case Coding::Brotli:
        return inBrotli(content);
    case Coding::Zstd:
        return inZstd(content);
    }
    Q_UNREACHABLE();
    return {};
}

} // namespace guarita::gateway
