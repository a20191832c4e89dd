// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/traffic/requesttexts.h"

#include "console/models/traffic/wording.h"

namespace guarita::console {

using Part = WaterfallSpan::Part;

QString RequestTexts::pick(const QString &name)
{
    if (name == QLatin1String("policy"))
        return tr("chosen by the policy");
    if (name == QLatin1String("retry"))
        return tr("another try after a failure");
    if (name == QLatin1String("hedge"))
        return tr("beside a slow try");
    if (name == QLatin1String("sticky"))
        return tr("the client's own backend");
    if (name == QLatin1String("panic"))
        return tr("none was healthy");
    return name;
}

QString RequestTexts::outcome(const QString &name)
{
    if (name == QLatin1String("answered"))
        return tr("answered");
    if (name == QLatin1String("saturated"))
        return tr("all connections busy");
    if (name == QLatin1String("connect"))
        return tr("no connection");
    if (name == QLatin1String("no_response"))
        return tr("closed without an answer");
    if (name == QLatin1String("truncated"))
        return tr("answer cut off");
    if (name == QLatin1String("too_large"))
        return tr("answer too large");
    if (name == QLatin1String("timeout"))
        return tr("no answer in time");
    if (name == QLatin1String("cancelled"))
        return tr("given up");
    return name;
}

QString RequestTexts::reason(const QString &code)
{
    if (code == QLatin1String("sem_servidor"))
        return tr("No backend takes requests");
    if (code == QLatin1String("fila_cheia"))
        return tr("The queue is full");
    if (code == QLatin1String("fila_expirou"))
        return tr("Waited too long in the queue");
    if (code == QLatin1String("cliente_saiu"))
        return tr("The client had gone");
    return Wording::reason(code);
}

QString RequestTexts::milliseconds(double value, const QLocale &locale)
{
    return tr("%1 ms").arg(Wording::milliseconds(value, locale));
}

QString RequestTexts::time(const QDateTime &at)
{
    return at.toLocalTime().time().toString(QStringLiteral("HH:mm:ss.zzz"));
}

QString RequestTexts::attempts(const RequestTrace &trace)
{
    if (trace.attempts.empty())
        return QStringLiteral("–");
    const QString &last = trace.attempts.back().backend;
    const std::size_t before = trace.attempts.size() - 1;
    return before > 0 ? QStringLiteral("%1 +%2").arg(last).arg(before) : last;
}

QString RequestTexts::part(const WaterfallSpan &span, const RequestTrace &trace)
{
    switch (span.part) {
    case Part::Gateway:
        return tr("Gateway");
    case Part::Balancer:
        return tr("Balancer");
    case Part::Queue:
        return tr("Queue");
    case Part::Attempt: {
        const QString &backend = trace.attempts[std::size_t(span.attempt)].backend;
        return trace.attempts.size() > 1 ? tr("%1. %2", "attempt").arg(span.attempt + 1).arg(backend)
                                         : backend;
    }
    case Part::Server:
        return tr("Server");
    case Part::Wait:
        return tr("Wait for the database");
    case Part::Sql:
        break;
    }
    return tr("SQL");
}

QStringList RequestTexts::facts(const WaterfallSpan &span, const RequestTrace &trace, const QLocale &locale)
{
    QStringList facts{part(span, trace),
                      tr("%1, from %2 to %3")
                          .arg(milliseconds(span.length(), locale), milliseconds(span.from, locale),
                               milliseconds(span.to, locale))};
    const auto attempt = span.attempt < 0 ? nullptr : &trace.attempts[std::size_t(span.attempt)];
    if (span.part == Part::Attempt) {
        facts << tr("Why there: %1").arg(pick(attempt->pick));
        if (!attempt->policy.isEmpty())
            facts << tr("Policy: %1").arg(attempt->policy);
        facts << (attempt->status
                      ? tr("Outcome: %1, status %2").arg(outcome(attempt->outcome)).arg(*attempt->status)
                      : tr("Outcome: %1").arg(outcome(attempt->outcome)));
    }
    if (span.part == Part::Sql)
        facts << tr("%Ln statement(s)", nullptr, int(attempt->server->statements));
    if (span.part == Part::Queue)
        facts << tr("Waited until a backend had room");
    if (span.placed)
        facts << tr("How long it took is measured, when it began is not.");
    return facts;
}

} // namespace guarita::console
