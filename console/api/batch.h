// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/api/apierror.h"
#include "core/jsonwriter.h"

#include <cstddef>
#include <optional>
#include <vector>

namespace guarita::console {

/// One of the operations of POST /itens/lote.
struct BatchOperation
{
    enum class Kind { Create, Update, Remove };

    Kind kind = Kind::Create;
    qint64 id = 0;     // of Update and Remove
    qint64 versao = 0; // that the item must have; of Update and Remove
    ItemFields fields; // of Create and Update
};

struct BatchLimits
{
    std::size_t operations = 10'000;
    qsizetype bytes = 4 * 1024 * 1024;
};

/// The body of a batch whose operations stand for themselves ("atomico": false), up to its limits. The same
/// operations give the same bytes, so that a batch can be asked for again. Pure.
class BatchBody
{
public:
    explicit BatchBody(BatchLimits limits = {});

    /// False, and nothing is added, if it would be too large. The first one always fits.
    bool add(const BatchOperation &operation);
    std::size_t count() const { return m_count; }
    QByteArray take(); // once

private:
    BatchLimits m_limits;
    QByteArray m_body;
    std::size_t m_count = 0;
};

/// What became of one operation: done, with the item unless it was removed, or not, and why.
struct BatchResult
{
    std::optional<Item> item;
    std::optional<ApiError> error;
};

/// As many results as there were operations, in their order. Fails with "batch_invalid".
core::Result<std::vector<BatchResult>> decodeBatch(const QByteArray &json, std::size_t operations);

/// From this many on operations go together; fewer are as quick one by one.
constexpr std::size_t fewestTogether = 20;

/// How long to wait before operations of a batch that failed are sent together again; nothing if that is of
/// no use. Of a batch that was too large the next one is to have half as many operations.
std::optional<std::chrono::seconds> batchRetryWait(const ApiError &error, std::size_t operations,
                                                   BatchLimits &limits);

/// What a client may write of an item, as a JSON object.
void encodeFields(core::JsonWriter &json, const ItemFields &fields);

} // namespace guarita::console
