// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/requests/requestpane.h"

#include "console/models/traffic/requesttexts.h"
#include "console/views/requests/waterfallview.h"
#include "console/widgets/labels.h"
#include "console/widgets/panes.h"
#include "console/widgets/theme.h"

#include <QtCore/QEvent>
#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>
#include <QtWidgets/QBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QStackedWidget>

namespace guarita::console {

RequestPane::RequestPane(QWidget *parent)
    : QWidget(parent)
    , m_stack(new QStackedWidget(this))
    , m_hint(hintLabel(this))
{
    setObjectName(QStringLiteral("requestPane"));
    setMinimumHeight(150);
    m_stack->addWidget(m_hint);
    m_stack->addWidget(buildContent());
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_stack);
    retranslate();
}

QWidget *RequestPane::buildContent()
{
    auto *content = new QWidget;
    m_title = plainLabel(content);
    m_title->setObjectName(QStringLiteral("requestTitle"));
    m_title->setFont(theme::titleFont());
    m_title->setWordWrap(true);
    m_title->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_facts = mutedLabel(content);
    m_facts->setObjectName(QStringLiteral("requestFacts"));
    m_facts->setWordWrap(true);
    m_copyId = new QPushButton(content);
    m_copyId->setObjectName(QStringLiteral("copyRequestIdButton"));
    m_copyTrace = new QPushButton(content);
    m_copyTrace->setObjectName(QStringLiteral("copyTraceIdButton"));
    for (QPushButton *button : {m_copyId, m_copyTrace})
        button->setIcon(theme::icon(theme::Icon::Copy));
    m_waterfall = new WaterfallView;
    m_waterfall->setObjectName(QStringLiteral("waterfall"));
    auto *texts = new QVBoxLayout;
    texts->setSpacing(2);
    texts->addWidget(m_title);
    texts->addWidget(m_facts);
    auto *head = new QHBoxLayout;
    head->setContentsMargins(theme::margin, 12, theme::margin, 0);
    head->setSpacing(theme::spacing);
    head->addLayout(texts, 1);
    head->addWidget(m_copyId, 0, Qt::AlignTop);
    head->addWidget(m_copyTrace, 0, Qt::AlignTop);
    auto *bars = new QWidget;
    auto *barsColumn = new QVBoxLayout(bars);
    barsColumn->setContentsMargins(8, 0, 8, 8);
    barsColumn->addWidget(m_waterfall);
    barsColumn->addStretch();
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(theme::spacing);
    column->addLayout(head);
    column->addWidget(scrolled(bars, content), 1);
    connect(m_copyId, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(m_trace->id); });
    connect(m_copyTrace, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(m_trace->traceId); });
    return content;
}

void RequestPane::showTrace(const std::optional<RequestTrace> &trace)
{
    if (m_trace == trace)
        return;
    m_trace = trace;
    if (trace)
        m_waterfall->setTrace(*trace);
    m_stack->setCurrentIndex(trace ? 1 : 0);
    retranslate();
}

QString RequestPane::facts() const
{
    QStringList facts{RequestTexts::milliseconds(m_trace->total(), locale())};
    if (!m_trace->reason.isEmpty())
        facts << RequestTexts::reason(m_trace->reason);
    if (!m_trace->user.isEmpty())
        facts << m_trace->user;
    if (!m_trace->cluster.isEmpty())
        facts << m_trace->cluster;
    facts << locale().toString(m_trace->at.toLocalTime(), QLocale::LongFormat);
    if (!m_trace->gateway)
        facts << tr("the gateway does not know it any more");
    return facts.join(QStringLiteral(" · "));
}

void RequestPane::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::LocaleChange)
        retranslate();
}

void RequestPane::retranslate()
{
    setAccessibleName(tr("Request"));
    m_hint->setText(tr("Select a request to see where its time went."));
    m_copyId->setText(tr("Request &id"));
    m_copyId->setAccessibleName(tr("Copy the request id"));
    m_copyTrace->setText(tr("&Trace id"));
    m_copyTrace->setAccessibleName(tr("Copy the trace id"));
    if (!m_trace)
        return;
    m_title->setText(QStringLiteral("%1 %2 · %3").arg(m_trace->method, m_trace->path).arg(m_trace->status));
    m_facts->setText(facts());
    m_copyId->setToolTip(m_trace->id);
    m_copyTrace->setToolTip(m_trace->traceId);
    m_copyTrace->setVisible(!m_trace->traceId.isEmpty());
}

} // namespace guarita::console
