// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/api/apierror.h"
#include "console/api/balancerevent.h"
#include "core/clock.h"

#include <QtCore/QAbstractListModel>
#include <QtCore/QDateTime>
#include <QtCore/QHash>
#include <QtCore/QLocale>

#include <deque>

namespace guarita::console {

struct TrafficEvent
{
    enum class Kind {
        Watching, // the record begins
        Up,       // for the first time that we know of
        Down,
        Recovered, // up again; `lasted` says after how long
        Changed,   // drained, in maintenance, ejected
        Added,
        Removed,
        Started,  // the balancer, again: its counts begin at zero
        Silent,   // no answer: what happens now is not seen
        Heard,    // there is an answer again; `lasted` says after how long
        Weight,   // of a backend: `from` one `to` another
        Panic,    // a cluster sends requests to all of its backends, since too few are healthy
        Calm,     // it does so no more
        Reloaded, // the balancer's configuration
        Missed,   // `from` and `to`: numbers of events that nobody keeps any more
    };

    Kind kind = Kind::Watching;
    QDateTime at{};
    Backend backend{}; // as it was then
    std::optional<std::chrono::milliseconds> lasted{};
    std::optional<ApiError> error{};
    int count = 0; // backends watched
    QString cluster{};
    QString from{}, to{};
};

/// What happened, the newest first: what the balancer tells of, and what is found by comparing each report
/// with the one before. What comes both ways is shown once. At most `most` events are kept.
class EventLogModel final : public QAbstractListModel
{
    Q_OBJECT

public:
    static constexpr int most = 500;
    static constexpr int mostFound = 50; // of a backend

    enum Role {
        KindRole = Qt::UserRole, // int(TrafficEvent::Kind)
        TimeRole,                // QString, by the locale
    };

    explicit EventLogModel(const core::Clock &clock, QObject *parent = nullptr);

    /// `pushed`: the balancer tells of events, too; else they are only found here.
    void observe(const std::vector<Backend> &backends, bool balancerRestarted, bool pushed = false);
    /// `later`: it happened while the connection was lost.
    void note(const BalancerEvent &event, bool later);
    void silent(const ApiError &error);
    /// While frozen, events are collected but not shown.
    void setFrozen(bool frozen);
    void clear();
    void setLocale(const QLocale &locale);
    void retranslate();

    QString text(const TrafficEvent &event) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

Q_SIGNALS:
    /// At once, also while frozen; what is told of later apart.
    void happened(const guarita::console::TrafficEvent &event);

private:
    struct Known
    {
        Backend backend{};
        std::optional<BackendState> state{}; // nothing before the first check
        std::optional<core::Instant> downSince{};
        core::Instant changedAt{};
    };

    void compare(Known &known, const Backend &now, core::Instant at);
    void removeGone(const std::vector<Backend> &backends);
    void noteState(const BalancerEvent &event, bool later);
    bool wasFound(const BalancerEvent &event);
    core::Instant instantOf(const BalancerEvent &event, bool later) const;
    void add(TrafficEvent event);
    void add(TrafficEvent event, core::Instant at);
    void show(TrafficEvent event);
    QString timeText(const TrafficEvent &event) const;
    QString stateText(const TrafficEvent &event) const;
    QDateTime wallAt(core::Instant at) const;

    const core::Clock &m_clock;
    QLocale m_locale;
    std::deque<TrafficEvent> m_events;
    std::vector<TrafficEvent> m_held; // while frozen, the oldest first
    QHash<QString, Known> m_known;
    /// Changes of state that were found here since the balancer told of events last.
    QHash<QString, QList<BackendState>> m_found;
    std::optional<core::Instant> m_silentSince;
    bool m_later = false; // what is noted now happened while the connection was lost
    bool m_watching = false;
    bool m_frozen = false;
};

} // namespace guarita::console
