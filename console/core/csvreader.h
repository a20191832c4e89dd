// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QString>
#include <QtCore/QStringList>

namespace guarita::console {

/// Splits a text into rows of cells, one row at a time. RFC 4180, but never strict about what it can read: a
/// quote within an unquoted cell and text behind a closing quote stand for themselves.
class CsvReader
{
public:
    CsvReader(QStringView text, QChar separator)
        : m_text(text)
        , m_separator(separator)
    {
    }

    bool atEnd() const { return m_at >= m_text.size(); }
    /// The next row. False if a quote is never closed: line() then is where it began.
    bool next(QStringList &cells);
    /// Where the row that next() read begins, from 1.
    int line() const { return m_rowLine; }
    /// Whether the row that next() read has only white space, none of it within quotes.
    bool blank() const { return m_blank; }

private:
    bool quotedCell(QString &cell);
    void plainRest(QString &cell);
    void endLine();

    QStringView m_text;
    QChar m_separator;
    qsizetype m_at = 0;
    int m_line = 1;
    int m_rowLine = 1;
    bool m_blank = true;
};

} // namespace guarita::console
