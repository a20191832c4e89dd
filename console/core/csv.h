// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QtCore/QString>
#include <QtCore/QStringList>

#include <vector>

namespace guarita::console {

struct CsvTable
{
    QChar separator;
    std::vector<QStringList> rows; // all with as many cells as the widest; blank lines are left out
};

/// Reads CSV or TSV (RFC 4180; quotes may hold line ends; CRLF, LF or CR; a UTF-8 or UTF-16 mark). The
/// separator is the one of tab, semicolon and comma that splits the first rows most evenly. Fails with
/// "csv_quote" (an open quote), "csv_encoding" (neither UTF-8 nor UTF-16 with a mark), "csv_rows" (more than
/// 100,000) or "csv_empty".
core::Result<CsvTable> readCsv(const QByteArray &bytes);
core::Result<CsvTable> readCsv(QStringView text);

/// Writes rows with CRLF. A cell that a spreadsheet would run as a formula (begins with = + - @ tab or CR and
/// is no number) gets an apostrophe in front, which readCsv() callers see as it stands.
QByteArray writeCsv(const std::vector<QStringList> &rows, QChar separator);

} // namespace guarita::console
