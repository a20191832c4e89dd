// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/models/traffic/alarms.h"

#include <QtWidgets/QSystemTrayIcon>

namespace guarita::console {

class Banner;
class Settings;

/// Tells of alarms: by the desktop's notifications where it has them, else by a banner in the window. Silent
/// while the settings say so.
class Notifier final : public QObject
{
    Q_OBJECT

public:
    Notifier(Settings &settings, const Alarms &alarms, Banner &banner, QObject *parent = nullptr);

    void withdraw(); // what is told

Q_SIGNALS:
    void wanted(); // somebody clicked at the notification

private:
    void tell(const QString &text);

    Settings &m_settings;
    Banner &m_banner;
    QSystemTrayIcon m_tray;
};

} // namespace guarita::console
