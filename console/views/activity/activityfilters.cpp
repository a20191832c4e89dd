// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/activity/activityfilters.h"

#include "console/models/admin/audittexts.h"
#include "console/widgets/searchline.h"
#include "console/widgets/theme.h"

#include <QtCore/QEvent>
#include <QtCore/QSignalBlocker>
#include <QtCore/QTimeZone>
#include <QtWidgets/QBoxLayout>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QDateTimeEdit>

namespace guarita::console {

namespace {

constexpr AuditOutcome shownOutcomes[] = {AuditOutcome::Done, AuditOutcome::Refused, AuditOutcome::Failed,
                                          AuditOutcome::Unknown};

} // namespace

ActivityFilters::ActivityFilters(const core::Clock &clock, QWidget *parent)
    : QWidget(parent)
    , m_clock(clock)
    , m_who(new SearchLine(this))
    , m_action(new QComboBox(this))
    , m_outcome(new QComboBox(this))
    , m_span(new QComboBox(this))
    , m_since(new QDateTimeEdit(this))
    , m_until(new QDateTimeEdit(this))
{
    m_who->setObjectName(QStringLiteral("activityWho"));
    m_action->setObjectName(QStringLiteral("activityAction"));
    m_outcome->setObjectName(QStringLiteral("activityOutcome"));
    m_span->setObjectName(QStringLiteral("activitySpan"));
    m_since->setObjectName(QStringLiteral("activitySince"));
    m_until->setObjectName(QStringLiteral("activityUntil"));
    m_typing.setSingleShot(true);
    m_typing.setInterval(typing);
    build();
    connect(&m_typing, &QTimer::timeout, this, &ActivityFilters::changed);
    connect(m_who, &SearchLine::searched, this, [this](const QString &, bool atOnce) {
        m_typing.stop();
        atOnce ? Q_EMIT changed() : m_typing.start();
    });
    for (QComboBox *box : {m_action, m_outcome})
        connect(box, &QComboBox::currentIndexChanged, this, &ActivityFilters::changed);
    connect(m_span, &QComboBox::currentIndexChanged, this, &ActivityFilters::spanChosen);
    for (QDateTimeEdit *edit : {m_since, m_until})
        connect(edit, &QDateTimeEdit::dateTimeChanged, this, [this] { m_typing.start(); });
    retranslate();
    spanChosen();
}

void ActivityFilters::build()
{
    m_who->setMinimumWidth(140);
    m_who->setMaximumWidth(220);
    m_action->addItem(QString());
    for (const QString &action : auditActions())
        m_action->addItem(QString(), action);
    m_outcome->addItem(QString());
    for (std::size_t index = 0; index < std::size(shownOutcomes); ++index)
        m_outcome->addItem(QString());
    for (int span = AnyTime; span <= Between; ++span)
        m_span->addItem(QString());
    for (QComboBox *box : {m_action, m_outcome, m_span}) {
        box->setMaxVisibleItems(20);
        box->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    }
    auto *row = new QHBoxLayout;
    row->setSpacing(theme::spacing);
    row->addWidget(m_who, 1);
    for (QComboBox *box : {m_action, m_outcome, m_span})
        row->addWidget(box);
    row->addStretch();
    auto *times = new QHBoxLayout;
    times->setSpacing(theme::spacing);
    times->addWidget(m_since);
    times->addWidget(m_until);
    times->addStretch();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(theme::spacing);
    column->addLayout(row);
    column->addLayout(times);
    for (QDateTimeEdit *edit : {m_since, m_until})
        edit->setCalendarPopup(true);
}

QDateTime ActivityFilters::now() const
{
    const auto now = std::chrono::floor<std::chrono::seconds>(m_clock.wallNow().time_since_epoch());
    return QDateTime::fromSecsSinceEpoch(now.count(), QTimeZone::utc());
}

AuditQuery ActivityFilters::query() const
{
    AuditQuery query;
    query.who = m_who->text().trimmed();
    query.action = m_action->currentData().toString();
    if (m_outcome->currentIndex() > 0)
        query.outcome = shownOutcomes[static_cast<std::size_t>(m_outcome->currentIndex() - 1)];
    if (m_span->currentIndex() == Between) {
        query.since = m_since->dateTime().toUTC();
        query.until = m_until->dateTime().toUTC();
    } else {
        query.since = m_spanBegin;
    }
    return query;
}

void ActivityFilters::spanChosen()
{
    const int span = m_span->currentIndex();
    m_since->setVisible(span == Between);
    m_until->setVisible(span == Between);
    constexpr qint64 hour = 60 * 60;
    constexpr qint64 lengths[] = {0, hour, 24 * hour, 7 * 24 * hour, 30 * 24 * hour};
    if (span == Between) {
        const QSignalBlocker quietSince(m_since);
        const QSignalBlocker quietUntil(m_until);
        m_since->setDateTime(now().toLocalTime().addDays(-1));
        m_until->setDateTime(now().toLocalTime());
    } else {
        m_spanBegin = span == AnyTime ? QDateTime() : now().addSecs(-lengths[span]);
    }
    Q_EMIT changed();
}

void ActivityFilters::setWho(const QString &who)
{
    m_who->setText(who);
    Q_EMIT changed();
}

void ActivityFilters::clear()
{
    const QSignalBlocker quiet(this); // once is enough
    m_who->clear();
    for (QComboBox *box : {m_action, m_outcome, m_span})
        box->setCurrentIndex(0);
    blockSignals(false);
    Q_EMIT changed();
}

void ActivityFilters::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        retranslate();
}

void ActivityFilters::retranslate()
{
    m_who->setTexts(tr("Who"), tr("A user's whole name (Ctrl+F)"));
    m_action->setItemText(0, tr("All actions"));
    for (int index = 1; index < m_action->count(); ++index)
        m_action->setItemText(index, AuditTexts::action(m_action->itemData(index).toString()));
    m_outcome->setItemText(0, tr("All outcomes"));
    for (int index = 1; index < m_outcome->count(); ++index)
        m_outcome->setItemText(index,
                               AuditTexts::outcome(shownOutcomes[static_cast<std::size_t>(index - 1)]));
    const QStringList spans{tr("Any time"),    tr("Last hour"),    tr("Last 24 hours"),
                            tr("Last 7 days"), tr("Last 30 days"), tr("Between…")};
    for (int span = AnyTime; span <= Between; ++span)
        m_span->setItemText(span, spans.at(span));
    m_action->setAccessibleName(tr("Action"));
    m_outcome->setAccessibleName(tr("Outcome"));
    m_span->setAccessibleName(tr("Time"));
    m_since->setAccessibleName(tr("From when"));
    m_until->setAccessibleName(tr("Until when"));
}

} // namespace guarita::console
