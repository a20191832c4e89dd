// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QtCore/QLocale>
#include <QtCore/QString>
#include <QtCore/QStringList>

#include <optional>
#include <vector>

namespace guarita::console {

enum class CsvEncoding { Utf8, Utf16, Windows1252 };

/// How a table is written. What is not given is found out.
struct CsvFormat
{
    std::optional<QChar> separator;
    std::optional<CsvEncoding> encoding; // of bytes alone
};

struct CsvTable
{
    QChar separator;
    CsvEncoding encoding = CsvEncoding::Utf8;
    std::vector<QStringList> rows; // all with as many cells as the widest; blank lines are left out
    std::vector<int> lines;        // of the text, from 1: where each row begins

    qsizetype columns() const { return rows.empty() ? 0 : rows.front().size(); }
};

/// Why a text is no table.
struct CsvFault
{
    enum class Kind {
        Empty,     // nothing but blank lines
        NotText,   // bytes that no accepted encoding makes a text of
        OpenQuote, // a quote that begins at `line` is never closed
        TooLarge,  // more rows, columns or cells than the limits
    };

    Kind kind = Kind::Empty;
    int line = 0;
};

constexpr qsizetype maxCsvRows = 100'000;
constexpr qsizetype maxCsvColumns = 256;
constexpr qsizetype maxCsvCells = 5'000'000;

/// Reads CSV or TSV (RFC 4180; quotes may hold line ends; CRLF, LF or CR; a UTF-8 or UTF-16 mark). The
/// separator is the one of tab, semicolon and comma that splits the first rows most evenly. Bytes that are
/// not UTF-8 are taken for Windows-1252, which spreadsheets still write.
///
/// Pure, and so may run in any thread: 20 MB take some hundred milliseconds, so who has a window reads and
/// plans (planImport()) in a QThreadPool and takes the values back over the event loop.
core::Result<CsvTable, CsvFault> readCsv(const QByteArray &bytes, const CsvFormat &format = {});
core::Result<CsvTable, CsvFault> readCsv(QStringView text, const CsvFormat &format = {});

/// What a file begins with for a spreadsheet to take it for UTF-8.
QByteArray csvMark();
/// The one that spreadsheets expect where the comma separates decimals: a semicolon there, else a comma.
QChar csvSeparator(const QLocale &locale);
/// Writes rows with CRLF; readCsv() gets the same cells back, but for guards.
QByteArray writeCsv(const std::vector<QStringList> &rows, QChar separator);
void appendCsvRow(QByteArray &bytes, const QStringList &cells, QChar separator);

/// A cell that a spreadsheet would run as a formula (it begins with = + - @ tab or CR and is no number) gets
/// an apostrophe in front; so does one that has an apostrophe there already, so that unguarded() gives back
/// exactly what was guarded. writeCsv() guards every cell; readCsv() shows them as they stand, and
/// planImport() takes guards off.
QString guarded(const QString &cell);
QString unguarded(const QString &cell);

} // namespace guarita::console
