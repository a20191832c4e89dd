// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/items/importtexts.h"

#include "console/models/items/drafttexts.h"
#include "console/widgets/moneyedit.h"

namespace guarita::console {

QString ImportTexts::explain(const CellFault &fault, const QString &cell, const QLocale &numbers)
{
    return fault.money ? MoneyEdit::explain(*fault.money, cell, numbers)
                       : DraftTexts::explain({fault.field, fault.rule});
}

QString ImportTexts::explain(const ImportReader::Fault &fault)
{
    if (!fault.table) {
        if (fault.fileTooLarge)
            return tr("The file is larger than %1 MiB. Split it into several.")
                .arg(ImportReader::maxFileBytes / (1024 * 1024));
        return tr("The file cannot be read: %1").arg(fault.file);
    }
    switch (fault.table->kind) {
    case CsvFault::Kind::Empty:
        return tr("There are no rows in it.");
    case CsvFault::Kind::NotText:
        return tr("This is not a text in the chosen encoding. Save the table as CSV and try again.");
    case CsvFault::Kind::OpenQuote:
        return tr("A quotation mark opens on line %1 and is never closed.").arg(fault.table->line);
    case CsvFault::Kind::TooLarge:
        break;
    }
    return tr("There are too many rows or columns: at most %1 rows and %2 columns fit.")
        .arg(maxCsvRows)
        .arg(maxCsvColumns);
}

QString ImportTexts::separatorName(QChar separator)
{
    switch (separator.unicode()) {
    case u'\t':
        return tr("Tab");
    case u';':
        return tr("Semicolon ( ; )");
    default:
        return tr("Comma ( , )");
    }
}

QString ImportTexts::encodingName(CsvEncoding encoding)
{
    switch (encoding) {
    case CsvEncoding::Utf8:
        return QStringLiteral("UTF-8");
    case CsvEncoding::Utf16:
        return QStringLiteral("UTF-16");
    case CsvEncoding::Windows1252:
        break;
    }
    return QStringLiteral("Windows-1252");
}

QString ImportTexts::numberSample(const QLocale &locale)
{
    return locale.toString(1234.56, 'f', 2);
}

QString ImportTexts::missing(Field field)
{
    switch (field) {
    case Field::Nome:
        return tr("Choose the column that holds the name, above the table.");
    case Field::Preco:
        return tr("Choose the column that holds the price, above the table.");
    case Field::Descricao:
        break;
    }
    return {};
}

} // namespace guarita::console
