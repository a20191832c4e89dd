// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/traffic/stattile.h"

#include "console/views/traffic/cellpainting.h"
#include "console/widgets/labels.h"

#include <QtCore/QEvent>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QVBoxLayout>

namespace guarita::console {

using theme::Tone;

namespace {

/// As the style sheet calls it: a palette of the label's own would outlive a change of the colour scheme.
QString toneName(Tone tone)
{
    switch (tone) {
    case Tone::Good:
        return QStringLiteral("good");
    case Tone::Warning:
        return QStringLiteral("warning");
    case Tone::Bad:
        return QStringLiteral("bad");
    case Tone::TextDisabled:
        return QStringLiteral("disabled");
    default:
        return {};
    }
}

} // namespace

StatTile::StatTile(const QString &name, QWidget *parent)
    : QFrame(parent)
    , m_title(mutedLabel(this))
    , m_value(plainLabel(this))
    , m_unit(mutedLabel(this))
{
    setObjectName(name);
    m_value->setObjectName(name + QStringLiteral("Value"));
    theme::setProperty(this, "kind", QStringLiteral("card"));
    m_value->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto *figures = new QHBoxLayout;
    figures->setSpacing(4);
    figures->addWidget(m_value, 0, Qt::AlignBaseline);
    figures->addWidget(m_unit, 1, Qt::AlignBaseline);
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins(12, 6, 8, 6);
    all->setSpacing(0);
    all->addWidget(m_title);
    all->addLayout(figures);
    restyle();
}

void StatTile::setTitle(const QString &title, const QString &explanation)
{
    m_title->setText(title);
    setAccessibleName(title);
    setToolTip(explanation);
}

void StatTile::setValue(const QString &value, const QString &unit)
{
    if (m_value->text() == value && m_unit->text() == unit)
        return;
    m_value->setText(value);
    m_unit->setText(unit);
    setAccessibleDescription(unit.isEmpty() ? value : value + u' ' + unit);
}

QString StatTile::value() const
{
    return m_value->text();
}

void StatTile::setTone(Tone tone)
{
    if (m_tone == tone)
        return;
    m_tone = tone;
    restyle();
}

void StatTile::restyle()
{
    m_title->setFont(cells::smallFont(font()));
    m_value->setFont(theme::tabularFont(theme::titleFont()));
    theme::setProperty(m_value, "tone", toneName(m_tone));
}

void StatTile::changeEvent(QEvent *event)
{
    QFrame::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        restyle();
}

} // namespace guarita::console
