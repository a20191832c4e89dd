// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/databaseurl.h"
#include "sql/sqldialect.h"
#include "support/daemonprocess.h"
#include "support/fakeupstream.h"
#include "support/postgrescluster.h"
#include "support/stack.h"

#include <QtCore/QJsonDocument>
#include <QtCore/QTemporaryDir>
#include <QtSql/QSqlDatabase>
#include <QtSql/QSqlQuery>
#include <QtTest/QTest>

#include <memory>
#include <vector>

using namespace guarita;
using namespace guarita::support;

namespace {

/// A connection to the store that is not the gateway's.
class Store
{
public:
    explicit Store(const QString &url)
    {
        sql::postgresDialect(sql::parseDatabaseUrl(url).value())->configure(m_database);
        m_open = m_database.open();
    }
    ~Store()
    {
        m_database = QSqlDatabase();
        QSqlDatabase::removeDatabase(QStringLiteral("store"));
    }
    bool run(const char *statement) { return m_open && QSqlQuery(m_database).exec(QLatin1String(statement)); }

private:
    QSqlDatabase m_database = QSqlDatabase::addDatabase(QStringLiteral("QPSQL"), QStringLiteral("store"));
    bool m_open = false;
};

QByteArray logIn(const QByteArray &name)
{
    const QByteArray form = "username=" + name + "&password=senha123";
    return "POST /token HTTP/1.1\r\nHost: test\r\nContent-Type: application/x-www-form-urlencoded\r\n"
           "Content-Length: " +
           QByteArray::number(form.size()) + "\r\n\r\n" + form;
}

} // namespace

/// A real gateway whose store keeps its log-ins waiting.
class TestRevocation : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void token_endedElsewhere_isRefusedWhileLogInsWait();
};

/// By the order of things, not by a time: the log-ins cannot end before the test lets them.
void TestRevocation::token_endedElsewhere_isRefusedWhileLogInsWait()
{
    PostgresCluster postgres;
    QVERIFY2(postgres.start(), qPrintable(postgres.error()));
    QVERIFY(postgres.createDatabase(QStringLiteral("guarita")));
    const QString patient = QStringLiteral("options=-c%20lock_timeout%3D120s%20-c%20statement_timeout%3D120s"
                                           "%20-c%20idle_in_transaction_session_timeout%3D0");
    const QString url = postgres.url(QStringLiteral("guarita")) + u'?' + patient;
    FakeUpstream upstream;
    QTemporaryDir folder;
    DaemonProcess gateway(
        QStringLiteral("guarita-gateway"),
        {{QStringLiteral("LOAD_BALANCER_URL"), upstream.origin().toString()},
         {QStringLiteral("SECRET_KEY"), QStringLiteral("for-tests-only-0123456789abcdefghij")},
         {QStringLiteral("DEMO"), QStringLiteral("true")},
         {QStringLiteral("USERS_DATABASE_URL"), url}},
        folder.path());
    QVERIFY(gateway.start());
    QTRY_COMPARE(exchange(gateway.port(), "GET /saude HTTP/1.1\r\nHost: test\r\n\r\n").status, 200);
    const QByteArray token =
        QJsonDocument::fromJson(
            exchange(gateway.port(), logIn("usuario")).body)[QStringLiteral("access_token")]
            .toString()
            .toLatin1();
    const auto status = [&] {
        return exchange(gateway.port(),
                        "GET /itens HTTP/1.1\r\nHost: test\r\nAuthorization: Bearer " + token + "\r\n\r\n")
            .status;
    };
    QCOMPARE(status(), 200);

    Store holder(url);
    QVERIFY(holder.run("BEGIN"));
    QVERIFY(holder.run("UPDATE usuarios SET versao = versao"));
    std::vector<std::unique_ptr<RawClient>> waiting;
    for (int i = 0; i < 4; ++i) {
        waiting.push_back(std::make_unique<RawClient>(gateway.port()));
        waiting.back()->send(logIn("usuario"));
    }
    const auto stuck = [&] {
        return postgres.query(
            QStringLiteral("guarita"),
            QStringLiteral("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"));
    };
    QTRY_COMPARE(stuck().trimmed(), QStringLiteral("2")); // every connection that log-ins have

    postgres.query(QStringLiteral("guarita"),
                   QStringLiteral("BEGIN; UPDATE diretorio SET geracao = geracao + 1; UPDATE sessoes SET"
                                  " encerrada_em_ms = extract(epoch FROM now()) * 1000; COMMIT"));
    QTRY_COMPARE(status(), 401);
    for (const auto &client : waiting)
        QCOMPARE(client->count(), std::size_t(0));

    QVERIFY(holder.run("ROLLBACK"));
    for (const auto &client : waiting)
        QTRY_COMPARE(client->count(), std::size_t(1));
}

QTEST_GUILESS_MAIN(TestRevocation)
#include "tst_revocation.moc"
