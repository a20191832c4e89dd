// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/api/adminapi.h"
#include "console/models/admin/auditmodel.h"
#include "console/models/feed/feedreader.h"

namespace guarita::console {

/// Fills a model with the records of a query.
class AuditReader final : public FeedReader
{
    Q_OBJECT

public:
    static constexpr int pageSize = 200;
    static constexpr int newerAtOnce = 500;
    static constexpr std::chrono::milliseconds interval{2000};
    static constexpr std::chrono::milliseconds slowInterval{10'000}; // after a failure

    AuditReader(AdminApi &api, AuditModel &model, QObject *parent = nullptr,
                std::chrono::milliseconds pace = interval);

    const AuditQuery &query() const { return m_query; }

    void read(const AuditQuery &query); // anew

private:
    void forget() override;
    Call askOlder() override;
    Call askNewer() override;
    bool hasNewer() const override { return !m_query.until.isValid(); }

    AdminApi &m_api;
    AuditModel &m_model;
    AuditQuery m_query;
};

} // namespace guarita::console
