// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/random.h"

#include <QtCore/QRandomGenerator>

#include <array>
#include <cstring>

namespace guarita::core {

QByteArray Random::hex(std::size_t byteCount)
{
    QByteArray bytes(static_cast<qsizetype>(byteCount), Qt::Uninitialized);
    fill(std::as_writable_bytes(std::span(bytes.data(), byteCount)));
    return bytes.toHex();
}

void SystemRandom::fill(std::span<std::byte> out)
{
    // A pool per thread: a request id costs a copy of 16 bytes, not a system call.
    constexpr std::size_t poolWords = 1024;
    thread_local std::array<quint32, poolWords> pool;
    thread_local std::size_t used = sizeof(pool);

    if (out.size() > sizeof(pool)) {
        for (std::byte &byte : out)
            byte = static_cast<std::byte>(QRandomGenerator::system()->generate());
        return;
    }
    if (sizeof(pool) - used < out.size()) {
        QRandomGenerator::system()->fillRange(pool.data(), poolWords);
        used = 0;
    }
    std::byte *source = reinterpret_cast<std::byte *>(pool.data()) + used;
    std::memcpy(out.data(), source, out.size());
    std::memset(source, 0, out.size()); // what was handed out is not kept
    used += out.size();
}

} // namespace guarita::core
