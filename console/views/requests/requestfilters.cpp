// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/requests/requestfilters.h"

#include "console/widgets/theme.h"

#include <QtCore/QEvent>
#include <QtCore/QSignalBlocker>
#include <QtWidgets/QBoxLayout>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QSpinBox>

namespace guarita::console {

namespace {

constexpr int longestLeast = 600'000; // ms: ten minutes

}

RequestFilters::RequestFilters(QWidget *parent)
    : QWidget(parent)
    , m_backend(new QComboBox(this))
    , m_outcome(new QComboBox(this))
    , m_least(new QSpinBox(this))
{
    m_backend->setObjectName(QStringLiteral("requestsBackend"));
    m_outcome->setObjectName(QStringLiteral("requestsOutcome"));
    m_least->setObjectName(QStringLiteral("requestsLeast"));
    m_backend->addItem(QString());
    m_outcome->addItems({QString(), QString()});
    for (QComboBox *box : {m_backend, m_outcome})
        box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_least->setRange(0, longestLeast);
    m_least->setSingleStep(10);
    m_typing.setSingleShot(true);
    m_typing.setInterval(typing);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(theme::spacing);
    row->addWidget(m_backend);
    row->addWidget(m_outcome);
    row->addWidget(m_least);
    row->addStretch();
    connect(&m_typing, &QTimer::timeout, this, &RequestFilters::changed);
    for (QComboBox *box : {m_backend, m_outcome})
        connect(box, &QComboBox::currentIndexChanged, this, &RequestFilters::changed);
    connect(m_least, &QSpinBox::valueChanged, this, [this] { m_typing.start(); });
    retranslate();
}

RequestQuery RequestFilters::query() const
{
    return {m_backend->currentIndex() > 0 ? m_backend->currentText() : QString(), m_least->value(),
            m_outcome->currentIndex() > 0};
}

void RequestFilters::setBackends(const QStringList &ids)
{
    const QString chosen = query().backend;
    QStringList texts{m_backend->itemText(0)};
    texts << ids;
    if (!chosen.isEmpty() && !ids.contains(chosen))
        texts << chosen;
    const QSignalBlocker quiet(m_backend);
    m_backend->clear();
    m_backend->addItems(texts);
    m_backend->setCurrentIndex(chosen.isEmpty() ? 0 : int(texts.indexOf(chosen)));
}

void RequestFilters::clear()
{
    {
        const QSignalBlocker quiet(this); // once is enough
        m_backend->setCurrentIndex(0);
        m_outcome->setCurrentIndex(0);
        m_least->setValue(0);
    }
    m_typing.stop();
    Q_EMIT changed();
}

void RequestFilters::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void RequestFilters::retranslate()
{
    m_backend->setItemText(0, tr("All backends"));
    m_outcome->setItemText(0, tr("All outcomes"));
    m_outcome->setItemText(1, tr("Only errors"));
    m_least->setSpecialValueText(tr("Any duration"));
    m_least->setPrefix(tr("from ", "a duration on"));
    m_least->setSuffix(tr(" ms"));
    m_backend->setAccessibleName(tr("Backend"));
    m_outcome->setAccessibleName(tr("Outcome"));
    m_least->setAccessibleName(tr("Least duration"));
}

} // namespace guarita::console
