// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/fakeupstream.h"
#include "support/load.h"
#include "support/stack.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtTest/QTest>

using namespace guarita::support;
using namespace std::chrono_literals;

/// GET /admin/conciliacao through real daemons: what the tiers counted is the same, whatever happened.
class TestReconciliation : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fewRequests_areTheSameAtEachTier();
    void requests_cannotCountThemselves();
    void retriesAbortsAndKills_everythingIsAccountedFor();
    void otherServers_areUnknown();
    void serverThatIsSilent_isUnreachable();
    void serverThatMiscounts_isNamed_data();
    void serverThatMiscounts_isNamed();
};

namespace {

QJsonObject reconciliationOf(Stack &stack)
{
    return QJsonDocument::fromJson(stack.ask("GET", "/admin/conciliacao").body).object();
}

qint64 count(const QJsonValue &object, const char *name)
{
    return object[QLatin1String(name)].toInteger(-1);
}

qint64 sumOverServers(const QJsonObject &reconciliation, const char *name)
{
    qint64 sum = 0;
    for (const QJsonValue &server : reconciliation[QStringLiteral("servidores")].toArray())
        sum += count(server, name);
    return sum;
}

QByteArray textOf(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

bool exact(const QJsonObject &reconciliation)
{
    return reconciliation[QStringLiteral("exato")].toBool() &&
           reconciliation[QStringLiteral("diferencas")].toArray().isEmpty();
}

/// What all of it has to add up to when nothing is under way but the asking itself.
void verifySums(const QJsonObject &all)
{
    QVERIFY2(exact(all), textOf(all).constData());
    const QJsonValue gateway = all[QStringLiteral("gateway")];
    const QJsonValue balancer = all[QStringLiteral("balanceador")];
    QCOMPARE(count(gateway, "respondidos") + count(gateway, "perdidos") + count(gateway, "em_andamento"),
             count(gateway, "encaminhados"));
    QCOMPARE(count(balancer, "tentativas"), sumOverServers(all, "tentativas"));
    QCOMPARE(sumOverServers(all, "respondidas") + sumOverServers(all, "perdidas") +
                 sumOverServers(all, "em_andamento"),
             count(balancer, "tentativas"));
    for (const QJsonValue &server : all[QStringLiteral("servidores")].toArray()) {
        const QJsonValue received = server[QStringLiteral("recebidas")];
        QCOMPARE(count(received, "com_resposta") + count(received, "sem_resposta") +
                     count(received, "em_andamento"),
                 count(received, "conferidas"));
        QCOMPARE(count(received, "com_resposta"), count(server, "respondidas_por_este"));
    }
}

} // namespace

void TestReconciliation::fewRequests_areTheSameAtEachTier()
{
    Stack stack;
    QVERIFY(stack.start());
    const qint64 before = count(reconciliationOf(stack)[QStringLiteral("gateway")], "encaminhados");
    for (int i = 0; i < 10; ++i)
        QCOMPARE(stack.ask("GET", "/itens?limit=1").status, 200);
    QJsonObject all = reconciliationOf(stack);
    verifySums(all);
    QCOMPARE(count(all[QStringLiteral("gateway")], "encaminhados"), before + 11);
    QCOMPARE(sumOverServers(all, "respondidas_por_este"), qint64(10));
    for (const QJsonValue &server : all[QStringLiteral("servidores")].toArray()) {
        QCOMPARE(server[QStringLiteral("estado")].toString(), QStringLiteral("conferido"));
        QCOMPARE(count(server[QStringLiteral("recebidas")], "total"), qint64(5));
    }

    RawClient follower(stack.gateway().port());
    follower.send(stack.request("GET", "/itens/eventos"));
    QTRY_VERIFY(follower.received().contains("\nid: "));
    all = reconciliationOf(stack);
    QVERIFY2(exact(all), textOf(all).constData());
    QCOMPARE(sumOverServers(all, "em_andamento"), qint64(1));
}

/// The fields are between the tiers: what clients send of them counts nothing, and they see none.
void TestReconciliation::requests_cannotCountThemselves()
{
    Stack stack;
    QVERIFY(stack.start());
    const RawResponse answer =
        stack.ask("GET", "/itens?limit=1", {}, "X-Guarita-Call: 0123456789abcdef-7\r\n");
    QCOMPARE(answer.status, 200);
    QVERIFY2(!answer.head.toLower().contains("x-guarita"), answer.head.constData());
    verifySums(reconciliationOf(stack));
}

void TestReconciliation::retriesAbortsAndKills_everythingIsAccountedFor()
{
    StackOptions options;
    for (const char *unlimited : {"RATE_PER_ADDRESS", "RATE_PER_USER", "RATE_WRITES_PER_USER"})
        options.environment[QLatin1String(unlimited)] = QStringLiteral("100000/1s");
    options.environment[QStringLiteral("HEALTH_INTERVAL")] = QStringLiteral("200ms");
    Stack stack(options);
    QVERIFY(stack.start());
    const QByteArray get = stack.request("GET", "/itens?limit=20");
    const QByteArray post = stack.request("POST", "/itens", R"({"nome":"Chá","preco":5})");
    Load load(stack.gateway().port(), 16, [&](int number) { return number % 10 == 0 ? post : get; });
    load.start(6'000);

    int aborted = 0;
    int exactOnes = 0;
    int kills = 0;
    while (!load.finished()) {
        std::vector<std::unique_ptr<RawClient>> leaving;
        for (int i = 0; i < 10; ++i) {
            leaving.push_back(std::make_unique<RawClient>(stack.gateway().port()));
            leaving.back()->send(i % 2 == 0 ? get : post);
        }
        const int answered = load.answers();
        QTRY_VERIFY(load.finished() || load.answers() > answered + 20); // some of them are under way by now
        for (const auto &client : leaving) {
            client->abort();
            ++aborted;
        }
        if (load.answers() > 1'500 * (kills + 1) && kills < 3) {
            DaemonProcess &victim = stack.server(static_cast<std::size_t>(kills % 2));
            victim.kill();
            victim.waitForExit();
            QTest::qWait(50); // requests find it dead
            QVERIFY(victim.start());
            ++kills;
        }
        const QJsonObject all = reconciliationOf(stack);
        QVERIFY2(exact(all), textOf(all).constData()); // under load, too
        ++exactOnes;
    }
    QCOMPARE(kills, 3);
    QVERIFY(aborted > 50 && exactOnes > 5);
    QTRY_COMPARE(sumOverServers(reconciliationOf(stack), "em_andamento"), qint64(0));

    const QJsonObject all = reconciliationOf(stack);
    qInfo("%s", textOf(all).constData());
    verifySums(all);
    QVERIFY(count(all[QStringLiteral("gateway")], "encaminhados") >= 6'000);
    QVERIFY(sumOverServers(all, "perdidas") > 0);
    QVERIFY(sumOverServers(all, "respondidas_por_anteriores") > 0);
}

void TestReconciliation::otherServers_areUnknown()
{
    FakeUpstream other;
    StackOptions options;
    options.servers = 0;
    options.upstreams = QStringList{other.origin().toString()};
    Stack stack(options);
    QVERIFY(stack.start());
    QCOMPARE(stack.ask("GET", "/itens").status, 200);
    const QJsonObject all = reconciliationOf(stack);
    QVERIFY2(exact(all), textOf(all).constData());
    const QJsonValue server = all[QStringLiteral("servidores")][0];
    QCOMPARE(server[QStringLiteral("estado")].toString(), QStringLiteral("desconhecido"));
    QVERIFY(server[QStringLiteral("instancia")].isNull());
    QCOMPARE(count(server, "respondidas_sem_nome"), qint64(1));
}

void TestReconciliation::serverThatIsSilent_isUnreachable()
{
    FakeUpstream silent([](const SeenRequest &seen) {
        return seen.target == "/admin/conciliacao" ? UpstreamScript::silence() : UpstreamScript::ok();
    });
    StackOptions options;
    options.servers = 0;
    options.upstreams = QStringList{silent.origin().toString()};
    Stack stack(options);
    QVERIFY(stack.start());
    const QJsonObject all = reconciliationOf(stack);
    QVERIFY2(exact(all), textOf(all).constData());
    QCOMPARE(all[QStringLiteral("servidores")][0][QStringLiteral("estado")].toString(),
             QStringLiteral("inalcancavel"));
}

void TestReconciliation::serverThatMiscounts_isNamed_data()
{
    QTest::addColumn<QByteArray>("ranges"); // of three calls
    QTest::addColumn<QString>("kind");
    QTest::newRow("right") << QByteArray("[[1,3]]") << QString();
    QTest::newRow("one too few") << QByteArray("[[1,2]]") << QStringLiteral("resposta_sem_chamada");
    QTest::newRow("one too many") << QByteArray("[[1,4]]") << QStringLiteral("chamada_nunca_feita");
}

void TestReconciliation::serverThatMiscounts_isNamed()
{
    QFETCH(const QByteArray, ranges);
    QFETCH(const QString, kind);
    FakeUpstream server([&](const SeenRequest &seen) {
        if (seen.target == "/admin/conciliacao")
            return UpstreamScript::ok(
                R"({"instancia":"0123456789abcdef","recebidos":3,"esquecidos":0,"faixas":)" + ranges + '}');
        return UpstreamScript::answer("HTTP/1.1 200 OK\r\nX-Guarita-Served: 0123456789abcdef\r\n"
                                      "Content-Length: 2\r\n\r\nok");
    });
    StackOptions options;
    options.servers = 0;
    options.upstreams = QStringList{server.origin().toString()};
    Stack stack(options);
    QVERIFY(stack.start());
    for (int i = 0; i < 3; ++i)
        QCOMPARE(stack.ask("GET", "/itens").status, 200);
    const QJsonObject all = reconciliationOf(stack);
    QCOMPARE(exact(all), kind.isEmpty());
    const QJsonValue difference = all[QStringLiteral("diferencas")][0];
    QCOMPARE(difference[QStringLiteral("tipo")].toString(), kind);
    if (!kind.isEmpty())
        QVERIFY(difference[QStringLiteral("para")].toString().endsWith(QString::number(server.port())));
}

QTEST_GUILESS_MAIN(TestReconciliation)
#include "tst_reconciliation.moc"
