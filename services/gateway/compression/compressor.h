// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/compression/coding.h"
#include "http/httpapp.h"

#include <memory>
#include <vector>

namespace guarita::gateway {

/// Codes the content of answers for clients that like it so (RFC 9110, 8.4): whole ones only, for a stream
/// would have to be flushed with every piece to keep its pace. Short ones are coded at once, others on one
/// thread of its own, so that no request waits for another's answer to be coded. Event-loop thread only.
class Compressor
{
public:
    struct Limits
    {
        std::vector<Coding> codings; // the best first; empty: none
        qint64 above = 1024;         // bytes; a shorter answer gains nothing
        qint64 queued =
            16 * 1024 * 1024; // bytes of answers that wait or are being coded; more go as they are
    };

    explicit Compressor(const Limits &limits);
    /// Waits for the answer that is being coded; nothing is handed on any more.
    ~Compressor();

    /// For every request. Must not outlive this.
    http::Stage stage();

private:
    class Worker;
    struct Asked;

    void take(http::Request &request);
    void rework(const Asked &asked, http::Response answer, const http::HandOn &handOn);

    const Limits m_limits;
    std::unique_ptr<Worker> m_worker;
};

} // namespace guarita::gateway
