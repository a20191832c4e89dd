// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/models/items/importreader.h"

#include <QtCore/QCoreApplication>

namespace guarita::console {

/// What the parts of a table are called and what is wrong with them, in the current language.
class ImportTexts final
{
    Q_DECLARE_TR_FUNCTIONS(guarita::console::ImportTexts)

public:
    static QString explain(const CellFault &fault, const QString &cell, const QLocale &numbers);
    static QString explain(const ImportReader::Fault &fault);
    static QString separatorName(QChar separator);
    static QString encodingName(CsvEncoding encoding);
    /// A number as it is written there: "1.234,56".
    static QString numberSample(const QLocale &locale);
    /// A field that rows must have and no column holds, if there is one.
    static QString missing(Field field);
};

} // namespace guarita::console
