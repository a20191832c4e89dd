// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/api/apierror.h"

#include <QtCore/QObject>
#include <QtCore/QTimer>

namespace guarita::console {

/// What the last log-in failed with. If the service said for how many seconds it takes none, they are counted
/// down, and then nothing stands in the way any more.
class LogInFailure final : public QObject
{
    Q_OBJECT

public:
    explicit LogInFailure(QObject *parent = nullptr);

    const std::optional<ApiError> &error() const { return m_error; } // with the seconds that are left
    bool isWrongPassword() const { return m_error && m_error->kind == ApiError::Kind::Unauthorized; }
    /// Whether another try would be refused for certain.
    bool waits() const;
    void set(const ApiError &error);
    void clear();

Q_SIGNALS:
    void ticked(); // a second less to wait, or no more wait: not for set() and clear()

private:
    void tick();

    std::optional<ApiError> m_error;
    QTimer m_tick;
};

} // namespace guarita::console
