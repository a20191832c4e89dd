// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QtCore/QByteArray>
#include <QtCore/QDateTime>
#include <QtCore/QString>

#include <optional>
#include <vector>

namespace guarita::console {

enum class AuditOutcome { Done, Refused, Failed, Unknown };

/// Who did what, as GET /admin/auditoria tells of it. Texts are the service's own words: plain text.
struct AuditRecord
{
    qint64 id = 0; // they grow with time
    QDateTime at;  // UTC
    QString who;
    QString action; // "item.alterar"
    QString target;
    QString from; // an address
    QString requestId;
    AuditOutcome outcome = AuditOutcome::Unknown;
    int status = 0;
    QString reason; // empty: none
    qint64 times = 1;

    friend bool operator==(const AuditRecord &, const AuditRecord &) = default;
};

/// Which records are wanted; what is empty does not matter.
struct AuditQuery
{
    QString who;
    QString action;
    std::optional<AuditOutcome> outcome{};
    QDateTime since{}; // UTC
    QDateTime until{};

    friend bool operator==(const AuditQuery &, const AuditQuery &) = default;
};

/// `next`: the id to go on with, nothing at the end.
struct AuditPage
{
    std::vector<AuditRecord> records;
    std::optional<qint64> next;
};

/// Every action that there is, in the order in which they are offered.
const std::vector<QString> &auditActions();

/// Fails with "audit_invalid".
core::Result<AuditPage> decodeAuditPage(const QByteArray &json);
/// "&quem=ana&resultado=ok"; empty for what asks for all.
QByteArray encodeAuditQuery(const AuditQuery &query);

} // namespace guarita::console
