// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/users/storesweeper.h"

namespace guarita::gateway {

StoreSweeper::StoreSweeper(UserPool &users, MakeForget forget)
    : m_users(users)
    , m_forget(std::move(forget))
{
    m_timer.setInterval(interval);
    m_timer.callOnTimeout([this] { sweep(); });
}

void StoreSweeper::start()
{
    m_timer.start();
    sweep();
}

void StoreSweeper::sweep()
{
    m_users.submit([forget = m_forget()](UserRepository &users) { return forget(users, mostAtOnce); },
                   [this](const sql::Outcome<qint64> &gone) {
                       if (gone && gone.value() == mostAtOnce)
                           sweep();
                   });
}

} // namespace guarita::gateway
