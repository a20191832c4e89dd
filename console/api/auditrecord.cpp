// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/api/auditrecord.h"

#include "console/api/jsonmembers.h"

#include <QtCore/QJsonDocument>
#include <QtCore/QUrl>

#include <array>

namespace guarita::console {

namespace {

constexpr std::array outcomes{AuditOutcome::Done, AuditOutcome::Refused, AuditOutcome::Failed,
                              AuditOutcome::Unknown};

QLatin1String outcomeName(AuditOutcome outcome)
{
    switch (outcome) {
    case AuditOutcome::Done:
        return QLatin1String("ok");
    case AuditOutcome::Refused:
        return QLatin1String("recusado");
    case AuditOutcome::Failed:
        return QLatin1String("falhou");
    case AuditOutcome::Unknown:
        break;
    }
    return QLatin1String("desconhecido");
}

AuditOutcome outcomeNamed(const QString &name)
{
    for (const AuditOutcome outcome : outcomes) {
        if (outcomeName(outcome) == name)
            return outcome;
    }
    return AuditOutcome::Unknown;
}

std::optional<AuditRecord> readRecord(const QJsonValue &value)
{
    JsonMembers members(value);
    AuditRecord record;
    record.id = members.count(QLatin1String("id"));
    record.at = members.timeOrNull(QLatin1String("quando"));
    record.who = members.textOrNull(QLatin1String("quem"));
    record.action = members.text(QLatin1String("acao"));
    record.target = members.textOrNull(QLatin1String("alvo"));
    record.from = members.textOrNull(QLatin1String("de_onde"));
    record.requestId = members.textOrNull(QLatin1String("pedido"));
    record.outcome = outcomeNamed(members.text(QLatin1String("resultado")));
    record.status = static_cast<int>(members.countOrNull(QLatin1String("status")).value_or(0));
    record.reason = members.textOrNull(QLatin1String("motivo"));
    record.times = members.count(QLatin1String("vezes"));
    return members.good() ? std::optional(std::move(record)) : std::nullopt;
}

} // namespace

const std::vector<QString> &auditActions()
{
    static const std::vector<QString> actions{QStringLiteral("entrar"),
                                              QStringLiteral("renovar"),
                                              QStringLiteral("sair"),
                                              QStringLiteral("recusa"),
                                              QStringLiteral("usuario.criar"),
                                              QStringLiteral("usuario.alterar"),
                                              QStringLiteral("usuario.senha"),
                                              QStringLiteral("item.criar"),
                                              QStringLiteral("item.alterar"),
                                              QStringLiteral("item.remover"),
                                              QStringLiteral("item.restaurar"),
                                              QStringLiteral("item.lote"),
                                              QStringLiteral("backend.alterar"),
                                              QStringLiteral("config.alterar")};
    return actions;
}

core::Result<AuditPage> decodeAuditPage(const QByteArray &json)
{
    const core::Error invalid{"audit_invalid",
                              QStringLiteral("A record lacks a member, or one is of the wrong kind.")};
    JsonMembers members(QJsonDocument::fromJson(json).object());
    AuditPage page;
    page.next = members.countOrNull(QLatin1String("proximo"));
    const QJsonArray array = members.list(QLatin1String("registros"));
    for (const auto &value : array) {
        std::optional<AuditRecord> record = readRecord(value);
        if (!record)
            return invalid;
        page.records.push_back(std::move(*record));
    }
    if (!members.good())
        return invalid;
    return page;
}

QByteArray encodeAuditQuery(const AuditQuery &query)
{
    QByteArray text;
    const auto add = [&text](const char *name, const QString &value) {
        if (!value.isEmpty())
            text += QByteArray("&") + name + '=' + QUrl::toPercentEncoding(value);
    };
    const auto time = [](const QDateTime &at) {
        return at.isValid() ? at.toUTC().toString(Qt::ISODateWithMs) : QString();
    };
    add("quem", query.who);
    add("acao", query.action);
    if (query.outcome)
        add("resultado", outcomeName(*query.outcome));
    add("desde", time(query.since));
    add("ate", time(query.until));
    return text;
}

} // namespace guarita::console
