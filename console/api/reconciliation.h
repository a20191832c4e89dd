// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QtCore/QByteArray>
#include <QtCore/QDateTime>
#include <QtCore/QStringList>

#include <vector>

namespace guarita::console {

/// What one tier counted.
struct TierCounts
{
    enum class Tier { Gateway, Balancer, Server };

    Tier tier = Tier::Gateway;
    QString name;                                   // of a server; empty for the others
    std::vector<std::pair<QString, qint64>> counts; // named as on the wire

    friend bool operator==(const TierCounts &, const TierCounts &) = default;
};

/// Whether what the tiers counted agrees, as GET /admin/conciliacao tells of it.
struct Reconciliation
{
    QDateTime at; // UTC
    bool exact = false;
    std::vector<TierCounts> tiers;
    QStringList differences; // the service's words, or its members and their values
};

/// Fails with "reconciliation_invalid".
core::Result<Reconciliation> decodeReconciliation(const QByteArray &json);

} // namespace guarita::console
