// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "contract/item.h"
#include "http/problem.h"
#include "server/domain/itemrules.h"
#include "server/storage/outcome.h"

namespace guarita::server::web {

// The one place that says to a client what is wrong with its request or with the database.

http::Problem storageProblem(storage::Failure failure);
http::Problem notMergePatch();
http::Problem badRequestKey();
/// A batch that could not be read.
http::Problem badBatch(const core::Error &error);
/// An atomic batch of which nothing was done; `results` says in JSON which operations are to blame.
http::Problem refusedBatch(QByteArray results);
http::Problem tooManyExports();                         // 503
http::Problem tooManyFollowers();                       // 503
http::Problem badFields(std::vector<http::FieldError>); // 422

http::FieldError fieldError(const contract::FieldProblem &problem);
http::FieldError fieldError(const domain::Violation &violation);

} // namespace guarita::server::web
