// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/load.h"
#include "support/postgrescluster.h"
#include "support/stack.h"

#include <QtCore/QDir>
#include <QtCore/QElapsedTimer>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QSet>
#include <QtTest/QTest>

#include <unistd.h>

using namespace guarita::support;

namespace {

QByteArray itemNamed(int number)
{
    return R"({"nome":"item )" + QByteArray::number(number) + R"(","preco":1.50})";
}

QString reasonIn(const QByteArray &problem)
{
    return QJsonDocument::fromJson(problem)[QStringLiteral("reason")].toString();
}

} // namespace

/// The whole chain while its database fails.
class TestDatabase : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void postgres_stopsAndStartsUnderLoad_nothingAcknowledgedIsLost();
    void postgres_killedUnderLoad_recovers();
    void postgres_awayAtTheStart_serversComeUpWithIt();
    void disk_full_saysSoAndRecovers();

private:
    /// Writes through the chain while `interrupt` happens to the database; then checks every acknowledged
    /// item.
    void interruptUnderLoad(const std::function<void(PostgresCluster &)> &interrupt);
};

void TestDatabase::interruptUnderLoad(const std::function<void(PostgresCluster &)> &interrupt)
{
    PostgresCluster postgres;
    QVERIFY2(postgres.start(), qPrintable(postgres.error()));
    QVERIFY(postgres.createDatabase(QStringLiteral("guarita")));
    StackOptions options;
    options.databaseUrl = postgres.url(QStringLiteral("guarita"));
    Stack stack(options);
    QVERIFY(stack.start());

    QSet<QString> acknowledged;
    QSet<QString> reasons;
    Load load(stack.gateway().port(), 8,
              [&](int number) { return stack.request("POST", "/itens", itemNamed(number)); });
    load.onAnswer([&](int number, int status, const QByteArray &body) {
        if (status == 201)
            acknowledged.insert(QStringLiteral("item %1").arg(number));
        else
            reasons.insert(QString::number(status) + QLatin1Char(' ') + reasonIn(body));
    });
    load.start();
    QTRY_VERIFY(load.answersWith(201) > 100);
    interrupt(postgres);
    QTRY_VERIFY(load.answersWith(503) > 20);

    QVERIFY2(postgres.start(), qPrintable(postgres.error()));
    const qsizetype before = acknowledged.size();
    QElapsedTimer sinceBack;
    sinceBack.start();
    QTRY_VERIFY(acknowledged.size() > before);
    QVERIFY2(sinceBack.elapsed() < 2'000, "recovers within two seconds");
    QTRY_VERIFY(acknowledged.size() > before + 100);
    load.stop();
    QTRY_VERIFY(load.finished());
    QCOMPARE(load.broken(), 0);

    const QString stored =
        postgres.query(QStringLiteral("guarita"), QStringLiteral("SELECT nome FROM itens"));
    const QStringList names = stored.split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    const QSet<QString> storedNames(names.begin(), names.end());
    QCOMPARE(storedNames.size(), names.size()); // nothing was written twice
    QVERIFY2((acknowledged - storedNames).isEmpty(), "an acknowledged item is missing");
    for (const QString &reason : reasons)
        QVERIFY2(reason == QStringLiteral("503 banco_indisponivel") ||
                     reason == QStringLiteral("503 resultado_desconhecido") ||
                     reason == QStringLiteral("503 banco_sobrecarregado"),
                 qPrintable(reason));
    for (DaemonProcess *daemon : stack.all())
        QVERIFY(daemon->running());
}

void TestDatabase::postgres_stopsAndStartsUnderLoad_nothingAcknowledgedIsLost()
{
    interruptUnderLoad([](PostgresCluster &postgres) { QVERIFY(postgres.stop()); });
}

void TestDatabase::postgres_killedUnderLoad_recovers()
{
    interruptUnderLoad([](PostgresCluster &postgres) { QVERIFY(postgres.kill()); });
}

void TestDatabase::postgres_awayAtTheStart_serversComeUpWithIt()
{
    PostgresCluster postgres;
    QVERIFY2(postgres.start(), qPrintable(postgres.error()));
    QVERIFY(postgres.createDatabase(QStringLiteral("guarita")));
    QVERIFY(postgres.stop());
    StackOptions options;
    options.databaseUrl = postgres.url(QStringLiteral("guarita"));
    Stack stack(options);
    QVERIFY(stack.start()); // healthy: the balancer must not eject servers for a database that they share
    const RawResponse away = stack.ask("GET", "/itens");
    QCOMPARE(away.status, 503);
    QCOMPARE(reasonIn(away.body), QStringLiteral("banco_indisponivel"));
    QVERIFY(postgres.start());
    // The schema is made first, and each server finds its way in its own time.
    QVERIFY(QTest::qWaitFor([&] { return stack.ask("GET", "/itens").status == 200; }, 20'000));
}

void TestDatabase::disk_full_saysSoAndRecovers()
{
    StackOptions options;
    options.servers = 1;
    Stack stack(options);
    // The server gets a mount of its own over the stack's folder: four megabytes.
    const bool root = ::geteuid() == 0;
    stack.server(0).setLauncher(
        {QStringLiteral("unshare"), root ? QStringLiteral("-m") : QStringLiteral("-Urm"),
         QStringLiteral("sh"), QStringLiteral("-c"),
         QStringLiteral("mount -t tmpfs -o size=4m none \"$1\" && cd \"$1\" && shift && exec \"$@\""),
         QStringLiteral("sh"), stack.folder()});
    QVERIFY2(stack.start(), stack.server(0).output().constData());

    const QByteArray large = R"({"nome":"grande","preco":1,"descricao":")" + QByteArray(500, 'x') + R"("})";
    int acknowledged = 0;
    RawResponse refused;
    for (int i = 0; i < 10'000 && refused.status == 0; ++i) {
        const RawResponse response = stack.ask("POST", "/itens", large);
        if (response.status == 201)
            ++acknowledged;
        else
            refused = response;
    }
    QCOMPARE(reasonIn(refused.body), QStringLiteral("disco_cheio"));
    QVERIFY(acknowledged > 50);
    QCOMPARE(stack.ask("GET", "/itens?limit=1").header("X-Total-Count").toInt(), acknowledged);

    QStringList enter{QStringLiteral("-t"), QString::number(stack.server(0).pid()), QStringLiteral("-m")};
    if (!root)
        enter << QStringLiteral("-U") << QStringLiteral("--preserve-credentials");
    enter << QStringLiteral("mount") << QStringLiteral("-o") << QStringLiteral("remount,size=24m")
          << stack.folder();
    QCOMPARE(QProcess::execute(QStringLiteral("nsenter"), enter), 0);
    const int before = acknowledged;
    const auto createOne = [&] { acknowledged += stack.ask("POST", "/itens", large).status == 201 ? 1 : 0; };
    QTRY_VERIFY((createOne(), acknowledged > before));
    QCOMPARE(stack.ask("GET", "/itens?limit=1").header("X-Total-Count").toInt(), acknowledged);
}

QTEST_GUILESS_MAIN(TestDatabase)
#include "tst_database.moc"
