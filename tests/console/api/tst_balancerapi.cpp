// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/api/balancerapi.h"
#include "console/api/balancerevent.h"
#include "outcome.h"
#include "support/fakeclock.h"
#include "support/fakemanager.h"
#include "support/fakerandom.h"

#include <QtCore/QTimeZone>
#include <QtTest/QTest>

using namespace guarita;
using namespace guarita::console;
using namespace std::chrono_literals;
using support::FakeAnswer;
using support::FakeRequest;
using Told = BalancerEvent::Kind;

class TestBalancerApi : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void report_answer_isRead();
    void report_garbage_isBadReply();
    void event_state_isRead();
    void event_change_isRead_data();
    void event_change_isRead();
    void event_bad_fails_data();
    void event_bad_fails();

private:
    void serve(const FakeAnswer &answer)
    {
        m_manager->service = [answer](const FakeRequest &) { return answer; };
    }
    const FakeRequest &seen() const { return m_manager->seen.back(); }

    support::FakeClock m_clock;
    support::FakeRandom m_random;
    support::FakeManager *m_manager = nullptr;
    std::unique_ptr<BalancerApi> m_api;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<Transport> m_transport;
};

void TestBalancerApi::init()
{
    m_api.reset();
    m_session.reset();
    auto manager = std::make_unique<support::FakeManager>();
    m_manager = manager.get();
    m_transport = std::make_unique<Transport>(std::move(manager));
    m_session = std::make_unique<Session>(*m_transport, m_clock, m_random);
    m_session->resume({"token", m_clock.wallNow() + 1h, QStringLiteral("ana")});
    m_api = std::make_unique<BalancerApi>(*m_session);
}

void TestBalancerApi::report_answer_isRead()
{
    serve(FakeAnswer::json(R"({"clusters":[{"nome":"padrao"}],"backends":[]})"));
    Outcome<BalancerReport> outcome;
    const Call call = m_api->report(outcome);
    QTRY_VERIFY(outcome.ok());
    QCOMPARE(seen().target, QByteArray("/admin/backends"));
    QVERIFY(outcome.value().backends.empty());
    QCOMPARE(outcome.value().clusters.size(), 1U);
}

void TestBalancerApi::report_garbage_isBadReply()
{
    serve(FakeAnswer::json("<html>"));
    Outcome<BalancerReport> outcome;
    const Call call = m_api->report(outcome);
    QTRY_VERIFY(outcome.failedAs(ApiError::Kind::BadReply));
}

void TestBalancerApi::event_state_isRead()
{
    const auto event = decodeBalancerEvent(
        "estado", R"({"seq":4,"em":"2026-01-02T03:04:05.678Z","backend":"localhost:8003","cluster":"padrao",)"
                  R"("de":"up","para":"down","razao":"upstream_connect"})");
    QVERIFY(event);
    QCOMPARE(event.value(), (BalancerEvent{.kind = Told::State,
                                           .at = QDateTime({2026, 1, 2}, {3, 4, 5, 678}, QTimeZone::utc()),
                                           .backend = QStringLiteral("localhost:8003"),
                                           .cluster = QStringLiteral("padrao"),
                                           .from = QStringLiteral("up"),
                                           .to = QStringLiteral("down"),
                                           .reason = QStringLiteral("upstream_connect")}));
}

void TestBalancerApi::event_change_isRead_data()
{
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("data");
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("to");
    const auto row = [](const char *type, const char *data, Told kind, const char *to) {
        QTest::newRow(data) << QByteArray(type) << QByteArray(data) << int(kind) << QString::fromLatin1(to);
    };
    row("mudanca", R"({"tipo":"peso","backend":"a","de":1,"para":8})", Told::Weight, "8");
    row("mudanca", R"({"tipo":"adicionado","backend":"a","de":null,"para":null})", Told::Added, "");
    row("mudanca", R"({"tipo":"removido","backend":"a"})", Told::Removed, "");
    row("mudanca", R"({"tipo":"panico","backend":null,"de":false,"para":true})", Told::Panic, "true");
    row("mudanca", R"({"tipo":"recarga"})", Told::Reloaded, "");
    row("mudanca", R"({"tipo":"a new one"})", Told::Other, "");
    row("perdidos", R"({"desde":3,"ate":9})", Told::Missed, "9");
    row("a new one", "{}", Told::Other, "");
}

void TestBalancerApi::event_change_isRead()
{
    QFETCH(QByteArray, type);
    QFETCH(QByteArray, data);
    const auto event = decodeBalancerEvent(type, data);
    QVERIFY(event);
    QTEST(int(event.value().kind), "kind");
    QTEST(event.value().to, "to");
}

void TestBalancerApi::event_bad_fails_data()
{
    QTest::addColumn<QByteArray>("data");
    QTest::newRow("no JSON") << QByteArray("x");
    QTest::newRow("no object") << QByteArray("[]");
    QTest::newRow("nobody's") << QByteArray(R"({"para":"up"})");
    QTest::newRow("no state") << QByteArray(R"({"backend":"a"})");
}

void TestBalancerApi::event_bad_fails()
{
    QFETCH(QByteArray, data);
    const auto event = decodeBalancerEvent("estado", data);
    QVERIFY(!event);
    QCOMPARE(event.error().code, QByteArray("event_invalid"));
}

QTEST_GUILESS_MAIN(TestBalancerApi)
#include "tst_balancerapi.moc"
