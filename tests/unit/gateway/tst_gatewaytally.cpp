// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/requests/gatewaytally.h"

#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtTest/QTest>

using namespace guarita;

namespace {

const QByteArray balancer = "aaaaaaaaaaaaaaa1";

/// The balancer's, with what it has received from here.
QByteArray reconciliation(const QByteArray &ranges, bool exact = true, const QByteArray &differences = "[]")
{
    return R"({"em":"x","exato":)" + QByteArray(exact ? "true" : "false") +
           R"(,"gateway":{"instancia":"aaaaaaaaaaaaaaa1","recebidos":3,"esquecidos":0,"faixas":)" + ranges +
           R"(},"balanceador":{},"servidores":[],"diferencas":)" + differences + '}';
}

/// Three calls: one was answered, one was given up, one is under way.
tally::CallBook book()
{
    tally::CallBook book("0000000000000001");
    for (int i = 0; i < 3; ++i)
        book.begin();
    book.answered(1, balancer);
    book.lost(2);
    return book;
}

QJsonObject joined(const QByteArray &text)
{
    return QJsonDocument::fromJson(gateway::withGatewayTally(text, book(), book())).object();
}

} // namespace

class TestGatewayTally : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void join_sameAccounts_saysWhatBecameOfEach();
    void join_balancerLacksACall_isNotExact();
    void join_balancerDiffersFromAServer_staysNotExact();
    void join_noReconciliation_staysAsItIs_data();
    void join_noReconciliation_staysAsItIs();
};

void TestGatewayTally::join_sameAccounts_saysWhatBecameOfEach()
{
    const QJsonObject all = joined(reconciliation("[[1,3]]"));
    QCOMPARE(all[QStringLiteral("exato")].toBool(), true);
    const QByteArray account =
        QJsonDocument(all[QStringLiteral("gateway")].toObject()).toJson(QJsonDocument::Compact);
    QCOMPARE(account, QByteArray(R"({"em_andamento":1,"encaminhados":3,"perdidos":1,"recebidos":)"
                                 R"({"com_resposta":1,"conferidos":3,"desde":1,"em_andamento":1,)"
                                 R"("sem_resposta":1},"respondidos":1})"));
}

void TestGatewayTally::join_balancerLacksACall_isNotExact()
{
    const QJsonObject all = joined(reconciliation("[[2,3]]"));
    QCOMPARE(all[QStringLiteral("exato")].toBool(true), false);
    const QJsonValue difference = all[QStringLiteral("diferencas")][0];
    QCOMPARE(difference[QStringLiteral("tipo")].toString(), QStringLiteral("resposta_sem_chamada"));
    QCOMPARE(difference[QStringLiteral("de")].toString(), QStringLiteral("gateway"));
    QCOMPARE(difference[QStringLiteral("para")].toString(), QStringLiteral("balanceador"));
    QCOMPARE(difference[QStringLiteral("primeira")].toInt(), 1);
}

void TestGatewayTally::join_balancerDiffersFromAServer_staysNotExact()
{
    const QJsonObject all = joined(reconciliation("[[1,3]]", false, R"([{"tipo":"contador"}])"));
    QCOMPARE(all[QStringLiteral("exato")].toBool(true), false);
    QCOMPARE(all[QStringLiteral("diferencas")].toArray().size(), 1);
}

void TestGatewayTally::join_noReconciliation_staysAsItIs_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty") << QByteArray(); // to HEAD
    QTest::newRow("no JSON") << QByteArray("<html>");
    QTest::newRow("no report") << QByteArray(R"({"exato":true,"gateway":null})");
    QTest::newRow("no ranges") << reconciliation("7");
}

void TestGatewayTally::join_noReconciliation_staysAsItIs()
{
    QFETCH(const QByteArray, text);
    QCOMPARE(gateway::withGatewayTally(text, book(), book()), text);
}

QTEST_APPLESS_MAIN(TestGatewayTally)
#include "tst_gatewaytally.moc"
