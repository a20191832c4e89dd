// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QObject>
#include <QtCore/QTimer>

class QPushButton;

namespace guarita::console {

class Banner;
class Connectivity;
class Environment;

/// Tells of an outage in a banner: why, when the next try is; and for a moment that it is over.
class OfflineNotice final : public QObject
{
    Q_OBJECT

public:
    static constexpr std::chrono::seconds recoveredShown{5};

    OfflineNotice(Connectivity &connectivity, const Environment &environment, Banner &banner,
                  QObject *parent = nullptr);

    void retranslate();

private:
    void refresh();
    void recovered();
    void dismiss();

    Connectivity &m_connectivity;
    const Environment &m_environment;
    Banner &m_banner;
    QPushButton *m_tryNow;
    QTimer m_tick;
    QTimer m_hide;
};

} // namespace guarita::console
