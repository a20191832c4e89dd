// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/api/balancerapi.h"
#include "console/models/feed/feedreader.h"
#include "console/models/traffic/requestsmodel.h"

namespace guarita::console {

/// Fills a model with the last requests of a query. If more end than are asked for at once, those in between
/// are left out, and hasGaps() says so.
class RequestReader final : public FeedReader
{
    Q_OBJECT

public:
    static constexpr int pageSize = 100;
    static constexpr int newerAtOnce = 200;
    static constexpr std::chrono::milliseconds interval{1000};
    static constexpr std::chrono::milliseconds slowInterval{5000}; // after a failure

    RequestReader(BalancerApi &api, RequestsModel &model, std::chrono::milliseconds pace = interval);

    bool hasGaps() const { return m_gaps; }

    void read(const RequestQuery &query); // anew

private:
    void forget() override;
    Call askOlder() override;
    Call askNewer() override;
    void addNewer(const RequestPage &page);

    BalancerApi &m_api;
    RequestsModel &m_model;
    RequestQuery m_query;
    bool m_gaps = false;
};

} // namespace guarita::console
