// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "contract/batch.h"
#include "contract/itemreader.h"

#include <nlohmann/json.hpp>

#include <string>

namespace guarita::contract {

/// Takes the events of one JSON text that is a batch; an operation's item is left to an ItemReader. Every
/// function returns whether to go on.
class BatchReader
{
public:
    bool null();
    bool boolean(bool value);
    bool number_integer(std::int64_t value);
    bool number_unsigned(std::uint64_t value);
    bool number_float(double value, const std::string &text);
    bool string(std::string &text);
    bool binary(std::vector<std::uint8_t> &bytes);
    bool start_object(std::size_t size);
    bool key(std::string &name);
    bool end_object();
    bool start_array(std::size_t size);
    bool end_array();
    bool parse_error(std::size_t position, const std::string &token, const nlohmann::json::exception &error);

    /// What was read, once the parser is done.
    core::Result<Batch> finish();

private:
    enum class Place { Outside, Batch, Operations, Operation };

    enum Member : unsigned {
        None = 0,
        Op = 1,
        Id = 2,
        Versao = 4,
        Item = 8,
        Operacoes = 16,
        Atomico = 32,
    };

    static Member memberOf(Place place, std::string_view name);
    bool fail(const char *code, const QString &message = {});
    /// What stands here is not what may stand here.
    bool misplaced();
    bool number(qint64 value);
    bool endItem();
    bool endOperation();

    Batch m_batch;
    core::Error m_error;
    Place m_place = Place::Outside;
    unsigned m_batchSeen = None;
    unsigned m_seen = None; // of the operation
    Member m_member = None;
    std::string m_name; // of the member
    BatchOperation m_operation;
    std::optional<ItemReader> m_item; // while within one
    bool m_whole = false;             // the batch has ended
};

} // namespace guarita::contract
