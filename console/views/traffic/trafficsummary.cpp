// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/traffic/trafficsummary.h"

#include "console/models/traffic/trafficmonitor.h"
#include "console/models/traffic/wording.h"
#include "console/views/traffic/stattile.h"
#include "console/widgets/labels.h"
#include "console/widgets/theme.h"

#include <QtGui/QAction>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QVBoxLayout>

namespace guarita::console {

using theme::Tone;

TrafficSummary::TrafficSummary(TrafficMonitor &monitor, QAction &pause, QWidget *parent)
    : QWidget(parent)
    , m_monitor(monitor)
    , m_pause(pause)
    , m_rate(new StatTile(QStringLiteral("rateTile"), this))
    , m_inFlight(new StatTile(QStringLiteral("inFlightTile"), this))
    , m_errors(new StatTile(QStringLiteral("errorsTile"), this))
    , m_p99(new StatTile(QStringLiteral("p99Tile"), this))
    , m_up(new StatTile(QStringLiteral("upTile"), this))
    , m_button(new QPushButton(this))
    , m_freshness(plainLabel(this))
{
    m_button->setObjectName(QStringLiteral("pauseButton"));
    m_button->setCheckable(true);
    m_freshness->setObjectName(QStringLiteral("freshnessLabel"));
    m_freshness->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    connect(m_button, &QPushButton::clicked, &m_pause, &QAction::trigger);

    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(theme::spacing);
    for (StatTile *tile : {m_rate, m_inFlight, m_errors, m_p99, m_up})
        row->addWidget(tile, 1);
    auto *column = new QVBoxLayout;
    column->setSpacing(4);
    column->addWidget(m_button);
    column->addWidget(m_freshness, 1);
    row->addLayout(column);
}

void TrafficSummary::showTotals()
{
    const TrafficTotals &totals = m_monitor.totals();
    const QLocale locale = this->locale();
    m_rate->setValue(Wording::rate(totals.requestsPerSecond, locale), tr("req/s"));
    m_inFlight->setValue(Wording::count(totals.inFlight, locale));
    m_errors->setValue(Wording::rate(totals.errorsPerSecond, locale), tr("/s"));
    m_p99->setValue(Wording::milliseconds(totals.p99, locale), totals.p99 ? tr("ms") : QString());
    m_up->setValue(tr("%1 / %2", "up of all").arg(totals.up).arg(totals.backends));

    const bool stale = m_monitor.isStale();
    for (StatTile *tile : {m_rate, m_inFlight, m_p99})
        tile->setTone(stale ? Tone::TextDisabled : Tone::Text);
    m_errors->setTone(stale                                    ? Tone::TextDisabled
                      : totals.errorsPerSecond.value_or(0) > 0 ? Tone::Bad
                                                               : Tone::Text);
    m_up->setTone(stale                          ? Tone::TextDisabled
                  : totals.up == totals.backends ? Tone::Good
                  : totals.up == 0               ? Tone::Bad
                                                 : Tone::Warning);
}

void TrafficSummary::showFreshness()
{
    const QString age = Wording::duration(m_monitor.age().value_or(std::chrono::milliseconds(0)));
    QString text = tr("live");
    QString tone = QStringLiteral("good");
    QString why;
    if (m_monitor.isPaused()) {
        text = tr("paused %1").arg(Wording::duration(m_monitor.pausedFor()));
        tone = QStringLiteral("accent");
        why = tr("Values are collected on, but not shown.");
    } else if (m_monitor.isWaitingForLogIn()) {
        text = tr("%1 old").arg(age);
        tone = QStringLiteral("warning");
        why = tr("The log-in has expired.");
    } else if (m_monitor.isStale()) {
        text = tr("%1 old").arg(age);
        tone = QStringLiteral("bad");
        why = m_monitor.error() ? Wording::error(*m_monitor.error()) : tr("No answer yet.");
    }
    if (m_freshness->text() != text)
        m_freshness->setText(text);
    m_freshness->setToolTip(why);
    theme::setProperty(m_freshness, "tone", tone);
}

void TrafficSummary::retranslate()
{
    m_rate->setTitle(tr("Requests"), tr("Requests per second, all backends together"));
    m_inFlight->setTitle(tr("In flight"), tr("Requests under way now"));
    m_errors->setTitle(tr("Errors"), tr("5xx answers and requests without an answer, per second"));
    m_p99->setTitle(tr("p99 latency"),
                    tr("99 of 100 recent requests were answered within this time, at the slowest backend"));
    m_up->setTitle(tr("Backends up"), tr("Backends that get requests, of all"));
    const bool paused = m_monitor.isPaused();
    m_button->setChecked(paused);
    m_button->setText(paused ? tr("&Resume") : tr("Pa&use"));
    m_button->setIcon(theme::icon(paused ? theme::Icon::Play : theme::Icon::Pause));
    m_button->setToolTip(m_pause.toolTip());
    // The wider of both texts, so that nothing moves when it is pressed.
    const QFontMetrics metrics(m_button->font());
    const int wide =
        std::max(metrics.horizontalAdvance(tr("&Resume")), metrics.horizontalAdvance(tr("Pa&use")));
    m_button->setMinimumWidth(wide + 64);
    showTotals();
    showFreshness();
}

} // namespace guarita::console
