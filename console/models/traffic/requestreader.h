// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/api/balancerapi.h"
#include "console/models/traffic/requestsmodel.h"

#include <QtCore/QTimer>

namespace guarita::console {

/// Fills a model with the last requests of a query: the newest page, older ones as the view asks for them,
/// and, while it follows, newer ones as they end. If more end than are asked for at once, those in between
/// are left out, and hasGaps() says so.
class RequestReader final : public QObject
{
    Q_OBJECT

public:
    enum class Phase { Empty, Loading, Ready, Failed };

    static constexpr int pageSize = 100;
    static constexpr int newerAtOnce = 200;
    static constexpr std::chrono::milliseconds interval{1000};
    static constexpr std::chrono::milliseconds slowInterval{5000}; // after a failure

    RequestReader(BalancerApi &api, RequestsModel &model, std::chrono::milliseconds pace = interval);

    Phase phase() const { return m_phase; }
    const ApiError *error() const { return m_error ? &*m_error : nullptr; } // of the last answer
    bool hasGaps() const { return m_gaps; }

    void read(const RequestQuery &query); // anew
    void clear();
    void setFollowing(bool following);
    void followNow();

Q_SIGNALS:
    void phaseChanged();
    void failed(); // newer or older ones could not be read; there are rows already

private:
    void readOlder();
    void gotOlder(const Reply<RequestPage> &reply);
    void gotNewer(const Reply<RequestPage> &reply);
    void addNewer(const RequestPage &page);
    void enter(Phase phase);
    bool mayFollow() const { return m_following && m_phase == Phase::Ready; }

    BalancerApi &m_api;
    RequestsModel &m_model;
    const std::chrono::milliseconds m_pace;
    RequestQuery m_query;
    Call m_older;
    Call m_newer;
    QTimer m_timer;
    std::optional<ApiError> m_error;
    Phase m_phase = Phase::Empty;
    bool m_following = false;
    bool m_askingOlder = false;
    bool m_askingNewer = false;
    bool m_gaps = false;
};

} // namespace guarita::console
