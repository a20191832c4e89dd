// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>

#include <vector>

namespace guarita::support {

/// Bytes in, and what must come of them as Outcome::text() says it.
struct FramerCase
{
    const char *name;
    QByteArray input;
    QByteArray expected;
};

using FramerCases = std::vector<FramerCase>;

FramerCases requestLineCases();
FramerCases targetCases();
FramerCases fieldCases();
FramerCases hostCases();
FramerCases connectionCases();
FramerCases lengthCases();
FramerCases chunkCases();
FramerCases sequenceCases();

/// A request with this request line and a Host field.
inline QByteArray withLine(const QByteArray &line)
{
    return line + "\r\nHost: h\r\n\r\n";
}

inline QByteArray withTarget(const QByteArray &target)
{
    return withLine("GET " + target + " HTTP/1.1");
}

/// A GET with a Host and these field lines, which CR LF separates.
inline QByteArray withFields(const QByteArray &lines)
{
    return "GET / HTTP/1.1\r\nHost: h\r\n" + lines + "\r\n\r\n";
}

/// A POST with these field lines.
inline QByteArray withBody(const QByteArray &lines, const QByteArray &body)
{
    return "POST / HTTP/1.1\r\nHost: h\r\n" + lines + "\r\n\r\n" + body;
}

inline QByteArray chunked(const QByteArray &body)
{
    return withBody("Transfer-Encoding: chunked", body);
}

} // namespace guarita::support
