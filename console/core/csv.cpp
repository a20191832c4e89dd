// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/core/csv.h"

#include "console/core/csvreader.h"

#include <QtCore/QStringDecoder>

#include <algorithm>
#include <array>
#include <map>
#include <utility>

namespace guarita::console {

namespace {

constexpr QChar byteOrderMark(0xFEFF);
constexpr std::array separators{QChar(u'\t'), QChar(u';'), QChar(u',')}; // the likelier first
constexpr std::size_t rowsThatTellTheSeparator = 50;

// 0x80 to 0x9F of Windows-1252; bytes that it leaves undefined stand for themselves.
constexpr std::array<char16_t, 32> windowsHigh{
    0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x008D, 0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178};

QString fromWindows(const QByteArray &bytes)
{
    QString text = QString::fromLatin1(bytes);
    for (QChar &c : text) {
        if (c >= QChar(0x80) && c <= QChar(0x9F))
            c = QChar(windowsHigh[c.unicode() - 0x80]);
    }
    return text;
}

std::optional<QString> decodeAs(QStringConverter::Encoding encoding, const QByteArray &bytes)
{
    QStringDecoder decoder(encoding, QStringConverter::Flag::Stateless);
    QString text = decoder.decode(bytes);
    if (decoder.hasError())
        return {};
    return text;
}

struct Decoded
{
    QString text;
    CsvEncoding encoding;
};

std::optional<Decoded> decode(const QByteArray &bytes, std::optional<CsvEncoding> wanted)
{
    const bool wide = bytes.startsWith("\xFF\xFE") || bytes.startsWith("\xFE\xFF");
    const CsvEncoding likely = wide ? CsvEncoding::Utf16 : CsvEncoding::Utf8;
    std::optional<QString> text;
    switch (wanted.value_or(likely)) {
    case CsvEncoding::Utf8:
        text = decodeAs(QStringConverter::Utf8, bytes);
        if (!text && !wanted)
            return decode(bytes, CsvEncoding::Windows1252);
        break;
    case CsvEncoding::Utf16:
        if (bytes.size() % 2 == 0)
            text = decodeAs(QStringConverter::Utf16, bytes);
        break;
    case CsvEncoding::Windows1252:
        text = fromWindows(bytes);
        break;
    }
    if (!text || text->contains(QChar(u'\0')))
        return {};
    return Decoded{std::move(*text), wanted.value_or(likely)};
}

using Counts = std::array<qsizetype, separators.size()>;

/// How often each separator stands outside quotes, for each of the first rows that are not blank. A quote
/// opens behind any of them, so that what is in quotes misleads nobody.
std::vector<Counts> countSeparators(QStringView text)
{
    std::vector<Counts> rows;
    Counts counts{};
    bool blank = true;
    bool cellBegins = true;
    for (qsizetype at = 0; at < text.size() && rows.size() < rowsThatTellTheSeparator; ++at) {
        const QChar c = text[at];
        if (c == u'"' && cellBegins) {
            // A doubled quote closes and opens again.
            at = text.indexOf(u'"', at + 1);
            if (at < 0)
                break;
            blank = false;
            continue;
        }
        const auto separator = std::find(separators.begin(), separators.end(), c);
        const bool lineEnds = c == u'\n' || c == u'\r';
        cellBegins = lineEnds || separator != separators.end();
        if (separator != separators.end())
            ++counts[static_cast<std::size_t>(separator - separators.begin())];
        blank = blank && c.isSpace() && c != u'\t';
        if (lineEnds && !std::exchange(blank, true))
            rows.push_back(std::exchange(counts, {}));
    }
    if (!blank)
        rows.push_back(counts);
    return rows;
}

/// How many rows have as many of one separator as most of them have, if they have it at all.
int evenRows(const std::vector<Counts> &rows, std::size_t separator)
{
    std::map<qsizetype, int> rowsOfCount;
    for (const Counts &counts : rows)
        ++rowsOfCount[counts[separator]];
    const auto most = std::max_element(rowsOfCount.begin(), rowsOfCount.end(),
                                       [](const auto &a, const auto &b) { return a.second < b.second; });
    return most == rowsOfCount.end() || most->first == 0 ? 0 : most->second;
}

QChar findSeparator(QStringView text)
{
    const std::vector<Counts> rows = countSeparators(text);
    QChar best = u',';
    int bestRows = 0;
    for (std::size_t i = 0; i < separators.size(); ++i) {
        const int even = evenRows(rows, i);
        if (even > bestRows) {
            best = separators[i];
            bestRows = even;
        }
    }
    return best;
}

bool isFormulaStart(QChar c)
{
    // The wide forms, too, are taken for the narrow ones by some spreadsheets.
    return QStringView(u"=+-@\t\r\uFF1D\uFF0B\uFF0D\uFF20").contains(c);
}

bool isNumber(QStringView text)
{
    if (text.startsWith(u'-') || text.startsWith(u'+'))
        text = text.sliced(1);
    const auto isDigit = [](QChar c) { return c >= u'0' && c <= u'9'; };
    return std::any_of(text.begin(), text.end(), isDigit) &&
           std::all_of(text.begin(), text.end(),
                       [&](QChar c) { return isDigit(c) || c == u'.' || c == u','; });
}

/// Whether, behind any apostrophes, there is what a spreadsheet would run.
bool runsBehindApostrophes(const QString &cell)
{
    const auto first = std::find_if(cell.begin(), cell.end(), [](QChar c) { return c != u'\''; });
    return first != cell.end() && isFormulaStart(*first);
}

bool needsQuotes(const QString &cell)
{
    if (cell.isEmpty())
        return false;
    return cell.front().isSpace() || cell.back().isSpace() ||
           std::any_of(cell.begin(), cell.end(),
                       [](QChar c) { return QStringView(u"\"\r\n\t;,\uFEFF").contains(c); });
}

QString quoted(QString cell)
{
    cell.replace(u'"', QStringLiteral("\"\""));
    return u'"' + cell + u'"';
}

} // namespace

core::Result<CsvTable, CsvFault> readCsv(const QByteArray &bytes, const CsvFormat &format)
{
    std::optional<Decoded> decoded = decode(bytes, format.encoding);
    if (!decoded)
        return CsvFault{CsvFault::Kind::NotText};
    auto table = readCsv(QStringView(decoded->text), format);
    if (table)
        table.value().encoding = decoded->encoding;
    return table;
}

core::Result<CsvTable, CsvFault> readCsv(QStringView text, const CsvFormat &format)
{
    if (text.startsWith(byteOrderMark))
        text = text.sliced(1);
    CsvTable table;
    table.separator = format.separator.value_or(QChar());
    if (!format.separator)
        table.separator = findSeparator(text);

    CsvReader reader(text, table.separator);
    qsizetype widest = 0;
    while (!reader.atEnd()) {
        QStringList cells;
        if (!reader.next(cells))
            return CsvFault{CsvFault::Kind::OpenQuote, reader.line()};
        if (reader.blank())
            continue;
        widest = std::max(widest, cells.size());
        table.rows.push_back(std::move(cells));
        table.lines.push_back(reader.line());
        const auto rows = static_cast<qsizetype>(table.rows.size());
        if (rows > maxCsvRows || widest > maxCsvColumns || rows * widest > maxCsvCells)
            return CsvFault{CsvFault::Kind::TooLarge, reader.line()};
    }
    if (table.rows.empty())
        return CsvFault{CsvFault::Kind::Empty};
    for (QStringList &cells : table.rows)
        cells.resize(widest);
    return table;
}

QByteArray csvMark()
{
    return QByteArrayLiteral("\xEF\xBB\xBF");
}

QChar csvSeparator(const QLocale &locale)
{
    return locale.decimalPoint() == QStringLiteral(",") ? u';' : u',';
}

QByteArray writeCsv(const std::vector<QStringList> &rows, QChar separator)
{
    QByteArray bytes;
    for (const QStringList &cells : rows)
        appendCsvRow(bytes, cells, separator);
    return bytes;
}

void appendCsvRow(QByteArray &bytes, const QStringList &cells, QChar separator)
{
    // Quotes tell a row of empty cells from a blank line.
    const bool empty = std::all_of(cells.begin(), cells.end(), [](const QString &c) { return c.isEmpty(); });
    QString line;
    for (qsizetype i = 0; i < cells.size(); ++i) {
        if (i > 0)
            line += separator;
        const QString cell = guarded(cells[i]);
        line += needsQuotes(cell) || cell.contains(separator) || (empty && i == 0) ? quoted(cell) : cell;
    }
    bytes += line.toUtf8() + "\r\n";
}

QString guarded(const QString &cell)
{
    return runsBehindApostrophes(cell) && !isNumber(cell) ? u'\'' + cell : cell;
}

QString unguarded(const QString &cell)
{
    return cell.startsWith(u'\'') && runsBehindApostrophes(cell) ? cell.sliced(1) : cell;
}

} // namespace guarita::console
