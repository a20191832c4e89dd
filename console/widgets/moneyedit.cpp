// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/widgets/moneyedit.h"

#include "console/core/itemfields.h"

#include <QtCore/QEvent>
#include <QtGui/QFocusEvent>

namespace guarita::console {

namespace {

/// The same digits with the separators the other way round.
QLocale mirrorOf(const QLocale &locale)
{
    return locale.decimalPoint() == QLatin1String(",") ? QLocale(QLocale::English, QLocale::UnitedStates)
                                                       : QLocale(QLocale::Portuguese, QLocale::Brazil);
}

} // namespace

MoneyEdit::MoneyEdit(QWidget *parent)
    : QLineEdit(parent)
    , m_locale(locale())
{
    setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    setMaxLength(40);
    setInputMethodHints(Qt::ImhFormattedNumbersOnly);
    retranslate();
}

qlonglong MoneyEdit::centsOrZero() const
{
    const auto read = cents();
    return read ? read.value() : 0;
}

void MoneyEdit::setCents(qlonglong cents)
{
    setText(cents == noPrice ? QString() : formatMoneyPlain(cents, locale()));
}

std::optional<qint64> MoneyEdit::likelyCents(const QString &text, const QLocale &locale)
{
    const auto read = parseMoney(text, mirrorOf(locale));
    return read ? std::optional(read.value()) : std::nullopt;
}

QString MoneyEdit::explain(MoneyFault fault, const QString &text, const QLocale &locale)
{
    switch (fault) {
    case MoneyFault::Empty:
        return tr("Enter a price, for example %1.").arg(formatMoneyPlain(1990, locale));
    case MoneyFault::Ambiguous:
        if (const auto likely = likelyCents(text, locale))
            return tr("“%1” can be read in two ways. Do you mean %2?")
                .arg(text.trimmed(), formatMoneyPlain(*likely, locale));
        return tr("“%1” can be read in two ways. Decimals follow a “%2” here.")
            .arg(text.trimmed(), locale.decimalPoint());
    case MoneyFault::TooManyDecimals:
        return tr("A price has at most two decimals.");
    case MoneyFault::Negative:
        return tr("A price is zero or more.");
    case MoneyFault::TooLarge:
        return tr("This price is too large.");
    case MoneyFault::NotANumber:
        break;
    }
    return tr("This is not a price. Write it like %1.").arg(formatMoneyPlain(123456, locale));
}

void MoneyEdit::changeEvent(QEvent *event)
{
    QLineEdit::changeEvent(event);
    if (event->type() == QEvent::LocaleChange) {
        const auto meant = parseMoney(text(), m_locale);
        m_locale = locale();
        if (meant)
            setCents(meant.value());
    }
    if (event->type() == QEvent::LocaleChange || event->type() == QEvent::LanguageChange)
        retranslate();
}

void MoneyEdit::focusInEvent(QFocusEvent *event)
{
    QLineEdit::focusInEvent(event);
    if (event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason ||
        event->reason() == Qt::ShortcutFocusReason)
        selectAll();
}

void MoneyEdit::focusOutEvent(QFocusEvent *event)
{
    if (const auto read = cents();
        read && !isReadOnly() && text() != formatMoneyPlain(read.value(), locale()))
        setCents(read.value());
    QLineEdit::focusOutEvent(event);
}

void MoneyEdit::retranslate()
{
    setPlaceholderText(formatMoneyPlain(0, locale()));
}

} // namespace guarita::console
