// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/stack.h"

#include <QtCore/QJsonDocument>
#include <QtCore/QTemporaryDir>
#include <QtSql/QSqlDatabase>
#include <QtSql/QSqlQuery>
#include <QtTest/QTest>

using namespace guarita::support;

/// A server that finds a database which a newer one has made: as after a downgrade.
class TestNewerSchema : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();

    void newerDatabase_isLeftAloneUntilItIsAsKnown();

private:
    QString file() const { return m_folder.filePath(QStringLiteral("itens.sqlite")); }
    bool execute(const QString &sql) const;
    static RawResponse get(const DaemonProcess &server, const QByteArray &path)
    {
        return exchange(server.port(), "GET " + path + " HTTP/1.1\r\nHost: test\r\n\r\n");
    }
    static QString field(const RawResponse &response, const char *name)
    {
        return QJsonDocument::fromJson(response.body)[QLatin1String(name)].toString();
    }

    QTemporaryDir m_folder;
    std::unique_ptr<DaemonProcess> m_server;
};

void TestNewerSchema::init()
{
    m_server = std::make_unique<DaemonProcess>(
        QStringLiteral("guarita-server"), std::map<QString, QString>{{QStringLiteral("SQLITE_FILE"), file()}},
        m_folder.path());
}

bool TestNewerSchema::execute(const QString &sql) const
{
    const QString name = QStringLiteral("newer");
    bool good = false;
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), name);
        database.setDatabaseName(file());
        good = database.open() && QSqlQuery(database).exec(sql);
    }
    QSqlDatabase::removeDatabase(name);
    return good;
}

void TestNewerSchema::newerDatabase_isLeftAloneUntilItIsAsKnown()
{
    QVERIFY2(m_server->start(), m_server->output().constData());
    QTRY_COMPARE(get(*m_server, "/itens").status, 200);
    m_server->terminate();
    QCOMPARE(m_server->waitForExit(), 0);
    QVERIFY(execute(QStringLiteral("INSERT INTO esquema (versao) VALUES (700)")));

    QVERIFY2(m_server->start(), m_server->output().constData());
    const RawResponse refused = get(*m_server, "/itens");
    QCOMPARE(refused.status, 503);
    QCOMPARE(field(refused, "type"), QStringLiteral("urn:guarita:banco_indisponivel"));
    const RawResponse health = get(*m_server, "/saude");
    QCOMPARE(health.status, 200);
    QCOMPARE(field(health, "banco"), QStringLiteral("indisponivel"));
    QTRY_VERIFY2(m_server->output().contains("the database has schema version 700, this program knows "
                                             "versions up to "),
                 m_server->output().constData());

    QVERIFY(execute(QStringLiteral("DELETE FROM esquema WHERE versao = 700")));
    QTRY_COMPARE(get(*m_server, "/itens").status, 200);
    QCOMPARE(field(get(*m_server, "/saude"), "banco"), QStringLiteral("ok"));
    QVERIFY(m_server->running());
}

QTEST_GUILESS_MAIN(TestNewerSchema)
#include "tst_newerschema.moc"
