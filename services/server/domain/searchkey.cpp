// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/domain/searchkey.h"

#include <algorithm>

namespace guarita::server::domain {

namespace {

constexpr int firstClassOfAccents =
    10; // UAX #44, table 15: below are overlays, nuktas, kana voicing, viramas

bool isAscii(const QString &text)
{
    return std::all_of(text.begin(), text.end(), [](QChar c) { return c < QChar(0x80); });
}

bool isAccent(char32_t c)
{
    return QChar::category(c) == QChar::Mark_NonSpacing && QChar::combiningClass(c) >= firstClassOfAccents;
}

QString withoutAccents(const QString &decomposed)
{
    QString kept;
    kept.reserve(decomposed.size());
    for (qsizetype i = 0; i < decomposed.size(); ++i) {
        const QChar c = decomposed[i];
        const bool pair =
            c.isHighSurrogate() && i + 1 < decomposed.size() && decomposed[i + 1].isLowSurrogate();
        const char32_t code = pair ? QChar::surrogateToUcs4(c, decomposed[i + 1]) : char32_t(c.unicode());
        if (!isAccent(code))
            kept.append(QStringView(decomposed).mid(i, pair ? 2 : 1));
        i += pair ? 1 : 0;
    }
    return kept;
}

} // namespace

QString searchKey(const QString &text)
{
    if (isAscii(text)) // most are, and have nothing to decompose
        return text.toLower();
    const QString bare = withoutAccents(text.normalized(QString::NormalizationForm_D));
    // Qt's case folding maps one character to one, and so leaves "ß" alone; its upper case knows "SS".
    const QString folded = bare.toCaseFolded().toUpper().toCaseFolded();
    // Composed again: what stays decomposed would let a search find half a letter (a Hangul syllable in a
    // longer one).
    return folded.normalized(QString::NormalizationForm_C);
}

} // namespace guarita::server::domain
