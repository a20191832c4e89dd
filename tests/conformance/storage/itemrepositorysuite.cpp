// SPDX-License-Identifier: GPL-3.0-or-later
#include "itemrepositorysuite.h"

#include "server/domain/itemrules.h"

#include <mutex>
#include <set>

namespace guarita::server::storage {

using core::Done;
using domain::Item;
using domain::ItemDraft;
using domain::ItemPage;
using domain::Timestamp;

ItemDraft ItemRepositorySuite::draft(const QString &nome, qint64 preco)
{
    return {nome, std::nullopt, preco};
}

Timestamp ItemRepositorySuite::at(qint64 milliseconds)
{
    return Timestamp(std::chrono::milliseconds(milliseconds));
}

std::unique_ptr<SqlItemRepository> ItemRepositorySuite::another() const
{
    return std::make_unique<SqlItemRepository>(m_dialect);
}

ItemPage ItemRepositorySuite::page(qint64 limit, qint64 offset)
{
    domain::ItemQuery query;
    query.limit = limit;
    query.offset = offset;
    const Outcome<ItemPage> outcome = items().list(query);
    if (!outcome)
        qWarning("list: %ls", qUtf16Printable(outcome.error().detail));
    return outcome ? outcome.value() : ItemPage();
}

QString ItemRepositorySuite::value(const QString &sql)
{
    sql::SqlConnection connection = newConnection();
    const Outcome<QString> text = connection.read([&]() -> Outcome<QString> {
        Outcome<QSqlQuery> query = connection.runOnce(sql);
        if (!query)
            return query.error();
        query.value().next();
        return query.value().value(0).toString();
    });
    return text ? text.value() : text.error().detail;
}

void ItemRepositorySuite::init()
{
    m_dialect = freshDatabase();
    QVERIFY(m_dialect);
    m_items = another();
}

void ItemRepositorySuite::cleanup()
{
    m_items.reset();
    m_dialect.reset();
}

void ItemRepositorySuite::create_anyContent_isFoundUnchanged_data()
{
    QTest::addColumn<QString>("nome");
    QTest::addColumn<bool>("described");
    QTest::addColumn<QString>("descricao");
    QTest::addColumn<qint64>("preco");
    const QString plain = QStringLiteral("Café");
    for (qint64 price : {0LL, 1LL, 9LL, 10LL, 99LL, 100LL, 101LL, 1990LL, 29LL, 113LL, 9'007'199'254'741LL,
                         static_cast<long long>(domain::maxPrecoCentavos)})
        QTest::addRow("price %lld", static_cast<long long>(price)) << plain << false << QString() << price;
    QTest::newRow("no description") << plain << false << QString() << 1LL;
    QTest::newRow("empty description") << plain << true << QString() << 1LL;
    QTest::newRow("spaces") << QStringLiteral("  a  b  ") << true << QStringLiteral("   ") << 1LL;
    QTest::newRow("accents") << QStringLiteral("Pão de açúcar ÀÉÎÕÜ") << true << QStringLiteral("ação")
                             << 1LL;
    QTest::newRow("combining") << QStringLiteral("e\u0301") << true << QStringLiteral("\u00e9") << 1LL;
    QTest::newRow("other planes") << QStringLiteral("🍵 茶 \U0001F468\u200D\U0001F469") << true
                                  << QStringLiteral("\U0010FFFF \uFFFD \uFEFF") << 1LL;
    QTest::newRow("right to left") << QStringLiteral("قهوة \u202E") << true << QStringLiteral("קפה") << 1LL;
    QTest::newRow("quotes") << QStringLiteral("'a' \"b\" `c` ''") << true << QStringLiteral("'") << 1LL;
    QTest::newRow("backslashes") << QStringLiteral("\\ \\' \\\\ \\n \\x41") << true << QStringLiteral("\\")
                                 << 1LL;
    QTest::newRow("wildcards") << QStringLiteral("100% _ * ?") << true << QStringLiteral("? $1 :a %1") << 1LL;
    QTest::newRow("injection") << QStringLiteral("'); DROP TABLE itens; --") << true
                               << QStringLiteral("' OR '1'='1' /* \\'; DELETE FROM itens; -- $$") << 1LL;
    QTest::newRow("dollar quotes") << QStringLiteral("$$a$$ $x$b$x$") << true << QStringLiteral("E'\\''")
                                   << 1LL;
    QTest::newRow("null word") << QStringLiteral("NULL") << true << QStringLiteral("NULL") << 1LL;
    QTest::newRow("lines and tabs") << plain << true << QStringLiteral("a\r\nb\tc\u0001\u007f") << 1LL;
    QTest::newRow("longest") << QString(100, QChar(0x00E7)) << true << QString(500, QChar(0x6F22)) << 1LL;
    QTest::newRow("longest, other planes")
        << QStringLiteral("🍵").repeated(100) << true << QStringLiteral("🍵").repeated(500) << 1LL;
}

void ItemRepositorySuite::create_anyContent_isFoundUnchanged()
{
    QFETCH(QString, nome);
    QFETCH(bool, described);
    QFETCH(QString, descricao);
    QFETCH(qint64, preco);
    ItemDraft wanted{nome, std::nullopt, preco};
    if (described)
        wanted.descricao = descricao;
    QVERIFY(domain::violations(wanted).empty());

    const Outcome<Item> created = items().create(wanted, at(1));
    QVERIFY2(created, created ? "" : qPrintable(created.error().detail));
    QCOMPARE(created.value().content, wanted);
    const Outcome<Item> found = another()->find(created.value().id);
    QVERIFY(found);
    QCOMPARE(found.value(), created.value());

    const Outcome<Item> updated = items().update(created.value().id, wanted, 1, at(2));
    QVERIFY(updated);
    QCOMPARE(updated.value().content, wanted);
    QCOMPARE(page(10).items, std::vector<Item>{updated.value()});
}

void ItemRepositorySuite::create_newItem_hasVersionOneAndBothTimes()
{
    const Outcome<Item> created = items().create(draft(), at(1'767'323'045'678));
    QVERIFY(created);
    QVERIFY(created.value().id > 0);
    QCOMPARE(created.value().versao, 1);
    QVERIFY(created.value().criadoEm == at(1'767'323'045'678));
    QVERIFY(created.value().atualizadoEm == at(1'767'323'045'678));
}

void ItemRepositorySuite::create_afterRemoval_neverReusesTheId()
{
    const qint64 first = items().create(draft(), at(1)).value().id;
    QVERIFY(items().remove(first, std::nullopt, at(2)));
    QVERIFY(items().create(draft(), at(1)).value().id > first);
}

void ItemRepositorySuite::create_contentBeyondTheRules_changesNothing()
{
    const Outcome<Item> created = items().create(draft(QStringLiteral("a"), -1), at(1));
    QVERIFY(!created);
    QCOMPARE(created.error().failure, Failure::Internal); // the domain lets none through
    QCOMPARE(total(), 0);
    QVERIFY(items().create(draft(), at(1))); // the connection is as good as before
}

void ItemRepositorySuite::find_absent_notFound()
{
    for (qint64 id : {qint64(1), qint64(-1), qint64(0), std::numeric_limits<qint64>::max()})
        QCOMPARE(items().find(id).error().failure, Failure::NotFound);
}

void ItemRepositorySuite::find_otherRepositoryWrote_seesIt()
{
    const auto other = another();
    QCOMPARE(items().find(1).error().failure, Failure::NotFound); // its statement is prepared and used
    const Item created = other->create(draft(), at(1)).value();
    QCOMPARE(items().find(created.id).value(), created);
    const Item updated = other->update(created.id, draft(QStringLiteral("Chá")), 1, at(2)).value();
    QCOMPARE(items().find(created.id).value(), updated);
}

void ItemRepositorySuite::update_anyVersion_replacesAndCounts()
{
    const Item created = items().create({QStringLiteral("a"), QStringLiteral("b"), 5}, at(1)).value();
    for (qint64 version = 2; version <= 4; ++version) {
        const Outcome<Item> updated =
            items().update(created.id, draft(QStringLiteral("novo")), std::nullopt, at(version));
        QVERIFY(updated);
        QCOMPARE(updated.value().versao, version);
        QCOMPARE(updated.value().content, draft(QStringLiteral("novo"))); // the description is gone
        QVERIFY(updated.value().criadoEm == at(1));
        QVERIFY(updated.value().atualizadoEm == at(version));
        QCOMPARE(items().find(created.id).value(), updated.value());
    }
}

void ItemRepositorySuite::update_expectedVersion_replaces()
{
    const Item created = items().create(draft(), at(1)).value();
    QCOMPARE(items().update(created.id, draft(), 1, at(2)).value().versao, 2);
    QCOMPARE(items().update(created.id, draft(), 2, at(3)).value().versao, 3);
}

void ItemRepositorySuite::update_otherVersion_mismatchAndUnchanged()
{
    const Item created = items().create(draft(), at(1)).value();
    for (qint64 version : {qint64(0), qint64(2), std::numeric_limits<qint64>::max()}) {
        const Outcome<Item> updated = items().update(created.id, draft(QStringLiteral("x")), version, at(2));
        QCOMPARE(updated.error().failure, Failure::VersionMismatch);
    }
    QCOMPARE(items().find(created.id).value(), created);
}

void ItemRepositorySuite::update_absent_notFound()
{
    QCOMPARE(items().update(77, draft(), std::nullopt, at(1)).error().failure, Failure::NotFound);
    QCOMPARE(items().update(77, draft(), 1, at(1)).error().failure, Failure::NotFound);
}

void ItemRepositorySuite::update_concurrentSameVersion_exactlyOneWins()
{
    const Item created = items().create(draft(), at(1)).value();
    std::atomic<int> won = 0;
    std::atomic<int> mismatched = 0;
    together([&](int index) {
        const Outcome<Item> updated = another()->update(created.id, draft(QString::number(index)), 1, at(2));
        won += updated ? 1 : 0;
        mismatched += !updated && updated.error().failure == Failure::VersionMismatch ? 1 : 0;
    });
    QCOMPARE(won.load(), 1);
    QCOMPARE(mismatched.load(), crowd - 1);
    QCOMPARE(items().find(created.id).value().versao, 2);
}

void ItemRepositorySuite::update_concurrentAnyVersion_noneIsLost()
{
    constexpr int each = 10;
    const Item created = items().create(draft(), at(1)).value();
    std::atomic<int> done = 0;
    together([&](int index) {
        const auto repository = another();
        for (int i = 0; i < each; ++i) {
            if (repository->update(created.id, draft(QString::number(index)), std::nullopt, at(2)))
                ++done;
        }
    });
    QCOMPARE(done.load(), crowd * each);
    QCOMPARE(items().find(created.id).value().versao, 1 + crowd * each);
}

void ItemRepositorySuite::create_concurrently_allAreKept()
{
    constexpr int each = 20;
    std::mutex mutex;
    std::set<qint64> ids;
    together([&](int index) {
        const auto repository = another();
        for (int i = 0; i < each; ++i) {
            const Outcome<Item> created = repository->create(draft(QString::number(index)), at(i));
            const std::scoped_lock lock(mutex);
            if (created)
                ids.insert(created.value().id);
        }
    });
    QCOMPARE(ids.size(), std::size_t(crowd * each));
    QCOMPARE(total(), crowd * each);
}

void ItemRepositorySuite::ping_concurrentStarters_oneSchema()
{
    for (int round = 0; round < 5; ++round) {
        m_items.reset();
        m_dialect = freshDatabase();
        std::atomic<int> good = 0;
        QStringList errors;
        std::mutex mutex;
        together([&](int) {
            const auto repository = another();
            const Outcome<Done> answer = repository->ping();
            const bool created = answer && repository->create(draft(), at(1));
            good += created ? 1 : 0;
            const std::scoped_lock lock(mutex);
            if (!answer)
                errors.append(answer.error().detail);
        });
        QVERIFY2(good == crowd, qPrintable(errors.join(u'\n')));
        m_items = another();
        QCOMPARE(total(), crowd);
    }
}

void ItemRepositorySuite::ping_again_keepsItems()
{
    const Item created = items().create(draft(), at(1)).value();
    const auto later = another();
    QVERIFY(later->ping());
    QCOMPARE(later->find(created.id).value(), created);
}

} // namespace guarita::server::storage
