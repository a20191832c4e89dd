// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "balancer/model/endpoint.h"
#include "core/result.h"
#include "http/problem.h"

#include <QtCore/QUrl>

#include <optional>

namespace guarita::balancer {

/// What a request says about a backend.
struct BackendFields
{
    std::optional<Administration> administration;
    std::optional<int> weight;
    std::optional<QUrl> url;
    std::optional<QByteArray> cluster;
};

inline constexpr qsizetype mostBackendBodyBytes = 4 * 1024;

/// {"state": "ready|drain|maint", "weight": 1…256}, at least one of them; everything that is wrong at once
/// (422), or what is wrong with the body as a whole (400, 413, 415).
core::Result<BackendFields, http::Problem> readBackendChange(const http::Request &request);
/// {"url", "weight", "cluster"}, of which only the first must be there.
core::Result<BackendFields, http::Problem> readNewBackend(const http::Request &request);

/// The error that only the caller can see: there is no cluster of that name.
http::FieldError unknownCluster();

} // namespace guarita::balancer
