// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QStringList>

namespace guarita::balancer {

/// The addresses that a server's name has, and the one of them that is connected to. Pure.
class Addresses
{
public:
    const QStringList &all() const { return m_all; }
    /// Empty as long as none is known.
    QString current() const { return m_all.value(m_current); }

    /// What the name has now. The one in use stays in use if the name still has it, so that connections stay
    /// warm whatever the order in which a resolver tells them. An empty list says nothing: it changes
    /// nothing.
    void assign(const QStringList &addresses);
    /// The one in use could not be connected to. The one behind the last is the first.
    void advance();

private:
    QStringList m_all;
    qsizetype m_current = 0;
};

} // namespace guarita::balancer
