// SPDX-License-Identifier: GPL-3.0-or-later
#include "framercases.h"

namespace guarita::support {

using namespace Qt::StringLiterals;

namespace {

FramerCases contentLengthCases()
{
    const auto length = [](const QByteArray &value) { return withBody("Content-Length: " + value, "12345"); };
    const QByteArray bad = "400 bad_content_length";
    return {
        {"length exact", length("5"), "POST / [12345]"},
        {"length zero", withBody("Content-Length: 0", ""), "POST /"},
        {"length none", withBody("A: b", ""), "POST / {a: b}"},
        {"length blanks", withBody("Content-Length: \t5\t ", "12345"), "POST / [12345]"},
        {"length binary body", withBody("Content-Length: 5", "\0\r\n\n\xff"_ba), "POST / [\0\r\n\n\xff]"_ba},
        {"length body short", length("6"), "incomplete"},
        {"length get with body", withFields("Content-Length: 2") + "ab", "GET / [ab]"},
        {"length head with body", "HEAD / HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nab", "HEAD / [ab]"},
        {"length delete with body", "DELETE / HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nab",
         "DELETE / [ab]"},
        {"length 1.0", "POST / HTTP/1.0\r\nContent-Length: 2\r\n\r\nab", "POST / host= [ab] 1.0"},

        {"length empty", length(""), bad},
        {"length list same", length("5, 5"), bad},
        {"length list other", length("5, 6"), bad},
        {"length list comma", length("5,"), bad},
        {"length plus", length("+5"), bad},
        {"length minus", length("-5"), bad},
        {"length minus zero", length("-0"), bad},
        {"length hex", length("0x5"), bad},
        {"length octal", length("05"), bad},
        {"length two zeros", length("00"), bad},
        {"length decimal", length("5.0"), bad},
        {"length exponent", length("5e0"), bad},
        {"length letters", length("five"), bad},
        {"length trailing letter", length("5a"), bad},
        {"length inner space", length("5 5"), bad},
        {"length underscore", length("1_0"), bad},
        {"length quoted", length("\"5\""), bad},
        {"length semicolon", length("5;"), bad},
        {"length arabic digit", length("\xd9\xa5"), bad},
        {"length 2^63", length("9223372036854775808"), bad},
        {"length 2^64", length("18446744073709551616"), bad},
        {"length 2^64+5", length("18446744073709551621"), bad},
        {"length hundred digits", length(QByteArray(100, '9')), bad},
        {"length twice same", withBody("Content-Length: 5\r\nContent-Length: 5", "12345"),
         "400 duplicate_content_length"},
        {"length twice other", withBody("Content-Length: 5\r\nContent-length: 6", "12345"),
         "400 duplicate_content_length"},
        {"length twice zero", withBody("Content-Length: 0\r\nContent-Length: 0", ""),
         "400 duplicate_content_length"},
        {"length vertical tab", withBody("Content-Length: \v5", "12345"), "400 control_character"},
        {"length 2 GB", length("2147483648"), "413 body_too_large"},
        {"length 18 digits", length("999999999999999999"), "413 body_too_large"},
        {"length large without host", "POST / HTTP/1.1\r\nContent-Length: 2147483648\r\n\r\n",
         "400 missing_host"},
    };
}

FramerCases transferEncodingCases()
{
    const QByteArray end = "0\r\n\r\n";
    const auto coding = [end](const QByteArray &value) {
        return withBody("Transfer-Encoding: " + value, end);
    };
    const QByteArray bad = "400 bad_transfer_encoding";
    const QByteArray notFinal = "400 final_coding_not_chunked";
    const QByteArray both = "400 content_length_with_transfer_encoding";
    return {
        {"coding chunked", coding("chunked"), "POST /"},
        {"coding case", coding("ChUnKeD"), "POST /"},
        {"coding blanks", coding("\tchunked \t"), "POST /"},
        {"coding no space", withBody("Transfer-Encoding:chunked", end), "POST /"},
        {"coding get", withFields("Transfer-Encoding: chunked") + "1\r\nx\r\n" + end, "GET / [x]"},

        {"coding xchunked", coding("xchunked"), notFinal},
        {"coding chunkedx", coding("chunkedx"), notFinal},
        {"coding identity", coding("identity"), notFinal},
        {"coding gzip", coding("gzip"), notFinal},
        {"coding chunked then identity", coding("chunked, identity"), notFinal},
        {"coding chunked then gzip", coding("chunked,gzip"), notFinal},
        {"coding cow", coding("cow"), notFinal},
        {"coding parameter", coding("gzip;q=\"a,chunked\""), notFinal},
        {"coding gzip then chunked", coding("gzip, chunked"), "501 transfer_coding_not_implemented"},
        {"coding identity then chunked", coding("identity, chunked"), "501 transfer_coding_not_implemented"},
        {"coding parameter then chunked", coding("x;a=b , chunked"), "501 transfer_coding_not_implemented"},
        {"coding empty", coding(""), bad},
        {"coding chunked twice", coding("chunked, chunked"), bad},
        {"coding chunked gzip chunked", coding("chunked, gzip, chunked"), bad},
        {"coding chunked parameter", coding("chunked;a=b"), bad},
        {"coding chunked parameter comma", coding("chunked;a=\"b, chunked\""), bad},
        {"coding leading comma", coding(", chunked"), bad},
        {"coding trailing comma", coding("chunked,"), bad},
        {"coding two commas", coding("gzip,, chunked"), bad},
        {"coding quoted", coding("\"chunked\""), bad},
        {"coding single quote", coding("'chunked'"), notFinal},
        {"coding space list", coding("gzip chunked"), bad},
        {"coding chunked space", coding("chunked x"), bad},
        {"coding semicolon", coding("chunked;"), bad},
        {"coding parameter without value", coding("gzip;q, chunked"), bad},
        {"coding open quote", coding("gzip;q=\"chunked"), bad},
        {"coding colon", coding(": chunked"), bad},
        {"coding 8 bit", coding("chunked\xa0"), bad},
        {"coding brackets", coding("[chunked]"), bad},
        {"coding twice", withBody("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", end),
         "400 duplicate_transfer_encoding"},
        {"coding twice identity", withBody("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity", end),
         "400 duplicate_transfer_encoding"},
        {"coding twice cow", withBody("Transfer-Encoding: cow\r\nTransfer-Encoding: chunked", end),
         "400 duplicate_transfer_encoding"},
        {"coding vertical tab", withBody("Transfer-Encoding:\vchunked", end), "400 control_character"},
        {"coding form feed", withBody("Transfer-Encoding: chunked\f", end), "400 control_character"},
        {"coding nul", withBody("Transfer-Encoding: chunked\0"_ba, end), "400 control_character"},
        {"coding lf before", withBody("X: y\nTransfer-Encoding: chunked", end), "400 bare_lf"},
        {"coding hidden in fold", withBody("X: y\r\n Transfer-Encoding: chunked", end), "400 obs_fold"},
        {"coding leading space name", withBody(" Transfer-Encoding: chunked", end), "400 obs_fold"},
        {"coding underscore name", withBody("Transfer_Encoding: chunked", ""),
         "POST / {transfer_encoding: chunked}"},

        {"both length first", withBody("Content-Length: 5\r\nTransfer-Encoding: chunked", end), both},
        {"both coding first", withBody("Transfer-Encoding: chunked\r\nContent-Length: 5", end), both},
        {"both zero", withBody("Content-Length: 0\r\nTransfer-Encoding: chunked", end), both},
        {"both unknown coding", withBody("Content-Length: 5\r\nTransfer-Encoding: gzip, chunked", end), both},
        {"both bad coding", withBody("Content-Length: 5\r\nTransfer-Encoding: xchunked", end), both},
        {"both on 1.0", "POST / HTTP/1.0\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n", both},
        {"coding on 1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
         "400 transfer_encoding_on_http10"},
        {"coding gzip on 1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: gzip\r\n\r\n",
         "400 transfer_encoding_on_http10"},
    };
}

} // namespace

FramerCases lengthCases()
{
    FramerCases cases = contentLengthCases();
    const FramerCases more = transferEncodingCases();
    cases.insert(cases.end(), more.begin(), more.end());
    return cases;
}

} // namespace guarita::support
