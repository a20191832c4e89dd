// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/api/api.h"
#include "core/clock.h"

#include <QtCore/QObject>
#include <QtCore/QTimer>

namespace guarita::console {

/// Asks for the backends each second, one request at a time; a late answer is not followed by a burst.
class BackendPoller final : public QObject
{
    Q_OBJECT

public:
    static constexpr std::chrono::milliseconds interval{1000};

    BackendPoller(Api &api, const core::Clock &clock, QObject *parent = nullptr);

    void start();
    void stop();
    void pollNow();
    const ApiError *error() const { return m_error ? &*m_error : nullptr; }
    core::Instant lastAnswer() const { return m_lastAnswer; }

Q_SIGNALS:
    void polled(const std::vector<guarita::console::Backend> &backends, guarita::core::Instant at);
    void failed();

private:
    Api &m_api;
    const core::Clock &m_clock;
    QTimer m_timer;
    Call m_call;
    std::optional<ApiError> m_error;
    core::Instant m_lastAnswer{};
};

} // namespace guarita::console
