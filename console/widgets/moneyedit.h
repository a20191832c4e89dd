// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/core/money.h"

#include <QtWidgets/QLineEdit>

#include <optional>

namespace guarita::console {

/// A line for a price in the widget's locale. Refuses nothing while typing; says what is wrong instead, so
/// that "19.9" in pt_BR stays on the screen until the user has said what is meant.
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
};

} // namespace guarita::console
