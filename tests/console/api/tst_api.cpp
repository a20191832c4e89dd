// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/api/api.h"
#include "outcome.h"
#include "support/fakeclock.h"
#include "support/fakemanager.h"
#include "support/fakerandom.h"

#include <QtTest/QTest>

using namespace guarita;
using namespace guarita::console;
using namespace std::chrono_literals;
using core::Done;
using support::FakeAnswer;
using support::FakeRequest;

using Kind = ApiError::Kind;

namespace {

const QByteArray itemJson =
    R"({"id":7,"nome":"Café","descricao":null,"preco":19.90,"versao":3,)"
    R"("criado_em":"2026-01-02T03:04:05.678Z","atualizado_em":"2026-01-02T03:04:05.679Z"})";

} // namespace

class TestApi : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();

    void listItems_query_isWritten_data();
    void listItems_query_isWritten();
    void listItems_answer_isRead();
    void listItems_badTotal_isBadReply_data();
    void listItems_badTotal_isBadReply();
    void findItem_answer_isRead();
    void createItem_fields_areWrittenExactly();
    void updateItem_version_isRequired();
    void updateItem_refused_bringsTheFields();
    void updateItem_outdated_isConflict();
    void removeItem_version_isRequired();
    void restoreItem_isAsked();
    void anyCall_garbage_isBadReply();
    void call_destroyed_isSilent();

private:
    void serve(const FakeAnswer &answer)
    {
        m_manager->service = [answer](const FakeRequest &) { return answer; };
    }
    const FakeRequest &seen() const { return m_manager->seen.back(); }

    support::FakeClock m_clock;
    support::FakeRandom m_random;
    std::unique_ptr<Transport> m_transport;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<Api> m_api;
    support::FakeManager *m_manager = nullptr;
};

void TestApi::init()
{
    auto manager = std::make_unique<support::FakeManager>();
    m_manager = manager.get();
    m_transport = std::make_unique<Transport>(std::move(manager));
    m_session = std::make_unique<Session>(*m_transport, m_clock, m_random);
    QVERIFY(m_session->resume({"token", m_clock.wallNow() + 1h, QStringLiteral("usuario")}));
    m_api = std::make_unique<Api>(*m_session);
}

void TestApi::cleanup()
{
    m_api.reset();
    m_session.reset();
    m_transport.reset();
}

void TestApi::listItems_query_isWritten_data()
{
    QTest::addColumn<QString>("search");
    QTest::addColumn<int>("sortBy");
    QTest::addColumn<bool>("descending");
    QTest::addColumn<bool>("withTotal");
    QTest::addColumn<QByteArray>("target");
    const auto row = [](const char *search, SortBy by, bool descending, bool total, const char *target) {
        QTest::newRow(target) << QString::fromUtf8(search) << int(by) << descending << total
                              << QByteArray(target);
    };
    row("", SortBy::Id, false, true, "/itens?limit=200&offset=400");
    row("", SortBy::Id, false, false, "/itens?limit=200&offset=400&total=false");
    row("", SortBy::Id, true, true, "/itens?limit=200&offset=400&ordem=-id");
    row("", SortBy::Nome, false, true, "/itens?limit=200&offset=400&ordem=nome");
    row("", SortBy::Preco, true, true, "/itens?limit=200&offset=400&ordem=-preco");
    row("", SortBy::AtualizadoEm, true, false,
        "/itens?limit=200&offset=400&ordem=-atualizado_em&total=false");
    row("pão de queijo & café", SortBy::Nome, false, true,
        "/itens?limit=200&offset=400&ordem=nome&q=p%C3%A3o%20de%20queijo%20%26%20caf%C3%A9");
}

void TestApi::listItems_query_isWritten()
{
    QFETCH(QString, search);
    QFETCH(int, sortBy);
    QFETCH(bool, descending);
    QFETCH(bool, withTotal);
    FakeAnswer answer = FakeAnswer::json("[]");
    answer.headers.emplace_back("X-Total-Count", "0");
    serve(answer);
    Outcome<ItemPage> outcome;
    const Call call =
        m_api->listItems({search, static_cast<SortBy>(sortBy), descending}, 400, 200, withTotal, outcome);
    QTRY_VERIFY(outcome.ok());
    QCOMPARE(seen().method, QByteArray("GET"));
    QTEST(seen().target, "target");
    QCOMPARE(seen().request.rawHeader("Authorization"), QByteArray("Bearer token"));
    QCOMPARE(outcome.value().total, withTotal ? 0 : -1);
}

void TestApi::listItems_answer_isRead()
{
    FakeAnswer answer = FakeAnswer::json('[' + itemJson + ',' + itemJson + ']');
    answer.headers.emplace_back("X-Total-Count", "1000000");
    serve(answer);
    Outcome<ItemPage> outcome;
    const Call call = m_api->listItems({}, 0, 2, true, outcome);
    QTRY_VERIFY(outcome.ok());
    QCOMPARE(outcome.value().items.size(), std::size_t(2));
    QCOMPARE(outcome.value().items.front().fields.precoCentavos, 1990);
    QCOMPARE(outcome.value().total, 1'000'000);
}

void TestApi::listItems_badTotal_isBadReply_data()
{
    QTest::addColumn<QByteArray>("total");
    QTest::newRow("none") << QByteArray();
    QTest::newRow("text") << QByteArray("many");
    QTest::newRow("negative") << QByteArray("-1");
}

void TestApi::listItems_badTotal_isBadReply()
{
    QFETCH(QByteArray, total);
    FakeAnswer answer = FakeAnswer::json("[]");
    if (!total.isEmpty())
        answer.headers.emplace_back("X-Total-Count", total);
    serve(answer);
    Outcome<ItemPage> outcome;
    const Call call = m_api->listItems({}, 0, 2, true, outcome);
    QTRY_VERIFY(outcome.failedAs(Kind::BadReply));
}

void TestApi::findItem_answer_isRead()
{
    serve(FakeAnswer::json(itemJson));
    Outcome<Item> outcome;
    const Call call = m_api->findItem(7, outcome);
    QTRY_VERIFY(outcome.ok());
    QCOMPARE(seen().target, QByteArray("/itens/7"));
    QCOMPARE(outcome.value().id, 7);
    QCOMPARE(outcome.value().versao, 3);
}

void TestApi::createItem_fields_areWrittenExactly()
{
    serve(FakeAnswer::json(itemJson, 201));
    Outcome<Item> outcome;
    ItemFields fields{QStringLiteral("Café \"forte\""), std::nullopt, 9'007'199'254'740'993};
    Call call = m_api->createItem(fields, {"k-1"}, outcome);
    QTRY_VERIFY(outcome.ok());
    QCOMPARE(seen().method, QByteArray("POST"));
    QCOMPARE(seen().target, QByteArray("/itens"));
    QCOMPARE(seen().body,
             QByteArray(R"({"nome":"Café \"forte\"","descricao":null,"preco":90071992547409.93})"));
    QCOMPARE(seen().request.rawHeader("Content-Type"), QByteArray("application/json"));
    QCOMPARE(seen().request.rawHeader("Idempotency-Key"), QByteArray("k-1"));
    fields.descricao = QString();
    call = m_api->createItem(fields, WriteKey::fresh(), [](const Reply<Item> &) {});
    QVERIFY(seen().body.contains(R"("descricao":"")"));
}

void TestApi::updateItem_version_isRequired()
{
    serve(FakeAnswer::json(itemJson));
    Outcome<Item> outcome;
    const Call call = m_api->updateItem(7, {QStringLiteral("a"), QStringLiteral("b"), 5}, 2, outcome);
    QTRY_VERIFY(outcome.ok());
    QCOMPARE(seen().method, QByteArray("PUT"));
    QCOMPARE(seen().target, QByteArray("/itens/7"));
    QCOMPARE(seen().body, QByteArray(R"({"nome":"a","descricao":"b","preco":0.05})"));
    QCOMPARE(seen().request.rawHeader("If-Match"), QByteArray("\"2\""));
}

void TestApi::updateItem_refused_bringsTheFields()
{
    serve(FakeAnswer::problem(422, "campos_invalidos",
                              R"(,"errors":[{"campo":"nome","mensagem":"Deve ter algo."}])"));
    Outcome<Item> outcome;
    const Call call = m_api->updateItem(7, {}, 2, outcome);
    QTRY_VERIFY(outcome.failedAs(Kind::Invalid));
    QCOMPARE(outcome.error().fields.size(), std::size_t(1));
    QCOMPARE(outcome.error().fields.front().field, QStringLiteral("nome"));
}

void TestApi::updateItem_outdated_isConflict()
{
    serve(FakeAnswer::problem(412, "versao_divergente"));
    Outcome<Item> outcome;
    const Call call = m_api->updateItem(7, {}, 2, outcome);
    QTRY_VERIFY(outcome.failedAs(Kind::Conflict));
    QVERIFY(!outcome.error().outcomeUnknown());
}

void TestApi::removeItem_version_isRequired()
{
    FakeAnswer none;
    none.status = 204;
    serve(none);
    Outcome<Done> outcome;
    const Call call = m_api->removeItem(7, 3, outcome);
    QTRY_VERIFY(outcome.ok());
    QCOMPARE(seen().method, QByteArray("DELETE"));
    QCOMPARE(seen().target, QByteArray("/itens/7"));
    QVERIFY(seen().body.isEmpty());
    QCOMPARE(seen().request.rawHeader("If-Match"), QByteArray("\"3\""));
}

void TestApi::restoreItem_isAsked()
{
    serve(FakeAnswer::json(itemJson));
    Outcome<Item> outcome;
    const Call call = m_api->restoreItem(7, outcome);
    QTRY_VERIFY(outcome.ok());
    QCOMPARE(seen().method, QByteArray("POST"));
    QCOMPARE(seen().target, QByteArray("/itens/7/restaurar"));
    QVERIFY(seen().body.isEmpty());
}

void TestApi::anyCall_garbage_isBadReply()
{
    serve(FakeAnswer::json("<html>"));
    Outcome<ItemPage> page;
    Outcome<Item> item;
    Outcome<Item> created;
    const Call calls[] = {m_api->listItems({}, 0, 1, false, page), m_api->findItem(1, item),
                          m_api->createItem({}, WriteKey::fresh(), created)};
    QTRY_VERIFY(page.failedAs(Kind::BadReply));
    QTRY_VERIFY(item.failedAs(Kind::BadReply));
    QTRY_VERIFY(created.failedAs(Kind::BadReply));
    QVERIFY(created.error().outcomeUnknown()); // it was created, but nobody knows as what
}

void TestApi::call_destroyed_isSilent()
{
    Outcome<Item> dropped;
    {
        const Call call = m_api->findItem(1, dropped);
    }
    Outcome<Item> kept;
    const Call call = m_api->findItem(1, kept);
    QTRY_VERIFY(kept.ended());
    QVERIFY(!dropped.ended());
}

QTEST_GUILESS_MAIN(TestApi)
#include "tst_api.moc"
