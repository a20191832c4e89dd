// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/http2request.h"
#include "net/incomingbody.h"

#include <QtTest/QTest>

using namespace guarita;
using Fields = std::vector<net::HeaderField>;

class TestHttp2Request : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void request_good_isTheSameAsByHttp11();
    void content_ofUntoldLength_isWhole();
    void trailer_isDroppedOrRefused();
    void request_thatWouldSayMoreInText_isRefused_data();
    void request_thatWouldSayMoreInText_isRefused();
    void length_notOfTheContent_isRefused();
    void content_large_headComesFirst_data();
    void content_large_headComesFirst();
    void content_large_badEnd_isRefused();
    void fields_beyondTwiceTheLimit_areHeardNoLonger();
    void fields_notWrittenYet_areInTheAccount();
};

namespace {

const Fields usual{
    {":method", "POST"}, {":scheme", "https"}, {":path", "/itens?q=%c3%a9"}, {":authority", "a:1"}};

net::Http2Request requestOf(const Fields &fields, bool contentFollows = false,
                            const net::FramerLimits &limits = {})
{
    net::Http2Request request{limits};
    for (const net::HeaderField &field : fields)
        request.field(field.name, field.value);
    request.endHead(contentFollows);
    return request;
}

/// Everything above ten bytes is passed on.
net::FramerLimits passingOn()
{
    class Rules final : public net::BodyRules
    {
        Rule ruleFor(const QByteArray &) const override { return {.passedOn = true}; }
    };
    static const Rules rules;
    return {.bodyRules = &rules, .passOnAbove = 10};
}

Fields with(Fields fields, const net::HeaderField &more)
{
    fields.push_back(more);
    return fields;
}

} // namespace

void TestHttp2Request::request_good_isTheSameAsByHttp11()
{
    Fields fields = usual;
    for (const net::HeaderField &field :
         {net::HeaderField{"cookie", "a=b"}, {"x-y", ""}, {"host", "A:1"}, {"cookie", "c=d"}})
        fields.push_back(field);
    net::Http2Request request = requestOf(fields);
    request.end();
    QVERIFY(request.complete());
    const net::RequestFrame frame = request.take();
    QVERIFY(frame.method == net::Method::Post);
    QCOMPARE(frame.target, QByteArray("/itens?q=%C3%A9"));
    QCOMPARE(frame.host, QByteArray("a:1"));
    QVERIFY((frame.headers == net::Headers{{"x-y", ""}, {"cookie", "a=b; c=d"}}));
    QVERIFY(frame.http2 && frame.http11 && frame.keepAlive && frame.body.isEmpty());
}

void TestHttp2Request::content_ofUntoldLength_isWhole()
{
    net::Http2Request request = requestOf(usual, true);
    for (const char *part : {"a", "", "0\r\n\r\n", "b"})
        request.content(part);
    QVERIFY(!request.complete());
    request.end();
    QVERIFY(request.complete());
    QCOMPARE(request.take().body, QByteArray("a0\r\n\r\nb"));
}

void TestHttp2Request::trailer_isDroppedOrRefused()
{
    net::Http2Request good = requestOf(usual, true);
    good.content("a");
    good.field("x-sum", "1");
    good.end();
    QVERIFY(good.complete());
    QCOMPARE(good.take().headers.count("x-sum"), 0);

    net::Http2Request bad = requestOf(usual, true);
    bad.content("a");
    bad.field("authorization", "Bearer x");
    bad.end();
    QCOMPARE(bad.rejection().value(), net::rejections::forbiddenTrailer);
}

void TestHttp2Request::request_thatWouldSayMoreInText_isRefused_data()
{
    QTest::addColumn<int>("index"); // of the usual field that is another; -1: one more
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QByteArray>("reason");
    const auto row = [](const char *label, int index, const char *name, const char *value,
                        const char *reason) {
        QTest::newRow(label) << index << QByteArray(name) << QByteArray(value) << QByteArray(reason);
    };
    row("a line in the path", 2, ":path", "/ HTTP/1.1\r\nX: y", "control_character");
    row("a version in the path", 2, ":path", "/ HTTP/1.1", "bad_target_character");
    row("a path in the method", 0, ":method", "GET /", "bad_method");
    row("a line in the authority", 3, ":authority", "a\r\nX: y", "control_character");
    row("no path", 2, ":path", "", "bad_target_form");
    row("another's path", 2, ":path", "http://b/", "bad_target_form");
    row("a line in a value", -1, "x", "a\r\n\r\nGET / HTTP/1.1", "control_character");
    row("a line in a name", -1, "x\r\ny", "a", "control_character");
    row("a colon in a name", -1, "x: y", "a", "bad_field_name");
    row("upper case", -1, "X", "a", "bad_field_name");
    row("a pseudo-field", -1, ":protocol", "websocket", "bad_field_name");
    row("another host", -1, "host", "b", "host_mismatch");
    row("its own framing", -1, "transfer-encoding", "chunked", "duplicate_transfer_encoding");
}

void TestHttp2Request::request_thatWouldSayMoreInText_isRefused()
{
    QFETCH(int, index);
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, value);
    QFETCH(QByteArray, reason);
    Fields fields = usual;
    if (index >= 0)
        fields[static_cast<std::size_t>(index)] = {name, value};
    else
        fields = with(usual, {name, value});
    net::Http2Request request = requestOf(fields, true);
    QVERIFY(request.rejection());
    QCOMPARE(QByteArray(request.rejection()->reason), reason);
    QVERIFY(!request.complete());
}

void TestHttp2Request::length_notOfTheContent_isRefused()
{
    const Fields fields = with(usual, {"content-length", "3"});
    net::Http2Request shorter = requestOf(fields, true);
    shorter.content("ab");
    shorter.end();
    QCOMPARE(shorter.rejection().value(), net::rejections::badContentLength);

    net::Http2Request longer = requestOf(fields, true);
    longer.content("abcd");
    longer.end();
    QVERIFY(longer.rejection());
}

void TestHttp2Request::content_large_headComesFirst_data()
{
    QTest::addColumn<bool>("lengthTold");
    QTest::newRow("length told") << true;
    QTest::newRow("length not told") << false;
}

void TestHttp2Request::content_large_headComesFirst()
{
    QFETCH(bool, lengthTold);
    net::Http2Request request =
        requestOf(lengthTold ? with(usual, {"content-length", "22"}) : usual, true, passingOn());
    QCOMPARE(request.large(), lengthTold);
    request.content("0123456789");
    request.content("a");
    QVERIFY(request.large());
    const qsizetype held = request.bufferedBytes();
    const net::RequestFrame frame = request.takeHead();
    QVERIFY(!request.large());
    QVERIFY(held - request.bufferedBytes() > frame.target.size()); // the head was in the account
    QVERIFY(frame.http2 && frame.incoming);
    QCOMPARE(frame.incoming->length(), lengthTold ? std::optional<qint64>(22) : std::nullopt);
    QCOMPARE(request.takeBody(), QByteArray("0123456789a"));
    request.content("0123456789b");
    QCOMPARE(request.takeBody(), QByteArray("0123456789b"));
    QCOMPARE(request.complete(), lengthTold);
    request.end();
    QVERIFY(request.complete() && !request.rejection());
    QCOMPARE(request.bufferedBytes(), 0);
}

void TestHttp2Request::content_large_badEnd_isRefused()
{
    net::Http2Request trailer = requestOf(usual, true, passingOn());
    trailer.content("0123456789a");
    trailer.takeHead();
    trailer.field("authorization", "Bearer x");
    trailer.end();
    QCOMPARE(trailer.rejection().value(), net::rejections::forbiddenTrailer);

    net::Http2Request shorter = requestOf(with(usual, {"content-length", "12"}), true, passingOn());
    shorter.takeHead();
    shorter.content("0123456789a");
    shorter.end();
    QCOMPARE(shorter.rejection().value(), net::rejections::badContentLength);
}

void TestHttp2Request::fields_beyondTwiceTheLimit_areHeardNoLonger()
{
    constexpr qsizetype counted = 4096; // with a name of one byte and the 32 of RFC 9113, 6.5.2
    const QByteArray value(counted - 33, 'a');
    const qint64 fits = 2 * net::FramerLimits().headerBytes / counted;
    net::Http2Request request{net::FramerLimits()};
    QVERIFY(request.field(":path", "/") && request.field(":method", "GET"));
    for (qint64 i = 0; i < fits - 1; ++i)
        QVERIFY(request.field("x", value));
    QCOMPARE(request.rejection().value(), net::rejections::headersTooLarge);
    QVERIFY(!request.field("x", value));
}

void TestHttp2Request::fields_notWrittenYet_areInTheAccount()
{
    net::Http2Request request{net::FramerLimits()};
    request.field(":method", "GET");
    request.field(":path", "/" + QByteArray(999, 'p'));
    request.field(":authority", QByteArray(500, 'a'));
    QVERIFY(request.bufferedBytes() >= 1500);
    request.field("cookie", QByteArray(2000, 'c'));
    QVERIFY(request.bufferedBytes() >= 3500);
    request.endHead(false);
    QVERIFY(request.complete() && request.bufferedBytes() < 4200); // once, not twice
}

QTEST_GUILESS_MAIN(TestHttp2Request)
#include "tst_http2request.moc"
