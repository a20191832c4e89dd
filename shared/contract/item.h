// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/jsonwriter.h"
#include "core/result.h"

#include <QtCore/QByteArray>
#include <QtCore/QByteArrayView>
#include <QtCore/QString>

#include <chrono>
#include <optional>
#include <string_view>
#include <vector>

namespace guarita::contract {

using Timestamp = std::chrono::sys_time<std::chrono::milliseconds>;

/// The members of an item that a client may write.
struct ItemFields
{
    QString nome;
    std::optional<QString> descricao;
    qint64 precoCentavos = 0;

    friend bool operator==(const ItemFields &, const ItemFields &) = default;
};

/// An item as the wire shows it.
struct Item
{
    qint64 id = 0;
    ItemFields fields;
    qint64 versao = 0;
    Timestamp criadoEm{};
    Timestamp atualizadoEm{};

    friend bool operator==(const Item &, const Item &) = default;
};

/// What is wrong with one member of an otherwise well-formed body. The rules on the values themselves
/// (lengths, bounds) belong to the domain.
enum class FieldFault { Missing, Unknown, NotText, NotTextOrNull, NotNumber, TooManyDecimals, OutOfRange };

struct FieldProblem
{
    QString field;
    FieldFault fault;

    friend bool operator==(const FieldProblem &, const FieldProblem &) = default;
};

/// A body that is a JSON object. Members named in `problems` hold no meaningful value in `fields`.
struct DecodedFields
{
    ItemFields fields;
    std::vector<FieldProblem> problems; // at most 32
    // Which members stand there, with whatever value.
    bool hasNome = false;
    bool hasDescricao = false;
    bool hasPreco = false;
};

/// Reads {"nome", "descricao" (may be absent), "preco"}. A price is read from the number's own text, exactly.
/// Fails with the code "json_invalido" (not JSON, not UTF-8), "json_profundo" (nested deeper than 8),
/// "json_duplicado" (a member stands twice) or "json_nao_objeto".
core::Result<DecodedFields> decodeItemFields(QByteArrayView json);
/// The same for a part of them, as a merge patch has it (RFC 7396): none need stand there.
core::Result<DecodedFields> decodeItemPatch(QByteArrayView json);

/// Reads an item as a server answers it. Members that are not known are ignored; one that is missing, stands
/// twice or is of the wrong kind is an error. The price is read from the number's own text, exactly. Fails
/// with "item_invalido".
core::Result<Item> decodeItem(QByteArrayView json);
/// The same for an array of items.
core::Result<std::vector<Item>> decodeItems(QByteArrayView json);

/// Writes one item with its members in the order of the contract.
void encodeItem(core::JsonWriter &writer, const Item &item);

/// "19.90": always two decimals.
QByteArray formatPrice(qint64 cents);
/// "2026-01-02T03:04:05.678Z"; years 0 to 9999.
QByteArray formatTimestamp(Timestamp stamp);
/// Any RFC 3339 date and time; what is finer than a millisecond is cut off.
std::optional<Timestamp> parseTimestamp(std::string_view text);

} // namespace guarita::contract
