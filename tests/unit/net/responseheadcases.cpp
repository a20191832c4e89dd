// SPDX-License-Identifier: GPL-3.0-or-later
#include "responsecases.h"

#include "net/responseframer.h"

namespace guarita::support {

using namespace Qt::StringLiterals;

ResponseCases statusLineCases()
{
    const auto row = [](const char *name, const QByteArray &line, const QByteArray &expected) {
        return ResponseCase{name, "G", answerWithLine(line), expected};
    };
    const auto refused = [&row](const char *name, const QByteArray &line) {
        return row(name, line, "bad_status_line");
    };
    return {
        row("line usual", "HTTP/1.1 200 OK", "200"),
        row("line reason empty", "HTTP/1.1 200 ", "200"),
        row("line reason missing", "HTTP/1.1 200", "200"),
        row("line reason of words", "HTTP/1.1 404 Not\tFound at all", "404"),
        row("line reason 8 bit", "HTTP/1.1 200 \xc3\xa7\xff", "200"),
        row("line reason like a line", "HTTP/1.1 503 HTTP/1.1 200 OK", "503"),
        row("line reason blanks", "HTTP/1.1 200   ", "200"),
        row("line least status", "HTTP/1.1 200 OK", "200"),
        row("line unknown status", "HTTP/1.1 299 What", "299"),
        row("line most status", "HTTP/1.1 599 No", "599"),
        row("line 1.0", "HTTP/1.0 200 OK", "200 close"),
        row("line 1.2", "HTTP/1.2 200 OK", "200"),
        row("line 1.9", "HTTP/1.9 200 OK", "200"),
        row("line longest", "HTTP/1.1 200 " + QByteArray(8 * 1024 - 13, 'x'), "200"),

        refused("line too long", "HTTP/1.1 200 " + QByteArray(8 * 1024 - 12, 'x')),
        refused("line empty", ""),
        refused("line empty before", "\r\nHTTP/1.1 200 OK"),
        refused("line blank before", " HTTP/1.1 200 OK"),
        refused("line no status", "HTTP/1.1"),
        refused("line no status but blank", "HTTP/1.1 "),
        refused("line status 000", "HTTP/1.1 000 OK"),
        refused("line status 099", "HTTP/1.1 099 OK"),
        refused("line status 600", "HTTP/1.1 600 OK"),
        refused("line status 999", "HTTP/1.1 999 OK"),
        refused("line status of two digits", "HTTP/1.1 20 OK"),
        refused("line status of four digits", "HTTP/1.1 2000 OK"),
        refused("line status minus", "HTTP/1.1 -20 OK"),
        refused("line status plus", "HTTP/1.1 +20 OK"),
        refused("line status hex", "HTTP/1.1 0x2 OK"),
        refused("line status letters", "HTTP/1.1 2OO OK"),
        refused("line status arabic digit", "HTTP/1.1 2\xd9\xa5 OK"),
        refused("line status runs into reason", "HTTP/1.1 200OK"),
        refused("line status tab reason", "HTTP/1.1 200\tOK"),
        refused("line two blanks", "HTTP/1.1  200 OK"),
        refused("line tab", "HTTP/1.1\t200 OK"),
        refused("line lower case", "http/1.1 200 OK"),
        refused("line 0.9", "HTTP/0.9 200 OK"),
        refused("line 2.0", "HTTP/2.0 200 OK"),
        refused("line 2", "HTTP/2 200 OK"),
        refused("line 1.10", "HTTP/1.10 200 OK"),
        refused("line 1.x", "HTTP/1.x 200 OK"),
        refused("line 1", "HTTP/1 200 OK"),
        refused("line icy", "ICY 200 OK"),
        refused("line request", "GET / HTTP/1.1"),
        refused("line html", "<html>200 OK</html>"),
        row("line nul", "HTTP/1.1 200 O\0K"_ba, "control_character"),
        row("line vertical tab", "HTTP/1.1\v200 OK", "control_character"),
        row("line bare cr", "HTTP/1.1 200 OK\rA: b", "bare_cr"),
        row("line bare lf", "HTTP/1.1 200 OK\nA: b", "bare_lf"),
        row("line cr cr lf", "HTTP/1.1 200 OK\r", "bare_cr"),
        row("line tls alert", "\x15\x03\x01", "control_character"),
        {"line cut off", "G", "HTTP/1.1 200 OK\r", "broke off"},
        {"line never", "G", "", "1 unanswered"},
    };
}

ResponseCases responseFieldCases()
{
    const auto row = [](const char *name, const QByteArray &lines, const QByteArray &expected) {
        return ResponseCase{name, "G", answerWith(lines + "\r\nContent-Length: 0"), expected};
    };
    return {
        row("field spelling and order kept", "X-B: 1\r\nx-a:2\r\nX-B: 3", "200 {X-B: 1} {x-a: 2} {X-B: 3}"),
        row("field blanks around", "A: \t b c\t ", "200 {A: b c}"),
        row("field empty", "A:\r\nB: ", "200 {A: } {B: }"),
        row("field colon in value", "A: b: c", "200 {A: b: c}"),
        row("field 8 bit", "A: \xc3\xa7", "200 {A: \xc3\xa7}"),
        row("field cookies", "Set-Cookie: a=b\r\nSet-Cookie: c=d", "200 {Set-Cookie: a=b} {Set-Cookie: c=d}"),
        row("field hop by hop dropped",
            "Keep-Alive: timeout=5\r\nTE: x\r\nTrailer: X\r\nUpgrade: h2c\r\nProxy-Connection: close\r\nA: b",
            "200 {A: b}"),
        row("field content-type", "Content-Type: a/b", "200 {Content-Type: a/b}"),
        row("field content-type twice", "Content-Type: a/b\r\ncontent-type: c/d", "duplicate_field"),

        row("field fold", "A: b\r\n c", "obs_fold"),
        row("field fold by tab", "A: b\r\n\tc", "obs_fold"),
        row("field fold of the line", " A: b", "obs_fold"),
        row("field blank line", " ", "obs_fold"),
        row("field no colon", "A", "missing_colon"),
        row("field status line", "HTTP/1.1 200 OK", "missing_colon"),
        row("field no name", ": b", "empty_field_name"),
        row("field blank before colon", "Content-Length : 5", "space_before_colon"),
        row("field tab before colon", "A\t: b", "space_before_colon"),
        row("field bad name", "A(: b", "bad_field_name"),
        row("field blank in name", "A B: c", "bad_field_name"),
        row("field 8 bit name", "\xc3\xa7: c", "bad_field_name"),
        row("field nul", "A: \0"_ba, "control_character"),
        row("field escape", "A: \x1b[0m", "control_character"),
        row("field del", "A: \x7f", "control_character"),
        row("field bare cr", "A: b\rSet-Cookie: c", "bare_cr"),
        row("field bare lf", "A: b\nSet-Cookie: c", "bare_lf"),
        {"field head ended by lf", "G", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\n", "bare_lf"},
        {"field head ended by lf lf", "G", "HTTP/1.1 200 OK\n\n", "bare_lf"},
        {"field head cut off", "G", "HTTP/1.1 200 OK\r\nA: b\r\n", "broke off"},
        {"field head cut off in its end", "G", "HTTP/1.1 200 OK\r\nA: b\r\n\r", "broke off"},
    };
}

ResponseCases persistenceCases()
{
    const auto row = [](const char *name, const QByteArray &lines, const QByteArray &expected) {
        return ResponseCase{name, "G", answerWith(lines + "\r\nContent-Length: 0"), expected};
    };
    const auto old = [](const char *name, const QByteArray &lines, const QByteArray &expected) {
        return ResponseCase{name, "G", "HTTP/1.0 200 OK\r\n" + lines + "\r\n\r\n", expected};
    };
    const QByteArray listsEndToEnd = "connection_lists_end_to_end_field";
    const auto options = [](int count) {
        QByteArrayList list;
        for (int i = 0; i < count; ++i)
            list += "x" + QByteArray::number(i);
        return list.join(',');
    };
    return {
        row("connection close", "Connection: close", "200 close"),
        row("connection close in capitals", "CONNECTION: CLOSE", "200 close"),
        row("connection keep-alive", "Connection: keep-alive", "200"),
        row("connection close wins", "Connection: keep-alive, close", "200 close"),
        row("connection close wins in two", "Connection: close\r\nConnection: keep-alive", "200 close"),
        row("connection empty", "Connection:", "200"),
        row("connection empty elements", "Connection: ,, close,", "200 close"),
        row("connection like close", "Connection: closed", "200"),
        row("connection no list", "Connection: keep alive", "200 close"),
        row("connection semicolon", "Connection: close; x", "200 close"),
        row("connection quoted", "Connection: \"keep-alive\"", "200 close"),
        row("connection drops what it lists", "X-A: 1\r\nConnection: x-a, X-B\r\nx-b: 2\r\nX-C: 3\r\nX-A: 4",
            "200 {X-C: 3}"),
        row("connection lists what is dropped anyway",
            "Connection: keep-alive, upgrade, te, connection\r\nUpgrade: h2c", "200"),
        row("connection lists content-length", "Connection: content-length", listsEndToEnd),
        row("connection lists content-type", "Connection: Content-Type", listsEndToEnd),
        row("connection lists cache-control", "Cache-Control: private\r\nConnection: close, cache-control",
            listsEndToEnd),
        row("connection sixteen", "Connection: close, keep-alive, " + options(16), "200 close"),
        row("connection seventeen", "Connection: " + options(17), "bad_connection"),
        row("connection seventeen in two", "Connection: " + options(16) + "\r\nConnection: y",
            "bad_connection"),
        {"connection lists transfer-encoding", "G",
         answerWith("Connection: transfer-encoding\r\nTransfer-Encoding: chunked", "0\r\n\r\n"), "200"},

        old("old without", "Content-Length: 0", "200 close"),
        old("old keep-alive", "Connection: Keep-Alive\r\nContent-Length: 0", "200"),
        old("old keep-alive and close", "Connection: keep-alive, close\r\nContent-Length: 0", "200 close"),
        old("old keep-alive field only", "Keep-Alive: timeout=5\r\nContent-Length: 0", "200 close"),
        old("old proxy-connection", "Proxy-Connection: keep-alive\r\nContent-Length: 0", "200 close"),
        old("old keep-alive without a length", "Connection: keep-alive", "200 at end"),
        old("old keep-alive no list", "Connection: keep-alive;\r\nContent-Length: 0", "200 close"),
    };
}

ResponseCases interimCases()
{
    const QByteArray early = interim("Link: </a>\r\n");
    const QByteArray final = answerWith("Content-Length: 2", "ab");
    const QByteArray withBody = "interim_answer_with_body";
    const auto first = [&final](const char *name, const QByteArray &before, const QByteArray &expected) {
        return ResponseCase{name, "G", before + final, expected};
    };
    constexpr int most = net::ResponseFramer::mostInterimAnswers;
    return {
        first("interim continue", "HTTP/1.1 100 Continue\r\n\r\n", "200 [ab]"),
        first("interim fields are its own", early, "200 [ab]"),
        first("interim several", early + "HTTP/1.1 102 \r\n\r\nHTTP/1.1 199\r\n\r\n" + early, "200 [ab]"),
        first("interim most", early.repeated(most), "200 [ab]"),
        first("interim one too many", early.repeated(most + 1), "too_many_interim_answers"),
        first("interim flood", early.repeated(1000), "too_many_interim_answers"),
        first("interim full of fields", interim(QByteArray("A: b\r\n").repeated(100)).repeated(2),
              "200 [ab]"),
        first("interim 1.0", "HTTP/1.0 100 Continue\r\n\r\n", "200 [ab]"),
        first("interim close", interim("Connection: close\r\n"), "200 [ab] close"),
        first("interim keep-alive", interim("Connection: keep-alive\r\n"), "200 [ab]"),
        first("interim lists", interim("Connection: content-length\r\n"),
              "connection_lists_end_to_end_field"),
        first("interim length zero", interim("Content-Length: 0\r\n"), "200 [ab]"),
        first("interim length", interim("Content-Length: 2\r\n"), withBody),
        first("interim length bad", interim("Content-Length: x\r\n"), "bad_content_length"),
        first("interim chunked", "HTTP/1.1 100 \r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", withBody),
        first("interim with a body", "HTTP/1.1 100 Continue\r\n\r\nhello", "bad_status_line"),
        first("interim line too many", "HTTP/1.1 100 Continue\r\n\r\n\r\n", "bad_status_line"),
        first("interim upgrade", "HTTP/1.1 101 Switching Protocols\r\n\r\n", "unasked_upgrade"),
        first("interim upgrade later", early + "HTTP/1.1 101 Switching Protocols\r\n\r\n", "unasked_upgrade"),
        {"interim only", "G", early, "broke off"},
        {"interim then half", "G", early + "HTTP/1.1 2", "broke off"},
        {"interim of head", "H", early + answerWith("Content-Length: 2"), "200 says 2"},
        {"interim old keep-alive is its own", "G",
         "HTTP/1.0 100 \r\nConnection: keep-alive\r\n\r\nHTTP/1.0 200 \r\nContent-Length: 0\r\n\r\n",
         "200 close"},
        {"interim each answer has its own count", "GG",
         (early.repeated(most) + answerWith("Content-Length: 0")).repeated(2), "200; 200"},
        {"interim close is forgotten", "GG", interim("Connection: close\r\n") + final + final,
         "200 [ab] close; 200 [ab]"},
    };
}

} // namespace guarita::support
