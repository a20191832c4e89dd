// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/api/apierror.h"
#include "console/api/backend.h"
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
        Started, // the balancer, again: its counts begin at zero
        Silent,  // no answer: what happens now is not seen
        Heard,   // there is an answer again; `lasted` says after how long
    };

    Kind kind = Kind::Watching;
    QDateTime at{};
    Backend backend{}; // as it was then
    std::optional<std::chrono::milliseconds> lasted{};
    std::optional<ApiError> error{};
    int count = 0; // backends watched
};

/// What happened, the newest first, found by comparing each answer with the one before. At most `most` events
/// are kept.
class EventLogModel final : public QAbstractListModel
{
    Q_OBJECT

public:
    static constexpr int most = 500;

    enum Role {
        KindRole = Qt::UserRole, // int(TrafficEvent::Kind)
        TimeRole,                // QString, by the locale
    };

    explicit EventLogModel(const core::Clock &clock, QObject *parent = nullptr);

    void observe(const std::vector<Backend> &backends, bool balancerRestarted);
    void silent(const ApiError &error);
    /// While frozen, events are collected but not shown.
    void setFrozen(bool frozen);
    void clear();
    void setLocale(const QLocale &locale);
    void retranslate();

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;

private:
    struct Known
    {
        Backend backend{};
        std::optional<BackendState> state{}; // nothing before the first check
        std::optional<core::Instant> downSince{};
    };

    void compare(Known &known, const Backend &now);
    void removeGone(const std::vector<Backend> &backends);
    void add(TrafficEvent event);
    void show(TrafficEvent event);
    QString text(const TrafficEvent &event) const;
    QString timeText(const TrafficEvent &event) const;
    QDateTime wallNow() const;

    const core::Clock &m_clock;
    QLocale m_locale;
    std::deque<TrafficEvent> m_events;
    std::vector<TrafficEvent> m_held; // while frozen, the oldest first
    QHash<QString, Known> m_known;
    std::optional<core::Instant> m_silentSince;
    bool m_watching = false;
    bool m_frozen = false;
};

} // namespace guarita::console
