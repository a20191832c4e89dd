// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>

#include <cstddef>
#include <span>

namespace guarita::core {

/// The seam for randomness. Implementations are callable from any thread.
class Random
{
public:
    virtual ~Random() = default;

    virtual void fill(std::span<std::byte> out) = 0;

    /// `byteCount` random bytes as lower-case hexadecimal, twice as many characters.
    QByteArray hex(std::size_t byteCount);
};

/// The kernel's generator (getrandom through Qt), buffered: one system call serves many small requests.
class SystemRandom final : public Random
{
public:
    void fill(std::span<std::byte> out) override;
};

} // namespace guarita::core
