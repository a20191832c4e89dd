// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/api/adminapi.h"
#include "console/models/admin/auditmodel.h"

#include <QtCore/QTimer>

namespace guarita::console {

/// Fills a model with the records of a query: the newest page, older ones as the view asks for them, and,
/// while it follows, newer ones as they come. One question at a time for older ones and one for newer ones.
class AuditReader final : public QObject
{
    Q_OBJECT

public:
    enum class Phase { Empty, Loading, Ready, Failed };

    static constexpr int pageSize = 200;
    static constexpr int newerAtOnce = 500;
    static constexpr std::chrono::milliseconds interval{2000};
    static constexpr std::chrono::milliseconds slowInterval{10'000}; // after a failure

    AuditReader(AdminApi &api, AuditModel &model, QObject *parent = nullptr,
                std::chrono::milliseconds pace = interval);

    Phase phase() const { return m_phase; }
    const ApiError *error() const { return m_error ? &*m_error : nullptr; } // of the last answer
    const AuditQuery &query() const { return m_query; }

    void read(const AuditQuery &query); // anew
    void clear();
    void setFollowing(bool following);
    /// Now, and not only when it is time.
    void followNow();

Q_SIGNALS:
    void phaseChanged();
    void failed(); // newer or older ones could not be read; there are rows already

private:
    void readOlder();
    void gotOlder(const Reply<AuditPage> &reply);
    void gotNewer(const Reply<AuditPage> &reply);
    void enter(Phase phase);
    bool mayFollow() const;

    AdminApi &m_api;
    AuditModel &m_model;
    const std::chrono::milliseconds m_pace;
    AuditQuery m_query;
    Call m_older;
    Call m_newer;
    QTimer m_timer;
    std::optional<ApiError> m_error;
    Phase m_phase = Phase::Empty;
    bool m_following = false;
    bool m_askingOlder = false;
    bool m_askingNewer = false;
};

} // namespace guarita::console
