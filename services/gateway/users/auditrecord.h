// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "gateway/identity/auditedactions.h"
#include "gateway/users/user.h"

#include <QtCore/QByteArray>

#include <optional>
#include <utility>
#include <vector>

namespace guarita::gateway {

/// What became of what was tried.
enum class AuditOutcome : unsigned char {
    Done,    // ok
    Refused, // recusado: nothing was changed, and the asking was at fault
    Failed,  // falhou: nothing was changed, and it was not
    Unknown, // desconhecido: changed or not
};

/// "ok", "recusado", "falhou" or "desconhecido".
QByteArray outcomeName(AuditOutcome outcome);
std::optional<AuditOutcome> outcomeNamed(QByteArrayView name);

/// One line of the audit. Holds no secret: of credentials only the name, and that only if it can be a user's.
struct AuditRecord
{
    StoreTime when{0};
    QByteArray who;     // a user's name or who else it was; empty: nobody knows
    QByteArray action;  // of audited::
    QByteArray target;  // a path or a user's name, UTF-8; empty: none
    QByteArray address; // the client's; empty: not over the network, or several
    QByteArray request; // its id; empty: none, or several
    AuditOutcome outcome = AuditOutcome::Done;
    int status = 0;    // of HTTP; 0: not over HTTP
    QByteArray reason; // why not; of a user's change, what was changed; empty: nothing to say
    qint64 times = 1;  // how often, up to `when`
    qint64 id = 0;     // the store's; in the order in which records became visible
};

/// When something was changed and by whom, for the record of it.
struct Authorship
{
    /// By nobody in particular.
    Authorship(StoreTime time) // NOLINT(google-explicit-constructor): a time is all that a test has to say
        : at(time)
    {
    }
    Authorship(StoreTime time, QByteArray name)
        : at(time)
        , who(std::move(name))
    {
    }

    StoreTime at;
    QByteArray who;
    QByteArray address = {};
    QByteArray request = {};
    int status = 0; // of HTTP, if it succeeds; 0: not over HTTP
};

/// What a change of users is recorded as: how it ended, whatever that was. None if there was nothing to
/// change.
using ChangedUser = core::Result<User, UserRefusal>;
std::vector<AuditRecord> recordsOf(const NewUser &user, const ChangedUser &outcome, const Authorship &by);
std::vector<AuditRecord> recordsOf(const QByteArray &name, const UserChange &change,
                                   const ChangedUser &outcome, const Authorship &by);

} // namespace guarita::gateway
