// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/api/auditrecord.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QLocale>

namespace guarita::console {

/// What the record's words mean, in the current language.
class AuditTexts
{
    Q_DECLARE_TR_FUNCTIONS(guarita::console::AuditTexts)

public:
    static QString action(const QString &name); // one that is not known as it is
    static QString outcome(AuditOutcome outcome);
    /// To the second, in local time.
    static QString time(const QDateTime &at, const QLocale &locale);
};

} // namespace guarita::console
