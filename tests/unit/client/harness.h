// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/httpclient.h"
#include "support/fakeupstream.h"

#include <QtTest/QTest>

#include <memory>
#include <optional>
#include <vector>

namespace guarita::client {

/// Sends and collects. Deadlines are short enough for a test and long enough for a slow machine.
struct Harness
{
    explicit Harness(const ClientLimits &limits = generous())
        : client(std::make_unique<HttpClient>(limits, clock))
    {
    }

    static ClientLimits generous()
    {
        using namespace std::chrono_literals;
        ClientLimits limits;
        limits.connectDeadline = 5s;
        limits.firstByteDeadline = 10s;
        limits.totalDeadline = 15s;
        return limits;
    }

    /// Returns the number of the call: its result will be results[number].
    std::size_t send(const QUrl &origin, UpstreamRequest request)
    {
        const std::size_t number = results.size();
        results.emplace_back();
        calls.push_back(client->send(origin, std::move(request), [this, number](UpstreamResult result) {
            ++completions;
            results[number] = std::move(result);
            loop.quit();
        }));
        return number;
    }

    UpstreamResult call(const QUrl &origin, UpstreamRequest request)
    {
        const std::size_t number = send(origin, std::move(request));
        QTimer guard;
        QObject::connect(&guard, &QTimer::timeout, [] { qFatal("the call did not end"); });
        guard.start(20'000);
        while (!results[number])
            loop.exec();
        return *results[number];
    }

    QEventLoop loop;
    core::SystemClock clock;
    std::vector<std::optional<UpstreamResult>> results;
    int completions = 0;
    std::unique_ptr<HttpClient> client;
    std::vector<std::unique_ptr<Call>> calls;
};

inline UpstreamRequest requestOf(http::Method method, QByteArray target = "/", QByteArray body = {})
{
    return {method, std::move(target), {}, std::move(body)};
}

} // namespace guarita::client
