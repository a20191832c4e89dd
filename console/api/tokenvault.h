// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/api/session.h"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>

namespace guarita::console {

/// Where a token may be kept between runs. A token is kept for a profile's name and URL together: one that
/// was issued by one service must never be sent to another, whatever the profile is changed to. Every
/// callback comes from the event loop, once, unless the vault was destroyed before.
class TokenVault
{
public:
    virtual ~TokenVault() = default;
    /// False where the system has no keychain, and until that is known: then nothing is offered. Never
    /// blocks.
    virtual bool available() const = 0;
    virtual void read(const Profile &profile, std::function<void(std::optional<Session::Token>)> done) = 0;
    virtual void write(const Profile &profile, const Session::Token &token,
                       std::function<void(bool)> done) = 0;
    virtual void remove(const Profile &profile) = 0;
};

/// The system's keychain (Secret Service, KWallet), by QtKeychain; never its plain-text fallback. A keychain
/// that does not answer within `patience` (it may be asking the user to unlock it) counts as one that has
/// nothing.
std::unique_ptr<TokenVault> systemTokenVault(std::chrono::milliseconds patience = std::chrono::seconds(20));

} // namespace guarita::console
