// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "contract/item.h"

#include <optional>
#include <vector>

namespace guarita::contract {

constexpr std::size_t mostBatchOperations = 10'000;

enum class BatchOp { Create, Replace, Remove };

/// One operation of a batch, with what its kind needs: an item to create, an item and an id to replace, an id
/// to remove. A version is what an id may be bound to.
struct BatchOperation
{
    BatchOp op = BatchOp::Create;
    qint64 id = 0;
    std::optional<qint64> versao;
    DecodedFields item;
};

struct Batch
{
    std::vector<BatchOperation> operations; // at least one, at most mostBatchOperations
    bool atomic = true;
};

/// Reads {"operacoes": [{"op": "criar|atualizar|remover", "id", "versao", "item"}], "atomico"}. What is wrong
/// within an item is told in its DecodedFields; anything else fails as a whole, with the code
/// "json_invalido", "json_profundo", "json_duplicado", "json_nao_objeto", "lote_grande", or "lote_invalido",
/// whose message is the place, such as "operacoes[3].id".
core::Result<Batch> decodeBatch(QByteArrayView json);

} // namespace guarita::contract
