// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "http/message.h"
#include "http/problem.h"
#include "server/storage/itemrepository.h"

#include <optional>
#include <vector>

namespace guarita::server::web {

/// A batch of operations on its way from a body to an answer.
struct Batch
{
    /// One operation: its status if it is made, or what is wrong with it from the start.
    struct Row
    {
        int status = 0;
        std::optional<http::Problem> problem;
    };

    std::vector<Row> rows;
    bool atomic = true;
    /// Of the operations that are right, in order.
    std::vector<domain::ItemChange> changes;

    std::size_t wrong = 0; // operations that are wrong from the start

    /// Nothing is to be tried: all are wrong, or one is and all or nothing was wanted.
    bool hopeless() const { return wrong == rows.size() || (atomic && wrong > 0); }
};

core::Result<Batch, http::Problem> readBatch(const QByteArray &body);

/// One result per operation; of a batch that was refused, those to blame. `report` is empty if nothing was
/// tried.
http::Response batchResponse(const http::Request &request, const Batch &batch,
                             const storage::ChangeReport &report);

} // namespace guarita::server::web
