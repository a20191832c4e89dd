// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "harness.h"
#include "support/fakeclock.h"

#include <QtCore/QTimer>

#include <functional>

namespace guarita::client {

constexpr qint64 megabyte = 1024 * 1024;

/// Runs the event loop until then, without the pauses of QTest::qWaitFor(), which would set the body's pace.
template <typename Reached>
bool runsUntil(Reached reached)
{
    QEventLoop loop;
    bool late = false;
    QTimer guard;
    QObject::connect(&guard, &QTimer::timeout, [&] { late = true; });
    guard.start(30'000);
    while (!reached() && !late)
        loop.processEvents(QEventLoop::WaitForMoreEvents);
    return reached();
}

/// Of a body that comes.
enum class Length { Told, Untold };

/// A call that sends a body while it comes, on a clock of the test's.
struct UploadBench
{
    explicit UploadBench(Length length, QByteArray whole,
                         support::UpstreamScript script = support::UpstreamScript::ok())
        : content(std::move(whole))
        , upstream([script](const support::SeenRequest &request) {
            return request.method == "PUT" ? script : support::UpstreamScript::ok();
        })
        , client(std::make_unique<HttpClient>(ClientLimits(), clock))
        , body(std::make_shared<net::IncomingBody>(length == Length::Told ? std::optional(content.size())
                                                                          : std::nullopt))
    {
        body->onRoom([this] {
            ++rooms;
            if (onRoom)
                onRoom();
        });
    }
    void start() { start(upstream.origin()); }
    void start(const QUrl &origin, http::Method method = http::Method::Put)
    {
        UpstreamRequest request = requestOf(method, "/upload");
        request.incoming = body;
        call = client->send(origin, std::move(request),
                            [this](UpstreamResult result) { ended = std::move(result); });
    }
    /// The next bytes of the content come.
    void feed(qint64 size)
    {
        body->put(QByteArrayView(content).sliced(fed, size));
        fed += size;
        if (fed == content.size())
            body->finish();
    }
    void feedAsThereIsRoom()
    {
        while (fed < content.size() && !body->full())
            feed(std::min<qint64>(64 * 1024, content.size() - fed));
    }
    void feedAll()
    {
        onRoom = [this] { feedAsThereIsRoom(); };
        feedAsThereIsRoom();
    }
    /// Another call, from its start to its end: the event loop has done what it had to.
    bool elsewhere(int times = 20)
    {
        for (int i = 0; i < times; ++i) {
            bool completed = false;
            const auto one =
                client->send(second.origin(), requestOf(http::Method::Get),
                             [&](UpstreamResult result) { completed = result.stage == Stage::Completed; });
            if (!runsUntil([&] { return completed; }))
                return false;
        }
        return true;
    }
    /// No more of the body is taken.
    bool settles()
    {
        for (qint64 before = -1; before != fed - body->available();) {
            before = fed - body->available();
            if (!elsewhere())
                return false;
        }
        return true;
    }
    /// Time passes, more than the total deadline, and the deadlines are looked at.
    bool passes(std::chrono::seconds time)
    {
        support::FakeUpstream silent(support::UpstreamScript::silence());
        bool expired = false;
        const auto late = client->send(silent.origin(), requestOf(http::Method::Get),
                                       [&](UpstreamResult) { expired = true; });
        if (!runsUntil([&] { return silent.seen().size() == 1; }))
            return false;
        clock.advance(time);
        return runsUntil([&] { return expired; });
    }

    QByteArray content;
    qint64 fed = 0;
    int rooms = 0;
    std::function<void()> onRoom;
    support::FakeClock clock;
    support::FakeUpstream upstream;
    support::FakeUpstream second;
    std::unique_ptr<HttpClient> client;
    std::shared_ptr<net::IncomingBody> body;
    std::optional<UpstreamResult> ended;
    std::unique_ptr<Call> call;
};

} // namespace guarita::client
