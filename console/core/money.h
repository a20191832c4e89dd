// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QtCore/QLocale>
#include <QtCore/QString>

namespace guarita::console {

/// Why a text is no price. `Ambiguous`: it is a number, but only with the other language's separators ("19.9"
/// in pt_BR), so that reading it would be a guess.
enum class MoneyFault { Empty, NotANumber, Ambiguous, TooManyDecimals, Negative, TooLarge };

/// The whole cents that a typed or pasted text says, by the locale's separators alone; never a binary
/// fraction on the way, never a guess. Accepts "R$" in front, white space around, a sign, and grouping of the
/// whole part in threes by the locale's separator or by a no-break or thin space.
///
/// In pt_BR, with commas and points exchanged in English:
///   "19,9" "19,90" "19,900000"  1990: zeros that follow are no decimals
///   "1.234" "1.234,5" "1 234"   a point before exactly three digits groups: nobody prices in thousandths
///   "19.9" "1234.56" "1,234.56" Ambiguous
///   "19,900" "1,234"            Ambiguous too: here decimals, there a group
///   "0.500" "0,500"             Ambiguous and 50 cents: no group begins with a nought
/// ASCII digits only; "1e3" is NotANumber.
core::Result<qint64, MoneyFault> parseMoney(QStringView text, const QLocale &locale);

/// "R$ 1.234,50": the currency is always the real, the separators are the locale's. The space is a no-break
/// space. parseMoney() reads it back.
QString formatMoney(qint64 cents, const QLocale &locale);
/// "1234,50": what an editor starts with; parseMoney() reads it back.
QString formatMoneyPlain(qint64 cents, const QLocale &locale);

} // namespace guarita::console
