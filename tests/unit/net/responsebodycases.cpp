// SPDX-License-Identifier: GPL-3.0-or-later
#include "responsecases.h"

namespace guarita::support {

using namespace Qt::StringLiterals;

ResponseCases responseLengthCases()
{
    const auto length = [](const char *name, const QByteArray &value, const QByteArray &expected) {
        return ResponseCase{name, "G", answerWith("Content-Length: " + value, "12345"), expected};
    };
    const auto coding = [](const char *name, const QByteArray &value, const QByteArray &expected) {
        return ResponseCase{name, "G", answerWith("Transfer-Encoding: " + value, "5\r\nhello\r\n0\r\n\r\n"),
                            expected};
    };
    const QByteArray bad = "bad_content_length";
    const QByteArray badCoding = "bad_transfer_encoding";
    const QByteArray both = "content_length_with_transfer_encoding";
    return {
        length("length exact", "5", "200 [12345]"),
        length("length blanks", "\t 5 ", "200 [12345]"),
        length("length zero", "0", "200; 5 left"),
        length("length too short", "4", "200 [1234]; 1 left"),
        length("length too long", "6", "200 says 6 [12345]; broke off"),
        length("length most", "999999999999999999", "200 says 999999999999999999 [12345]; broke off"),
        {"length none yet", "G", answerWith("Content-Length: 5"), "200 says 5; broke off"},
        {"length binary", "G", answerWith("Content-Length: 6", "\0\r\n\r\n\xff"_ba),
         "200 [\0\r\n\r\n\xff]"_ba},
        {"length of an error", "G", "HTTP/1.1 500 \r\nContent-Length: 2\r\n\r\nno", "500 [no]"},
        {"length of a 205", "G", "HTTP/1.1 205 \r\nContent-Length: 2\r\n\r\nno", "205 [no]"},
        length("length empty", "", bad),
        length("length list same", "5, 5", bad),
        length("length list other", "5, 6", bad),
        length("length plus", "+5", bad),
        length("length minus", "-5", bad),
        length("length hex", "0x5", bad),
        length("length leading zero", "05", bad),
        length("length inner blank", "5 5", bad),
        length("length 19 digits", "1000000000000000000", bad),
        length("length 2^64+5", "18446744073709551621", bad),
        length("length twice same", "5\r\nContent-Length: 5", "duplicate_content_length"),
        length("length twice other", "5\r\ncontent-length: 4", "duplicate_content_length"),
        length("length twice zero", "0\r\nContent-Length: 5", "duplicate_content_length"),

        {"end of connection", "G", answerWith("A: b", "hello"), "200 {A: b} [hello] at end"},
        {"end at once", "G", answerWith("A: b"), "200 {A: b} at end"},
        {"end eats what looks like an answer", "GG", answerWith("A: b", answerWith("C: d")),
         "200 {A: b} [HTTP/1.1 200 OK\r\nC: d\r\n\r\n] at end; 1 unanswered"},
        {"end despite keep-alive", "G", answerWith("Connection: keep-alive", "x"), "200 [x] at end"},
        {"end of a 205", "G", "HTTP/1.1 205 \r\n\r\n", "205 at end"},
        {"end of 1.0", "G", "HTTP/1.0 200 OK\r\n\r\nhello", "200 [hello] at end"},

        coding("coding chunked", "chunked", "200 [hello]"),
        coding("coding capitals", "CHUNKED", "200 [hello]"),
        coding("coding empty", "", badCoding),
        coding("coding identity", "identity", "final_coding_not_chunked"),
        coding("coding gzip", "gzip", "final_coding_not_chunked"),
        coding("coding chunked gzip", "chunked, gzip", "final_coding_not_chunked"),
        coding("coding gzip chunked", "gzip, chunked", "transfer_coding_not_implemented"),
        coding("coding x", "xchunked", "final_coding_not_chunked"),
        coding("coding chunked comma", "chunked,", badCoding),
        coding("coding chunked chunked", "chunked, chunked", badCoding),
        coding("coding twice", "chunked\r\nTransfer-Encoding: chunked", "duplicate_transfer_encoding"),
        coding("coding twice identity", "identity\r\nTransfer-Encoding: chunked", "final_coding_not_chunked"),
        coding("coding then length", "chunked\r\nContent-Length: 5", both),
        coding("coding then length zero", "chunked\r\nContent-Length: 0", both),
        length("length then coding", "5\r\nTransfer-Encoding: chunked", both),
        {"coding of 1.0", "G", "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
         "transfer_encoding_on_http10"},
        {"coding of 1.0 keep-alive", "G",
         "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
         "transfer_encoding_on_http10"},
    };
}

ResponseCases bodylessCases()
{
    const auto status = [](const char *name, const char *line, const QByteArray &lines,
                           const QByteArray &expected) {
        return ResponseCase{name, "G", "HTTP/1.1 " + QByteArray(line) + "\r\n" + lines + "\r\n", expected};
    };
    const QByteArray chunks = "Transfer-Encoding: chunked\r\n\r\n0\r\n";
    return {
        status("204 plain", "204 No Content", "", "204"),
        status("204 length zero", "204 No Content", "Content-Length: 0\r\n", "204"),
        status("204 length", "204 No Content", "Content-Length: 5\r\n", "204 close"),
        status("204 length and body", "204 No Content", "Content-Length: 2\r\n\r\n", "204 close; 2 left"),
        status("204 chunked", "204 No Content", chunks, "204 close; 5 left"),
        status("204 body", "204 No Content", "\r\nhello", "204; 7 left"),
        status("204 length bad", "204 No Content", "Content-Length: -1\r\n", "bad_content_length"),
        status("304 plain", "304 Not Modified", "ETag: \"a\"\r\n", "304 {ETag: \"a\"}"),
        status("304 length", "304 Not Modified", "Content-Length: 5\r\n", "304 says 5"),
        status("304 chunked", "304 Not Modified", "Transfer-Encoding: chunked\r\n", "304"),
        status("304 both", "304 Not Modified", "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
               "content_length_with_transfer_encoding"),
        status("304 body", "304 Not Modified", "Content-Length: 2\r\n\r\n", "304 says 2; 2 left"),

        {"head length", "H", answerWith("Content-Length: 5"), "200 says 5"},
        {"head length zero", "H", answerWith("Content-Length: 0"), "200"},
        {"head chunked", "H", answerWith("Transfer-Encoding: chunked"), "200"},
        {"head chunked all the same", "H", chunkedAnswer("0\r\n\r\n"), "200; 5 left"},
        {"head no length", "H", answerWith("A: b"), "200 {A: b}"},
        {"head body all the same", "H", answerWith("Content-Length: 5", "hello"), "200 says 5; 5 left"},
        {"head error", "H", "HTTP/1.1 404 \r\nContent-Length: 9\r\n\r\n", "404 says 9"},
        {"head 204", "H", "HTTP/1.1 204 \r\n\r\n", "204"},
        {"head 204 length", "H", "HTTP/1.1 204 \r\nContent-Length: 5\r\n\r\n", "204 close"},
        {"head close", "H", answerWith("Connection: close\r\nContent-Length: 5"), "200 says 5 close"},
        {"head both", "H", answerWith("Content-Length: 5\r\nTransfer-Encoding: chunked"),
         "content_length_with_transfer_encoding"},
        {"head of 1.0", "H", "HTTP/1.0 200 OK\r\n\r\n", "200 close"},
        {"head of 1.0 keep-alive", "H", "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\n\r\n", "200"},
    };
}

ResponseCases responseChunkCases()
{
    const auto row = [](const char *name, const QByteArray &body, const QByteArray &expected) {
        return ResponseCase{name, "G", chunkedAnswer(body), expected};
    };
    const auto size = [&row](const char *name, const QByteArray &line, const QByteArray &reason) {
        return row(name, line + "\r\nhello\r\n0\r\n\r\n", "200; " + reason);
    };
    const auto trailer = [&row](const char *name, const QByteArray &lines, const QByteArray &expected) {
        return row(name, "2\r\nab\r\n0\r\n" + lines + "\r\n\r\n", expected);
    };
    const QByteArray bad = "bad_chunk_size";
    const QByteArray badExtension = "bad_chunk_extension";
    const QByteArray wasteful = "1;a=" + QByteArray(250, 'b') + "\r\nx\r\n";
    return {
        row("chunk none", "0\r\n\r\n", "200"),
        row("chunk several", "5\r\nhello\r\nA\r\n0123456789\r\n0\r\n\r\n", "200 [hello0123456789]"),
        row("chunk like an end", "7\r\n\r\n0\r\n\r\n\r\n0\r\n\r\n", "200 [\r\n0\r\n\r\n]"),
        row("chunk leading zeros", "0000000000000002\r\nab\r\n00\r\n\r\n", "200 [ab]"),
        row("chunk extension", "2;a=\"b;\\\"c\" ; d\r\nab\r\n0;e\r\n\r\n", "200 [ab]"),
        row("chunk then more", "0\r\n\r\nHTTP/1.1 200 OK", "200; 15 left"),
        row("chunk cut in size", "5", "200; broke off"),
        row("chunk cut in data", "5\r\nhel", "200 [hel]; broke off"),
        row("chunk cut in its end", "5\r\nhello\r", "200 [hello]; broke off"),
        row("chunk cut before the last", "5\r\nhello\r\n", "200 [hello]; broke off"),
        row("chunk cut in the last", "5\r\nhello\r\n0\r\n", "200 [hello]; broke off"),
        row("chunk cut in the last end", "5\r\nhello\r\n0\r\n\r", "200 [hello]; broke off"),
        row("chunk cut in a trailer", "0\r\nA: b\r\n", "200; broke off"),
        row("chunk most", "de0b6b3a763ffff\r\nab", "200 [ab]; broke off"),
        row("chunk line longest", "0;" + QByteArray(254, 'x') + "\r\n\r\n", "200"),

        size("size empty", "", bad),
        size("size plus", "+5", bad),
        size("size prefix", "0x5", bad),
        size("size blank behind", "5 ", bad),
        size("size blank before", " 5", bad),
        size("size 17 digits", "00000000000000005", bad),
        size("size one too many", "de0b6b3a7640000", "body_too_large"),
        size("size 2^63-1", "7fffffffffffffff", "body_too_large"),
        size("size 2^63", "8000000000000000", "body_too_large"),
        size("size 2^64-1", "ffffffffffffffff", "body_too_large"),
        row("size sum too large", "1\r\nx\r\nde0b6b3a763ffff\r\n", "200; body_too_large"),
        size("size bare lf", "5\nhello", "bare_lf"),
        size("size nul", "5\0"_ba, "control_character"),
        size("extension empty", "5;", badExtension),
        size("extension open quote", "5;a=\"b", badExtension),
        size("extension lf in quote", "5;a=\"\n\"", "bare_lf"),
        size("extension too long", "5;a=" + QByteArray(253, 'b'), "chunk_line_too_long"),
        row("extensions too many", wasteful.repeated(100), "200; chunk_overhead"),
        row("data too long", "4\r\nhello\r\n0\r\n\r\n", "200; bad_chunk_end"),
        row("data too short", "6\r\nhello\r\n0\r\n\r\n", "200; bare_lf"),
        row("data no end", "5\r\nhello0\r\n\r\n", "200; bad_chunk_end"),
        row("data lf end", "5\r\nhello\n0\r\n\r\n", "200; bare_lf"),

        trailer("trailer dropped", "X-Sum: 1\r\nServer-Timing: a", "200 [ab]"),
        trailer("trailer of any name", "Content-Length: 5\r\nTransfer-Encoding: x\r\nConnection: close",
                "200 [ab]"),
        trailer("trailer of a second content-type", "Content-Type: a/b", "200 [ab]"),
        trailer("trailer no colon", "HTTP/1.1 200 OK", "200; missing_colon"),
        trailer("trailer fold", "A: b\r\n c", "200; obs_fold"),
        trailer("trailer bare lf", "A: b\nC: d", "200; bare_lf"),
        trailer("trailer blank before colon", "A : b", "200; space_before_colon"),
    };
}

ResponseCases answerSequenceCases()
{
    const QByteArray empty = answerWith("Content-Length: 0");
    const QByteArray two = answerWith("Content-Length: 2", "ab");
    const QByteArray chunks = chunkedAnswer("2\r\ncd\r\n0\r\nX: y\r\n\r\n");
    const QByteArray none = "HTTP/1.1 204 \r\n\r\n";
    const QByteArray said = answerWith("Content-Length: 2");
    return {
        {"sequence of all kinds", "GGGHG", two + chunks + none + said + empty,
         "200 [ab]; 200 [cd]; 204; 200 says 2; 200"},
        {"sequence of chunks", "GGG", chunks.repeated(3), "200 [cd]; 200 [cd]; 200 [cd]"},
        {"sequence until the end", "GG", chunks + answerWith("A: b", "ef"),
         "200 [cd]; 200 {A: b} [ef] at end"},
        {"sequence head is forgotten", "HG", said + two, "200 says 2; 200 [ab]"},
        {"sequence connection is forgotten", "GG",
         answerWith("Connection: x, close\r\nX: 1\r\nContent-Length: 0") +
             answerWith("X: 1\r\nContent-Length: 0"),
         "200 close; 200 {X: 1}"},
        {"sequence version is forgotten", "GG", "HTTP/1.0 200 \r\nContent-Length: 0\r\n\r\n" + empty,
         "200 close; 200"},
        {"sequence unasked", "G", empty + empty, "200; 38 left"},
        {"sequence unanswered", "GGG", two, "200 [ab]; 2 unanswered"},
        {"sequence broken off", "GGG", two + "HTTP", "200 [ab]; broke off; 1 unanswered"},
        {"sequence refused", "GGG", two + "HTTP/1.1 2\n" + two, "200 [ab]; bare_lf; 1 unanswered"},
        {"sequence refused in a body", "GG", chunkedAnswer("2\r\nabX\r\n") + two,
         "200; bad_chunk_end; 1 unanswered"},
        {"sequence empty line between", "GG", two + "\r\n" + two, "200 [ab]; bad_status_line"},
        {"sequence body too short for its text", "GG", answerWith("Content-Length: 2", "abc") + two,
         "200 [ab]; bad_status_line"},
    };
}

} // namespace guarita::support
