// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/activity/recordpane.h"

#include "console/models/admin/audittexts.h"
#include "console/widgets/cells.h"
#include "console/widgets/labels.h"
#include "console/widgets/panes.h"

#include <QtCore/QEvent>
#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>
#include <QtWidgets/QBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>
#include <QtWidgets/QStackedWidget>

namespace guarita::console {

RecordPane::RecordPane(QWidget *parent)
    : QWidget(parent)
    , m_stack(new QStackedWidget(this))
    , m_hint(hintLabel(this))
{
    setObjectName(QStringLiteral("recordPane"));
    setMinimumWidth(272);
    m_stack->addWidget(m_hint);
    m_stack->addWidget(buildFacts());
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_stack);
    retranslate();
}

QWidget *RecordPane::buildFacts()
{
    auto *content = new QWidget;
    m_title = plainLabel(content);
    m_title->setObjectName(QStringLiteral("recordTitle"));
    m_title->setFont(theme::titleFont());
    m_title->setWordWrap(true);
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(theme::margin, 12, theme::margin, theme::margin);
    column->setSpacing(theme::spacing);
    column->addWidget(m_title);
    for (int fact = 0; fact < FactCount; ++fact) {
        QLabel *name = mutedLabel(content);
        QLabel *value = plainLabel(content);
        value->setObjectName(QStringLiteral("recordFact%1").arg(fact));
        value->setWordWrap(true);
        value->setTextInteractionFlags(Qt::TextSelectableByMouse);
        auto *pair = new QVBoxLayout;
        pair->setSpacing(0);
        pair->addWidget(name);
        pair->addWidget(value);
        column->addLayout(pair);
        m_facts.push_back({name, value});
    }
    QLabel *request = m_facts.back().value; // a word that cannot be wrapped
    request->setFont(cells::smallFont(theme::tabularFont(request->font())));
    m_copy = new QPushButton(content);
    m_copy->setObjectName(QStringLiteral("copyRequestId"));
    m_only = new QPushButton(content);
    m_only->setObjectName(QStringLiteral("onlyThisUser"));
    auto *buttons = new QVBoxLayout;
    buttons->setSpacing(theme::spacing);
    buttons->addWidget(m_copy, 0, Qt::AlignLeft);
    buttons->addWidget(m_only, 0, Qt::AlignLeft);
    column->addSpacing(theme::spacing);
    column->addLayout(buttons);
    column->addStretch();
    connect(m_copy, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(m_record->requestId); });
    connect(m_only, &QPushButton::clicked, this, [this] { Q_EMIT onlyWanted(m_record->who); });
    return scrolled(content, this);
}

void RecordPane::showRecord(const std::optional<AuditRecord> &record)
{
    if (m_record == record && m_stack->currentIndex() == (record ? 1 : 0))
        return;
    m_record = record;
    m_stack->setCurrentIndex(record ? 1 : 0);
    retranslate();
}

void RecordPane::setFact(Fact fact, const QString &name, const QString &value)
{
    const Line &line = m_facts[static_cast<std::size_t>(fact)];
    line.name->setText(name);
    line.value->setText(value);
    line.value->setAccessibleName(name + u' ' + value);
    line.name->setVisible(!value.isEmpty());
    line.value->setVisible(!value.isEmpty());
}

void RecordPane::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::LocaleChange)
        retranslate();
}

void RecordPane::retranslate()
{
    setAccessibleName(tr("Record"));
    m_hint->setText(tr("Select a record to see all of it."));
    m_copy->setText(tr("&Copy request id"));
    if (!m_record)
        return;
    const AuditRecord &record = *m_record;
    const QString outcome = AuditTexts::outcome(record.outcome);
    m_title->setText(AuditTexts::action(record.action));
    setFact(When, tr("When"), locale().toString(record.at.toLocalTime(), QLocale::LongFormat));
    setFact(Who, tr("Who"), record.who);
    setFact(Target, tr("To what"), record.target);
    setFact(From, tr("From"), record.from);
    setFact(Outcome, tr("Outcome"),
            record.status > 0 ? tr("%1 (status %2)").arg(outcome).arg(record.status) : outcome);
    setFact(Reason, tr("Reason"), record.reason);
    setFact(Times, tr("How often"), record.times > 1 ? locale().toString(record.times) : QString());
    setFact(Request, tr("Request id"), record.requestId);
    m_copy->setVisible(!record.requestId.isEmpty());
    m_only->setVisible(!record.who.isEmpty());
    QString who = record.who;
    m_only->setText(tr("&Only what %1 did").arg(who.replace(u'&', QStringLiteral("&&")).left(24)));
}

} // namespace guarita::console
