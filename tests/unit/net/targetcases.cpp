// SPDX-License-Identifier: GPL-3.0-or-later
#include "framercases.h"

namespace guarita::support {

FramerCases targetCases()
{
    return {
        // Accepted as they stand
        {"target root", withTarget("/"), "GET /"},
        {"target path", withTarget("/itens/42"), "GET /itens/42"},
        {"target trailing slash", withTarget("/itens/"), "GET /itens/"},
        {"target query", withTarget("/itens?a=1&b=2"), "GET /itens?a=1&b=2"},
        {"target empty query", withTarget("/itens?"), "GET /itens?"},
        {"target root query", withTarget("/?x"), "GET /?x"},
        {"target question marks in query", withTarget("/?a?b??"), "GET /?a?b??"},
        {"target slashes in query", withTarget("/?a=//../x"), "GET /?a=//../x"},
        {"target all of pchar", withTarget("/-._~!$&'()*+,;=:@a0Z"), "GET /-._~!$&'()*+,;=:@a0Z"},
        {"target dots that are no segment", withTarget("/.../.a/a./..b/b.."), "GET /.../.a/a./..b/b.."},
        {"target colon first", withTarget("/:x"), "GET /:x"},

        // Made canonical
        {"target encoded letter", withTarget("/%61dmin/x"), "GET /admin/x"},
        {"target encoded unreserved", withTarget("/%2D%2e%5F%7ex%30"), "GET /-._~x0"},
        {"target lower-case digits", withTarget("/%c3%a7"), "GET /%C3%A7 path=/\xc3\xa7"},
        {"target encoded space", withTarget("/a%20b"), "GET /a%20b path=/a b"},
        {"target encoded percent", withTarget("/%252F"), "GET /%252F path=/%2F"},
        {"target encoded question mark", withTarget("/a%3fb?c"), "GET /a%3Fb?c path=/a?b"},
        {"target encoded hash", withTarget("/a%23b"), "GET /a%23b path=/a#b"},
        {"target encoded sub-delimiter", withTarget("/a%3bb"), "GET /a%3Bb path=/a;b"},
        {"target encoded plus", withTarget("/a%2bb+c"), "GET /a%2Bb+c path=/a+b+c"},
        {"target four-byte character", withTarget("/%F0%9F%98%80"),
         "GET /%F0%9F%98%80 path=/\xf0\x9f\x98\x80"},
        {"target encoded dot in a name", withTarget("/a%2ehtml"), "GET /a.html"},
        {"target query canonical", withTarget("/?%61=%2f%5c%c3"), "GET /?a=%2F%5C%C3"},
        {"target query of encoded bytes", withTarget("/?q=%FF%80%20%23"), "GET /?q=%FF%80%20%23"},
        {"target query beside encoded path", withTarget("/%61?b"), "GET /a?b"},

        // Absolute-form
        {"target absolute", withTarget("http://h/x?y"), "GET /x?y"},
        {"target absolute host case", withTarget("http://H/x"), "GET /x"},
        {"target absolute scheme case", withTarget("HTTP://h/x"), "GET /x"},
        {"target absolute empty path", withTarget("http://h"), "GET /"},
        {"target absolute only query", withTarget("http://h?y"), "GET /?y"},
        {"target absolute with port", "GET http://a:80/ HTTP/1.1\r\nHost: a:80\r\n\r\n", "GET / host=a:80"},
        {"target absolute other host", withTarget("http://evil/x"), "400 host_mismatch"},
        {"target absolute other port", withTarget("http://h:80/x"), "400 host_mismatch"},
        {"target absolute without host", "GET http://h/ HTTP/1.0\r\n\r\n", "400 host_mismatch"},
        {"target absolute user", withTarget("http://u@h/x"), "400 bad_target_authority"},
        {"target absolute empty host", withTarget("http:///x"), "400 bad_target_authority"},
        {"target absolute nothing", withTarget("http://"), "400 bad_target_authority"},
        {"target absolute fragment", withTarget("http://h#x"), "400 bad_target_character"},
        {"target absolute backslash", withTarget("http://h\\@evil/"), "400 bad_target_authority"},
        {"target absolute dot segment", withTarget("http://h/../x"), "400 dot_segment"},
        {"target absolute double slash", withTarget("http://h//x"), "400 empty_segment"},
        {"target absolute https", withTarget("https://h/x"), "400 bad_target_form"},
        {"target absolute ftp", withTarget("ftp://h/x"), "400 bad_target_form"},
        {"target absolute one slash", withTarget("http:/h/x"), "400 bad_target_form"},

        // Other forms
        {"target asterisk options", withLine("OPTIONS * HTTP/1.1"), "400 bad_target_form"},
        {"target asterisk get", withTarget("*"), "400 bad_target_form"},
        {"target authority", withTarget("h:80"), "400 bad_target_form"},
        {"target relative", withTarget("itens"), "400 bad_target_form"},
        {"target only query", withTarget("?x"), "400 bad_target_form"},
        {"target encoded slash first", withTarget("%2Fx"), "400 bad_target_form"},
        {"target backslash first", withTarget("\\x"), "400 bad_target_form"},

        // Characters
        {"target fragment", withTarget("/x#y"), "400 bad_target_character"},
        {"target fragment in query", withTarget("/?x#y"), "400 bad_target_character"},
        {"target 8 bit", withTarget("/caf\xc3\xa9"), "400 bad_target_character"},
        {"target 8 bit in query", withTarget("/?caf\xc3\xa9"), "400 bad_target_character"},
        {"target backslash", withTarget("/a\\b"), "400 bad_target_character"},
        {"target backslash in query", withTarget("/?a\\b"), "400 bad_target_character"},
        {"target double quote", withTarget("/\"x\""), "400 bad_target_character"},
        {"target angle brackets", withTarget("/<x>"), "400 bad_target_character"},
        {"target caret", withTarget("/^"), "400 bad_target_character"},
        {"target backtick", withTarget("/`"), "400 bad_target_character"},
        {"target braces", withTarget("/{x}"), "400 bad_target_character"},
        {"target bar", withTarget("/|"), "400 bad_target_character"},
        {"target square bracket", withTarget("/[x]"), "400 bad_target_character"},
        {"target square bracket in query", withTarget("/?a[b]=c"), "400 bad_target_character"},
        {"target tab", withTarget("/a\tb"), "400 bad_target_character"},

        // Percent-encoding
        {"target lone percent", withTarget("/%"), "400 bad_percent_encoding"},
        {"target one digit", withTarget("/%4"), "400 bad_percent_encoding"},
        {"target no digits", withTarget("/%zz"), "400 bad_percent_encoding"},
        {"target second digit bad", withTarget("/%4g"), "400 bad_percent_encoding"},
        {"target signed digits", withTarget("/%+1"), "400 bad_percent_encoding"},
        {"target unicode escape", withTarget("/%u002e"), "400 bad_percent_encoding"},
        {"target double percent", withTarget("/%%41"), "400 bad_percent_encoding"},
        {"target percent across query", withTarget("/%4?1"), "400 bad_percent_encoding"},
        {"target lone percent in query", withTarget("/?a=100%"), "400 bad_percent_encoding"},
        {"target encoded nul", withTarget("/a%00b"), "400 forbidden_percent_encoding"},
        {"target encoded lf", withTarget("/admin/x%0a"), "400 forbidden_percent_encoding"},
        {"target encoded cr lf", withTarget("/x%0d%0aY:z"), "400 forbidden_percent_encoding"},
        {"target encoded tab", withTarget("/%09"), "400 forbidden_percent_encoding"},
        {"target encoded unit separator", withTarget("/%1F"), "400 forbidden_percent_encoding"},
        {"target encoded del", withTarget("/%7F"), "400 forbidden_percent_encoding"},
        {"target encoded slash", withTarget("/admin%2Fx"), "400 forbidden_percent_encoding"},
        {"target encoded slash lower", withTarget("/admin%2fx"), "400 forbidden_percent_encoding"},
        {"target encoded backslash", withTarget("/a%5Cb"), "400 forbidden_percent_encoding"},
        {"target encoded nul in query", withTarget("/?a=%00"), "400 forbidden_percent_encoding"},
        {"target encoded cr lf in query", withTarget("/?a=%0D%0A"), "400 forbidden_percent_encoding"},

        // Segments
        {"target dot", withTarget("/."), "400 dot_segment"},
        {"target dot slash", withTarget("/./"), "400 dot_segment"},
        {"target dot inside", withTarget("/a/./b"), "400 dot_segment"},
        {"target dot dot", withTarget("/.."), "400 dot_segment"},
        {"target dot dot inside", withTarget("/a/../b"), "400 dot_segment"},
        {"target dot dot last", withTarget("/a/.."), "400 dot_segment"},
        {"target dot dot before query", withTarget("/a/..?b"), "400 dot_segment"},
        {"target encoded dots", withTarget("/a/%2e%2e/b"), "400 dot_segment"},
        {"target half-encoded dots", withTarget("/a/.%2E/b"), "400 dot_segment"},
        {"target encoded dot", withTarget("/%2e/b"), "400 dot_segment"},
        {"target double slash", withTarget("//"), "400 empty_segment"},
        {"target double slash first", withTarget("//foo/admin/x"), "400 empty_segment"},
        {"target double slash inside", withTarget("/a//b"), "400 empty_segment"},
        {"target double slash last", withTarget("/a//"), "400 empty_segment"},
        {"target network path", withTarget("//evil.example/"), "400 empty_segment"},

        // UTF-8
        {"target lone continuation", withTarget("/%80"), "400 path_not_utf8"},
        {"target overlong slash", withTarget("/%C0%AF"), "400 path_not_utf8"},
        {"target overlong dots", withTarget("/%C0%AE%C0%AE/"), "400 path_not_utf8"},
        {"target cut sequence", withTarget("/%C3"), "400 path_not_utf8"},
        {"target cut by slash", withTarget("/%E2%82/x"), "400 path_not_utf8"},
        {"target surrogate", withTarget("/%ED%A0%80"), "400 path_not_utf8"},
        {"target above unicode", withTarget("/%F4%90%80%80"), "400 path_not_utf8"},
        {"target ff", withTarget("/%FF"), "400 path_not_utf8"},
    };
}

} // namespace guarita::support
