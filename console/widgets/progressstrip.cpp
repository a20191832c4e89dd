// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/widgets/progressstrip.h"

#include <QtCore/QEvent>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QProgressBar>
#include <QtWidgets/QPushButton>

namespace guarita::console {

namespace {
constexpr int barSteps = 1000; // of the bar: a total may not fit into an int
}

ProgressStrip::ProgressStrip(const QString &name, QWidget *parent)
    : SoftFrame(parent)
    , m_text(new QLabel(this))
    , m_bar(new QProgressBar(this))
    , m_cancel(new QPushButton(this))
{
    setObjectName(name);
    m_text->setObjectName(name + QStringLiteral("Text"));
    m_cancel->setObjectName(name + QStringLiteral("Cancel"));
    m_bar->setTextVisible(false);
    QHBoxLayout *row = becomeStrip();
    row->setSpacing(12);
    row->addWidget(m_text);
    row->addWidget(m_bar, 1);
    row->addWidget(m_cancel);
    m_wait.setSingleShot(true);
    m_wait.setInterval(patience);
    connect(&m_wait, &QTimer::timeout, this, &QWidget::show);
    connect(m_cancel, &QPushButton::clicked, this, &ProgressStrip::cancelWanted);
    retranslate();
    hide();
}

void ProgressStrip::setTexts(const QString &text, const QString &cancelHint)
{
    m_text->setText(text);
    m_cancel->setToolTip(cancelHint);
}

void ProgressStrip::advance(qint64 done, qint64 total)
{
    if (isHidden() && !m_wait.isActive())
        m_wait.start();
    m_bar->setRange(0, total < 0 ? 0 : barSteps);
    m_bar->setValue(total > 0 ? static_cast<int>(done * barSteps / total) : 0);
}

void ProgressStrip::end()
{
    m_wait.stop();
    hide();
}

void ProgressStrip::changeEvent(QEvent *event)
{
    SoftFrame::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void ProgressStrip::retranslate()
{
    m_bar->setAccessibleName(tr("Progress"));
    m_cancel->setText(tr("St&op"));
}

} // namespace guarita::console
