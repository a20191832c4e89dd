// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/core/money.h"

#include "contract/itemlimits.h"

#include <algorithm>
#include <array>
#include <optional>

namespace guarita::console {

namespace {

constexpr QChar noBreakSpace(0x00A0);
constexpr std::array groupingSpaces{QChar(0x00A0), QChar(0x202F), QChar(0x2009)};
constexpr std::array minusSigns{QChar(u'-'), QChar(0x2212)};

/// What separates decimals and groups: null where a language has none.
struct Separators
{
    QChar decimal;
    QChar group;

    bool groups(QChar c) const { return (!group.isNull() && c == group) || isGroupingSpace(c); }
    static bool isGroupingSpace(QChar c)
    {
        return std::find(groupingSpaces.begin(), groupingSpaces.end(), c) != groupingSpaces.end();
    }
};

Separators separatorsOf(const QLocale &locale)
{
    const QString decimal = locale.decimalPoint();
    const QString group = locale.groupSeparator();
    return {decimal.isEmpty() ? QChar(u'.') : decimal.front(), group.isEmpty() ? QChar() : group.front()};
}

/// How those write who do not write as the locale does.
Separators otherSeparators(const Separators &own)
{
    return own.decimal == u',' ? Separators{u'.', u','} : Separators{u',', u'.'};
}

bool isDigit(QChar c)
{
    return c >= u'0' && c <= u'9';
}

qsizetype digitsAtStart(QStringView text)
{
    return std::find_if_not(text.begin(), text.end(), isDigit) - text.begin();
}

/// A number's digits without its separators. `whole` may be empty where decimals follow.
struct Digits
{
    QString whole;
    QStringView decimals;
    bool oneGroup = false;    // no separator between groups
    bool hasDecimals = false; // there is a decimal separator
};

/// Splits digits by the separators; nothing if the text does not follow them.
std::optional<Digits> split(QStringView text, const Separators &separators)
{
    Digits digits;
    const qsizetype first = digitsAtStart(text);
    digits.whole = text.first(first).toString();
    text = text.sliced(first);

    const QChar group = !text.isEmpty() && separators.groups(text.front()) ? text.front() : QChar();
    digits.oneGroup = group.isNull();
    if (!group.isNull() && (first < 1 || first > 3 || digits.whole.startsWith(u'0')))
        return {};
    while (!group.isNull() && !text.isEmpty() && text.front() == group) {
        const QStringView rest = text.sliced(1);
        if (digitsAtStart(rest) != 3)
            return {};
        digits.whole += rest.first(3);
        text = rest.sliced(3);
    }
    if (!text.isEmpty() && text.front() == separators.decimal) {
        digits.hasDecimals = true;
        digits.decimals = text.sliced(1, digitsAtStart(text.sliced(1)));
        text = text.sliced(1 + digits.decimals.size());
    }
    if (!text.isEmpty() || (digits.whole.isEmpty() && digits.decimals.isEmpty()))
        return {};
    return digits;
}

core::Result<qint64, MoneyFault> centsOf(const Digits &digits)
{
    QStringView decimals = digits.decimals;
    while (decimals.size() > 2 && decimals.endsWith(u'0'))
        decimals.chop(1);
    if (decimals.size() > 2)
        return MoneyFault::TooManyDecimals;

    QStringView whole = digits.whole;
    while (whole.startsWith(u'0'))
        whole = whole.sliced(1);
    constexpr qsizetype safeDigits = 15; // with two decimals still far from 63 bits
    if (whole.size() > safeDigits)
        return MoneyFault::TooLarge;

    qint64 cents = 0;
    for (QChar c : whole)
        cents = cents * 10 + (c.unicode() - u'0');
    for (qsizetype i = 0; i < 2; ++i)
        cents = cents * 10 + (i < decimals.size() ? decimals[i].unicode() - u'0' : 0);
    if (cents > contract::maxPrecoCentavos)
        return MoneyFault::TooLarge;
    return cents;
}

/// Without white space and the invisible marks of direction that a spreadsheet may add.
QStringView trimmed(QStringView text)
{
    const auto invisible = [](QChar c) { return c.isSpace() || c.category() == QChar::Other_Format; };
    while (!text.isEmpty() && invisible(text.front()))
        text = text.sliced(1);
    while (!text.isEmpty() && invisible(text.back()))
        text.chop(1);
    return text;
}

/// Takes a sign off the front; whether it was a minus.
bool takeSign(QStringView &text)
{
    if (text.isEmpty())
        return false;
    const bool minus = std::find(minusSigns.begin(), minusSigns.end(), text.front()) != minusSigns.end();
    if (minus || text.front() == u'+')
        text = trimmed(text.sliced(1));
    return minus;
}

bool takeCurrency(QStringView &text)
{
    if (!text.startsWith(u"R$", Qt::CaseInsensitive))
        return false;
    text = trimmed(text.sliced(2));
    return true;
}

/// A number by the locale's separators, or why it is none.
core::Result<qint64, MoneyFault> readUnsigned(QStringView text, const Separators &own)
{
    const std::optional<Digits> mine = split(text, own);
    const std::optional<Digits> other = split(text, otherSeparators(own));
    if (!mine) {
        if (!other)
            return MoneyFault::NotANumber;
        const auto cents = centsOf(*other);
        return cents ? MoneyFault::Ambiguous : cents.error();
    }
    // "19,900": decimals that the other language would read as a group of thousands.
    if (mine->hasDecimals && mine->decimals.size() > 2 && other && !other->oneGroup)
        return MoneyFault::Ambiguous;
    return centsOf(*mine);
}

QString plain(qint64 cents, const Separators &separators, bool grouped)
{
    const quint64 amount = cents < 0 ? 0 - static_cast<quint64>(cents) : static_cast<quint64>(cents);
    QString whole = QString::number(amount / 100);
    if (grouped && !separators.group.isNull()) {
        for (qsizetype at = whole.size() - 3; at > 0; at -= 3)
            whole.insert(at, separators.group);
    }
    return whole + separators.decimal + QString::number(amount % 100).rightJustified(2, u'0');
}

} // namespace

core::Result<qint64, MoneyFault> parseMoney(QStringView text, const QLocale &locale)
{
    text = trimmed(text);
    if (text.isEmpty())
        return MoneyFault::Empty;
    bool negative = takeSign(text);
    if (takeCurrency(text) && !negative)
        negative = takeSign(text);
    auto cents = readUnsigned(text, separatorsOf(locale));
    if (negative && (cents ? cents.value() != 0 : cents.error() == MoneyFault::TooLarge))
        return MoneyFault::Negative;
    return cents;
}

QString formatMoney(qint64 cents, const QLocale &locale)
{
    const QString sign = cents < 0 ? QStringLiteral("-") : QString();
    return sign + QStringLiteral("R$") + noBreakSpace + plain(cents, separatorsOf(locale), true);
}

QString formatMoneyPlain(qint64 cents, const QLocale &locale)
{
    const QString sign = cents < 0 ? QStringLiteral("-") : QString();
    return sign + plain(cents, separatorsOf(locale), false);
}

} // namespace guarita::console
