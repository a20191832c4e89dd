// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/core/draft.h"
#include "console/core/itemfields.h"
#include "console/widgets/theme.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QLocale>

namespace guarita::console {

/// What items, their fields and their states are called, in the current language. Server texts come back as
/// they are: plain text.
class ItemTexts final
{
    Q_DECLARE_TR_FUNCTIONS(guarita::console::ItemTexts)

public:
    static QString label(Field field);
    static std::optional<Field> fieldOf(const QString &wireName);
    static theme::Icon stateIcon(const Draft &draft);
    static theme::Tone stateTone(const Draft &draft);
    static QString time(contract::Timestamp stamp, const QLocale &locale);
    /// The field as a person reads it; null where there is no description.
    static QString value(const ItemFields &fields, Field field, const QLocale &locale);
    /// A text of many lines as one.
    static QString oneLine(const QString &text);
};

} // namespace guarita::console
