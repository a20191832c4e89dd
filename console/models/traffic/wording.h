// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/api/apierror.h"
#include "console/api/backend.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QLocale>

namespace guarita::console {

/// Numbers, times and codes of the traffic pages in words, in the current language.
class Wording
{
    Q_DECLARE_TR_FUNCTIONS(guarita::console::Wording)

public:
    /// "12 s", "3 min", "2 h", "4 d".
    static QString duration(std::chrono::milliseconds time);
    /// The same, but with tenths below ten seconds: "0.4 s".
    static QString preciseDuration(std::chrono::milliseconds time, const QLocale &locale);
    /// "2 s ago"; "now" below a second, also for what clocks that differ put into the future.
    static QString ago(std::chrono::milliseconds time);

    static QString state(const Backend &backend);
    /// What the balancer's reason means; an unknown one as it is.
    static QString reason(const QString &code);
    /// Why there is no answer, in a sentence.
    static QString error(const ApiError &error);

    static QString count(qint64 value, const QLocale &locale) { return locale.toString(value); }
    /// Three digits that matter: "0.52", "12.3", "1,234". A dash for nothing.
    static QString milliseconds(std::optional<double> value, const QLocale &locale);
    static QString rate(std::optional<double> value, const QLocale &locale);
    static QString precise(double value, const QLocale &locale); // one digit after the point
    static QString percent(int permille, const QLocale &locale);
};

} // namespace guarita::console
