// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/policy/policysettings.h"

namespace guarita::balancer {

namespace {

const QString policyKey = QStringLiteral("POLICY");
const QString balanceKey = QStringLiteral("HASH_BALANCE_FACTOR");

QStringList policyNames()
{
    QStringList names;
    for (const PolicyEntry &entry : allPolicies())
        names += QString::fromLatin1(entry.name);
    return names;
}

} // namespace

std::vector<config::Key> policyKeys()
{
    return {
        {policyKey, policyNames().first(),
         QStringLiteral("Which server gets a request: ") + policyNames().join(QStringLiteral(", ")) +
             QStringLiteral(".")},
        {balanceKey, QStringLiteral("125"),
         QStringLiteral("With POLICY=maglev, how many per cent of its fair share of the requests in flight a "
                        "server may have, 101 to 10000; further requests go to others whatever their key.")},
    };
}

PolicySettings readPolicy(config::Reader &reader)
{
    PolicySettings policy;
    policy.entry = policyNamed(reader.choice(policyKey, policyNames()).toStdString());
    policy.options.balanceFactor = static_cast<double>(reader.integer(balanceKey, 101, 10'000)) / 100;
    return policy;
}

} // namespace guarita::balancer
