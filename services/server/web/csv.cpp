// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/web/csv.h"

#include "contract/item.h"

#include <algorithm>

namespace guarita::server::web {

namespace {

bool needsQuotes(const QByteArray &text)
{
    return text.isEmpty() || text.front() == ' ' || text.back() == ' ' ||
           std::any_of(text.begin(), text.end(),
                       [](char c) { return c == ',' || c == '"' || c == '\r' || c == '\n'; });
}

QByteArray field(const QString &text)
{
    QByteArray utf8 = text.toUtf8();
    if (!needsQuotes(utf8))
        return utf8;
    return '"' + utf8.replace('"', "\"\"") + '"';
}

} // namespace

QByteArray csvHeader()
{
    return "id,nome,descricao,preco,versao,criado_em,atualizado_em\r\n";
}

QByteArray csvRows(const std::vector<domain::Item> &items)
{
    QByteArray rows;
    for (const domain::Item &item : items) {
        rows += QByteArray::number(item.id) + ',' + field(item.content.nome) + ',' +
                (item.content.descricao ? field(*item.content.descricao) : QByteArray()) + ',' +
                contract::formatPrice(item.content.precoCentavos) + ',' + QByteArray::number(item.versao) +
                ',' + contract::formatTimestamp(item.criadoEm) + ',' +
                contract::formatTimestamp(item.atualizadoEm) + "\r\n";
    }
    return rows;
}

} // namespace guarita::server::web
