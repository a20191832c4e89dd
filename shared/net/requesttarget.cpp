// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/requesttarget.h"

#include "net/characters.h"
#include "net/hostvalue.h"

#include <algorithm>

namespace guarita::net {

namespace {

enum class Part { Path, Query };

constexpr unsigned allowedIn(Part part)
{
    return part == Part::Path ? characters::Path : characters::Query;
}

Verdict judgeEncoded(char decoded, Part part)
{
    const auto byte = static_cast<unsigned char>(decoded);
    const bool control = byte < 0x20 || byte == 0x7f;
    const bool separator = part == Part::Path && (decoded == '/' || decoded == '\\');
    return control || separator ? &rejections::forbiddenPercentEncoding : nullptr;
}

void appendEncoded(QByteArray &out, char decoded)
{
    constexpr char digits[] = "0123456789ABCDEF";
    const auto byte = static_cast<unsigned char>(decoded);
    out.append('%').append(digits[byte >> 4]).append(digits[byte & 15]);
}

/// Checks one part, and appends its canonical spelling and its decoded bytes.
Verdict canonicalise(QByteArrayView raw, Part part, QByteArray &canonical, QByteArray &decoded)
{
    for (qsizetype i = 0; i < raw.size(); ++i) {
        const char c = raw[i];
        if (characters::is(c, allowedIn(part))) {
            canonical.append(c);
            decoded.append(c);
            continue;
        }
        if (c != '%')
            return &rejections::badTargetCharacter;
        const int high = raw.size() - i > 2 ? characters::hexValue(raw[i + 1]) : -1;
        const int low = raw.size() - i > 2 ? characters::hexValue(raw[i + 2]) : -1;
        if (high < 0 || low < 0)
            return &rejections::badPercentEncoding;
        const char byte = static_cast<char>(high * 16 + low);
        if (const Verdict verdict = judgeEncoded(byte, part))
            return verdict;
        if (characters::is(byte, characters::Unreserved))
            canonical.append(byte);
        else
            appendEncoded(canonical, byte);
        decoded.append(byte);
        i += 2;
    }
    return nullptr;
}

/// The decoded path. Its slashes are the real ones, for encoded ones were refused.
Verdict judgeSegments(QByteArrayView path)
{
    qsizetype start = 1;
    while (start < path.size()) {
        const qsizetype slash = path.indexOf('/', start);
        const qsizetype end = slash < 0 ? path.size() : slash;
        const QByteArrayView segment = path.sliced(start, end - start);
        if (segment.isEmpty())
            return &rejections::emptySegment;
        if (segment.front() == '.' && (segment.size() == 1 || segment == QByteArrayView("..")))
            return &rejections::dotSegment;
        start = end + 1;
    }
    return nullptr;
}

Verdict judgePath(QByteArrayView path)
{
    if (const Verdict verdict = judgeSegments(path))
        return verdict;
    const bool ascii = std::none_of(path.begin(), path.end(), [](char c) { return (c & 0x80) != 0; });
    return ascii || path.isValidUtf8() ? nullptr : &rejections::pathNotUtf8;
}

bool allOf(QByteArrayView text, Part part)
{
    return std::all_of(text.begin(), text.end(),
                       [part](char c) { return characters::is(c, allowedIn(part)); });
}

/// `raw` starts with '/'.
Verdict parseOriginForm(QByteArrayView raw, RequestTarget &target)
{
    const qsizetype mark = raw.indexOf('?');
    const QByteArrayView path = mark < 0 ? raw : raw.first(mark);
    const QByteArrayView query = mark < 0 ? QByteArrayView() : raw.sliced(mark + 1);
    if (allOf(path, Part::Path) && allOf(query, Part::Query)) { // already canonical: the usual case
        target.canonical = raw.toByteArray();
        target.path = mark < 0 ? target.canonical : path.toByteArray(); // shares the bytes
        target.query = query.toByteArray();
        return judgePath(target.path);
    }

    target.canonical.reserve(raw.size());
    if (const Verdict verdict = canonicalise(path, Part::Path, target.canonical, target.path))
        return verdict;
    if (const Verdict verdict = judgePath(target.path))
        return verdict;
    if (mark < 0)
        return nullptr;
    target.canonical.append('?');
    const qsizetype queryStart = target.canonical.size();
    QByteArray decodedQuery;
    const Verdict verdict = canonicalise(query, Part::Query, target.canonical, decodedQuery);
    target.query = target.canonical.sliced(queryStart);
    return verdict;
}

Verdict parseAbsoluteForm(QByteArrayView afterScheme, RequestTarget &target)
{
    const auto end = std::find_if(afterScheme.begin(), afterScheme.end(),
                                  [](char c) { return c == '/' || c == '?' || c == '#'; });
    const qsizetype size = end - afterScheme.begin();
    const QByteArrayView authority = afterScheme.first(size);
    const QByteArrayView rest = afterScheme.sliced(size);
    if (!isHostValue(authority))
        return &rejections::badTargetAuthority;
    target.authority = authority.toByteArray();
    if (rest.startsWith('/'))
        return parseOriginForm(rest, target);
    return parseOriginForm(QByteArray("/" + rest.toByteArray()), target); // an empty path means "/"
}

} // namespace

Verdict parseRequestTarget(QByteArrayView raw, RequestTarget &target)
{
    constexpr QByteArrayView scheme("http://");
    if (raw.startsWith('/'))
        return parseOriginForm(raw, target);
    if (raw.size() >= scheme.size() &&
        qstrnicmp(raw.data(), scheme.size(), scheme.data(), scheme.size()) == 0)
        return parseAbsoluteForm(raw.sliced(scheme.size()), target);
    return &rejections::badTargetForm;
}

} // namespace guarita::net
