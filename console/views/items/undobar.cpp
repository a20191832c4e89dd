// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/items/undobar.h"

#include "console/widgets/labels.h"

#include <QtCore/QEvent>
#include <QtGui/QAccessible>
#include <QtGui/QPainter>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QToolButton>

namespace guarita::console {

UndoBar::UndoBar(const core::Clock &clock, QWidget *parent)
    : SoftFrame(parent)
    , m_clock(clock)
    , m_icon(new QLabel(this))
    , m_text(new QLabel(this))
    , m_seconds(mutedLabel(this))
    , m_undo(new QPushButton(this))
    , m_close(new QToolButton(this))
{
    setObjectName(QStringLiteral("undoBar"));
    m_text->setObjectName(QStringLiteral("undoBarText"));
    m_undo->setObjectName(QStringLiteral("undoBarButton"));
    m_close->setObjectName(QStringLiteral("undoBarClose"));
    m_close->setIcon(theme::icon(theme::Icon::Close));
    QHBoxLayout *row = becomeStrip();
    row->addWidget(m_icon);
    row->addWidget(m_text);
    row->addStretch();
    row->addWidget(m_seconds);
    row->addWidget(m_undo);
    row->addWidget(m_close);
    m_timer.setInterval(100);
    connect(&m_timer, &QTimer::timeout, this, &UndoBar::tick);
    connect(m_close, &QToolButton::clicked, this, &UndoBar::withdraw);
    connect(m_undo, &QPushButton::clicked, this, [this] {
        withdraw();
        Q_EMIT undoWanted();
    });
    retranslate();
    hide();
}

void UndoBar::offer(qsizetype deleted, qsizetype failed)
{
    m_deleted = deleted;
    m_failed = failed;
    m_end = m_clock.now() + patience;
    m_timer.start();
    const bool partly = failed > 0;
    setTones(partly ? theme::Tone::WarningSoft : theme::Tone::SurfaceRaised,
             partly ? theme::Tone::Warning : theme::Tone::Border);
    m_icon->setPixmap(theme::pixmap(partly ? theme::Icon::Warning : theme::Icon::Delete, 16,
                                    partly ? theme::Tone::Warning : theme::Tone::TextMuted,
                                    devicePixelRatioF()));
    retranslate();
    show();
    QAccessibleEvent alert(m_text, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

void UndoBar::withdraw()
{
    m_timer.stop();
    hide();
}

std::chrono::milliseconds UndoBar::left() const
{
    return std::max(std::chrono::duration_cast<std::chrono::milliseconds>(m_end - m_clock.now()),
                    std::chrono::milliseconds::zero());
}

void UndoBar::tick()
{
    if (left().count() == 0) {
        withdraw();
        return;
    }
    retranslate();
    update();
}

void UndoBar::paintEvent(QPaintEvent *event)
{
    SoftFrame::paintEvent(event);
    const double share = double(left().count()) / double(std::chrono::milliseconds(patience).count());
    QPainter painter(this);
    painter.fillRect(QRectF(0, height() - 2, width() * share, 2), theme::colour(theme::Tone::Accent));
}

void UndoBar::changeEvent(QEvent *event)
{
    SoftFrame::changeEvent(event);
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::LocaleChange)
        retranslate();
}

void UndoBar::retranslate()
{
    QString text = tr("%Ln item(s) deleted", nullptr, static_cast<int>(m_deleted));
    if (m_failed > 0)
        text += QLatin1String(" · ") + tr("%Ln could not be deleted", nullptr, static_cast<int>(m_failed));
    m_text->setText(text);
    m_seconds->setText(tr("%1 s").arg(locale().toString((left().count() + 999) / 1000)));
    m_undo->setText(tr("&Undo"));
    m_close->setAccessibleName(tr("Close"));
    m_close->setToolTip(tr("Close"));
}

} // namespace guarita::console
