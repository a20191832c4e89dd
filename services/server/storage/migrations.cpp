// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/storage/migrations.h"

#include "server/storage/searchkeyfill.h"

namespace guarita::server::storage {

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

} // namespace

const std::vector<Migration> &postgresMigrations()
{
    static const std::vector<Migration> migrations = {{1, {postgresItems()}}, {2, postgresSearch()}};
    return migrations;
}

const std::vector<Migration> &sqliteMigrations()
{
    static const std::vector<Migration> migrations = {{1, {sqliteItems()}}, {2, sqliteSearch()}};
    return migrations;
}

} // namespace guarita::server::storage
