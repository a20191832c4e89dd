// SPDX-License-Identifier: GPL-3.0-or-later
#include "dialectwrapper.h"
#include "itemrepositorysuite.h"

#include <QtCore/QTemporaryDir>
#include <QtSql/QSqlQuery>

#include <mutex>

namespace guarita::server::storage {

namespace {

/// SQLite with one more statement at the begin of each session.
class TunedSqlite final : public sql::DialectWrapper
{
public:
    TunedSqlite(std::shared_ptr<const sql::SqlDialect> base, const QString &pragma)
        : DialectWrapper(std::move(base))
        , m_pragma(pragma)
    {
    }

    QSqlError prepareSession(QSqlDatabase &database) const override
    {
        if (const QSqlError error = DialectWrapper::prepareSession(database); error.isValid())
            return error;
        QSqlQuery query(database);
        return query.exec(m_pragma) ? QSqlError() : query.lastError();
    }

private:
    const QString m_pragma;
};

} // namespace

class SqliteItemRepositoryTest final : public ItemRepositorySuite
{
    Q_OBJECT

protected:
    std::shared_ptr<const sql::SqlDialect> freshDatabase() override
    {
        return sql::sqliteDialect(m_folder.filePath(QStringLiteral("%1.sqlite").arg(++m_count)));
    }

private Q_SLOTS:
    void create_diskFull_failsAndKeepsWhatWasAcknowledged();
    void create_writeLockHeld_busy();
    void ping_folderMissing_unavailable();
    void session_isDurable();
    void write_twoProcessesWriteMuch_nobodyIsTurnedAway();
    void ping_newerSchema_isRefusedUntilItIsKnown();

private:
    QTemporaryDir m_folder;
    int m_count = 0;
};

void SqliteItemRepositoryTest::create_diskFull_failsAndKeepsWhatWasAcknowledged()
{
    QVERIFY(items().ping());
    SqlItemRepository small(
        std::make_shared<TunedSqlite>(dialect(), QStringLiteral("PRAGMA max_page_count=24")));
    qint64 acknowledged = 0;
    const domain::ItemDraft big{QStringLiteral("a"), QString(500, u'x'), 1};
    Outcome<domain::Item> created = small.create(big, at(1));
    for (; created && acknowledged < 1000; created = small.create(big, at(1)))
        ++acknowledged;
    QVERIFY(!created);
    QCOMPARE(created.error().failure, Failure::DiskFull);
    QVERIFY(acknowledged > 0);
    QCOMPARE(total(), acknowledged);
    for (qint64 id = 1; id <= acknowledged; ++id)
        QVERIFY(items().remove(id, std::nullopt, at(2)));
    QCOMPARE(small.purge(at(3), acknowledged).value(), acknowledged);
    QVERIFY(small.create(big, at(1))); // there is room again
}

void SqliteItemRepositoryTest::create_writeLockHeld_busy()
{
    const domain::Item created = items().create(draft(), at(1)).value();
    SqlItemRepository hasty(
        std::make_shared<TunedSqlite>(dialect(), QStringLiteral("PRAGMA busy_timeout=20")));
    QVERIFY(hasty.ping());
    sql::SqlConnection holder = newConnection();
    const Outcome<core::Done> held = holder.write([&]() -> Outcome<core::Done> {
        const Outcome<domain::Item> second = hasty.create(draft(), at(2));
        if (second || second.error().failure != Failure::Busy)
            return StorageError{Failure::Internal, QStringLiteral("not busy")};
        if (!hasty.find(created.id)) // readers do not wait
            return StorageError{Failure::Internal, QStringLiteral("not readable")};
        return core::Done{};
    });
    QVERIFY2(held, held ? "" : qPrintable(held.error().detail));
    QVERIFY(hasty.create(draft(), at(3)));
}

void SqliteItemRepositoryTest::ping_folderMissing_unavailable()
{
    SqlItemRepository nowhere(sql::sqliteDialect(m_folder.filePath(QStringLiteral("none/items.sqlite"))));
    QCOMPARE(nowhere.ping().error().failure, Failure::Unavailable);
}

void SqliteItemRepositoryTest::session_isDurable()
{
    sql::SqlConnection connection = newConnection();
    for (const auto &[pragma, wanted] : {std::pair{"PRAGMA journal_mode", "wal"},
                                         {"PRAGMA synchronous", "2"},
                                         {"PRAGMA foreign_keys", "1"},
                                         {"PRAGMA busy_timeout", "5000"}}) {
        const QString sql = QString::fromLatin1(pragma);
        const Outcome<QString> value = connection.read([&]() -> Outcome<QString> {
            Outcome<QSqlQuery *> query = connection.run(sql);
            if (!query || !query.value()->next())
                return StorageError{};
            return query.value()->value(0).toString();
        });
        QCOMPARE(value.value(), QString::fromLatin1(wanted));
    }
}

void SqliteItemRepositoryTest::write_twoProcessesWriteMuch_nobodyIsTurnedAway()
{
    constexpr int each = 50;
    QVERIFY(items().ping());
    std::mutex mutex;
    QStringList errors;
    together([&](int index) { // SQLite keeps connections apart as it keeps processes apart
        const auto repository = another();
        for (int i = 0; i < each; ++i) {
            const Outcome<domain::Item> created = repository->create(draft(QString::number(index)), at(i));
            const Outcome<domain::Item> updated =
                created ? repository->update(created.value().id, draft(), 1, at(i)) : created;
            const std::scoped_lock lock(mutex);
            if (!updated)
                errors.append(QLatin1String(failureName(updated.error().failure)) + u' ' +
                              updated.error().detail);
        }
    });
    QVERIFY2(errors.isEmpty(), qPrintable(errors.join(u'\n')));
    QCOMPARE(total(), crowd * each);
}

void SqliteItemRepositoryTest::ping_newerSchema_isRefusedUntilItIsKnown()
{
    const domain::Item created = items().create(draft(), at(1)).value();
    sql::SqlConnection newer = newConnection();
    const auto change = [&newer](const QString &sql) {
        return newer.write([&]() -> Outcome<core::Done> {
            const Outcome<QSqlQuery> query = newer.runOnce(sql);
            return query ? Outcome<core::Done>(core::Done{}) : query.error();
        });
    };
    QVERIFY(change(QStringLiteral("INSERT INTO esquema (versao) VALUES (999)")));
    const auto later = another();
    const Outcome<core::Done> refused = later->ping();
    QVERIFY(!refused);
    QCOMPARE(refused.error().failure, Failure::Unavailable);
    QCOMPARE(refused.error().detail,
             QStringLiteral("the database has schema version 999, this program knows versions up to %1: use a"
                            " newer guarita-server")
                 .arg(schema().version()));
    QVERIFY(change(QStringLiteral("DELETE FROM esquema WHERE versao = 999")));
    QCOMPARE(later->find(created.id).value(), created);
}

} // namespace guarita::server::storage

QTEST_GUILESS_MAIN(guarita::server::storage::SqliteItemRepositoryTest)
#include "tst_sqliteitemrepository.moc"
