// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/users/auditrecord.h"

#include <algorithm>
#include <array>

namespace guarita::gateway {

namespace {

constexpr std::array outcomeNames{"ok", "recusado", "falhou", "desconhecido"};

AuditRecord recordOf(const char *action, const QByteArray &name, const ChangedUser &outcome,
                     const Authorship &by)
{
    AuditRecord record;
    record.when = by.at;
    record.who = by.who;
    record.action = action;
    record.target = name;
    record.address = by.address;
    record.request = by.request;
    record.outcome = outcome ? AuditOutcome::Done : AuditOutcome::Refused;
    record.status = by.status == 0 || outcome ? by.status : statusOf(outcome.error());
    record.reason = outcome ? QByteArray() : reasonOf(outcome.error());
    return record;
}

/// "papeis=leitor,editor ativo=true": names and values of the contract.
QByteArray standingText(const std::optional<Roles> &roles, const std::optional<bool> &enabled)
{
    QByteArrayList parts;
    if (roles)
        parts.append("papeis=" + roleNames(*roles).join(','));
    if (enabled)
        parts.append(*enabled ? "ativo=true" : "ativo=false");
    return parts.join(' ');
}

} // namespace

QByteArray outcomeName(AuditOutcome outcome)
{
    return outcomeNames[static_cast<std::size_t>(outcome)];
}

std::optional<AuditOutcome> outcomeNamed(QByteArrayView name)
{
    const auto found = std::find(outcomeNames.begin(), outcomeNames.end(), name);
    if (found == outcomeNames.end())
        return std::nullopt;
    return static_cast<AuditOutcome>(found - outcomeNames.begin());
}

std::vector<AuditRecord> recordsOf(const NewUser &user, const ChangedUser &outcome, const Authorship &by)
{
    AuditRecord record = recordOf(audited::createUser, user.name, outcome, by);
    if (outcome)
        record.reason = standingText(user.roles, {});
    return {record};
}

std::vector<AuditRecord> recordsOf(const QByteArray &name, const UserChange &change,
                                   const ChangedUser &outcome, const Authorship &by)
{
    std::vector<AuditRecord> records;
    if (change.roles || change.enabled) {
        records.push_back(recordOf(audited::changeUser, name, outcome, by));
        if (outcome)
            records.back().reason = standingText(change.roles, change.enabled);
    }
    if (change.passwordHash)
        records.push_back(recordOf(audited::changePassword, name, outcome, by));
    return records;
}

} // namespace guarita::gateway
