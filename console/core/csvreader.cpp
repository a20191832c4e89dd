// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/core/csvreader.h"

#include <algorithm>

namespace guarita::console {

bool CsvReader::next(QStringList &cells)
{
    cells.clear();
    m_rowLine = m_line;
    m_blank = true;
    for (;;) {
        QString cell;
        if (!atEnd() && m_text[m_at] == u'"') {
            m_blank = false;
            if (!quotedCell(cell))
                return false;
        }
        plainRest(cell);
        cells.append(std::move(cell));
        if (atEnd())
            return true;
        if (m_text[m_at] != m_separator) {
            endLine();
            return true;
        }
        ++m_at;
    }
}

bool CsvReader::quotedCell(QString &cell)
{
    const int begun = m_line;
    ++m_at;
    for (;;) {
        const qsizetype quote = m_text.indexOf(u'"', m_at);
        if (quote < 0) {
            m_rowLine = begun;
            return false;
        }
        const QStringView part = m_text.sliced(m_at, quote - m_at);
        cell += part;
        m_line += static_cast<int>(part.count(u'\n'));
        m_at = quote + 1;
        if (atEnd() || m_text[m_at] != u'"')
            return true;
        cell += u'"';
        ++m_at;
    }
}

void CsvReader::plainRest(QString &cell)
{
    const auto begin = m_text.begin() + m_at;
    const auto end = std::find_if(begin, m_text.end(),
                                  [this](QChar c) { return c == m_separator || c == u'\n' || c == u'\r'; });
    const QStringView part = m_text.sliced(m_at, end - begin);
    m_blank = m_blank && part.trimmed().isEmpty();
    cell += part;
    m_at += part.size();
}

void CsvReader::endLine()
{
    const bool carriageReturn = m_text[m_at] == u'\r';
    ++m_at;
    if (carriageReturn && !atEnd() && m_text[m_at] == u'\n')
        ++m_at;
    ++m_line;
}

} // namespace guarita::console
