// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/storage/migrations.h"

#include "server/storage/searchkeyfill.h"

namespace guarita::server::storage {

using sql::Migration;
using sql::MigrationStep;

namespace {

// Prices are whole cents and times are milliseconds since 1970 on both databases: exact, of one type, and
// what is read is what was written, whatever a driver thinks of NUMERIC and of time zones.

MigrationStep postgresItems()
{
    return QStringLiteral(
        "CREATE TABLE itens ("
        " id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,"
        " nome text NOT NULL CHECK (char_length(nome) BETWEEN 1 AND 100),"
        " descricao text CHECK (char_length(descricao) <= 500),"
        " preco_centavos bigint NOT NULL CHECK (preco_centavos BETWEEN 0 AND 9999999999999),"
        " versao bigint NOT NULL,"
        " criado_em_ms bigint NOT NULL,"
        " atualizado_em_ms bigint NOT NULL)");
}

MigrationStep sqliteItems()
{
    // AUTOINCREMENT: an id is never given to a second item, as with PostgreSQL's identity.
    return QStringLiteral(
        "CREATE TABLE itens ("
        " id INTEGER PRIMARY KEY AUTOINCREMENT,"
        " nome TEXT NOT NULL CHECK (length(nome) BETWEEN 1 AND 100),"
        " descricao TEXT CHECK (length(descricao) <= 500),"
        " preco_centavos INTEGER NOT NULL CHECK (preco_centavos BETWEEN 0 AND 9999999999999),"
        " versao INTEGER NOT NULL,"
        " criado_em_ms INTEGER NOT NULL,"
        " atualizado_em_ms INTEGER NOT NULL) STRICT");
}

/// `nome_chave` and `descricao_chave` are domain::searchKey() of their texts: searched in, and sorted by, in
/// the order of code points. An item with `excluido_em_ms` is removed.
std::vector<MigrationStep> addedColumns(const QString &text, const QString &integer)
{
    const QString add = QStringLiteral("ALTER TABLE itens ADD COLUMN ");
    return {add + QStringLiteral("nome_chave ") + text + QStringLiteral(" NOT NULL DEFAULT ''"),
            add + QStringLiteral("descricao_chave ") + text,
            add + QStringLiteral("excluido_em_ms ") + integer};
}

/// One index for each order of a list, with the id so that a page's ids are found in the index alone.
std::vector<MigrationStep> listIndexes()
{
    const QString present = QStringLiteral(" WHERE excluido_em_ms IS NULL");
    return {
        QStringLiteral("CREATE INDEX itens_id ON itens (id)") + present,
        QStringLiteral("CREATE INDEX itens_nome ON itens (nome_chave, id)") + present,
        QStringLiteral("CREATE INDEX itens_preco ON itens (preco_centavos, id)") + present,
        QStringLiteral("CREATE INDEX itens_criado ON itens (criado_em_ms, id)") + present,
        QStringLiteral("CREATE INDEX itens_atualizado ON itens (atualizado_em_ms, id)") + present,
        QStringLiteral(
            "CREATE INDEX itens_excluido ON itens (excluido_em_ms) WHERE excluido_em_ms IS NOT NULL"),
    };
}

/// Searching without an index is slow, but it works: the extension may be missing or not allowed.
MigrationStep trigramIndexes()
{
    return QStringLiteral("DO $$ BEGIN"
                          " CREATE EXTENSION IF NOT EXISTS pg_trgm;"
                          " CREATE INDEX itens_nome_trigramas ON itens USING gin (nome_chave gin_trgm_ops)"
                          " WHERE excluido_em_ms IS NULL;"
                          " CREATE INDEX itens_descricao_trigramas ON itens"
                          " USING gin (descricao_chave gin_trgm_ops) WHERE excluido_em_ms IS NULL;"
                          " EXCEPTION WHEN OTHERS THEN"
                          " RAISE LOG 'guarita: no trigram indexes: %', SQLERRM;"
                          " END $$");
}

/// Counting and paging read indexes alone as long as the table is vacuumed, so it is vacuumed sooner than
/// usual.
MigrationStep eagerVacuum()
{
    return QStringLiteral("ALTER TABLE itens SET (autovacuum_vacuum_scale_factor = 0.02,"
                          " autovacuum_vacuum_insert_scale_factor = 0.02)");
}

void append(std::vector<MigrationStep> &steps, const std::vector<MigrationStep> &more)
{
    steps.insert(steps.end(), more.begin(), more.end());
}

std::vector<MigrationStep> postgresSearch()
{
    std::vector<MigrationStep> steps =
        addedColumns(QStringLiteral("text COLLATE \"C\""), QStringLiteral("bigint"));
    steps.emplace_back(&fillSearchKeys);
    append(steps, listIndexes());
    append(steps, {trigramIndexes(), eagerVacuum()});
    return steps;
}

std::vector<MigrationStep> sqliteSearch()
{
    std::vector<MigrationStep> steps = addedColumns(QStringLiteral("TEXT"), QStringLiteral("INTEGER"));
    steps.emplace_back(&fillSearchKeys);
    append(steps, listIndexes());
    return steps;
}

/// What every change of an item adds to the record: the item as it is from then on. `operation` says in SQL
/// what happened.
QString recordChange(const QString &operation)
{
    return QStringLiteral("INSERT INTO mudancas (item_id, versao, operacao, quem, quando_ms, nome, descricao,"
                          " preco_centavos, criado_em_ms, atualizado_em_ms)"
                          " VALUES (NEW.id, NEW.versao, %1, NEW.alterado_por,"
                          " coalesce(NEW.excluido_em_ms, NEW.atualizado_em_ms), NEW.nome, NEW.descricao,"
                          " NEW.preco_centavos, NEW.criado_em_ms, NEW.atualizado_em_ms);")
        .arg(operation);
}

QString operationOfUpdate()
{
    return QStringLiteral("CASE WHEN NEW.excluido_em_ms IS NOT NULL THEN 'removido'"
                          " WHEN OLD.excluido_em_ms IS NOT NULL THEN 'restaurado' ELSE 'atualizado' END");
}

QString forgetItem()
{
    return QStringLiteral("DELETE FROM mudancas WHERE item_id = OLD.id;");
}

/// What was there before the record begins is in it as it is now.
QString recordWhatIsThere(const QString &noTransaction)
{
    return QStringLiteral(
               "INSERT INTO mudancas (transacao, item_id, versao, operacao, quando_ms, nome, descricao,"
               " preco_centavos, criado_em_ms, atualizado_em_ms)"
               " SELECT %1, id, versao, CASE WHEN excluido_em_ms IS NOT NULL THEN 'removido'"
               " WHEN versao = 1 THEN 'criado' ELSE 'atualizado' END,"
               " coalesce(excluido_em_ms, atualizado_em_ms), nome, descricao, preco_centavos,"
               " criado_em_ms, atualizado_em_ms FROM itens ORDER BY id")
        .arg(noTransaction);
}

/// `mudancas` is the record of all changes, kept by triggers, so that none can be missed; it goes with its
/// item. `transacao` orders it where several transactions write at once. `chaves` are the Idempotency-Keys.
std::vector<MigrationStep> postgresRecord()
{
    const QString function = QStringLiteral("CREATE FUNCTION %1() RETURNS trigger LANGUAGE plpgsql"
                                            " SET search_path FROM CURRENT AS $$"
                                            " BEGIN %2 RETURN NULL; END $$");
    const QString trigger = QStringLiteral("CREATE TRIGGER %1 AFTER %2 ON itens FOR EACH ROW %3"
                                           " EXECUTE FUNCTION %1()");
    return {
        QStringLiteral("ALTER TABLE itens ADD COLUMN alterado_por text"),
        QStringLiteral("CREATE TABLE mudancas ("
                       " transacao xid8 NOT NULL DEFAULT pg_current_xact_id(),"
                       " id bigint GENERATED ALWAYS AS IDENTITY,"
                       " item_id bigint NOT NULL,"
                       " versao bigint NOT NULL,"
                       " operacao text NOT NULL,"
                       " quem text,"
                       " quando_ms bigint NOT NULL,"
                       " nome text NOT NULL,"
                       " descricao text,"
                       " preco_centavos bigint NOT NULL,"
                       " criado_em_ms bigint NOT NULL,"
                       " atualizado_em_ms bigint NOT NULL,"
                       " PRIMARY KEY (transacao, id))"),
        recordWhatIsThere(QStringLiteral("xid8 '0'")),
        QStringLiteral("CREATE INDEX mudancas_item ON mudancas (item_id, versao)"),
        function.arg(QStringLiteral("itens_criado"), recordChange(QStringLiteral("'criado'"))),
        function.arg(QStringLiteral("itens_mudado"), recordChange(operationOfUpdate())),
        function.arg(QStringLiteral("itens_apagado"), forgetItem()),
        trigger.arg(QStringLiteral("itens_criado"), QStringLiteral("INSERT"), QString()),
        trigger.arg(QStringLiteral("itens_mudado"), QStringLiteral("UPDATE"),
                    QStringLiteral("WHEN (NEW.versao <> OLD.versao)")),
        trigger.arg(QStringLiteral("itens_apagado"), QStringLiteral("DELETE"), QString()),
        QStringLiteral("CREATE TABLE chaves ("
                       " quem text NOT NULL,"
                       " chave text NOT NULL,"
                       " impressao text NOT NULL,"
                       " resultado text,"
                       " criado_em_ms bigint NOT NULL,"
                       " PRIMARY KEY (quem, chave))"),
        QStringLiteral("CREATE INDEX chaves_idade ON chaves (criado_em_ms)"),
    };
}

std::vector<MigrationStep> sqliteRecord()
{
    const QString trigger =
        QStringLiteral("CREATE TRIGGER %1 AFTER %2 ON itens FOR EACH ROW %3 BEGIN %4 END");
    return {
        QStringLiteral("ALTER TABLE itens ADD COLUMN alterado_por TEXT"),
        QStringLiteral("CREATE TABLE mudancas ("
                       " id INTEGER PRIMARY KEY AUTOINCREMENT,"
                       " transacao INTEGER NOT NULL DEFAULT 0,"
                       " item_id INTEGER NOT NULL,"
                       " versao INTEGER NOT NULL,"
                       " operacao TEXT NOT NULL,"
                       " quem TEXT,"
                       " quando_ms INTEGER NOT NULL,"
                       " nome TEXT NOT NULL,"
                       " descricao TEXT,"
                       " preco_centavos INTEGER NOT NULL,"
                       " criado_em_ms INTEGER NOT NULL,"
                       " atualizado_em_ms INTEGER NOT NULL) STRICT"),
        recordWhatIsThere(QStringLiteral("0")),
        QStringLiteral("CREATE INDEX mudancas_item ON mudancas (item_id, versao)"),
        QStringLiteral("CREATE INDEX mudancas_ordem ON mudancas (transacao, id)"),
        trigger.arg(QStringLiteral("itens_criado"), QStringLiteral("INSERT"), QString(),
                    recordChange(QStringLiteral("'criado'"))),
        trigger.arg(QStringLiteral("itens_mudado"), QStringLiteral("UPDATE"),
                    QStringLiteral("WHEN NEW.versao <> OLD.versao"), recordChange(operationOfUpdate())),
        trigger.arg(QStringLiteral("itens_apagado"), QStringLiteral("DELETE"), QString(), forgetItem()),
        QStringLiteral("CREATE TABLE chaves ("
                       " quem TEXT NOT NULL,"
                       " chave TEXT NOT NULL,"
                       " impressao TEXT NOT NULL,"
                       " resultado TEXT,"
                       " criado_em_ms INTEGER NOT NULL,"
                       " PRIMARY KEY (quem, chave)) STRICT"),
        QStringLiteral("CREATE INDEX chaves_idade ON chaves (criado_em_ms)"),
    };
}

std::vector<Migration> postgresMigrations()
{
    return {{1, {postgresItems()}}, {2, postgresSearch()}, {3, postgresRecord()}};
}

std::vector<Migration> sqliteMigrations()
{
    return {{1, {sqliteItems()}}, {2, sqliteSearch()}, {3, sqliteRecord()}};
}

} // namespace

sql::Schema itemSchema(sql::Database database)
{
    return {QStringLiteral("esquema"), QStringLiteral("guarita-server"),
            database == sql::Database::Postgres ? postgresMigrations() : sqliteMigrations()};
}

} // namespace guarita::server::storage
