// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/core/money.h"

#include <QtWidgets/QLineEdit>

#include <optional>

namespace guarita::console {

/// A line for a price in the widget's locale. Refuses nothing while typing; says what is wrong instead, so
/// that "19.9" in pt_BR stays on the screen until the user has said what is meant. A price that can be read
/// is written anew when the locale changes, and in its plain form when the line is left.
class MoneyEdit final : public QLineEdit
{
    Q_OBJECT
    Q_PROPERTY(qlonglong cents READ centsOrZero WRITE setCents USER true)

public:
    explicit MoneyEdit(QWidget *parent = nullptr);

    core::Result<qint64, MoneyFault> cents() const { return parseMoney(text(), locale()); }
    qlonglong centsOrZero() const;
    void setCents(qlonglong cents);
    /// A sentence in the user's language, with the reading that may be meant ("19,90?").
    static QString explain(MoneyFault fault, const QString &text, const QLocale &locale);
    /// The cents that a text with the other language's separators would be, for who asks whether they are
    /// meant.
    static std::optional<qint64> likelyCents(const QString &text, const QLocale &locale);

protected:
    void changeEvent(QEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    void retranslate();

    QLocale m_locale; // that the text was typed in
};

} // namespace guarita::console
