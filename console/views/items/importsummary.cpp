// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/items/importsummary.h"

#include "console/widgets/theme.h"

#include <QtCore/QEvent>
#include <QtWidgets/QCheckBox>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QToolButton>

namespace guarita::console {

ImportSummary::ImportSummary(ImportModel &model, QWidget *parent)
    : QWidget(parent)
    , m_model(model)
    , m_goodIcon(new QLabel(this))
    , m_good(new QLabel(this))
    , m_badIcon(new QLabel(this))
    , m_bad(new QLabel(this))
    , m_onlyFaulty(new QCheckBox(this))
    , m_previous(new QToolButton(this))
    , m_next(new QToolButton(this))
{
    setObjectName(QStringLiteral("importSummary"));
    m_good->setObjectName(QStringLiteral("importGood"));
    m_bad->setObjectName(QStringLiteral("importBad"));
    m_onlyFaulty->setObjectName(QStringLiteral("importOnlyFaulty"));
    m_previous->setObjectName(QStringLiteral("importPreviousFault"));
    m_next->setObjectName(QStringLiteral("importNextFault"));
    QFont strong = font();
    strong.setWeight(QFont::DemiBold);
    m_good->setFont(strong);
    m_bad->setFont(strong);
    m_previous->setShortcut(QKeySequence(Qt::SHIFT | Qt::Key_F8));
    m_next->setShortcut(QKeySequence(Qt::Key_F8));

    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(theme::spacing);
    row->addWidget(m_goodIcon);
    row->addWidget(m_good);
    row->addSpacing(theme::margin);
    row->addWidget(m_badIcon);
    row->addWidget(m_bad);
    row->addStretch();
    row->addWidget(m_onlyFaulty);
    row->addWidget(m_previous);
    row->addWidget(m_next);

    connect(m_onlyFaulty, &QCheckBox::toggled, &model, &ImportModel::setOnlyFaulty);
    connect(m_previous, &QToolButton::clicked, this, [this] { Q_EMIT faultWanted(false); });
    connect(m_next, &QToolButton::clicked, this, [this] { Q_EMIT faultWanted(true); });
    connect(&model, &ImportModel::planChanged, this, &ImportSummary::refresh);
    retranslate();
}

void ImportSummary::refresh()
{
    const int good = static_cast<int>(m_model.good());
    const int bad = static_cast<int>(m_model.bad());
    const theme::Tone tone = good > 0 ? theme::Tone::Good : theme::Tone::TextMuted;
    const theme::Icon icon = good > 0 ? theme::Icon::Success : theme::Icon::Info;
    m_goodIcon->setPixmap(theme::pixmap(icon, 16, tone, devicePixelRatioF()));
    m_badIcon->setPixmap(theme::pixmap(theme::Icon::Error, 16, theme::Tone::Bad, devicePixelRatioF()));
    if (m_model.isPlanning()) {
        m_good->setText(tr("Checking the rows…"));
    } else {
        m_good->setText(
            tr("%1 of %Ln row(s) will be imported", nullptr, good + bad).arg(locale().toString(good)));
        m_bad->setText(tr("%Ln row(s) with errors", nullptr, bad));
    }
    const bool faults = bad > 0 && !m_model.isPlanning();
    m_badIcon->setVisible(faults);
    m_bad->setVisible(faults);
    theme::setProperty(m_bad, "tone", QStringLiteral("bad"));
    m_onlyFaulty->setEnabled(faults || m_model.onlyFaulty());
    m_onlyFaulty->setChecked(m_model.onlyFaulty());
    m_previous->setEnabled(faults);
    m_next->setEnabled(faults);
}

void ImportSummary::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::LocaleChange)
        retranslate();
    else if (event->type() == QEvent::PaletteChange)
        refresh();
}

void ImportSummary::retranslate()
{
    m_onlyFaulty->setText(tr("&Only rows with errors"));
    m_previous->setIcon(theme::icon(theme::Icon::Up));
    m_next->setIcon(theme::icon(theme::Icon::Down));
    m_previous->setToolTip(
        tr("Previous error (%1)").arg(m_previous->shortcut().toString(QKeySequence::NativeText)));
    m_next->setToolTip(tr("Next error (%1)").arg(m_next->shortcut().toString(QKeySequence::NativeText)));
    m_previous->setAccessibleName(tr("Previous error"));
    m_next->setAccessibleName(tr("Next error"));
    refresh();
}

} // namespace guarita::console
