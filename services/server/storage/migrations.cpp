// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/storage/migrations.h"

namespace guarita::server::storage {

// Prices are whole cents and times are milliseconds since 1970 on both databases: exact, of one type, and
// what is read is what was written, whatever a driver thinks of NUMERIC and of time zones.

const std::vector<Migration> &postgresMigrations()
{
    static const std::vector<Migration> migrations = {
        {1,
         {QStringLiteral("CREATE TABLE itens ("
                         " id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,"
                         " nome text NOT NULL CHECK (char_length(nome) BETWEEN 1 AND 100),"
                         " descricao text CHECK (char_length(descricao) <= 500),"
                         " preco_centavos bigint NOT NULL CHECK (preco_centavos BETWEEN 0 AND 9999999999999),"
                         " versao bigint NOT NULL,"
                         " criado_em_ms bigint NOT NULL,"
                         " atualizado_em_ms bigint NOT NULL)")}},
    };
    return migrations;
}

const std::vector<Migration> &sqliteMigrations()
{
    static const std::vector<Migration> migrations = {
        {1,
         // AUTOINCREMENT: an id is never given to a second item, as with PostgreSQL's identity.
         {QStringLiteral(
             "CREATE TABLE itens ("
             " id INTEGER PRIMARY KEY AUTOINCREMENT,"
             " nome TEXT NOT NULL CHECK (length(nome) BETWEEN 1 AND 100),"
             " descricao TEXT CHECK (length(descricao) <= 500),"
             " preco_centavos INTEGER NOT NULL CHECK (preco_centavos BETWEEN 0 AND 9999999999999),"
             " versao INTEGER NOT NULL,"
             " criado_em_ms INTEGER NOT NULL,"
             " atualizado_em_ms INTEGER NOT NULL) STRICT")}},
    };
    return migrations;
}

} // namespace guarita::server::storage
