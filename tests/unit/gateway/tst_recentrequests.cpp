// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/requests/recentrequests.h"
#include "gateway/requests/requestsjson.h"
#include "support/fakerandom.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtTest/QTest>

#include <algorithm>

using namespace guarita;
using namespace guarita::gateway;
using namespace std::chrono_literals;

class TestRecentRequests : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void kept_areTheLastOnes();
    void kept_none_isNothing();
    void kept_areThoseThatWereForwarded();
    void next_isToldOfAll();
    void page_joined_hasWhatIsKnown();
    void page_withHostilePaths_isReadRight();
    void page_sameIdInAnotherTrace_isNotThisOne();
    void page_sameIdAndTraceTwice_isNeither();
    void page_ofSomethingElse_staysAsItIs_data();
    void page_ofSomethingElse_staysAsItIs();
    void page_large_joinsSoon();

private:
    struct Counter final : http::RequestObserver
    {
        void finished(const http::ExchangeSummary &) override { ++count; }
        int count = 0;
    };

    void finish(RecentRequests &requests, const QByteArray &id,
                const QByteArray &upstream = "127.0.0.1:8001");
    QByteArrayList idsOf(const RecentRequests &requests) const;

    Counter m_next;
    trace::Span m_span;
};

namespace {

QByteArray traceText(const trace::Span &span)
{
    return span.trace.view().toByteArray();
}

QByteArray pageWith(const QByteArray &id, const QByteArray &trace)
{
    return R"({"pedidos":[{"seq":9007199254740993,"id":")" + id + R"(","trace_id":")" + trace +
           R"(","duracao_ms":1.23,"gateway":null}],"proximo":12})";
}

QJsonObject firstOf(const QByteArray &page)
{
    return QJsonDocument::fromJson(page)[QStringLiteral("pedidos")][0].toObject();
}

} // namespace

void TestRecentRequests::init()
{
    support::FakeRandom random;
    m_span = {trace::newTraceId(random), trace::newSpanId(random), {}, true};
    m_next.count = 0;
}

void TestRecentRequests::finish(RecentRequests &requests, const QByteArray &id, const QByteArray &upstream)
{
    http::ExchangeSummary summary{};
    summary.requestId = id;
    summary.upstream = upstream;
    summary.subject = "ana";
    summary.duration = 2'000'000ns;
    summary.span = &m_span;
    requests.finished(summary);
}

QByteArrayList TestRecentRequests::idsOf(const RecentRequests &requests) const
{
    QByteArrayList ids;
    for (const RecentRequest &request : requests.kept())
        ids.append(request.id);
    std::sort(ids.begin(), ids.end());
    return ids;
}

void TestRecentRequests::kept_areTheLastOnes()
{
    RecentRequests requests(m_next, 3);
    for (const char *id : {"a", "b", "c", "d", "e", "f", "g"})
        finish(requests, id);
    QCOMPARE(idsOf(requests), (QByteArrayList{"e", "f", "g"}));
}

void TestRecentRequests::kept_none_isNothing()
{
    RecentRequests requests(m_next, 0);
    finish(requests, "a");
    QVERIFY(requests.kept().empty());
}

void TestRecentRequests::kept_areThoseThatWereForwarded()
{
    RecentRequests requests(m_next, 3);
    finish(requests, "answered here", {});
    finish(requests, "forwarded");
    QCOMPARE(idsOf(requests), QByteArrayList{"forwarded"});
}

void TestRecentRequests::next_isToldOfAll()
{
    RecentRequests requests(m_next, 1);
    finish(requests, "a", {});
    finish(requests, "b");
    QCOMPARE(m_next.count, 2);
}

void TestRecentRequests::page_joined_hasWhatIsKnown()
{
    RecentRequests requests(m_next, 10);
    finish(requests, "a");
    const QByteArray joined = withGateway(pageWith("a", traceText(m_span)), requests.kept());
    const QJsonObject gateway = firstOf(joined)[QStringLiteral("gateway")].toObject();
    QCOMPARE(gateway[QStringLiteral("total_ms")].toDouble(), 2.0);
    QCOMPARE(gateway[QStringLiteral("usuario")].toString(), QStringLiteral("ana"));
    QVERIFY(joined.contains("\"seq\":9007199254740993")); // more than a double holds
    QVERIFY(joined.contains("\"duracao_ms\":1.23"));
    QVERIFY(joined.contains("\"proximo\":12"));
}

/// A text may hold anything: quotes, braces, what looks like a member.
void TestRecentRequests::page_withHostilePaths_isReadRight()
{
    RecentRequests requests(m_next, 10);
    finish(requests, "a");
    const QByteArray hostile =
        R"({"pedidos":[{"caminho":"/\"}],\"id\":\"b\",\\","id":"a","razao":"}","trace_id":")" +
        traceText(m_span) + R"(","tentativas":[{"x":[]}],"gateway":null},{"id":"a","gateway":null}]})";
    const QByteArray joined = withGateway(hostile, requests.kept());
    QVERIFY(QJsonDocument::fromJson(joined).isObject());
    QCOMPARE(firstOf(joined)[QStringLiteral("gateway")][QStringLiteral("usuario")].toString(),
             QStringLiteral("ana"));
    QCOMPARE(joined.count("\"usuario\""), 1);
}

void TestRecentRequests::page_sameIdInAnotherTrace_isNotThisOne()
{
    RecentRequests requests(m_next, 10);
    finish(requests, "a");
    const QByteArray page = pageWith("a", QByteArray(32, 'a'));
    QVERIFY(firstOf(withGateway(page, requests.kept()))[QStringLiteral("gateway")].isNull());
}

/// A client that tries again with the same fields, or one that wants to pass for another.
void TestRecentRequests::page_sameIdAndTraceTwice_isNeither()
{
    RecentRequests requests(m_next, 10);
    const QByteArray page = pageWith("a", traceText(m_span));
    for (int i = 0; i < 3; ++i) {
        finish(requests, "a");
        QCOMPARE(firstOf(withGateway(page, requests.kept()))[QStringLiteral("gateway")].isNull(), i > 0);
    }
}

void TestRecentRequests::page_ofSomethingElse_staysAsItIs_data()
{
    QTest::addColumn<QByteArray>("page");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("no JSON") << QByteArray("{");
    QTest::newRow("an array") << QByteArray("[1]");
    QTest::newRow("another object") << QByteArray(R"({"pedidos":7})");
    QTest::newRow("another order") << QByteArray(R"({"pedidos":[{"gateway":{"total_ms":1},"id":"a"}]})");
    QTest::newRow("an id further in")
        << QByteArray(R"({"pedidos":[{"tentativas":[{"id":"a","gateway":null}],"gateway":null}]})");
    QTest::newRow("an open text") << QByteArray(R"({"pedidos":[{"id":"a)");
    QTest::newRow("an open escape") << QByteArray(R"({"pedidos":[{"id":"a\)");
    QTest::newRow("closed too often") << QByteArray("}}}]]{{{\"id\":\"a\",\"gateway\":null}");
    QTest::newRow("no requests") << QByteArray(R"({ "pedidos": [], "proximo": null })");
}

void TestRecentRequests::page_ofSomethingElse_staysAsItIs()
{
    QFETCH(QByteArray, page);
    RecentRequests requests(m_next, 10);
    finish(requests, "a");
    QCOMPARE(withGateway(page, requests.kept()), page);
}

/// It is made on the event loop. The bound is for a build with sanitizers on a busy machine.
void TestRecentRequests::page_large_joinsSoon()
{
    RecentRequests requests(m_next, 1000);
    QByteArrayList rows;
    const QByteArray attempt =
        R"({"backend":"127.0.0.1:8002","escolha":"policy","politica":"round_robin","inicio_ms":0.1,"duracao_ms":1.0,)"
        R"("resultado":"answered","status":200,"servidor":{"total_ms":0.8,"espera_ms":0.1,"sql_ms":0.5,"sql_n":1}})";
    for (int i = 0; i < 1000; ++i) {
        finish(requests, QByteArray::number(i));
        rows.append(R"({"seq":1,"id":")" + QByteArray::number(i) + R"(","trace_id":")" + traceText(m_span) +
                    R"(","metodo":"GET","caminho":"/itens/1","tentativas":[)" + attempt +
                    R"(],"gateway":null})");
    }
    const QByteArray page = R"({"pedidos":[)" + rows.join(',') + R"(],"proximo":null})";
    QElapsedTimer timer;
    timer.start();
    const QByteArray joined = withGateway(page, requests.kept());
    qInfo("%lld us for %lld KiB", static_cast<long long>(timer.nsecsElapsed() / 1000),
          static_cast<long long>(page.size() / 1024));
    QVERIFY(timer.elapsed() < 2000);
    QCOMPARE(joined.count("\"usuario\":\"ana\""), 1000);
    QCOMPARE(QJsonDocument::fromJson(joined)[QStringLiteral("pedidos")].toArray().size(), 1000);
}

QTEST_GUILESS_MAIN(TestRecentRequests)
#include "tst_recentrequests.moc"
