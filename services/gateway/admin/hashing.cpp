// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/admin/hashing.h"

namespace guarita::gateway {

void hashFor(PasswordWorker &passwords, const std::shared_ptr<Asking> &asking, QByteArray password,
             std::function<void(const QByteArray &hash)> then)
{
    const auto ticket = passwords.hash(std::move(password), [asking, then](const QByteArray &hash) {
        if (hash.isEmpty()) // for want of memory
            return asking->refuse(passwordsBusy());
        then(hash);
    });
    if (!ticket)
        return asking->refuse(passwordsBusy());
    asking->reply.onClientLeft([&passwords, ticket = *ticket] { passwords.cancel(ticket); });
}

} // namespace guarita::gateway
