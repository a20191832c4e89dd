// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/users/rows.h"
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

/// In SQLite a trigger is one statement and its clock is a function; PostgreSQL wants a function of its own.
std::vector<sql::MigrationStep> auditIsAppendOnly(bool postgres)
{
    if (!postgres)
        return {
            QStringLiteral("CREATE TRIGGER auditoria_fixa BEFORE UPDATE ON auditoria BEGIN"
                           " SELECT RAISE(ABORT, 'auditoria: records are not changed'); END"),
            QStringLiteral(
                "CREATE TRIGGER auditoria_guardada BEFORE DELETE ON auditoria"
                " WHEN OLD.quando_ms > (CAST(strftime('%s', 'now') AS INTEGER) - 86400) * 1000 BEGIN"
                " SELECT RAISE(ABORT, 'auditoria: records are kept for a day at least'); END"),
        };
    return {
        QStringLiteral("CREATE FUNCTION auditoria_recusa() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                       " RAISE EXCEPTION 'auditoria: records are neither changed nor deleted'; END $$"),
        QStringLiteral("CREATE TRIGGER auditoria_fixa BEFORE UPDATE ON auditoria"
                       " FOR EACH ROW EXECUTE FUNCTION auditoria_recusa()"),
        QStringLiteral("CREATE TRIGGER auditoria_guardada BEFORE DELETE ON auditoria FOR EACH ROW"
                       " WHEN (OLD.quando_ms > (extract(epoch FROM now()) - 86400) * 1000)"
                       " EXECUTE FUNCTION auditoria_recusa()"),
        QStringLiteral("CREATE TRIGGER auditoria_inteira BEFORE TRUNCATE ON auditoria"
                       " FOR EACH STATEMENT EXECUTE FUNCTION auditoria_recusa()"),
    };
}

std::vector<sql::MigrationStep> audit(const QString &identity, const QString &text, bool postgres)
{
    std::vector<sql::MigrationStep> steps{
        QStringLiteral("CREATE TABLE auditoria (id %1, quando_ms bigint NOT NULL, quem %2, acao %2 NOT NULL,"
                       " alvo %2, de_onde %2, pedido %2, resultado %2 NOT NULL, status bigint, motivo %2,"
                       " vezes bigint NOT NULL)")
            .arg(identity, text),
        QStringLiteral("CREATE INDEX auditoria_quando ON auditoria (quando_ms)"),
        QStringLiteral("CREATE INDEX auditoria_quem ON auditoria (quem, id)"),
        QStringLiteral("CREATE INDEX auditoria_acao ON auditoria (acao, id)"),
    };
    const std::vector<sql::MigrationStep> more = auditIsAppendOnly(postgres);
    steps.insert(steps.end(), more.begin(), more.end());
    return steps;
}

std::vector<sql::MigrationStep> gateways(const QString &text)
{
    return {QStringLiteral("CREATE TABLE gateways (id %1 PRIMARY KEY, batidas bigint NOT NULL)").arg(text)};
}

std::vector<sql::MigrationStep> demoUser()
{
    return {QStringLiteral("ALTER TABLE usuarios ADD COLUMN demo bigint NOT NULL DEFAULT 0"),
            QStringLiteral("UPDATE usuarios SET demo = 1 WHERE nome = '%1' AND senha = '%2'")
                .arg(QLatin1String(rows::demoName), QLatin1String(rows::demoPasswordHash))};
}

/// The sessions of a user that go on are counted at each log-in; those that ended are not looked for by user.
std::vector<sql::MigrationStep> sessionsThatGoOn()
{
    return {QStringLiteral("CREATE INDEX sessoes_vivas ON sessoes (usuario, aberta_em_ms)"
                           " WHERE encerrada_em_ms IS NULL"),
            QStringLiteral("DROP INDEX sessoes_usuario")};
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
            {{1, usersAndSessions(identity, text)},
             {2, audit(identity, text, postgres)},
             {3, gateways(text)},
             {4, demoUser()},
             {5, sessionsThatGoOn()}}};
}

} // namespace guarita::gateway
