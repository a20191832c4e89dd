// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/traffic/requestreader.h"

namespace guarita::console {

RequestReader::RequestReader(BalancerApi &api, RequestsModel &model, std::chrono::milliseconds pace)
    : FeedReader({pace, slowInterval})
    , m_api(api)
    , m_model(model)
{
    connect(&m_model, &RequestsModel::olderWanted, this, [this] { readOlder(); });
}

void RequestReader::forget()
{
    m_gaps = false;
    m_model.clear();
}

void RequestReader::read(const RequestQuery &query)
{
    clear();
    m_query = query;
    begin();
}

Call RequestReader::askOlder()
{
    return m_api.listRequests(m_query, m_model.oldest(), pageSize, [this](const Reply<RequestPage> &reply) {
        if (!reply)
            return tookOlder(&reply.error());
        m_model.setHasOlder(reply.value().next.has_value());
        m_model.addOlder(reply.value().requests);
        tookOlder(nullptr);
    });
}

Call RequestReader::askNewer()
{
    return m_api.listRequests(m_query, {}, newerAtOnce, [this](const Reply<RequestPage> &reply) {
        if (!reply)
            return tookNewer(&reply.error());
        addNewer(reply.value());
        tookNewer(nullptr);
        Q_EMIT phaseChanged(); // gaps, too
    });
}

void RequestReader::addNewer(const RequestPage &page)
{
    if (page.requests.empty())
        return;
    const qint64 known = m_model.newest().value_or(0);
    if (page.requests.front().seq < known) { // the balancer was started again, and numbers anew
        m_model.clear();
        m_model.setHasOlder(page.next.has_value());
        return m_model.addNewer(page.requests);
    }
    std::vector<RequestTrace> newer;
    for (const RequestTrace &trace : page.requests) {
        if (trace.seq > known)
            newer.push_back(trace);
    }
    m_gaps = m_gaps ||
             (known > 0 && newer.size() == page.requests.size() && page.next && newer.back().seq > known + 1);
    m_model.addNewer(std::move(newer));
}

} // namespace guarita::console
