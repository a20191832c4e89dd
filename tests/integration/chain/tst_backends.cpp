// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/load.h"
#include "support/stack.h"
#include "support/tieridentity.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtTest/QTest>

using namespace guarita::support;

/// What operators do with backends while requests go on: not one of those may fail.
class TestBackends : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void drain_underLoad_finishesWhatIsInFlightAndGetsNoMore();
    void weights_underLoad_shareBeyondDoubt();
    void removeAndAdd_underLoad_loseNothing();
    void maint_serverKilledMeanwhile_comesBackWhenReady();
    void change_withAStaleVersion_changesNothing();

private:
    QJsonObject backend(std::size_t server)
    {
        const RawResponse response = m_stack->ask("GET", pathOf(server));
        return QJsonDocument::fromJson(response.body).object();
    }
    QByteArray idOf(std::size_t server)
    {
        return "127.0.0.1:" + QByteArray::number(m_stack->server(server).port());
    }
    QByteArray pathOf(std::size_t server) { return "/admin/backends/" + idOf(server); }
    qint64 requests(std::size_t server)
    {
        return backend(server)[QStringLiteral("requests_total")].toInteger();
    }
    int patch(std::size_t server, const QByteArray &change, const QByteArray &version = "*")
    {
        return m_stack->ask("PATCH", pathOf(server), change, "If-Match: " + version + "\r\n").status;
    }
    /// Another `count` answers have come.
    bool waitForAnswers(int count)
    {
        const int before = m_load->answers();
        return QTest::qWaitFor([&] { return m_load->answers() >= before + count; }, 60'000);
    }

    std::unique_ptr<Stack> m_stack;
    std::unique_ptr<Load> m_load;
};

void TestBackends::init()
{
    m_stack = std::make_unique<Stack>();
    QVERIFY(m_stack->start());
    m_load = std::make_unique<Load>(m_stack->gateway().port(), 6,
                                    [request = m_stack->request("GET", "/itens")](int) { return request; });
    m_load->start();
    QVERIFY(waitForAnswers(50));
}

/// Whatever a test did: every request was answered, and well.
void TestBackends::cleanup()
{
    m_load->stop();
    QTRY_VERIFY_WITH_TIMEOUT(m_load->finished(), 20'000);
    QCOMPARE(m_load->broken(), 0);
    QCOMPARE(m_load->answersWith(200), m_load->answers());
    m_load.reset();
    m_stack.reset();
}

void TestBackends::drain_underLoad_finishesWhatIsInFlightAndGetsNoMore()
{
    QCOMPARE(patch(0, R"({"state":"drain"})"), 200);
    QCOMPARE(backend(0)[QStringLiteral("state")].toString(), QStringLiteral("drain"));
    const qint64 before = requests(0);
    const qint64 other = requests(1);
    QVERIFY(waitForAnswers(200));
    QCOMPARE(requests(0), before);
    QCOMPARE(backend(0)[QStringLiteral("in_flight")].toInt(), 0);
    QVERIFY(requests(1) >= other + 190);
    // Nothing is there that could fail.
    m_stack->server(0).terminate();
    QCOMPARE(m_stack->server(0).waitForExit(), 0);
    QVERIFY(waitForAnswers(50));

    QVERIFY(m_stack->server(0).start());
    QCOMPARE(patch(0, R"({"state":"ready"})"), 200);
    QTRY_COMPARE(backend(0)[QStringLiteral("state")].toString(), QStringLiteral("up"));
    QVERIFY(waitForAnswers(50));
    QVERIFY(requests(0) > before);
}

void TestBackends::weights_underLoad_shareBeyondDoubt()
{
    QCOMPARE(patch(0, R"({"weight":3})"), 200);
    const qint64 first = requests(0);
    const qint64 second = requests(1);
    QVERIFY(waitForAnswers(800));
    const double share = double(requests(0) - first) / double(requests(0) - first + requests(1) - second);
    QVERIFY2(share > 0.72 && share < 0.78, qPrintable(QString::number(share)));
}

void TestBackends::removeAndAdd_underLoad_loseNothing()
{
    for (int round = 0; round < 5; ++round) {
        QCOMPARE(m_stack->ask("DELETE", pathOf(0), {}, "If-Match: *\r\n").status, 204);
        QCOMPARE(m_stack->ask("GET", pathOf(0)).status, 404);
        QVERIFY(waitForAnswers(40));
        const QByteArray body = R"({"weight":2,"url":"http://)" + idOf(0) + R"("})";
        const RawResponse added = m_stack->ask("POST", "/admin/backends", body);
        QCOMPARE(added.status, 201);
        QCOMPARE(added.header("Location"), pathOf(0));
        QCOMPARE(m_stack->ask("POST", "/admin/backends", body).status, 409);
        QTRY_COMPARE(backend(0)[QStringLiteral("state")].toString(), QStringLiteral("up"));
        QVERIFY(waitForAnswers(40));
        QVERIFY(requests(0) > 0);
    }
    // Removed and then ended, at once.
    QCOMPARE(m_stack->ask("DELETE", pathOf(0), {}, "If-Match: *\r\n").status, 204);
    m_stack->server(0).terminate();
    QVERIFY(waitForAnswers(100));
    QCOMPARE(m_stack->server(0).waitForExit(), 0);
}

void TestBackends::maint_serverKilledMeanwhile_comesBackWhenReady()
{
    QCOMPARE(patch(1, R"({"state":"maint"})"), 200);
    m_stack->server(1).kill();
    m_stack->server(1).waitForExit();
    QVERIFY(waitForAnswers(100));
    QCOMPARE(backend(1)[QStringLiteral("state")].toString(), QStringLiteral("maint"));
    QVERIFY(m_stack->server(1).start());
    QCOMPARE(patch(1, R"({"state":"ready"})"), 200);
    QTRY_COMPARE(backend(1)[QStringLiteral("state")].toString(), QStringLiteral("up"));
}

void TestBackends::change_withAStaleVersion_changesNothing()
{
    QCOMPARE(patch(0, R"({"weight":5})", "\"1\""), 200);
    QCOMPARE(patch(0, R"({"weight":9})", "\"1\""), 412);
    QCOMPARE(m_stack->ask("PATCH", pathOf(0), R"({"weight":9})").status, 428);
    QCOMPARE(backend(0)[QStringLiteral("weight")].toInt(), 5);
}

QTEST_GUILESS_MAIN(TestBackends)
#include "tst_backends.moc"
