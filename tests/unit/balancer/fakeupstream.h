// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "balancer/upstreamsender.h"

#include <vector>

namespace guarita::support {

/// Upstreams that answer when the test says so, by default the oldest call first.
struct FakeUpstream
{
    struct Sent
    {
        QUrl origin;
        client::UpstreamRequest request;
        client::Completion done;
        int serial;
        client::StreamReceiver *receiver = nullptr;
    };

    class FakeCall final : public client::Call
    {
    public:
        FakeCall(FakeUpstream &owner, int serial)
            : m_owner(owner)
            , m_serial(serial)
        {
        }
        ~FakeCall() override
        {
            std::erase_if(m_owner.sent, [this](const Sent &sent) { return sent.serial == m_serial; });
            --m_owner.open;
        }
        void resume() override { ++m_owner.resumed; }

    private:
        FakeUpstream &m_owner;
        int m_serial;
    };

    balancer::UpstreamSender sender()
    {
        return [this](const QUrl &origin, client::UpstreamRequest request, client::Completion done) {
            sent.push_back({origin, std::move(request), std::move(done), ++last});
            ++open;
            return std::make_unique<FakeCall>(*this, last);
        };
    }

    balancer::StreamingSender streamingSender()
    {
        return [this](const QUrl &origin, client::UpstreamRequest request, client::Completion done,
                      client::StreamReceiver &receiver) {
            auto call = sender()(origin, std::move(request), std::move(done));
            sent.back().receiver = &receiver;
            return call;
        };
    }

    /// The head of an answer that comes bit by bit.
    void begin(int status = 200, int index = 0)
    {
        client::UpstreamResult head;
        head.stage = client::Stage::Completed;
        head.response.status = status;
        sent[std::size_t(index)].receiver->head(std::move(head));
    }
    bool bytes(QByteArray bytes, int index = 0)
    {
        return sent[std::size_t(index)].receiver->bytes(std::move(bytes));
    }

    void end(client::Stage stage, int status = 0, int index = 0, http::Headers headers = {},
             QByteArray body = {})
    {
        client::UpstreamResult result;
        result.stage = stage;
        result.duration = took;
        result.response.status = status;
        result.response.headers = std::move(headers);
        result.response.body = std::move(body);
        const client::Completion done = std::move(sent[std::size_t(index)].done);
        sent.erase(sent.begin() + index);
        done(std::move(result));
    }
    void answer(int status, int index = 0) { end(client::Stage::Completed, status, index); }
    void answerWith(int status, http::Headers headers, int index = 0)
    {
        end(client::Stage::Completed, status, index, std::move(headers));
    }
    /// The call takes that long by the test's clock, and says so.
    template <typename Clock>
    void answerAfter(Clock &clock, std::chrono::nanoseconds duration, int status)
    {
        clock.advance(duration);
        took = duration;
        answer(status);
        took = {};
    }
    void refuse() { end(client::Stage::Connect); }

    std::vector<Sent> sent; // not ended, not cancelled
    int open = 0;           // calls that were not destroyed
    int last = 0;
    int resumed = 0;
    std::chrono::nanoseconds took{}; // what the next result says
};

} // namespace guarita::support
