// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>

#include <vector>

// How a client could spell a path, in the hope that who judges it and who serves it read different things.

/// What a spelling is to be read as.
enum class Reading { Plain, Another, Refused };

inline QByteArray lettersEncoded(const QByteArray &path, bool upper)
{
    QByteArray out;
    for (const char c : path) {
        const QByteArray hex = QByteArray::number(static_cast<uchar>(c), 16);
        out += c == '/' ? QByteArray(1, c) : '%' + (upper ? hex.toUpper() : hex);
    }
    return out;
}

/// All slashes but the first.
inline QByteArray slashesAs(const QByteArray &path, const QByteArray &spelling)
{
    return '/' + path.mid(1).replace("/", spelling);
}

inline QByteArray capitalised(const QByteArray &path)
{
    return '/' + path.mid(1, 1).toUpper() + path.mid(2);
}

/// One way to write a path differently in a request line.
struct Spelling
{
    const char *name;
    Reading reading;
    QByteArray (*spell)(const QByteArray &path);
};

using Path = const QByteArray &;

inline const std::vector<Spelling> &spellings()
{
    using enum Reading;
    static const std::vector<Spelling> all{
        {"itself", Plain, [](Path p) { return p; }},
        {"with a query", Plain, [](Path p) -> QByteArray { return p + "?x=/../admin/backends"; }},
        {"in absolute form", Plain, [](Path p) -> QByteArray { return "HTTP://test" + p; }},
        {"letters encoded", Plain, [](Path p) { return lettersEncoded(p, false); }},
        {"letters encoded, upper-case digits", Plain, [](Path p) { return lettersEncoded(p, true); }},
        {"first letter encoded", Plain,
         [](Path p) -> QByteArray { return '/' + lettersEncoded(p.mid(1, 1), false) + p.mid(2); }},
        {"last letter encoded", Plain,
         [](Path p) -> QByteArray { return p.chopped(1) + lettersEncoded(p.last(1), true); }},
        {"letters encoded twice", Another,
         [](Path p) { return lettersEncoded(p, false).replace("%", "%25"); }},
        {"letters encoded three times", Another,
         [](Path p) { return lettersEncoded(p, false).replace("%", "%2525"); }},
        {"letters as %u", Refused, [](Path p) { return lettersEncoded(p, false).replace("%", "%u00"); }},
        {"broken encoding", Refused, [](Path p) -> QByteArray { return p + "%6"; }},
        {"first slash encoded", Refused, [](Path p) -> QByteArray { return "%2F" + p.mid(1); }},
        {"slashes encoded", Refused, [](Path p) { return slashesAs(p + "/", "%2F"); }},
        {"slashes encoded, lower-case digits", Refused, [](Path p) { return slashesAs(p + "/", "%2f"); }},
        {"slashes encoded twice", Another, [](Path p) { return slashesAs(p + "/", "%252F"); }},
        {"encoded slash before", Refused, [](Path p) -> QByteArray { return "/%2F" + p.mid(1); }},
        {"slashes as back slashes", Refused, [](Path p) { return slashesAs(p + "/", "\\"); }},
        {"slashes as encoded back slashes", Refused, [](Path p) { return slashesAs(p + "/", "%5C"); }},
        {"slashes as overlong UTF-8", Refused, [](Path p) { return slashesAs(p + "/", "%C0%AF"); }},
        {"slashes as longer UTF-8", Refused, [](Path p) { return slashesAs(p + "/", "%E0%80%AF"); }},
        {"slashes as raw overlong UTF-8", Refused, [](Path p) { return slashesAs(p + "/", "\xC0\xAF"); }},
        {"slashes of full width", Another, [](Path p) { return slashesAs(p + "/", "%EF%BC%8F"); }},
        {"letters as overlong UTF-8", Refused,
         [](Path p) { return QByteArray(p).replace("i", "%C1%A9") + "%C1%A9"; }},
        {"letters of full width", Another,
         [](Path p) { return QByteArray(p).replace("i", "%EF%BD%89") + "%EF%BD%89"; }},
        {"letters without their dot", Another,
         [](Path p) { return QByteArray(p).replace("i", "%C4%B1") + "%C4%B1"; }},
        {"upper case", Another, [](Path p) { return p.toUpper(); }},
        {"first letter upper case", Another, [](Path p) { return capitalised(p); }},
        {"first letter upper case, encoded", Another,
         [](Path p) -> QByteArray {
             return '/' + lettersEncoded(capitalised(p).mid(1, 1), false) + p.mid(2);
         }},
        {"slash after", Another, [](Path p) -> QByteArray { return p + '/'; }},
        {"slashes after", Refused, [](Path p) -> QByteArray { return p + "//"; }},
        {"empty segment before", Refused, [](Path p) -> QByteArray { return '/' + p; }},
        {"empty segments within", Refused, [](Path p) { return slashesAs(p + "/x", "//"); }},
        {"another authority", Refused, [](Path p) -> QByteArray { return "//test" + p; }},
        {"empty segment in absolute form", Refused, [](Path p) -> QByteArray { return "http://test/" + p; }},
        {"another scheme", Refused, [](Path p) -> QByteArray { return "https://test" + p; }},
        {"dot segment before", Refused, [](Path p) -> QByteArray { return "/." + p; }},
        {"dot segment before, encoded", Refused, [](Path p) -> QByteArray { return "/%2e" + p; }},
        {"from a way up", Refused, [](Path p) -> QByteArray { return "/docs/.." + p; }},
        {"from a way up, encoded", Refused, [](Path p) -> QByteArray { return "/docs/%2e%2E" + p; }},
        {"from a way up, half encoded", Refused, [](Path p) -> QByteArray { return "/docs/.%2e" + p; }},
        {"from a way up, encoded twice", Another,
         [](Path p) -> QByteArray { return "/docs/%252e%252e" + p; }},
        {"from a way up, overlong UTF-8", Refused,
         [](Path p) -> QByteArray { return "/docs/%C0%AE%C0%AE" + p; }},
        {"from a way up with a parameter", Another, [](Path p) -> QByteArray { return "/docs/..;x" + p; }},
        {"way up after", Refused, [](Path p) -> QByteArray { return p + "/.."; }},
        {"dot segment after, encoded", Refused, [](Path p) -> QByteArray { return p + "/%2E"; }},
        {"dot after", Another, [](Path p) -> QByteArray { return p + '.'; }},
        {"parameter after", Another, [](Path p) -> QByteArray { return p + ";x=1"; }},
        {"parameter after, encoded", Another, [](Path p) -> QByteArray { return p + "%3Bx=1"; }},
        {"parameters within", Another, [](Path p) { return slashesAs(p, ";x/") + ";x"; }},
        {"extension", Another, [](Path p) -> QByteArray { return p + ".json"; }},
        {"query mark encoded", Another, [](Path p) -> QByteArray { return p + "%3Fx=1"; }},
        {"fragment", Refused, [](Path p) -> QByteArray { return p + "#x"; }},
        {"fragment mark encoded", Another, [](Path p) -> QByteArray { return p + "%23x"; }},
        {"NUL after", Refused, [](Path p) -> QByteArray { return p + "%00"; }},
        {"NUL before an extension", Refused, [](Path p) -> QByteArray { return p + "%00.json"; }},
        {"NUL within", Refused, [](Path p) -> QByteArray { return p.first(2) + "%00" + p.mid(2); }},
        {"NUL, raw", Refused, [](Path p) -> QByteArray { return p + '\0'; }},
        {"NUL as overlong UTF-8", Refused, [](Path p) -> QByteArray { return p + "%C0%80"; }},
        {"line feed after", Refused, [](Path p) -> QByteArray { return p + "%0a"; }},
        {"another request line after", Refused, [](Path p) -> QByteArray { return p + "%20HTTP/1.1%0D%0A"; }},
        {"tab after", Refused, [](Path p) -> QByteArray { return p + "%09"; }},
        {"delete character after", Refused, [](Path p) -> QByteArray { return p + "%7F"; }},
        {"space after", Another, [](Path p) -> QByteArray { return p + "%20"; }},
        {"space after, raw", Refused, [](Path p) -> QByteArray { return p + ' '; }},
        {"invisible space after", Another, [](Path p) -> QByteArray { return p + "%E2%80%8B"; }},
        {"star", Refused, [](Path) -> QByteArray { return "*"; }},
    };
    return all;
}
