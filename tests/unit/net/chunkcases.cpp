// SPDX-License-Identifier: GPL-3.0-or-later
#include "framercases.h"

namespace guarita::support {

using namespace Qt::StringLiterals;

namespace {

FramerCases acceptedChunkCases()
{
    return {
        {"chunk none", chunked("0\r\n\r\n"), "POST /"},
        {"chunk one", chunked("5\r\nhello\r\n0\r\n\r\n"), "POST / [hello]"},
        {"chunk two", chunked("5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n"), "POST / [hello world]"},
        {"chunk hex lower", chunked("a\r\n0123456789\r\n0\r\n\r\n"), "POST / [0123456789]"},
        {"chunk hex upper", chunked("A\r\n0123456789\r\n0\r\n\r\n"), "POST / [0123456789]"},
        {"chunk leading zeros", chunked("0000000000000002\r\nab\r\n00\r\n\r\n"), "POST / [ab]"},
        {"chunk binary", chunked("4\r\n\0\r\n\xff\r\n0\r\n\r\n"_ba), "POST / [\0\r\n\xff]"_ba},
        {"chunk that looks like an end", chunked("7\r\n\r\n0\r\n\r\n\r\n0\r\n\r\n"),
         "POST / [\r\n0\r\n\r\n]"},
        {"chunk extension", chunked("2;a\r\nab\r\n0\r\n\r\n"), "POST / [ab]"},
        {"chunk extension value", chunked("2;a=b\r\nab\r\n0;c=d\r\n\r\n"), "POST / [ab]"},
        {"chunk extension quoted", chunked("2;a=\"b;\\\"c\"\r\nab\r\n0\r\n\r\n"), "POST / [ab]"},
        {"chunk extensions", chunked("2;a;b=c;d=\"\"\r\nab\r\n0\r\n\r\n"), "POST / [ab]"},
        {"chunk extension bad whitespace", chunked("2 ; a = b\t;c\r\nab\r\n0\r\n\r\n"), "POST / [ab]"},
        {"chunk trailer dropped", chunked("1\r\nx\r\n0\r\nX-Sum: 1\r\n\r\n"), "POST / [x]"},
        {"chunk trailers dropped", chunked("0\r\nX-A: 1\r\nX-B:\r\n\r\n"), "POST /"},
        {"chunk trailer listed",
         withBody("Trailer: x-sum\r\nTransfer-Encoding: chunked", "0\r\nX-Sum: 1\r\n\r\n"), "POST /"},
        {"chunk unfinished size", chunked("5"), "incomplete"},
        {"chunk unfinished data", chunked("5\r\nhel"), "incomplete"},
        {"chunk unfinished end", chunked("5\r\nhello\r"), "incomplete"},
        {"chunk without last", chunked("5\r\nhello\r\n"), "incomplete"},
        {"chunk without trailer end", chunked("0\r\n"), "incomplete"},
    };
}

FramerCases refusedChunkCases()
{
    const auto size = [](const QByteArray &line) { return chunked(line + "\r\nhello\r\n0\r\n\r\n"); };
    const auto trailer = [](const QByteArray &lines) { return chunked("0\r\n" + lines + "\r\n\r\n"); };
    const QByteArray bad = "400 bad_chunk_size";
    const QByteArray badExtension = "400 bad_chunk_extension";
    return {
        {"size empty", size(""), bad},
        {"size letters", size("zz"), bad},
        {"size prefix", size("0x5"), bad},
        {"size plus", size("+5"), bad},
        {"size minus", size("-5"), bad},
        {"size minus zero", chunked("-0\r\n\r\n"), bad},
        {"size leading space", size(" 5"), bad},
        {"size leading tab", size("\t5"), bad},
        {"size trailing space", size("5 "), bad},
        {"size trailing tab", size("5\t"), bad},
        {"size inner space", size("5 5"), bad},
        {"size underscore", size("5_0"), bad},
        {"size comma", size("5,"), bad},
        {"size decimal", size("5.0"), bad},
        {"size letter behind", size("5g"), bad},
        {"size h behind", size("5h"), bad},
        {"size quoted", size("\"5\""), bad},
        {"size only extension", size(";a"), bad},
        {"size 8 bit", size("\xb5"), bad},
        {"size 17 digits", size("00000000000000005"), bad},
        {"size overflow", size("10000000000000005"), bad},
        {"size 2^64-1", size("ffffffffffffffff"), "413 body_too_large"},
        {"size 2^63", size("8000000000000000"), "413 body_too_large"},
        {"size 2^32+5", size("100000005"), "413 body_too_large"},
        {"size nul", size("5\0"_ba), "400 control_character"},
        {"size vertical tab", size("5\v"), "400 control_character"},
        {"size bare lf", chunked("5\nhello\r\n0\r\n\r\n"), "400 bare_lf"},
        {"size bare cr", chunked("5\rXhello\r\n0\r\n\r\n"), "400 bare_cr"},
        {"size cr cr lf", chunked("5\r\r\nhello\r\n0\r\n\r\n"), "400 bare_cr"},
        {"size last bare lf", chunked("0\n\n"), "400 bare_lf"},

        {"extension empty", size("5;"), badExtension},
        {"extension empty name", size("5;=b"), badExtension},
        {"extension empty value", size("5;a="), badExtension},
        {"extension two semicolons", size("5;;a"), badExtension},
        {"extension space in name", size("5;a b"), badExtension},
        {"extension trailing space", size("5;a "), badExtension},
        {"extension open quote", size("5;a=\"b"), badExtension},
        {"extension open escape", size("5;a=\"b\\"), badExtension},
        {"extension text behind quote", size("5;a=\"b\"c"), badExtension},
        {"extension comma", size("5;a,b"), badExtension},
        {"extension nul", size("5;a=\0"_ba), "400 control_character"},
        {"extension bare lf", chunked("5;a\nhello\r\n0\r\n\r\n"), "400 bare_lf"},
        {"extension bare cr", chunked("5;a\rb\r\nhello\r\n0\r\n\r\n"), "400 bare_cr"},
        {"extension lf in quote", chunked("5;a=\"\n\"\r\nhello\r\n0\r\n\r\n"), "400 bare_lf"},
        {"extension too long", size("5;a=" + QByteArray(253, 'b')), "400 chunk_line_too_long"},

        {"data too long", chunked("4\r\nhello\r\n0\r\n\r\n"), "400 bad_chunk_end"},
        {"data too short", chunked("6\r\nhello\r\n0\r\n\r\n"), "400 bare_lf"},
        {"data no end", chunked("5\r\nhello0\r\n\r\n"), "400 bad_chunk_end"},
        {"data bare lf end", chunked("5\r\nhello\n0\r\n\r\n"), "400 bare_lf"},
        {"data bare cr end", chunked("5\r\nhello\r0\r\n\r\n"), "400 bare_cr"},
        {"data cr cr lf end", chunked("5\r\nhello\r\r\n0\r\n\r\n"), "400 bare_cr"},
        {"data xx end", chunked("5\r\nhelloXX0\r\n\r\n"), "400 bad_chunk_end"},
        {"data empty line behind", chunked("5\r\nhello\r\n\r\n0\r\n\r\n"), bad},

        {"trailer bare lf", trailer("X-A: b\nX-B: c"), "400 bare_lf"},
        {"trailer bare lf end", chunked("0\r\n\n"), "400 bare_lf"},
        {"trailer bare cr end", chunked("0\r\n\rX"), "400 bare_cr"},
        {"trailer no colon", trailer("X-A"), "400 missing_colon"},
        {"trailer request", trailer("GET /admin HTTP/1.1"), "400 missing_colon"},
        {"trailer space before colon", trailer("X-A : b"), "400 space_before_colon"},
        {"trailer bad name", trailer("X(: b"), "400 bad_field_name"},
        {"trailer obs-fold", trailer("X-A: b\r\n c"), "400 obs_fold"},
        {"trailer nul", trailer("X-A: \0"_ba), "400 control_character"},
        {"trailer content-length", trailer("Content-Length: 5"), "400 forbidden_trailer"},
        {"trailer transfer-encoding", trailer("Transfer-Encoding: chunked"), "400 forbidden_trailer"},
        {"trailer host", trailer("host: evil"), "400 forbidden_trailer"},
        {"trailer authorization", trailer("Authorization: x"), "400 forbidden_trailer"},
        {"trailer cookie", trailer("Cookie: x"), "400 forbidden_trailer"},
        {"trailer content-type", trailer("Content-Type: a/b"), "400 forbidden_trailer"},
        {"trailer connection", trailer("Connection: close"), "400 forbidden_trailer"},
    };
}

} // namespace

FramerCases chunkCases()
{
    FramerCases cases = acceptedChunkCases();
    const FramerCases more = refusedChunkCases();
    cases.insert(cases.end(), more.begin(), more.end());
    return cases;
}

FramerCases sequenceCases()
{
    const QByteArray get = withTarget("/a");
    const QByteArray post = withBody("Content-Length: 3", "abc");
    const QByteArray chunks = chunked("3\r\nabc\r\n0\r\nX: y\r\n\r\n");
    return {
        {"sequence two gets", get + get, "GET /a; GET /a"},
        {"sequence three kinds", get + post + chunks, "GET /a; POST / [abc]; POST / [abc]"},
        {"sequence chunks first", chunks + post + get, "POST / [abc]; POST / [abc]; GET /a"},
        {"sequence empty line between", post + "\r\n" + get, "POST / [abc]; GET /a"},
        {"sequence empty line each", "\r\n" + get + "\r\n" + get + "\r\n", "GET /a; GET /a"},
        {"sequence two empty lines between", post + "\r\n\r\n" + get,
         "POST / [abc]; 400 leading_empty_lines"},
        {"sequence then half", get + "GET", "GET /a; incomplete"},
        {"sequence then bad", get + "GET /\n", "GET /a; 400 bare_lf"},
        {"sequence after close", withFields("Connection: close") + get, "GET / close; GET /a"},
        {"sequence state not carried over",
         withFields("X: 1\r\nConnection: x, close\r\nExpect: 100-continue") + withFields("X: 1"),
         "GET / close; GET / {x: 1}"},
        {"sequence body too short for text", withBody("Content-Length: 2", "abc"), "POST / [ab]; incomplete"},
        {"sequence smuggled behind chunk end", chunks + "G" + get,
         "POST / [abc]; 501 method_not_implemented"},
        {"sequence nothing after rejection", "GET /\n" + get, "400 bare_lf"},
    };
}

} // namespace guarita::support
