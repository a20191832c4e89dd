// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/items/stagedbar.h"

#include "console/core/itemfields.h"

#include <QtCore/QEvent>
#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>

namespace guarita::console {

namespace {

constexpr std::chrono::milliseconds leastBetween{100};

bool isTroubled(const Draft &draft)
{
    return !draft.errors.empty() || draft.state == DraftState::Refused ||
           draft.state == DraftState::Conflict || draft.state == DraftState::Unknown;
}

} // namespace

StagedBar::StagedBar(const DraftStore &drafts, QWidget *parent)
    : SoftFrame(parent)
    , m_drafts(drafts)
    , m_icon(new QLabel(this))
    , m_text(new QLabel(this))
    , m_troubles(new QPushButton(this))
    , m_discard(new QPushButton(this))
    , m_save(new QPushButton(this))
{
    setObjectName(QStringLiteral("stagedBar"));
    setTones(theme::Tone::ChangedSoft, theme::Tone::Changed);
    m_text->setObjectName(QStringLiteral("stagedText"));
    m_troubles->setObjectName(QStringLiteral("stagedNextError"));
    m_troubles->setProperty("kind", QStringLiteral("link"));
    m_troubles->setIcon(theme::icon(theme::Icon::Error, theme::Tone::Bad));
    m_discard->setObjectName(QStringLiteral("stagedDiscard"));
    m_save->setObjectName(QStringLiteral("stagedSave"));
    m_save->setProperty("kind", QStringLiteral("primary"));
    QHBoxLayout *row = becomeStrip();
    row->addWidget(m_icon);
    row->addWidget(m_text);
    row->addWidget(m_troubles);
    row->addStretch();
    row->addWidget(m_discard);
    row->addWidget(m_save);
    m_refresh.setSingleShot(true);
    connect(&m_refresh, &QTimer::timeout, this, &StagedBar::refresh);
    connect(&drafts, &DraftStore::changed, this, &StagedBar::refreshSoon);
    connect(&drafts, &DraftStore::countChanged, this, &StagedBar::refreshSoon);
    connect(m_troubles, &QPushButton::clicked, this, &StagedBar::showNext);
    connect(m_discard, &QPushButton::clicked, this, &StagedBar::discardWanted);
    connect(m_save, &QPushButton::clicked, this, &StagedBar::saveWanted);
    refresh();
}

/// At once, but all drafts are walked only so often.
void StagedBar::refreshSoon()
{
    if (!m_refresh.isActive())
        m_refresh.start(
            std::chrono::milliseconds(std::max<qint64>(leastBetween.count() - m_counted.elapsed(), 0)));
}

void StagedBar::refresh()
{
    m_counted.start();
    m_count = m_drafts.count();
    m_troubled.clear();
    for (const auto &[key, draft] : m_drafts.all()) {
        if (isTroubled(draft))
            m_troubled.push_back(key);
    }
    retranslate();
    setVisible(m_count > 0);
}

void StagedBar::showNext()
{
    if (m_troubled.empty())
        return;
    const auto after = std::upper_bound(m_troubled.begin(), m_troubled.end(), m_last);
    m_last = after == m_troubled.end() ? m_troubled.front() : *after;
    Q_EMIT showWanted(m_last);
}

void StagedBar::changeEvent(QEvent *event)
{
    SoftFrame::changeEvent(event);
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::LocaleChange ||
        event->type() == QEvent::PaletteChange)
        retranslate();
}

void StagedBar::retranslate()
{
    m_icon->setPixmap(theme::pixmap(theme::Icon::Edit, 16, theme::Tone::Changed, devicePixelRatioF()));
    m_text->setText(tr("%Ln unsaved change(s)", nullptr, static_cast<int>(m_count)));
    m_troubles->setText(tr("%Ln need(s) attention", nullptr, static_cast<int>(m_troubled.size())));
    m_troubles->setToolTip(tr("Shows the next one"));
    m_troubles->setVisible(!m_troubled.empty());
    m_discard->setText(tr("Dis&card…"));
    m_save->setText(
        tr("Save &all  %1").arg(QKeySequence(QKeySequence::Save).toString(QKeySequence::NativeText)));
}

} // namespace guarita::console
