// SPDX-License-Identifier: GPL-3.0-or-later
// The trail before a real store, which may be away.
#include "gateway/audit/audittrail.h"
#include "runtime/logsink.h"
#include "sql/sqldialect.h"
#include "support/fakeclock.h"

#include <QtCore/QDir>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

using namespace guarita;
using namespace guarita::gateway;

class TestAuditTrail : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void record_many_areInTheStoreInTheirOrder();
    void record_whileTheStoreIsAway_isWrittenWhenItIsBack();
    void record_queueFull_isCountedAsLost();
    void close_writesWhatWaitsAndWhatWasCounted();
    void close_storeAway_doesNotWait();
};

namespace {

AuditRecord record(const QByteArray &who)
{
    AuditRecord made;
    made.when = StoreTime(1);
    made.who = who;
    made.action = audited::login;
    return made;
}

/// A trail and its store, in a folder that need not be there yet.
struct Bench
{
    explicit Bench(bool storeThere = true, std::size_t queue = 10)
    {
        if (storeThere)
            makeStore();
        users.emplace([this] { return std::make_unique<UserRepository>(dialect); },
                      sql::PoolLimits{.workers = 1}, clock); // it looks for the store at once
        trail.emplace(AuditTrail::Parts{*users, log, clock, registry}, queue);
    }
    void makeStore() { QVERIFY(QDir(folder.path()).mkdir(QStringLiteral("store"))); }
    QByteArrayList stored()
    {
        UserRepository store(dialect);
        const auto records = store.audit().list({.limit = 1000, .after = 0});
        QByteArrayList names;
        if (records) {
            for (const AuditRecord &one : records.value())
                names.append(one.who + 'x' + QByteArray::number(one.times));
        }
        return names;
    }
    double lost() const
    {
        for (const prometheus::MetricFamily &family : registry.Collect()) {
            if (family.name == "guarita_audit_records_lost_total")
                return family.metric.front().counter.value;
        }
        return -1;
    }

    QTemporaryDir folder;
    support::FakeClock clock;
    prometheus::Registry registry;
    runtime::LogSink sink{-1, 0, [](qint64) { return QByteArray(); }};
    runtime::Log log{sink, clock, "gateway", runtime::LogLevel::Error};
    std::shared_ptr<const sql::SqlDialect> dialect =
        sql::sqliteDialect(folder.filePath(QStringLiteral("store/users.sqlite")));
    std::optional<UserPool> users;
    std::optional<AuditTrail> trail;
};

} // namespace

void TestAuditTrail::record_many_areInTheStoreInTheirOrder()
{
    Bench bench(true, 2000);
    QByteArrayList expected;
    for (int i = 0; i < 1'200; ++i) { // more than are written at once
        bench.trail->record(record(QByteArray::number(i)));
        expected.append(QByteArray::number(i) + "x1");
    }
    QTRY_COMPARE(bench.stored().size(), 1'000); // as many as are asked for
    QCOMPARE(bench.stored(), expected.mid(0, 1'000));
    QCOMPARE(bench.lost(), 0);
}

void TestAuditTrail::record_whileTheStoreIsAway_isWrittenWhenItIsBack()
{
    Bench bench(false);
    for (const char *name : {"a", "b"})
        bench.trail->record(record(name));
    QTRY_VERIFY(bench.users->stats().failures > 0);
    bench.trail->record(record("c"));
    bench.makeStore();
    QTRY_COMPARE(bench.stored(), (QByteArrayList{"ax1", "bx1", "cx1"}));
    QCOMPARE(bench.lost(), 0);
}

void TestAuditTrail::record_queueFull_isCountedAsLost()
{
    Bench bench(false, 3);
    for (const char *name : {"a", "b", "c", "d", "e"})
        bench.trail->record(record(name));
    QCOMPARE(bench.lost(), 2);
    bench.makeStore();
    QTRY_COMPARE(bench.stored(), (QByteArrayList{"ax1", "bx1", "cx1"}));
    // There is room again once the trail was told, a moment after the rows can be read.
    QTRY_VERIFY((bench.trail->record(record("f")), bench.stored().contains("fx1")));
}

void TestAuditTrail::close_writesWhatWaitsAndWhatWasCounted()
{
    Bench bench;
    bench.trail->record(record("a"));
    for (int i = 0; i < 3; ++i)
        bench.trail->refused(record("b"));
    bool closed = false;
    bench.trail->close([&closed] { closed = true; });
    QTRY_VERIFY(closed);
    QCOMPARE(bench.stored(), (QByteArrayList{"ax1", "bx1", "bx2"}));
    QCOMPARE(bench.lost(), 0);
}

void TestAuditTrail::close_storeAway_doesNotWait()
{
    Bench bench(false);
    bench.trail->record(record("a"));
    bool closed = false;
    bench.trail->close([&closed] { closed = true; });
    QTRY_VERIFY(closed);
    QCOMPARE(bench.lost(), 1);
}

QTEST_GUILESS_MAIN(TestAuditTrail)
#include "tst_audittrail.moc"
