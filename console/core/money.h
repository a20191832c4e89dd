// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QtCore/QLocale>
#include <QtCore/QString>

namespace guarita::console {

/// Why a text is no price. `Ambiguous`: it is a number, but only with the other language's separators ("19.9"
/// in pt_BR), so that reading it would be a guess.
enum class MoneyFault { Empty, NotANumber, Ambiguous, TooManyDecimals, Negative, TooLarge };

/// The whole cents that a typed or pasted text says, by the locale's separators alone. Accepts the currency
/// sign, surrounding white space and grouping in threes; never a binary fraction on the way, never a guess.
core::Result<qint64, MoneyFault> parseMoney(QStringView text, const QLocale &locale);

/// "R$ 1.234,50": the currency is always the real, the separators are the locale's.
QString formatMoney(qint64 cents, const QLocale &locale);
/// "1234,50": what an editor starts with; parseMoney() reads it back.
QString formatMoneyPlain(qint64 cents, const QLocale &locale);

} // namespace guarita::console
