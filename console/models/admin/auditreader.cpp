// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/admin/auditreader.h"

namespace guarita::console {

AuditReader::AuditReader(AdminApi &api, AuditModel &model, QObject *parent, std::chrono::milliseconds pace)
    : FeedReader({pace, slowInterval}, parent)
    , m_api(api)
    , m_model(model)
{
    connect(&m_model, &AuditModel::olderWanted, this, [this] { readOlder(); });
}

void AuditReader::forget()
{
    m_model.clear();
}

void AuditReader::read(const AuditQuery &query)
{
    clear();
    m_query = query;
    begin();
}

Call AuditReader::askOlder()
{
    return m_api.listAudit(m_query, m_model.oldest(), pageSize, [this](const Reply<AuditPage> &reply) {
        if (!reply)
            return tookOlder(&reply.error());
        m_model.setHasOlder(reply.value().next.has_value());
        m_model.addOlder(reply.value().records);
        tookOlder(nullptr);
    });
}

Call AuditReader::askNewer()
{
    return m_api.followAudit(m_query, m_model.newest().value_or(0), newerAtOnce,
                             [this](const Reply<AuditPage> &reply) {
                                 if (!reply)
                                     return tookNewer(&reply.error());
                                 m_model.addNewer(reply.value().records);
                                 tookNewer(nullptr, reply.value().next.has_value());
                             });
}

} // namespace guarita::console
