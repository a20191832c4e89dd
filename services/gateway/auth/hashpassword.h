// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace guarita::gateway {

/// `guarita-gateway --hash-password`: reads one line, prints its argon2id hash for SENHA_HASH. Shows no typed
/// character on a terminal. Returns the process's exit status.
int hashPasswordFromStandardInput();

} // namespace guarita::gateway
