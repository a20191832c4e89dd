// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/load.h"
#include "support/postgrescluster.h"
#include "support/stack.h"
#include "support/tieridentity.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QHash>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QSet>
#include <QtTest/QTest>

#include <deque>
#include <utility>

using namespace guarita::support;

namespace {

const QString database()
{
    return QStringLiteral("guarita");
}

QByteArray nameOf(int item)
{
    return "item " + QByteArray::number(item);
}

/// Creates items, each with an Idempotency-Key of its own, and repeats a request with its key until its
/// answer is definite. Remembers what was acknowledged.
class Journal
{
public:
    explicit Journal(Stack &stack)
        : m_stack(stack)
    {
    }

    /// The request with this number: for an item that still waits for its answer, or for a new one.
    QByteArray next(int number)
    {
        int item = m_items;
        if (m_undecided.empty()) {
            ++m_items;
        } else {
            item = m_undecided.front();
            m_undecided.pop_front();
        }
        m_asked[number] = item;
        return m_stack.request("POST", "/itens", bodyOf(item), keyOf(item));
    }

    void answered(int number, int status, const QByteArray &body)
    {
        decide(m_asked.take(number), status, body);
    }

    /// Repeats what has no definite answer yet. False while there is still something.
    bool settle()
    {
        const std::deque<int> left = std::exchange(m_undecided, {});
        for (const int item : left) {
            const RawResponse response = m_stack.ask("POST", "/itens", bodyOf(item), keyOf(item));
            decide(item, response.status, response.body);
        }
        return m_undecided.empty();
    }

    int acknowledged() const { return static_cast<int>(m_acknowledged.size()); }
    /// The numbers that the items got, by their names.
    const QHash<QString, qint64> &ids() const { return m_acknowledged; }
    /// Answers that a client could take for definite, but that are neither.
    const QSet<QByteArray> &strange() const { return m_strange; }
    int items() const { return m_items; }

private:
    static QByteArray bodyOf(int item) { return R"({"nome":")" + nameOf(item) + R"(","preco":1.50})"; }
    static QByteArray keyOf(int item)
    {
        return "Idempotency-Key: failover-" + QByteArray::number(item) + "\r\n";
    }

    void decide(int item, int status, const QByteArray &body)
    {
        if (status == 201) {
            const QJsonDocument stored = QJsonDocument::fromJson(body);
            m_acknowledged.insert(stored[QStringLiteral("nome")].toString(),
                                  stored[QStringLiteral("id")].toInteger());
            return;
        }
        // 409: the first attempt has its key and still waits for the database.
        if (status != 0 && status != 409 && status < 500)
            m_strange.insert(body);
        m_undecided.push_back(item);
    }

    Stack &m_stack;
    int m_items = 0;
    QHash<int, int> m_asked; // the item of each request under way
    std::deque<int> m_undecided;
    QHash<QString, qint64> m_acknowledged;
    QSet<QByteArray> m_strange;
};

/// All items of the API, page by page.
QHash<QString, qint64> listed(Stack &stack)
{
    QHash<QString, qint64> items;
    for (int offset = 0;; offset += 1000) {
        const RawResponse page =
            stack.ask("GET", "/itens?total=false&limit=1000&offset=" + QByteArray::number(offset));
        const QJsonArray rows = QJsonDocument::fromJson(page.body).array();
        if (rows.isEmpty())
            return items;
        for (const QJsonValue &row : rows)
            items.insert(row[QStringLiteral("nome")].toString(), row[QStringLiteral("id")].toInteger());
    }
}

} // namespace

/// The primary database goes for good, and its standby takes its place.
class TestFailover : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void primary_killedAndStandbyPromotedUnderLoad_everyAcknowledgedItemIsThereOnce();
    void replay_ofAChangeThatTheStandbyLacks_waitsForTheStandby();
};

void TestFailover::initTestCase()
{
    if (!PostgresCluster::installed())
        QSKIP("PostgreSQL is not installed");
}

void TestFailover::primary_killedAndStandbyPromotedUnderLoad_everyAcknowledgedItemIsThereOnce()
{
    PostgresCluster primary;
    QVERIFY2(primary.start(), qPrintable(primary.error()));
    QVERIFY(primary.createDatabase(database()));
    PostgresCluster standby;
    QVERIFY2(standby.startAsStandbyOf(primary), qPrintable(standby.error()));
    QVERIFY2(primary.replicateSynchronously(), qPrintable(primary.error()));

    StackOptions options;
    options.databaseUrl =
        QStringLiteral("postgresql://guarita@127.0.0.1:%1,127.0.0.1:%2/%3?target_session_attrs=read-write")
            .arg(primary.port())
            .arg(standby.port())
            .arg(database());
    Stack stack(options);
    QVERIFY(stack.start());

    Journal journal(stack);
    Load load(stack.gateway().port(), 8, [&](int number) { return journal.next(number); });
    load.onAnswer(
        [&](int number, int status, const QByteArray &body) { journal.answered(number, status, body); });
    load.start();
    QTRY_VERIFY_WITH_TIMEOUT(journal.acknowledged() > 100, 20'000);
    QVERIFY(primary.crash());
    QTRY_VERIFY_WITH_TIMEOUT(load.answersWith(503) > 20, 20'000);

    const int before = journal.acknowledged();
    QElapsedTimer sincePromotion;
    sincePromotion.start();
    QVERIFY2(standby.promote(), qPrintable(standby.error()));
    QTRY_VERIFY_WITH_TIMEOUT(journal.acknowledged() > before, 20'000);
    const qint64 outage = sincePromotion.elapsed();
    qInfo("the first write %lld ms after the promotion began", outage);
    QVERIFY2(outage < 10'000, "the servers find the new primary within ten seconds");

    QTRY_VERIFY_WITH_TIMEOUT(journal.acknowledged() > before + 100, 20'000);
    load.stop();
    QTRY_VERIFY_WITH_TIMEOUT(load.finished(), 20'000);
    QCOMPARE(load.broken(), 0);
    QTRY_VERIFY_WITH_TIMEOUT(journal.settle(), 20'000);
    QVERIFY2(journal.strange().isEmpty(), journal.strange().values().value(0).constData());
    QCOMPARE(journal.acknowledged(), journal.items());

    // Nothing is missing, and nothing is there twice or under another number.
    const QString stored =
        standby.query(database(), QStringLiteral("SELECT nome || '=' || id FROM itens ORDER BY id"));
    const QStringList rows = stored.split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    QCOMPARE(rows.size(), journal.items());
    for (const QString &row : rows) {
        const qsizetype equals = row.indexOf(QLatin1Char('='));
        QCOMPARE(journal.ids().value(row.left(equals)), row.mid(equals + 1).toLongLong());
    }
    QCOMPARE(listed(stack), journal.ids());
    for (DaemonProcess *daemon : stack.all())
        QVERIFY(daemon->running());
}

void TestFailover::replay_ofAChangeThatTheStandbyLacks_waitsForTheStandby()
{
    PostgresCluster primary;
    QVERIFY2(primary.start(), qPrintable(primary.error()));
    QVERIFY(primary.createDatabase(database()));
    PostgresCluster standby;
    QVERIFY2(standby.startAsStandbyOf(primary), qPrintable(standby.error()));
    QVERIFY2(primary.replicateSynchronously(), qPrintable(primary.error()));
    StackOptions options;
    options.servers = 1;
    options.databaseUrl = primary.url(database());
    Stack stack(options);
    QVERIFY(stack.start());
    QTRY_COMPARE_WITH_TIMEOUT(stack.ask("GET", "/itens").status, 200, 20'000);

    const auto request = [&] {
        return stack.request("POST", "/itens", R"({"nome":"um","preco":1})",
                             "Idempotency-Key: um\r\n" + TierIdentity{"POST", "/itens"}.fields());
    };
    const auto waiting = [&] {
        const QString sql =
            QStringLiteral("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'");
        return primary.query(database(), sql).toInt();
    };
    QVERIFY(standby.stop());
    RawClient first(stack.server(0).port());
    first.send(request());
    QTRY_COMPARE_WITH_TIMEOUT(waiting(), 1, 20'000);
    QVERIFY(primary.crash());
    QTRY_COMPARE_WITH_TIMEOUT(first.count(), 1, 20'000);
    QCOMPARE(first.responses().front().status, 503); // nobody knows

    // The item is there after all, and only there.
    QVERIFY2(primary.start(), qPrintable(primary.error()));
    QTRY_COMPARE_WITH_TIMEOUT(stack.ask("GET", "/itens").status, 200, 20'000);
    RawClient again(stack.server(0).port());
    again.send(request());
    QTRY_VERIFY_WITH_TIMEOUT(again.count() == 1 || waiting() == 1, 20'000);
    QCOMPARE(again.count(), 0);

    QVERIFY2(standby.start(), qPrintable(standby.error()));
    QTRY_COMPARE_WITH_TIMEOUT(again.count(), 1, 20'000);
    QCOMPARE(again.responses().front().status, 201);
    QCOMPARE(again.responses().front().header("Idempotent-Replayed"), QByteArray("true"));
}

QTEST_GUILESS_MAIN(TestFailover)
#include "tst_failover.moc"
