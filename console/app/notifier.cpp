// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/app/notifier.h"

#include "console/core/settings.h"
#include "console/widgets/banner.h"
#include "console/widgets/theme.h"

namespace guarita::console {

Notifier::Notifier(Settings &settings, const Alarms &alarms, Banner &banner, QObject *parent)
    : QObject(parent)
    , m_settings(settings)
    , m_banner(banner)
    , m_tray(theme::icon(theme::Icon::Application))
{
    m_banner.setKind(Banner::Kind::Error);
    m_banner.setClosable(true);
    connect(&alarms, &Alarms::raised, this, &Notifier::tell);
    connect(&alarms, &Alarms::settled, this, &Notifier::withdraw);
    connect(&m_tray, &QSystemTrayIcon::messageClicked, this, &Notifier::wanted);
    connect(&m_settings, &Settings::notifiesChanged, this, [this] {
        if (!m_settings.notifies())
            withdraw();
    });
}

void Notifier::withdraw()
{
    m_banner.hide();
    m_tray.hide();
}

void Notifier::tell(const QString &text)
{
    if (!m_settings.notifies())
        return;
    if (QSystemTrayIcon::isSystemTrayAvailable() && QSystemTrayIcon::supportsMessages()) {
        m_tray.show(); // a message needs its icon
        m_tray.showMessage(tr("Guarita"), text, QSystemTrayIcon::Warning);
        return;
    }
    m_banner.setText(text);
    m_banner.show();
}

} // namespace guarita::console
