// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/auth/credentials.h"

#include <QtCore/QByteArray>

#include <functional>
#include <memory>

namespace guarita::gateway {

/// Has a new password hashed and goes on with its hash. Where that is not possible it answers 503
/// login_sobrecarregado; a client that leaves before its turn frees its place. `passwords` outlives the
/// request.
void hashFor(PasswordWorker &passwords, const std::shared_ptr<Asking> &asking, QByteArray password,
             std::function<void(const QByteArray &hash)> then);

} // namespace guarita::gateway
