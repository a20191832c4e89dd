// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/shell/offlinenotice.h"

#include "console/api/connectivity.h"
#include "console/views/shell/environment.h"
#include "console/views/shell/shelltexts.h"
#include "console/widgets/banner.h"

#include <QtWidgets/QPushButton>

namespace guarita::console {

using namespace std::chrono_literals;

OfflineNotice::OfflineNotice(Connectivity &connectivity, const Environment &environment, Banner &banner,
                             QObject *parent)
    : QObject(parent)
    , m_connectivity(connectivity)
    , m_environment(environment)
    , m_banner(banner)
    , m_tryNow(banner.addButton({}, [this] { m_connectivity.retryNow(); }))
{
    m_tryNow->setObjectName(QStringLiteral("tryNowButton"));
    m_tick.setInterval(250ms); // finer than what it shows, so that no second is skipped
    m_hide.setSingleShot(true);
    connect(&m_tick, &QTimer::timeout, this, &OfflineNotice::refresh);
    connect(&m_hide, &QTimer::timeout, &m_banner, &QWidget::hide);
    connect(&m_connectivity, &Connectivity::wentOffline, this, &OfflineNotice::refresh);
    connect(&m_connectivity, &Connectivity::retrying, this, &OfflineNotice::refresh);
    connect(&m_connectivity, &Connectivity::outageChanged, this, &OfflineNotice::refresh);
    connect(&m_connectivity, &Connectivity::cameBack, this, &OfflineNotice::recovered);
    connect(&m_environment, &Environment::entered, this, &OfflineNotice::dismiss);
    retranslate();
}

void OfflineNotice::retranslate()
{
    m_tryNow->setText(tr("&Try now"));
    if (m_connectivity.outage())
        refresh();
    else if (m_hide.isActive())
        m_banner.setText(tr("The connection is back."));
}

void OfflineNotice::refresh()
{
    const ApiError *outage = m_connectivity.outage();
    if (!outage) {
        if (m_tick.isActive())
            dismiss();
        return;
    }
    m_hide.stop();
    m_tick.start();
    const auto left = m_connectivity.untilRetry();
    const auto seconds = static_cast<int>(std::chrono::ceil<std::chrono::seconds>(left).count());
    const QString next = left > 0ms ? tr("Next try in %n s.", nullptr, seconds) : tr("Trying…");
    m_banner.setKind(Banner::Kind::Error);
    m_banner.setText(ShellTexts::outage(*outage, m_environment.profile()),
                     next + u' ' + tr("What you see may be old. Your changes are kept."));
    m_tryNow->setVisible(true);
    m_tryNow->setEnabled(left > 0ms);
    m_banner.show();
}

void OfflineNotice::recovered()
{
    m_tick.stop();
    m_banner.setKind(Banner::Kind::Success);
    m_banner.setText(tr("The connection is back."));
    m_tryNow->setVisible(false);
    m_banner.show();
    m_hide.start(recoveredShown);
}

void OfflineNotice::dismiss()
{
    m_tick.stop();
    m_hide.stop();
    m_banner.hide();
}

} // namespace guarita::console
