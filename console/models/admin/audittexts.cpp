// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/admin/audittexts.h"

#include <algorithm>
#include <array>

namespace guarita::console {

QString AuditTexts::action(const QString &name)
{
    struct Known
    {
        const char *name;
        QString text;
    };
    const std::array known{Known{"entrar", tr("Log-in")},
                           Known{"renovar", tr("Renewal")},
                           Known{"sair", tr("Log-out")},
                           Known{"recusa", tr("Refused request")},
                           Known{"usuario.criar", tr("User added")},
                           Known{"usuario.alterar", tr("User changed")},
                           Known{"usuario.senha", tr("Password changed")},
                           Known{"item.criar", tr("Item created")},
                           Known{"item.alterar", tr("Item changed")},
                           Known{"item.remover", tr("Item deleted")},
                           Known{"item.restaurar", tr("Item restored")},
                           Known{"item.lote", tr("Items changed together")},
                           Known{"backend.alterar", tr("Backend changed")},
                           Known{"config.alterar", tr("Settings changed")}};
    const auto found = std::find_if(known.begin(), known.end(), [&name](const Known &candidate) {
        return name == QLatin1String(candidate.name);
    });
    return found == known.end() ? name : found->text;
}

QString AuditTexts::outcome(AuditOutcome outcome)
{
    switch (outcome) {
    case AuditOutcome::Done:
        return tr("Done");
    case AuditOutcome::Refused:
        return tr("Refused");
    case AuditOutcome::Failed:
        return tr("Failed");
    case AuditOutcome::Unknown:
        break;
    }
    return tr("Not known");
}

QString AuditTexts::time(const QDateTime &at, const QLocale &locale)
{
    const QDateTime local = at.toLocalTime();
    return locale.toString(local.date(), QLocale::ShortFormat) + u' ' +
           local.time().toString(QStringLiteral("HH:mm:ss"));
}

} // namespace guarita::console
