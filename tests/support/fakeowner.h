// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "http/exchange.h"
#include "http/replyhandle.h"

#include <memory>
#include <utility>
#include <vector>

namespace guarita::support {

/// What HttpApp is to a handle.
struct FakeOwner final : http::ExchangeOwner
{
    http::ReplyHandle handle()
    {
        auto exchange = std::make_shared<http::Exchange>();
        exchange->owner = this;
        exchanges.push_back(exchange);
        return http::ReplyHandle(exchange);
    }
    void finish(http::Exchange &exchange, http::Response response) override
    {
        exchange.owner = nullptr;
        if (exchange.clientLeft) {
            left.push_back(response.reason);
            leftUpstreams.push_back(response.upstream);
            return;
        }
        answers.push_back(std::move(response));
        answered.push_back(&exchange);
    }
    bool write(http::Exchange &exchange, QByteArray bytes) override
    {
        ExchangeOwner::write(exchange, std::move(bytes));
        return room;
    }
    void leave(std::size_t index)
    {
        exchanges[index]->clientLeft = true;
        if (const auto callback = std::exchange(exchanges[index]->onClientLeft, nullptr))
            callback();
    }

    std::vector<std::shared_ptr<http::Exchange>> exchanges;
    std::vector<http::Response> answers;
    std::vector<const http::Exchange *> answered; // whose each answer is
    std::vector<QByteArray> left;                 // why, for each client that left
    std::vector<QByteArray> leftUpstreams;        // who was asked for each of them
    bool room = true;                             // the clients of streams take what comes
};

} // namespace guarita::support
