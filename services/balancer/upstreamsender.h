// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/httpclient.h"

#include <functional>
#include <memory>

namespace guarita::balancer {

/// HttpClient::send, with its contract, as a seam for tests.
using UpstreamSender = std::function<std::unique_ptr<client::Call>(
    const QUrl &origin, client::UpstreamRequest request, client::Completion done)>;

/// The same with somebody who takes a long answer bit by bit.
using StreamingSender =
    std::function<std::unique_ptr<client::Call>(const QUrl &origin, client::UpstreamRequest request,
                                                client::Completion done, client::StreamReceiver &receiver)>;

} // namespace guarita::balancer
