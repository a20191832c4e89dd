// SPDX-License-Identifier: GPL-3.0-or-later
#include "gate/gatefixture.h"

using namespace guarita;
using namespace guarita::test;
using support::RawClient;
using support::RawResponse;

/// Routes, stages and what every answer carries.
class TestHttpApp : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void answer_data();
    void answer();
    void rest_afterAnAnswer_leavesWhatComesUnread();
    void answer_always_hasDateAndRequestId();
    void requestId_data();
    void requestId();
    void head_hasTheLengthButNoBody();
    void noContent_hasNeitherBodyNorLength_data();
    void noContent_hasNeitherBodyNorLength();
    void handlersOwn500_isNotReplaced();
    void optionsAndMethodNotAllowed_listTheMethods();
    void stageFields_areOnEveryAnswer_data();
    void stageFields_areOnEveryAnswer();
    void stageFields_notValid_is500WithoutThem();
    void observer_seesTheRouteNotThePath();

private:
    static RawResponse ask(GateFixture &gate, const QByteArray &request, bool head = false);
};

RawResponse TestHttpApp::ask(GateFixture &gate, const QByteArray &request, bool head)
{
    RawClient client(gate.port);
    client.send(request);
    if (!QTest::qWaitFor([&] { return !client.responses(head).empty(); }))
        return {};
    return client.responses(head).front();
}

void TestHttpApp::answer_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("body"); // null: not compared
    QTest::newRow("literal route") << get("/now") << 200 << QByteArray("now");
    QTest::newRow("query is no part of the path") << get("/now?a=1") << 200 << QByteArray("now");
    QTest::newRow("placeholder") << get("/itens/7") << 200 << QByteArray("7");
    QTest::newRow("placeholder is decoded") << get("/itens/caf%C3%A9") << 200 << QByteArray("café");
    QTest::newRow("placeholder is not empty") << get("/itens/") << 404 << QByteArray();
    QTest::newRow("one segment more") << get("/itens/7/x") << 404 << QByteArray();
    QTest::newRow("unknown path") << get("/nothing") << 404 << QByteArray();
    QTest::newRow("path is case-sensitive") << get("/NOW") << 404 << QByteArray();
    QTest::newRow("encoded letter") << get("/%6eow") << 200 << QByteArray("now");
    QTest::newRow("body") << post("/echo", "çã") << 200 << QByteArray("çã");
    QTest::newRow("stage ends it") << get("/now", "X-Forbid: 1\r\n") << 403 << QByteArray("forbidden");
    QTest::newRow("stage before 404") << get("/nothing", "X-Forbid: 1\r\n") << 403 << QByteArray("forbidden");
    QTest::newRow("handler forgets") << get("/dropped") << 500 << QByteArray();
    QTest::newRow("handler throws") << get("/throws") << 500 << QByteArray();
    QTest::newRow("line break in a field") << get("/split") << 500 << QByteArray();
}

void TestHttpApp::rest_afterAnAnswer_leavesWhatComesUnread()
{
    GateFixture gate;
    RawClient client(gate.port);
    client.send(get("/enough") + get("/now"));
    QTRY_COMPARE(client.count(), 1);
    client.send(get("/now"));
    gate.clock.advance(std::chrono::milliseconds(1900));
    QTest::qWait(1'200); // two sweeps
    QCOMPARE(client.count(), 1);
    RawClient other(gate.port);
    other.send(get("/now"));
    QTRY_COMPARE(other.count(), 1);

    gate.clock.advance(std::chrono::milliseconds(200));
    QTRY_COMPARE(client.count(), 3);
    RawClient leaving(gate.port);
    leaving.send(get("/enough"));
    QTRY_COMPARE(leaving.count(), 1);
    const int open = gate.app.stats().open;
    leaving.abort();
    QTRY_COMPARE(gate.app.stats().open, open - 1);
}

void TestHttpApp::answer()
{
    QFETCH(QByteArray, request);
    QFETCH(int, status);
    QFETCH(QByteArray, body);
    GateFixture gate;
    const RawResponse response = ask(gate, request);
    QCOMPARE(response.status, status);
    if (!body.isNull())
        QCOMPARE(response.body, body);
    else
        QCOMPARE(response.header("Content-Type"), QByteArray("application/problem+json"));
    QVERIFY(response.header("Set-Cookie").isEmpty());
}

void TestHttpApp::answer_always_hasDateAndRequestId()
{
    GateFixture gate;
    for (const QByteArray path : {"/now", "/nothing", "/dropped"}) {
        const RawResponse response = ask(gate, get(path));
        QCOMPARE(response.header("Date"), QByteArray("Sun, 09 Sep 2001 01:46:40 GMT"));
        QCOMPARE(response.header("X-Request-Id").size(), 32);
    }
}

void TestHttpApp::requestId_data()
{
    QTest::addColumn<QByteArray>("given");
    QTest::addColumn<bool>("kept");
    QTest::newRow("plain") << QByteArray("abc-1.2_3") << true;
    QTest::newRow("64 characters") << QByteArray(64, 'a') << true;
    QTest::newRow("65 characters") << QByteArray(65, 'a') << false;
    QTest::newRow("quote") << QByteArray("a\"b") << false;
    QTest::newRow("blank") << QByteArray("a b") << false;
}

void TestHttpApp::requestId()
{
    QFETCH(QByteArray, given);
    QFETCH(bool, kept);
    GateFixture gate;
    const RawResponse response = ask(gate, get("/id", "X-Request-Id: " + given + "\r\n"));
    QCOMPARE(response.body == given, kept);
    QCOMPARE(response.header("X-Request-Id"), response.body);
}

void TestHttpApp::head_hasTheLengthButNoBody()
{
    GateFixture gate;
    RawClient client(gate.port);
    client.send("HEAD /now HTTP/1.1\r\nHost: test\r\n\r\n" + get("/now"));
    QTRY_VERIFY(client.received().endsWith("\r\n\r\nnow"));
    QCOMPARE(client.received().count("Content-Length: 3\r\n"), 2);
    QCOMPARE(client.received().toLower().count("content-length:"), 2); // Qt adds none
    QCOMPARE(client.received().count("\r\nnow"), 1);
}

void TestHttpApp::noContent_hasNeitherBodyNorLength_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::newRow("204") << QByteArray("DELETE /itens/7 HTTP/1.1\r\nHost: test\r\n\r\n");
    QTest::newRow("304") << get("/cached");
}

void TestHttpApp::noContent_hasNeitherBodyNorLength()
{
    QFETCH(QByteArray, request);
    GateFixture gate;
    RawClient client(gate.port);
    client.send(request + get("/now"));
    QTRY_COMPARE(client.count(), 2);
    QVERIFY(!client.responses()[0].head.contains("Content-Length"));
    QCOMPARE(client.responses()[1].body, QByteArray("now"));
}

void TestHttpApp::handlersOwn500_isNotReplaced()
{
    GateFixture gate;
    const RawResponse response = ask(gate, get("/empty-500"));
    QCOMPARE(response.status, 500);
    QCOMPARE(response.header("X-Own"), QByteArray("1"));
    QVERIFY(response.body.isEmpty());
}

void TestHttpApp::optionsAndMethodNotAllowed_listTheMethods()
{
    GateFixture gate;
    const RawResponse options = ask(gate, "OPTIONS /itens/7 HTTP/1.1\r\nHost: test\r\n\r\n");
    QCOMPARE(options.status, 204);
    QCOMPARE(options.header("Allow"), QByteArray("GET, HEAD, DELETE, OPTIONS"));
    const RawResponse refused = ask(gate, post("/itens/7", "x"));
    QCOMPARE(refused.status, 405);
    QCOMPARE(refused.header("Allow"), QByteArray("GET, HEAD, DELETE, OPTIONS"));
}

void TestHttpApp::stageFields_areOnEveryAnswer_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<int>("status");
    QTest::addColumn<int>("times");
    const QByteArray mark = "X-Mark: seen\r\n";
    QTest::newRow("handler") << get("/now", mark) << 200 << 1;
    QTest::newRow("without content") << get("/cached", mark) << 304 << 1;
    QTest::newRow("handler has one") << get("/marked", mark) << 200 << 1;
    QTest::newRow("stream") << get("/streamed", mark) << 200 << 1;
    QTest::newRow("stage ends it") << get("/now", mark + "X-Forbid: 1\r\n") << 403 << 1;
    QTest::newRow("no such path") << get("/nothing", mark) << 404 << 1;
    QTest::newRow("handler forgets") << get("/dropped", mark) << 500 << 1;
    QTest::newRow("handler throws") << get("/throws", mark) << 500 << 1;
    QTest::newRow("open route") << get("/health", mark) << 200 << 0;
    QTest::newRow("no stage wants one") << get("/now") << 200 << 0;
}

void TestHttpApp::stageFields_areOnEveryAnswer()
{
    QFETCH(QByteArray, request);
    QFETCH(int, status);
    QFETCH(int, times);
    GateFixture gate;
    const RawResponse response = ask(gate, request);
    QCOMPARE(response.status, status);
    QCOMPARE(response.head.count("X-Marked: "), times);
    QCOMPARE(response.head.count("X-Marked: seen"), times);
}

void TestHttpApp::stageFields_notValid_is500WithoutThem()
{
    GateFixture gate;
    const RawResponse response = ask(gate, get("/now", "X-Mark: split\r\n"));
    QCOMPARE(response.status, 500);
    QVERIFY(!response.head.contains("Set-Cookie"));
    QCOMPARE(gate.observer.all.back().reason, QByteArray("resposta_invalida"));
}

void TestHttpApp::observer_seesTheRouteNotThePath()
{
    GateFixture gate;
    ask(gate, get("/itens/7"));
    ask(gate, get("/nothing"));
    QCOMPARE(gate.observer.all.size(), std::size_t(2));
    QCOMPARE(gate.observer.all[0].route, QByteArray("/itens/{id}"));
    QCOMPARE(gate.observer.all[1].route, QByteArray("-"));
}

QTEST_GUILESS_MAIN(TestHttpApp)
#include "tst_httpapp.moc"
