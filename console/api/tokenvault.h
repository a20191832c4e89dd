// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/api/session.h"

#include <functional>
#include <optional>

namespace guarita::console {

/// Where a token may be kept between runs. Every callback comes from the event loop, once.
class TokenVault
{
public:
    virtual ~TokenVault() = default;
    /// False where the system has no keychain: then nothing is offered.
    virtual bool available() const = 0;
    virtual void read(const QString &profile, std::function<void(std::optional<Session::Token>)> done) = 0;
    virtual void write(const QString &profile, const Session::Token &token,
                       std::function<void(bool)> done) = 0;
    virtual void remove(const QString &profile) = 0;
};

/// The system's keychain (Secret Service, KWallet), by QtKeychain; never its plain-text fallback.
std::unique_ptr<TokenVault> systemTokenVault();

} // namespace guarita::console
