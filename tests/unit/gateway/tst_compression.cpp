// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/compression/codedtags.h"
#include "gateway/compression/compressible.h"
#include "gateway/compression/compressionsettings.h"
#include "gatewaybench.h"

#include <brotli/decode.h>
#include <zlib.h>
#include <zstd.h>

using namespace guarita;
using namespace guarita::test;
using gateway::Coding;
using support::RawResponse;
using support::SeenRequest;
using support::UpstreamScript;

class TestCompression : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(sodium_init() >= 0); }
    void preference_isTheClients_data();
    void preference_isTheClients();
    void content_coded_isTheSameDecoded_data();
    void content_coded_isTheSameDecoded();
    void answer_byItsFields_isCompressibleOrNot_data();
    void answer_byItsFields_isCompressibleOrNot();
    void tags_ofRequests_loseTheirSuffix();
    void answer_ofAnySize_isTheSameDecoded_data();
    void answer_ofAnySize_isTheSameDecoded();
    void answer_short_goesAsItIs();
    void answer_thatGainsNothing_goesAsItIs();
    void answer_overTheQueue_goesAsItIs();
    void answer_toWhoDoesNotAsk_goesAsItIs();
    void answer_ofHead_saysTheSameWithoutALength();
    void answer_streamed_goesAsItIs();
    void answer_withATag_canBeAskedForAndChanged();
    void tokens_areNeverCompressed();
    void openApi_isCompressedAndRevalidated();
    void client_leavesMeanwhile_isLoggedAsGone();
    void settings_areRead();
    void settings_wrong_areMistakes_data();
    void settings_wrong_areMistakes();
};

namespace {

constexpr qsizetype largest = 4 * 1024 * 1024;

QByteArray decoded(const QByteArray &coding, const QByteArray &content)
{
    QByteArray out(largest, Qt::Uninitialized);
    std::size_t size = 0;
    if (coding == "gzip") {
        z_stream stream{};
        stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(content.data()));
        stream.avail_in = static_cast<uInt>(content.size());
        stream.next_out = reinterpret_cast<Bytef *>(out.data());
        stream.avail_out = static_cast<uInt>(out.size());
        if (inflateInit2(&stream, 15 + 16) != Z_OK || inflate(&stream, Z_FINISH) != Z_STREAM_END)
            return "no gzip";
        size = stream.total_out;
        inflateEnd(&stream);
    } else if (coding == "br") {
        size = static_cast<std::size_t>(out.size());
        if (BrotliDecoderDecompress(static_cast<std::size_t>(content.size()),
                                    reinterpret_cast<const std::uint8_t *>(content.data()), &size,
                                    reinterpret_cast<std::uint8_t *>(out.data())) !=
            BROTLI_DECODER_RESULT_SUCCESS)
            return "no brotli";
    } else if (coding == "zstd") {
        size = ZSTD_decompress(out.data(), static_cast<std::size_t>(out.size()), content.data(),
                               static_cast<std::size_t>(content.size()));
        if (ZSTD_isError(size))
            return "no zstd";
    } else {
        return content;
    }
    out.truncate(static_cast<qsizetype>(size));
    return out;
}

QByteArray textOf(qsizetype size)
{
    QByteArray text;
    for (int i = 0; text.size() < size; ++i)
        text += "item " + QByteArray::number(i) + ", ";
    return text.left(size);
}

UpstreamScript answerOf(const QByteArray &body,
                        const QByteArray &fields = "Content-Type: application/json\r\n")
{
    return UpstreamScript::answer("HTTP/1.1 200 OK\r\n" + fields +
                                  "Content-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body);
}

void offer(gateway::GatewaySettings &settings)
{
    settings.compression.codings = {Coding::Zstd, Coding::Brotli, Coding::Gzip};
}

QByteArray accept(const QByteArray &codings)
{
    return "Accept-Encoding: " + codings + "\r\n";
}

} // namespace

void TestCompression::preference_isTheClients_data()
{
    QTest::addColumn<QByteArrayList>("fields");
    QTest::addColumn<QByteArray>("coding");
    const auto row = [](const QByteArray &field, const char *coding) {
        QTest::addRow("'%s'", field.constData()) << QByteArrayList{field} << QByteArray(coding);
    };
    row("", "");
    row("gzip", "gzip");
    row("GZIP", "gzip");
    row("x-gzip", "gzip");
    row("gzip, deflate, br", "br");
    row("gzip, deflate, br, zstd", "zstd");
    row("gzip;q=1.0, br;q=0.9", "gzip");
    row("gzip;q=0.5, br;q=0.501", "br");
    row("gzip;q=0", "");
    row("gzip;q=0.000, br", "br");
    row("*", "zstd");
    row("*;q=0", "");
    row("zstd;q=0, *", "br");
    row("br;q=0.1, *;q=0.2", "zstd");
    row("identity", "");
    row("identity, gzip", "gzip");
    row("identity;q=1, gzip;q=0.9", "");
    row("identity;q=0.5, gzip;q=0.9", "gzip");
    row("identity;q=0, gzip;q=0.1", "gzip");
    row("deflate, compress", "");
    row("gzip;q=2", "");
    row("gzip;q=-1, br;q=x", "");
    row("gzip;level=1", "");
    row("gzipped, brotli", "");
    row("  gzip ; q=0.3 ,", "gzip");
    QTest::newRow("in two fields") << QByteArrayList{"gzip;q=0.5", "br"} << QByteArray("br");
    QTest::newRow("beyond the sixteenth")
        << QByteArrayList{QByteArray("a,").repeated(16) + "gzip"} << QByteArray();
}

void TestCompression::preference_isTheClients()
{
    QFETCH(QByteArrayList, fields);
    QFETCH(QByteArray, coding);
    net::Headers headers;
    for (const QByteArray &field : std::as_const(fields))
        headers.append("accept-encoding", field);
    const std::vector<Coding> offered{Coding::Zstd, Coding::Brotli, Coding::Gzip};
    const std::optional<Coding> preferred = gateway::preferredCoding(headers, offered);
    QCOMPARE(preferred ? gateway::codingName(*preferred) : QByteArray(), coding);
}

void TestCompression::content_coded_isTheSameDecoded_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("one byte") << QByteArray("x");
    QTest::newRow("zeros") << QByteArray(1'000'000, '\0');
    QTest::newRow("text") << textOf(100'000);
    QByteArray noise;
    for (quint32 i = 0, x = 1; i < 100'000; ++i)
        noise += static_cast<char>((x = x * 1664525U + 1013904223U) >> 24);
    QTest::newRow("noise") << noise;
}

void TestCompression::content_coded_isTheSameDecoded()
{
    QFETCH(QByteArray, content);
    for (const Coding coding : {Coding::Gzip, Coding::Brotli, Coding::Zstd})
        QCOMPARE(decoded(gateway::codingName(coding), gateway::encoded(coding, content)), content);
}

void TestCompression::answer_byItsFields_isCompressibleOrNot_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<bool>("expected");
    const auto row = [](int status, const char *name, const char *value, bool expected) {
        QTest::addRow("%d %s: %s", status, name, value)
            << status << QByteArray(name) << QByteArray(value) << expected;
    };
    for (const char *type : {"text/html; charset=utf-8", "TEXT/CSV", "application/json",
                             "application/problem+json", "image/svg+xml", "application/javascript;v=1"})
        row(200, "Content-Type", type, true);
    for (const char *type : {"text/event-stream", "image/png", "application/octet-stream", "application/zip",
                             "application/jsonx", "video/mp4"})
        row(200, "Content-Type", type, false);
    row(200, "X", "no type", false);
    row(404, "Content-Type", "text/html", true);
    for (const int status : {204, 206, 304})
        row(status, "Content-Type", "text/html", false);
}

void TestCompression::answer_byItsFields_isCompressibleOrNot()
{
    QFETCH(int, status);
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, value);
    QFETCH(bool, expected);
    http::Response response;
    response.status = status;
    response.headers.append(name, value);
    QCOMPARE(gateway::isCompressible(response), expected);
    for (const char *forbidding :
         {"Content-Encoding: br", "Content-Range: bytes 0-1/2", "Content-Digest: x", "Digest: x",
          "Content-MD5: x", "Cache-Control: No-Transform", "cache-control: private, no-store"}) {
        http::Response forbidden = response;
        const QByteArray field(forbidding);
        forbidden.headers.append(field.left(field.indexOf(':')), field.mid(field.indexOf(':') + 2));
        QVERIFY2(!gateway::isCompressible(forbidden), forbidding);
    }
}

void TestCompression::tags_ofRequests_loseTheirSuffix()
{
    net::Headers request{{"if-match", "\"1~gzip\", W/\"2~br\""},
                         {"if-match", "\"3\", \"~zstd\", \"4~deflate\""},
                         {"if-none-match", "\"1~gzip\", \"2~br\""}};
    gateway::uncodeMatch(request);
    QCOMPARE(request.value("if-match"), QByteArray("\"1\", W/\"2\", \"3\", \"\", \"4~deflate\""));
    QCOMPARE(request.count("if-match"), 1);
    gateway::uncodeNoneMatch(request, Coding::Gzip);
    QCOMPARE(request.value("if-none-match"), QByteArray("\"1\", \"2~br\""));

    net::Headers answer{{"ETag", "\"1\""}};
    QVERIFY(!gateway::recodeTag(answer, "\"1\", \"2~gzip\"", Coding::Gzip));
    QVERIFY(gateway::recodeTag(answer, "\"2\", \"1~gzip\"", Coding::Gzip));
    QCOMPARE(answer.value("etag"), QByteArray("\"1~gzip\""));
    net::Headers weak{{"ETag", "W/\"1\""}};
    gateway::codeTag(weak, Coding::Brotli);
    QCOMPARE(weak.value("etag"), QByteArray("W/\"1\""));
}

void TestCompression::answer_ofAnySize_isTheSameDecoded_data()
{
    QTest::addColumn<qsizetype>("size");
    QTest::newRow("the least") << qsizetype(1024);
    QTest::newRow("at once") << qsizetype(16 * 1024);
    QTest::newRow("on the thread") << qsizetype(16 * 1024 + 1);
    QTest::newRow("the largest whole one") << qsizetype(1024 * 1024);
}

void TestCompression::answer_ofAnySize_isTheSameDecoded()
{
    QFETCH(qsizetype, size);
    const QByteArray body = textOf(size);
    Bench bench({}, offer);
    bench.upstream.setScript([&](const SeenRequest &) {
        return answerOf(body, "Content-Type: application/json\r\nAccept-Ranges: bytes\r\nVary: Accept\r\n");
    });
    for (const QByteArray coding : {"gzip", "br", "zstd"}) {
        const RawResponse response = bench.ask(get("/itens", bearer() + accept(coding)));
        QCOMPARE(response.status, 200);
        QCOMPARE(response.header("Content-Encoding"), coding);
        QVERIFY(response.body.size() < size / 2);
        QVERIFY(decoded(coding, response.body) == body);
        QVERIFY(response.head.contains("Vary: Accept\r\n") &&
                response.head.contains("Vary: Accept-Encoding"));
        QVERIFY(!response.head.contains("Accept-Ranges"));
        QCOMPARE(bench.observer.summaries.back().responseBytes, response.body.size());
    }
}

void TestCompression::answer_short_goesAsItIs()
{
    Bench bench({}, offer);
    bench.upstream.setScript([](const SeenRequest &) { return answerOf(textOf(1023)); });
    const RawResponse response = bench.ask(get("/itens", bearer() + accept("gzip")));
    QCOMPARE(response.body, textOf(1023));
    QVERIFY(!response.head.contains("Content-Encoding"));
}

void TestCompression::answer_thatGainsNothing_goesAsItIs()
{
    QByteArray noise;
    for (quint32 i = 0, x = 1; i < 20'000; ++i)
        noise += static_cast<char>((x = x * 1664525U + 1013904223U) >> 24);
    Bench bench({}, offer);
    bench.upstream.setScript([&](const SeenRequest &) { return answerOf(noise); });
    const RawResponse response = bench.ask(get("/itens", bearer() + accept("gzip")));
    QVERIFY(response.body == noise);
    QVERIFY(!response.head.contains("Content-Encoding"));
    QCOMPARE(response.header("Vary"), QByteArray("Accept-Encoding"));
}

void TestCompression::answer_overTheQueue_goesAsItIs()
{
    Bench bench({}, [](gateway::GatewaySettings &settings) {
        offer(settings);
        settings.compression.queued = 20'000;
    });
    bench.upstream.setScript(
        [](const SeenRequest &seen) { return answerOf(textOf(seen.target == "/itens" ? 20'000 : 20'001)); });
    for (int i = 0; i < 3; ++i) // the queue is empty again each time
        QCOMPARE(bench.ask(get("/itens", bearer() + accept("gzip"))).header("Content-Encoding"),
                 QByteArray("gzip"));
    QCOMPARE(bench.ask(get("/itens/1", bearer() + accept("gzip"))).body, textOf(20'001));
}

void TestCompression::answer_toWhoDoesNotAsk_goesAsItIs()
{
    Bench bench({}, offer);
    bench.upstream.setScript([](const SeenRequest &) { return answerOf(textOf(5000)); });
    QCOMPARE(bench.ask(get("/itens", bearer())).body, textOf(5000));
    QCOMPARE(bench.ask(get("/itens", bearer() + accept("identity"))).body, textOf(5000));
    Bench without;
    without.upstream.setScript([](const SeenRequest &) { return answerOf(textOf(5000)); });
    QCOMPARE(without.ask(get("/itens", bearer() + accept("gzip"))).body, textOf(5000));
}

void TestCompression::answer_ofHead_saysTheSameWithoutALength()
{
    Bench bench({}, offer);
    bench.upstream.setScript([](const SeenRequest &) {
        return UpstreamScript::answer("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nETag: \"7\"\r\n"
                                      "Content-Length: 5000\r\n\r\n");
    });
    const RawResponse response =
        bench.ask("HEAD /itens HTTP/1.1\r\nHost: g\r\n" + bearer() + accept("br") + "\r\n");
    QCOMPARE(response.status, 200);
    QCOMPARE(response.header("Content-Encoding"), QByteArray("br"));
    QCOMPARE(response.header("ETag"), QByteArray("\"7~br\""));
    QVERIFY(!response.head.contains("Content-Length"));
}

void TestCompression::answer_streamed_goesAsItIs()
{
    Bench bench({}, [](gateway::GatewaySettings &settings) {
        offer(settings);
        settings.client.streamAbove = 4000;
    });
    bench.upstream.setScript([](const SeenRequest &) { return answerOf(textOf(5000)); });
    const RawResponse response = bench.ask(get("/itens", bearer() + accept("gzip")));
    QCOMPARE(response.body, textOf(5000));
    QVERIFY(!response.head.contains("Content-Encoding"));
}

/// What a client got coded it can ask for again, and change, by the tag that it got.
void TestCompression::answer_withATag_canBeAskedForAndChanged()
{
    Bench bench({}, offer);
    bench.upstream.setScript([](const SeenRequest &seen) {
        const QByteArray tag = "\"7\"";
        if (seen.method == "PUT")
            return UpstreamScript::answer(
                seen.field("if-match") == tag
                    ? "HTTP/1.1 204 No Content\r\nX: y\r\n\r\n"
                    : "HTTP/1.1 412 Precondition Failed\r\nContent-Length: 0\r\n\r\n");
        if (seen.field("if-none-match") == tag)
            return UpstreamScript::answer("HTTP/1.1 304 Not Modified\r\nETag: \"7\"\r\n\r\n");
        return answerOf(textOf(5000), "Content-Type: application/json\r\nETag: \"7\"\r\n");
    });
    const QByteArray tag = bench.ask(get("/itens/1", bearer() + accept("gzip"))).header("ETag");
    QCOMPARE(tag, QByteArray("\"7~gzip\""));
    const RawResponse again =
        bench.ask(get("/itens/1", bearer() + accept("gzip") + "If-None-Match: " + tag + "\r\n"));
    QCOMPARE(again.status, 304);
    QCOMPARE(again.header("ETag"), tag);
    QCOMPARE(again.header("Vary"), QByteArray("Accept-Encoding"));
    // Coded content is of no use to who cannot read it.
    QCOMPARE(bench.ask(get("/itens/1", bearer() + accept("br") + "If-None-Match: " + tag + "\r\n")).status,
             200);
    QCOMPARE(
        bench.ask(get("/itens/1", bearer() + accept("gzip") + "If-None-Match: \"7\"\r\n")).header("ETag"),
        QByteArray("\"7\""));
    const auto put = [&](const QByteArray &match) {
        return bench
            .ask("PUT /itens/1 HTTP/1.1\r\nHost: g\r\n" + bearer() + "If-Match: " + match +
                 "\r\nContent-Length: 0\r\n\r\n")
            .status;
    };
    QCOMPARE(put(tag), 204);
    QCOMPARE(put("\"7\""), 204);
    QCOMPARE(put("\"8~gzip\""), 412);
}

/// The length of coded content tells of its content, if a part of that can be chosen (BREACH).
void TestCompression::tokens_areNeverCompressed()
{
    Bench bench({}, [](gateway::GatewaySettings &settings) {
        offer(settings);
        settings.compression.above = 16;
    });
    const QByteArray form = "username=usuario&password=senha123";
    RawResponse response = bench.ask(
        "POST /token HTTP/1.1\r\nHost: g\r\nContent-Type: " + formType + "\r\n" + accept("gzip, br, zstd") +
        "Content-Length: " + QByteArray::number(form.size()) + "\r\n\r\n" + form);
    QCOMPARE(response.status, 200);
    QVERIFY(!tokensOf(response).access.isEmpty());
    QVERIFY(!response.head.contains("Content-Encoding"));
    response = bench.ask(get("/openapi.json", accept("gzip")));
    QCOMPARE(response.header("Content-Encoding"), QByteArray("gzip")); // others are
}

void TestCompression::openApi_isCompressedAndRevalidated()
{
    Bench bench({}, offer);
    const QByteArray plain = bench.ask(get("/openapi.json")).body;
    const RawResponse response = bench.ask(get("/openapi.json", accept("zstd")));
    QVERIFY(decoded("zstd", response.body) == plain);
    const RawResponse again = bench.ask(
        get("/openapi.json", accept("zstd") + "If-None-Match: " + response.header("ETag") + "\r\n"));
    QCOMPARE(again.status, 304);
    QCOMPARE(again.header("ETag"), response.header("ETag"));
}

void TestCompression::client_leavesMeanwhile_isLoggedAsGone()
{
    Bench bench({}, offer);
    bench.upstream.setScript([](const SeenRequest &) { return answerOf(textOf(1024 * 1024)); });
    for (int i = 0; i < 20; ++i) {
        support::RawClient client(bench.port);
        client.send(get("/itens", bearer() + accept("gzip")));
        QTRY_COMPARE(bench.upstream.seen().size(), i + 1);
        client.abort();
    }
    QTRY_COMPARE(bench.observer.summaries.size(), std::size_t(20));
    QTRY_COMPARE(bench.inFlight(), 0);
    QCOMPARE(bench.ask(get("/itens", bearer() + accept("gzip"))).status, 200);
}

void TestCompression::settings_areRead()
{
    config::Reader reader(gateway::compressionKeys(), {{}, {}, QStringLiteral("/nonexistent")});
    const gateway::Compressor::Limits limits = gateway::readCompression(reader);
    QVERIFY(reader.mistakes().empty());
    QVERIFY((limits.codings == std::vector{Coding::Zstd, Coding::Brotli, Coding::Gzip}));
    QCOMPARE(limits.above, 1024);
    QCOMPARE(limits.queued, 16 * 1024 * 1024);
    config::Reader none(gateway::compressionKeys(),
                        {{QStringLiteral("--compression=")}, {}, QStringLiteral("/")});
    QVERIFY(gateway::readCompression(none).codings.empty() && none.mistakes().empty());
}

void TestCompression::settings_wrong_areMistakes_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("value");
    QTest::newRow("unknown") << QStringLiteral("COMPRESSION") << QStringLiteral("gzip,deflate");
    QTest::newRow("twice") << QStringLiteral("COMPRESSION") << QStringLiteral("gzip,x-gzip");
    QTest::newRow("too short") << QStringLiteral("COMPRESSION_ABOVE") << QStringLiteral("255");
    QTest::newRow("too much") << QStringLiteral("COMPRESSION_QUEUE") << QStringLiteral("2GiB");
}

void TestCompression::settings_wrong_areMistakes()
{
    QFETCH(QString, name);
    QFETCH(QString, value);
    config::Reader reader(gateway::compressionKeys(), {{}, {{name, value}}, QStringLiteral("/nonexistent")});
    gateway::readCompression(reader);
    QCOMPARE(reader.mistakes().size(), std::size_t(1));
}

QTEST_GUILESS_MAIN(TestCompression)
#include "tst_compression.moc"
