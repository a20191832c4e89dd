// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/users/userrepository.h"
#include "sql/sqldialect.h"

namespace guarita::gateway {

namespace {

/// Times are milliseconds since 1970-01-01T00:00:00Z.
std::vector<sql::MigrationStep> usersAndSessions(const QString &identity, const QString &text)
{
    return {
        QStringLiteral("CREATE TABLE usuarios (id %1, nome %2 NOT NULL UNIQUE, senha %2 NOT NULL,"
                       " papeis %2 NOT NULL, ativo bigint NOT NULL, versao bigint NOT NULL,"
                       " criado_em_ms bigint NOT NULL, alterado_em_ms bigint NOT NULL)")
            .arg(identity, text),
        QStringLiteral("CREATE TABLE sessoes (id %1 PRIMARY KEY,"
                       " usuario bigint NOT NULL REFERENCES usuarios (id), segredo %1 NOT NULL,"
                       " aberta_em_ms bigint NOT NULL, usada_em_ms bigint NOT NULL,"
                       " expira_em_ms bigint NOT NULL, encerrada_em_ms bigint)")
            .arg(text),
        QStringLiteral("CREATE INDEX sessoes_usuario ON sessoes (usuario)"),
        QStringLiteral("CREATE INDEX sessoes_expira ON sessoes (expira_em_ms)"),
        QStringLiteral("CREATE INDEX sessoes_encerrada ON sessoes (encerrada_em_ms)"
                       " WHERE encerrada_em_ms IS NOT NULL"),
        QStringLiteral("CREATE TABLE diretorio (unico bigint PRIMARY KEY CHECK (unico = 1),"
                       " geracao bigint NOT NULL)"),
        QStringLiteral("INSERT INTO diretorio (unico, geracao) VALUES (1, 1)"),
    };
}

} // namespace

sql::Schema gatewaySchema(const sql::SqlDialect &dialect)
{
    const bool postgres = dialect.kind() == sql::Database::Postgres;
    const QString identity = postgres ? QStringLiteral("bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY")
                                      : QStringLiteral("INTEGER PRIMARY KEY AUTOINCREMENT");
    const QString text = postgres ? QStringLiteral("text COLLATE \"C\"") : QStringLiteral("TEXT");
    return {QStringLiteral("esquema_gateway"),
            QStringLiteral("guarita-gateway"),
            {{1, usersAndSessions(identity, text)}}};
}

} // namespace guarita::gateway
