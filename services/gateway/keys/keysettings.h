// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "config/config.h"
#include "gateway/keys/keyring.h"

#include <QtNetwork/QHostAddress>

#include <vector>

namespace guarita::gateway {

/// The secrets and key files of the configuration.
struct KeySettings
{
    QByteArray secret;
    QByteArray previousSecret; // empty: none
    TokenKeyPtr file;          // null: the secret signs
    TokenKeyPtr previousFile;

    /// All of them; the file's key signs if there is one.
    KeyRing ring() const;
};

std::vector<config::Key> tokenKeyKeys();
/// Mistakes go to the reader. Beyond loopback a secret that others may know or guess is one.
KeySettings readKeys(config::Reader &reader, const QHostAddress &host);

} // namespace guarita::gateway
