// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/traffic/guardstrip.h"

#include "console/models/traffic/changeguard.h"
#include "console/models/traffic/wording.h"
#include "console/views/errortexts.h"
#include "console/widgets/labels.h"

#include <QtCore/QEvent>
#include <QtGui/QAccessible>
#include <QtGui/QPainter>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QToolButton>

namespace guarita::console {

using theme::Icon;
using theme::Tone;
using GuardPhase = ChangeGuard::Phase;

GuardStrip::GuardStrip(ChangeGuard &guard, QWidget *parent)
    : SoftFrame(parent)
    , m_guard(guard)
    , m_icon(new QLabel(this))
    , m_text(plainLabel(this))
    , m_figures(mutedLabel(this))
    , m_keep(new QPushButton(this))
    , m_revert(new QPushButton(this))
    , m_close(new QToolButton(this))
{
    setObjectName(QStringLiteral("guardStrip"));
    m_text->setObjectName(QStringLiteral("guardText"));
    m_text->setWordWrap(true);
    m_figures->setObjectName(QStringLiteral("guardFigures"));
    m_figures->setFont(theme::tabularFont(m_figures->font()));
    m_keep->setObjectName(QStringLiteral("guardKeep"));
    m_revert->setObjectName(QStringLiteral("guardRevert"));
    m_close->setObjectName(QStringLiteral("guardClose"));
    m_close->setIcon(theme::icon(Icon::Close));
    QHBoxLayout *row = becomeStrip();
    row->addWidget(m_icon);
    row->addWidget(m_text, 1);
    row->addWidget(m_figures);
    row->addWidget(m_keep);
    row->addWidget(m_revert);
    row->addWidget(m_close);
    connect(m_keep, &QPushButton::clicked, &guard, &ChangeGuard::keep);
    connect(m_revert, &QPushButton::clicked, &guard, &ChangeGuard::revert);
    connect(m_close, &QToolButton::clicked, &guard, &ChangeGuard::keep);
    connect(&guard, &ChangeGuard::changed, this, &GuardStrip::showGuard);
    showGuard();
}

void GuardStrip::setLook(Icon icon, Tone mark, Tone ground)
{
    setTones(ground, mark == Tone::TextMuted ? Tone::Border : mark);
    m_icon->setPixmap(theme::pixmap(icon, 16, mark, devicePixelRatioF()));
}

void GuardStrip::showGuard()
{
    const GuardPhase phase = m_guard.phase();
    const bool another = m_phase != int(phase);
    m_phase = int(phase);
    setVisible(phase != GuardPhase::Idle);
    if (phase == GuardPhase::Idle)
        return;
    switch (phase) {
    case GuardPhase::Watching:
        setLook(Icon::Eye, Tone::Info, Tone::InfoSoft);
        break;
    case GuardPhase::Blind:
        setLook(Icon::Offline, Tone::Bad, Tone::BadSoft);
        break;
    case GuardPhase::Failed:
        setLook(Icon::Error, Tone::Bad, Tone::BadSoft);
        break;
    case GuardPhase::Passed:
        setLook(Icon::Success, Tone::Good, Tone::GoodSoft);
        break;
    case GuardPhase::Reverting:
    case GuardPhase::Reverted:
        setLook(Icon::Undo, m_guard.byItself() ? Tone::Warning : Tone::TextMuted,
                m_guard.byItself() ? Tone::WarningSoft : Tone::SurfaceRaised);
        break;
    case GuardPhase::Offered:
    case GuardPhase::Idle:
        setLook(Icon::Success, Tone::TextMuted, Tone::SurfaceRaised);
        break;
    }
    const bool open =
        phase == GuardPhase::Offered || phase == GuardPhase::Watching || phase == GuardPhase::Blind;
    m_keep->setVisible(phase == GuardPhase::Watching || phase == GuardPhase::Blind);
    m_revert->setVisible(open);
    m_revert->setText(phase == GuardPhase::Watching ? tr("Re&vert now") : tr("Re&vert"));
    m_keep->setText(tr("&Keep"));
    m_close->setVisible(!m_keep->isVisibleTo(this) && phase != GuardPhase::Reverting);
    m_close->setAccessibleName(tr("Close"));
    m_close->setToolTip(tr("Close"));
    m_text->setText(text());
    m_figures->setText(figures());
    m_figures->setVisible(!m_figures->text().isEmpty());
    update();
    if (another) {
        QAccessibleEvent alert(m_text, QAccessible::Alert);
        QAccessible::updateAccessibility(&alert);
    }
}

QString GuardStrip::text() const
{
    const Backend &backend = m_guard.change().after;
    const QString what = m_guard.change().change.weight
                             ? tr("%1: weight %2").arg(backend.id).arg(backend.weight)
                             : tr("%1: %2").arg(backend.id, Wording::state(backend));
    switch (m_guard.phase()) {
    case GuardPhase::Offered:
        return what;
    case GuardPhase::Watching:
        return tr("%1 · watching the errors").arg(what);
    case GuardPhase::Blind:
        return tr("%1 · no connection, so that the errors cannot be watched: it is taken back as soon as the "
                  "balancer answers")
            .arg(what);
    case GuardPhase::Reverting:
        return tr("%1 · being taken back…").arg(what);
    case GuardPhase::Reverted:
        return tr("%1 is as before. %2").arg(backend.id, reason()).trimmed();
    case GuardPhase::Passed:
        return tr("%1 · kept: the errors did not rise").arg(what);
    case GuardPhase::Failed:
        return tr("%1 could not be taken back. %2").arg(what, failure());
    case GuardPhase::Idle:
        break;
    }
    return {};
}

QString GuardStrip::failure() const
{
    if (m_guard.overtaken())
        return tr("Somebody else changed it in the meantime.");
    return m_guard.error() ? ErrorTexts::explainAdmin(*m_guard.error()) : QString();
}

QString GuardStrip::reason() const
{
    if (!m_guard.byItself())
        return {};
    if (m_guard.wasBlind())
        return tr("It was taken back because the connection was lost for a while.");
    if (GuardRule::errorsRose(m_guard.before(), m_guard.since()))
        return tr("It was taken back because the errors rose to %1/s (before: %2/s).")
            .arg(Wording::precise(m_guard.since().errorsPerSecond(), locale()),
                 Wording::precise(m_guard.before().errorsPerSecond(), locale()));
    return tr("It was taken back because no backend was left that takes requests.");
}

QString GuardStrip::figures() const
{
    const QString seconds = tr("%1 s").arg((m_guard.left().count() + 999) / 1000);
    if (m_guard.phase() == GuardPhase::Offered)
        return seconds;
    if (m_guard.phase() != GuardPhase::Watching)
        return {};
    return tr("%1 · errors %2/s (before %3/s)")
        .arg(seconds, Wording::precise(m_guard.since().errorsPerSecond(), locale()),
             Wording::precise(m_guard.before().errorsPerSecond(), locale()));
}

void GuardStrip::paintEvent(QPaintEvent *event)
{
    SoftFrame::paintEvent(event);
    if (m_guard.phase() != GuardPhase::Watching && m_guard.phase() != GuardPhase::Offered)
        return;
    QPainter painter(this);
    painter.fillRect(QRectF(0, height() - 2, width() * m_guard.leftShare(), 2), theme::colour(Tone::Accent));
}

void GuardStrip::changeEvent(QEvent *event)
{
    SoftFrame::changeEvent(event);
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::LocaleChange)
        showGuard();
}

} // namespace guarita::console
