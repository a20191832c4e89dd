// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/model/addresses.h"

#include <algorithm>

namespace guarita::balancer {

void Addresses::assign(const QStringList &addresses)
{
    if (addresses.isEmpty())
        return;
    const QString used = current();
    m_all = addresses;
    m_current = std::max<qsizetype>(0, m_all.indexOf(used));
}

void Addresses::advance()
{
    if (++m_current >= m_all.size())
        m_current = 0;
}

} // namespace guarita::balancer
