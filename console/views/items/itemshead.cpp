// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/items/itemshead.h"

#include "console/views/errortexts.h"
#include "console/widgets/banner.h"
#include "console/widgets/labels.h"
#include "console/widgets/searchline.h"
#include "console/widgets/spinner.h"
#include "console/widgets/theme.h"

#include <QtCore/QEvent>
#include <QtWidgets/QBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPushButton>

#include <limits>

namespace guarita::console {

ItemsHead::ItemsHead(ItemsModel &items, QWidget *parent)
    : QWidget(parent)
    , m_items(items)
    , m_search(new SearchLine(this))
    , m_count(mutedLabel(this))
    , m_busy(new Spinner(16, this))
    , m_news(new Banner(this))
    , m_loadFailed(new Banner(this))
    , m_retry(m_loadFailed->addButton({}, [this] { Q_EMIT retryWanted(); }))
{
    m_search->setObjectName(QStringLiteral("searchEdit"));
    m_search->setMinimumWidth(200);
    m_search->setMaximumWidth(360);
    m_count->setObjectName(QStringLiteral("resultCount"));
    m_busy->setObjectName(QStringLiteral("itemsBusy"));
    m_busy->hide();
    m_busyDelay.setSingleShot(true);
    m_busyDelay.setInterval(500);
    m_news->setObjectName(QStringLiteral("itemsBanner"));
    m_news->setClosable(true);
    m_news->hide();
    m_loadFailed->setObjectName(QStringLiteral("itemsLoadBanner"));
    m_loadFailed->setKind(Banner::Kind::Error);
    m_loadFailed->hide();
    m_retry->setObjectName(QStringLiteral("itemsRetryButton"));
    auto *row = new QHBoxLayout;
    row->setSpacing(12);
    row->addWidget(m_search, 1);
    row->addWidget(m_count);
    row->addWidget(m_busy);
    row->addStretch();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(12, 12, 12, 12);
    column->setSpacing(theme::spacing);
    column->addWidget(m_news);
    column->addWidget(m_loadFailed);
    column->addLayout(row);
    connect(&m_busyDelay, &QTimer::timeout, m_busy, &QWidget::show);
    connect(&m_items, &ItemsModel::totalChanged, this, &ItemsHead::showCount);
    connect(&m_items, &ItemsModel::queryChanged, this, &ItemsHead::showCount);
    connect(&m_items, &ItemsModel::stateChanged, this, &ItemsHead::showState);
    retranslate();
}

void ItemsHead::tell(bool good, const QString &text, const QString &detail)
{
    m_news->setKind(good ? Banner::Kind::Success : Banner::Kind::Error);
    m_news->setText(text, detail);
    m_news->show();
}

void ItemsHead::showState()
{
    const ItemsModel::State state = m_items.state();
    if (state != ItemsModel::State::Loading) {
        m_busyDelay.stop();
        m_busy->hide();
    } else if (m_busy->isHidden() && !m_busyDelay.isActive()) {
        m_busyDelay.start();
    }
    // An outage has a notice of its own, and without rows the reason stands in their place.
    const ApiError *error = m_items.error();
    const bool failed = state == ItemsModel::State::Failed && error && m_items.rowCount() > 0 &&
                        !error->isOutage() && error->kind != ApiError::Kind::Unauthorized;
    m_loadFailed->setVisible(failed);
    if (failed)
        m_loadFailed->setText(tr("The items could not be loaded."), ErrorTexts::explain(*error));
    if (state == ItemsModel::State::Empty) // somebody else, or another service
        m_news->hide();
    showCount();
}

void ItemsHead::showCount()
{
    const qint64 total = m_items.total();
    const auto shown = static_cast<int>(std::min<qint64>(total, std::numeric_limits<int>::max()));
    const bool searching = !m_items.query().search.isEmpty();
    if (total < 0)
        m_count->clear();
    else if (!m_items.isAnswered()) // the rows and their number are those of before
        m_count->setText(searching ? tr("Searching…") : tr("Loading…"));
    else
        m_count->setText(searching ? tr("%Ln found", nullptr, shown) : tr("%Ln item(s)", nullptr, shown));
}

void ItemsHead::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange)
        m_news->hide(); // it was told in the other language
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::LocaleChange)
        retranslate();
}

void ItemsHead::retranslate()
{
    m_search->setTexts(tr("Search items"), tr("Searches names and descriptions (Ctrl+F)"));
    m_retry->setText(tr("&Try again"));
    showState();
}

} // namespace guarita::console
