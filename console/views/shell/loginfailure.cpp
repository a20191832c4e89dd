// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/shell/loginfailure.h"

namespace guarita::console {

LogInFailure::LogInFailure(QObject *parent)
    : QObject(parent)
{
    m_tick.setInterval(std::chrono::seconds(1));
    connect(&m_tick, &QTimer::timeout, this, &LogInFailure::tick);
}

bool LogInFailure::waits() const
{
    return m_tick.isActive();
}

void LogInFailure::set(const ApiError &error)
{
    clear();
    m_error = error;
    if (error.kind != ApiError::Kind::Throttled || !error.retryAfter)
        return;
    if (*error.retryAfter > std::chrono::seconds::zero())
        m_tick.start();
    else
        m_error->retryAfter.reset();
}

void LogInFailure::clear()
{
    m_tick.stop();
    m_error.reset();
}

void LogInFailure::tick()
{
    if (--*m_error->retryAfter <= std::chrono::seconds::zero())
        clear();
    Q_EMIT ticked();
}

} // namespace guarita::console
