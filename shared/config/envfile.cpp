// SPDX-License-Identifier: GPL-3.0-or-later
#include "config/envfile.h"

#include <QtCore/QStringDecoder>

#include <algorithm>
#include <optional>

namespace guarita::config {

namespace {

constexpr QByteArrayView byteOrderMark("\xEF\xBB\xBF");

bool isName(QStringView text)
{
    const auto letter = [](QChar c) {
        return (c >= QLatin1Char('A') && c <= QLatin1Char('Z')) || c == QLatin1Char('_');
    };
    const auto digit = [](QChar c) { return c >= QLatin1Char('0') && c <= QLatin1Char('9'); };
    return !text.isEmpty() && letter(text[0]) &&
           std::all_of(text.begin(), text.end(), [&](QChar c) { return letter(c) || digit(c); });
}

std::optional<QString> decoded(QByteArrayView line)
{
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    QString text = decoder.decode(line);
    if (decoder.hasError())
        return std::nullopt;
    return text;
}

class LineParser
{
public:
    explicit LineParser(EnvFile &file)
        : m_file(file)
    {
    }

    void parse(QByteArrayView line)
    {
        ++m_line;
        const std::optional<QString> text = decoded(line);
        if (!text)
            return mistake(QStringLiteral("the line is not UTF-8"));
        const bool control = std::any_of(text->begin(), text->end(), [](QChar c) {
            return (c.unicode() < 0x20 && c != QLatin1Char('\t')) || c.unicode() == 0x7f;
        });
        if (control)
            return mistake(QStringLiteral("the line holds a control character"));
        parseText(QStringView(*text).trimmed());
    }

    void mistake(const QString &what) { m_file.mistakes.push_back({std::max(m_line, 1), what}); }

private:
    void parseText(QStringView text)
    {
        if (text.isEmpty() || text.startsWith(QLatin1Char('#')))
            return;
        if (text.startsWith(u"export ") || text.startsWith(u"export\t"))
            return mistake(QStringLiteral("\"export\" is not allowed here; write NAME=value"));
        const qsizetype equals = text.indexOf(QLatin1Char('='));
        if (equals < 0)
            return mistake(QStringLiteral("there is no '='; write NAME=value"));
        const QStringView name = text.first(equals);
        const QStringView value = text.sliced(equals + 1);
        if (name != name.trimmed() || value != value.trimmed())
            return mistake(QStringLiteral("there must be no blank beside '='"));
        if (!isName(name))
            return mistake(
                QStringLiteral("a name is made of A-Z, 0-9 and _, and does not begin with a digit"));
        if (const std::optional<QString> unquoted = withoutQuotes(value))
            m_file.entries.push_back({name.toString(), *unquoted, m_line});
    }

    std::optional<QString> withoutQuotes(QStringView value)
    {
        const QChar first = value.isEmpty() ? QChar() : value.front();
        if (first != QLatin1Char('"') && first != QLatin1Char('\'')) {
            if (value.contains(u" #") || value.contains(u"\t#")) {
                mistake(QStringLiteral(
                    "a comment needs a line of its own; put the value in quotes if '#' is part of it"));
                return std::nullopt;
            }
            return value.toString();
        }
        const qsizetype closing = value.indexOf(first, 1);
        if (closing < 0) {
            mistake(QStringLiteral("the quote is not closed"));
            return std::nullopt;
        }
        if (closing != value.size() - 1) {
            mistake(QStringLiteral("nothing may follow the closing quote"));
            return std::nullopt;
        }
        return value.sliced(1, value.size() - 2).toString();
    }

    EnvFile &m_file;
    int m_line = 0;
};

} // namespace

EnvFile parseEnvFile(QByteArrayView bytes)
{
    EnvFile file;
    LineParser parser(file);
    if (bytes.startsWith(byteOrderMark)) {
        parser.mistake(QStringLiteral("the file begins with a byte order mark; save it as plain UTF-8"));
        bytes = bytes.sliced(byteOrderMark.size());
    }
    while (!bytes.isEmpty()) {
        const qsizetype end = bytes.indexOf('\n');
        QByteArrayView line = end < 0 ? bytes : bytes.first(end);
        bytes = end < 0 ? QByteArrayView() : bytes.sliced(end + 1);
        if (line.endsWith('\r'))
            line.chop(1);
        parser.parse(line);
    }
    return file;
}

} // namespace guarita::config
