// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/shell/connectiondot.h"

#include "console/api/connectivity.h"
#include "console/widgets/labels.h"
#include "console/widgets/theme.h"

#include <QtCore/QEvent>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>

namespace guarita::console {

ConnectionDot::ConnectionDot(Connectivity &connectivity, QWidget *parent)
    : QWidget(parent)
    , m_connectivity(connectivity)
    , m_icon(new QLabel(this))
    , m_text(plainLabel(this))
{
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(theme::spacing / 2, 0, theme::spacing, 0);
    row->setSpacing(theme::spacing / 2 + 2);
    row->addWidget(m_icon);
    row->addWidget(m_text);
    m_text->setObjectName(QStringLiteral("connectionText"));
    connect(&m_connectivity, &Connectivity::wentOffline, this, &ConnectionDot::refresh);
    connect(&m_connectivity, &Connectivity::cameBack, this, &ConnectionDot::refresh);
    connect(&m_connectivity, &Connectivity::latencyChanged, this, &ConnectionDot::refresh);
    refresh();
}

QString ConnectionDot::text() const
{
    return m_text->text();
}

void ConnectionDot::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::PaletteChange)
        refresh();
}

void ConnectionDot::refresh()
{
    const bool online = m_connectivity.online();
    const auto tone = online ? theme::Tone::Good : theme::Tone::Bad;
    m_icon->setPixmap(
        theme::pixmap(online ? theme::Icon::Online : theme::Icon::Offline, 18, tone, devicePixelRatioF()));
    m_text->setText(online ? tr("Online") : tr("Offline"));
    theme::setProperty(m_text, "tone", online ? QStringLiteral("muted") : QStringLiteral("bad"));
    setToolTip(online ? tr("The service answers.") : tr("The service cannot be reached."));
    setAccessibleName(tr("Connection: %1").arg(m_text->text()));
}

} // namespace guarita::console
