// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/models/traffic/waterfall.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QLocale>

namespace guarita::console {

/// What is said of requests and their attempts, in the current language. Names that nobody here knows are
/// shown as they are.
class RequestTexts
{
    Q_DECLARE_TR_FUNCTIONS(guarita::console::RequestTexts)

public:
    static QString pick(const QString &name);    // "chosen again after a failure"
    static QString outcome(const QString &name); // "no connection"
    static QString reason(const QString &code);  // of a request that failed; empty for none
    static QString milliseconds(double value, const QLocale &locale); // "1.23 ms"
    static QString time(const QDateTime &at);                         // of the day, with milliseconds
    /// "localhost:8002 +1": the last one tried, and how many tries there were before it.
    static QString attempts(const RequestTrace &trace);

    static QString part(const WaterfallSpan &span, const RequestTrace &trace); // "Attempt 2: localhost:8003"
    /// All that is known of it, a fact a line.
    static QStringList facts(const WaterfallSpan &span, const RequestTrace &trace, const QLocale &locale);
};

} // namespace guarita::console
