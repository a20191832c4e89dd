// SPDX-License-Identifier: GPL-3.0-or-later
#include "framercases.h"

namespace guarita::support {

using namespace Qt::StringLiterals;

FramerCases requestLineCases()
{
    return {
        // Accepted
        {"line get", withLine("GET / HTTP/1.1"), "GET /"},
        {"line head", withLine("HEAD / HTTP/1.1"), "HEAD /"},
        {"line post", withLine("POST / HTTP/1.1"), "POST /"},
        {"line put", withLine("PUT / HTTP/1.1"), "PUT /"},
        {"line patch", withLine("PATCH / HTTP/1.1"), "PATCH /"},
        {"line delete", withLine("DELETE / HTTP/1.1"), "DELETE /"},
        {"line options", withLine("OPTIONS / HTTP/1.1"), "OPTIONS /"},
        {"line http 1.0", withLine("GET / HTTP/1.0"), "GET / 1.0"},
        {"line one empty line before", "\r\n" + withLine("GET / HTTP/1.1"), "GET /"},
        {"line nothing at all", "", ""},
        {"line only an empty line", "\r\n", ""},
        {"line unfinished", "GET / HTTP/1.1", "incomplete"},
        {"line unfinished after cr", "GET / HTTP/1.1\r", "incomplete"},
        {"line without fields", "GET / HTTP/1.1\r\n", "incomplete"},

        // In front of the line
        {"line two empty lines before", "\r\n\r\n" + withLine("GET / HTTP/1.1"), "400 leading_empty_lines"},
        {"line bare lf before", "\n" + withLine("GET / HTTP/1.1"), "400 bare_lf"},
        {"line bare cr before", "\r" + withLine("GET / HTTP/1.1"), "400 bare_cr"},
        {"line cr cr lf before", "\r\r\n" + withLine("GET / HTTP/1.1"), "400 bare_cr"},
        {"line space before", " " + withLine("GET / HTTP/1.1"), "400 leading_whitespace"},
        {"line tab before", "\t" + withLine("GET / HTTP/1.1"), "400 leading_whitespace"},
        {"line space after empty line", "\r\n " + withLine("GET / HTTP/1.1"), "400 leading_whitespace"},
        {"line nul before", "\0"_ba + withLine("GET / HTTP/1.1"), "400 control_character"},
        {"line byte order mark before", "\xef\xbb\xbf" + withLine("GET / HTTP/1.1"), "400 bad_method"},

        // Shape
        {"line http 0.9", "GET /\r\n\r\n", "400 bad_request_line"},
        {"line only method", "GET\r\n\r\n", "400 bad_request_line"},
        {"line only space", " \r\n\r\n", "400 leading_whitespace"},
        {"line no target", withLine("GET HTTP/1.1"), "400 bad_request_line"},
        {"line empty target", withLine("GET  HTTP/1.1"), "400 bad_request_line"},
        {"line two spaces after method", withLine("GET  / HTTP/1.1"), "400 bad_request_line"},
        {"line two spaces after target", withLine("GET /  HTTP/1.1"), "400 bad_request_line"},
        {"line space at end", withLine("GET / HTTP/1.1 "), "400 bad_request_line"},
        {"line tab at end", withLine("GET / HTTP/1.1\t"), "400 bad_version"},
        {"line fourth part", withLine("GET / HTTP/1.1 x"), "400 bad_request_line"},
        {"line space in target", withLine("GET /a b HTTP/1.1"), "400 bad_request_line"},
        {"line smuggled version in target", withLine("GET / HTTP/1.1 HTTP/1.0"), "400 bad_request_line"},
        {"line tab for first space", withLine("GET\t/ HTTP/1.1"), "400 bad_request_line"},
        {"line tab for second space", withLine("GET /\tHTTP/1.1"), "400 bad_request_line"},
        {"line vertical tab", withLine("GET\v/ HTTP/1.1"), "400 control_character"},
        {"line form feed", withLine("GET /\fHTTP/1.1"), "400 control_character"},
        {"line nul in target", withLine("GET /\0x HTTP/1.1"_ba), "400 control_character"},
        {"line del in target", withLine("GET /\x7f HTTP/1.1"), "400 control_character"},
        {"line escape in method",
         withLine("G\x1b"
                  "ET / HTTP/1.1"),
         "400 control_character"},
        {"line bare lf end", "GET / HTTP/1.1\nHost: h\r\n\r\n", "400 bare_lf"},
        {"line bare cr inside", "GET /\rX HTTP/1.1\r\nHost: h\r\n\r\n", "400 bare_cr"},
        {"line cr cr lf end", "GET / HTTP/1.1\r\r\nHost: h\r\n\r\n", "400 bare_cr"},
        {"line lf cr end", "GET / HTTP/1.1\n\rHost: h\r\n\r\n", "400 bare_lf"},
        {"line tls hello", "\x16\x03\x01\x02"_ba, "400 control_character"},
        {"line ssh banner", "SSH-2.0-OpenSSH_9.2\r\n", "400 bad_request_line"},
        {"line proxy protocol", "PROXY TCP4 1.2.3.4 5.6.7.8 1 2\r\n", "400 bad_request_line"},
        {"line response", "HTTP/1.1 200 OK\r\n\r\n", "400 bad_method"},

        // Methods
        {"line lower-case method", withLine("get / HTTP/1.1"), "501 method_not_implemented"},
        {"line connect", withLine("CONNECT h:443 HTTP/1.1"), "501 method_not_implemented"},
        {"line trace", withLine("TRACE / HTTP/1.1"), "501 method_not_implemented"},
        {"line unknown method", withLine("PROPFIND / HTTP/1.1"), "501 method_not_implemented"},
        {"line strange token method", withLine("!#$%&'*+-.^_`|~9 / HTTP/1.1"), "501 method_not_implemented"},
        {"line long method", withLine(QByteArray(300, 'A') + " / HTTP/1.1"), "501 method_not_implemented"},
        {"line method prefix", withLine("GETX / HTTP/1.1"), "501 method_not_implemented"},
        {"line method cut", withLine("GE / HTTP/1.1"), "501 method_not_implemented"},
        {"line method with colon", withLine("GET: / HTTP/1.1"), "400 bad_method"},
        {"line method with slash", withLine("GE/T / HTTP/1.1"), "400 bad_method"},
        {"line method in brackets", withLine("(GET) / HTTP/1.1"), "400 bad_method"},
        {"line method 8 bit", withLine("G\xc3\x89T / HTTP/1.1"), "400 bad_method"},
        {"line method quoted", withLine("\"GET\" / HTTP/1.1"), "400 bad_method"},

        // Versions
        {"line http 2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "505 version_not_supported"},
        {"line http 1.2", withLine("GET / HTTP/1.2"), "505 version_not_supported"},
        {"line http 1.9", withLine("GET / HTTP/1.9"), "505 version_not_supported"},
        {"line http 0.9 written", withLine("GET / HTTP/0.9"), "505 version_not_supported"},
        {"line http 3.0", withLine("GET / HTTP/3.0"), "505 version_not_supported"},
        {"line http 2.1", withLine("GET / HTTP/2.1"), "505 version_not_supported"},
        {"line version before method", withLine("BREW / HTTP/9.9"), "505 version_not_supported"},
        {"line http 2 short", withLine("GET / HTTP/2"), "400 bad_version"},
        {"line http 1.10", withLine("GET / HTTP/1.10"), "400 bad_version"},
        {"line http 01.1", withLine("GET / HTTP/01.1"), "400 bad_version"},
        {"line http 1,1", withLine("GET / HTTP/1,1"), "400 bad_version"},
        {"line lower-case http", withLine("GET / http/1.1"), "400 bad_version"},
        {"line mixed-case http", withLine("GET / Http/1.1"), "400 bad_version"},
        {"line no slash", withLine("GET / HTTP1.1"), "400 bad_version"},
        {"line backslash version", withLine("GET / HTTP\\1.1"), "400 bad_version"},
        {"line letters in version", withLine("GET / HTTPX9Y9"), "400 bad_version"},
        {"line version without minor", withLine("GET / HTTP/1."), "400 bad_version"},
        {"line version sign", withLine("GET / HTTP/+.1"), "400 bad_version"},
        {"line https", withLine("GET / HTTPS/1.1"), "400 bad_version"},
        {"line icap", withLine("GET / ICAP/1.0"), "400 bad_version"},
    };
}

} // namespace guarita::support
