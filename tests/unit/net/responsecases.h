// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>

#include <vector>

namespace guarita::support {

/// Bytes of a server, and what must come of them and of the connection's end as Answers::text() says it.
struct ResponseCase
{
    const char *name;
    QByteArray requests; // as AnswerFeeder has them
    QByteArray input;
    QByteArray expected;
};

using ResponseCases = std::vector<ResponseCase>;

ResponseCases statusLineCases();
ResponseCases responseFieldCases();
ResponseCases persistenceCases();
ResponseCases responseLengthCases();
ResponseCases bodylessCases();
ResponseCases responseChunkCases();
ResponseCases interimCases();
ResponseCases answerSequenceCases();

/// An answer without a body and with this status line.
inline QByteArray answerWithLine(const QByteArray &line)
{
    return line + "\r\nContent-Length: 0\r\n\r\n";
}

/// A 200 with these field lines, which CR LF separates.
inline QByteArray answerWith(const QByteArray &lines, const QByteArray &body = {})
{
    return "HTTP/1.1 200 OK\r\n" + lines + "\r\n\r\n" + body;
}

inline QByteArray chunkedAnswer(const QByteArray &body)
{
    return answerWith("Transfer-Encoding: chunked", body);
}

/// An interim answer with these field lines, each with its end.
inline QByteArray interim(const QByteArray &lines)
{
    return "HTTP/1.1 103 Early Hints\r\n" + lines + "\r\n";
}

} // namespace guarita::support
