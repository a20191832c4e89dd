// SPDX-License-Identifier: GPL-3.0-or-later
#include "itemrepositorysuite.h"

#include <atomic>
#include <mutex>

namespace guarita::server::storage {

using core::Done;
using domain::Item;

namespace {

constexpr int rows = 1234; // more than two batches, and no multiple of one

/// What the first version of the schema holds, written as its programs did, which know no other.
Outcome<Done> writeAsBefore(const std::shared_ptr<const sql::SqlDialect> &dialect)
{
    sql::Schema first = itemSchema(dialect->kind());
    first.migrations.resize(1);
    sql::SqlConnection earlier(dialect, first);
    return earlier.write([&earlier]() -> Outcome<Done> {
        for (int i = 0; i < rows; ++i) {
            const QVariant description =
                i % 2 ? QVariant(QStringLiteral("Açaí %1").arg(i)) : QVariant(QMetaType::fromType<QString>());
            const Outcome<QSqlQuery *> query = earlier.run(
                QStringLiteral("INSERT INTO itens (nome, descricao, preco_centavos, versao, criado_em_ms,"
                               " atualizado_em_ms) VALUES (?, ?, ?, ?, ?, ?)"),
                {QStringLiteral("Pão Nº %1").arg(i), description, i, 5, 100 + i, 200 + i});
            if (!query)
                return query.error();
            query.value()->finish();
        }
        return Done{};
    });
}

} // namespace

void ItemRepositorySuite::migrate_earlierSchemaWithItems_keepsAndFindsThem()
{
    const Outcome<Done> written = writeAsBefore(dialect());
    QVERIFY2(written, written ? "" : qPrintable(written.error().detail));

    QCOMPARE(total(), rows);
    const Item item = items().find(4).value();
    QCOMPARE(item.content, (domain::ItemDraft{QStringLiteral("Pão Nº 3"), QStringLiteral("Açaí 3"), 3}));
    QCOMPARE(item.versao, 5);
    QVERIFY(item.criadoEm == at(103) && item.atualizadoEm == at(203));
    QCOMPARE(found(QStringLiteral("PAO Nº 1233")), QStringList{QStringLiteral("Pão Nº 1233")});
    QCOMPARE(found(QStringLiteral("acai 1233")), QStringList{QStringLiteral("Pão Nº 1233")});
    QCOMPARE(value(QStringLiteral("SELECT count(*) FROM itens WHERE nome_chave LIKE 'pao nº %'")),
             QString::number(rows));
    QCOMPARE(value(QStringLiteral("SELECT count(*) FROM itens WHERE descricao_chave LIKE 'acai %'")),
             QString::number(rows / 2));
    QCOMPARE(value(QStringLiteral("SELECT count(*) FROM itens WHERE descricao IS NULL"
                                  " AND descricao_chave IS NULL AND excluido_em_ms IS NULL")),
             QString::number(rows / 2));
    const std::vector<domain::RecordedChange> history = items().history(4, std::nullopt, 10).value();
    QCOMPARE(history.size(), std::size_t(1)); // what came before is not known
    QCOMPARE(history.front().item, item);
    QVERIFY(items().remove(4, 5, at(300)));
    QVERIFY(items().restore(4, at(400)));
}

void ItemRepositorySuite::migrate_concurrentStarters_once()
{
    QVERIFY(writeAsBefore(dialect()));
    std::mutex mutex;
    QStringList errors;
    together([&](int) {
        const Outcome<Done> answer = another()->ping();
        const std::scoped_lock lock(mutex);
        if (!answer)
            errors.append(answer.error().detail);
    });
    QVERIFY2(errors.isEmpty(), qPrintable(errors.join(u'\n')));
    QCOMPARE(value(QStringLiteral("SELECT count(*) FROM esquema")), QString::number(schema().version()));
    QCOMPARE(total(), rows);
    QCOMPARE(found(QStringLiteral("acai 1233")).size(), 1);
}

void ItemRepositorySuite::migrate_twoPrograms_keepTheirVersionsApart()
{
    const sql::Schema other{QStringLiteral("esquema_outro"),
                            QStringLiteral("guarita-outro"),
                            {{1, {QStringLiteral("CREATE TABLE outros (id bigint PRIMARY KEY)")}},
                             {7, {QStringLiteral("INSERT INTO outros (id) VALUES (1)")}}}};
    const auto runOther = [&](const QString &statement) {
        sql::SqlConnection connection(dialect(), other);
        return connection.write([&]() -> Outcome<Done> {
            const Outcome<QSqlQuery> query = connection.runOnce(statement);
            return query ? Outcome<Done>(Done{}) : query.error();
        });
    };
    std::atomic<int> good = 0;
    together([&](int index) {
        const Outcome<Done> answer =
            index % 2 ? another()->ping() : runOther(QStringLiteral("SELECT id FROM outros"));
        good += answer ? 1 : 0;
    });
    QCOMPARE(good.load(), crowd);
    QCOMPARE(value(QStringLiteral("SELECT max(versao) FROM esquema")), QString::number(schema().version()));
    QCOMPARE(value(QStringLiteral("SELECT max(versao) FROM esquema_outro")), QStringLiteral("7"));
    QCOMPARE(value(QStringLiteral("SELECT count(*) FROM outros")), QStringLiteral("1"));

    QVERIFY(runOther(QStringLiteral("INSERT INTO esquema_outro (versao) VALUES (999)")));
    const Outcome<Done> refused = runOther(QStringLiteral("SELECT 1"));
    QVERIFY(!refused);
    QVERIFY2(refused.error().detail.endsWith(QStringLiteral("up to 7: use a newer guarita-outro")),
             qPrintable(refused.error().detail));
    QVERIFY(another()->ping());
}

} // namespace guarita::server::storage
