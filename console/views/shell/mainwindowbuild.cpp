// SPDX-License-Identifier: GPL-3.0-or-later
// What the main window is put together from; mainwindow.cpp has what it does.
#include "console/views/shell/mainwindow.h"

#include "console/core/settings.h"
#include "console/views/page.h"
#include "console/views/shell/actionbar.h"
#include "console/views/shell/connectiondot.h"
#include "console/views/shell/mainmenus.h"
#include "console/views/shell/profilecombo.h"
#include "console/views/shell/sessionchip.h"
#include "console/widgets/emptystate.h"
#include "console/widgets/labels.h"

#include <QtWidgets/QHBoxLayout>
#include <QtWidgets/QLabel>
#include <QtWidgets/QListWidget>
#include <QtWidgets/QMenuBar>
#include <QtWidgets/QStackedWidget>
#include <QtWidgets/QStatusBar>
#include <QtWidgets/QVBoxLayout>

namespace guarita::console {

namespace {

constexpr int stripeHeight = 4;
constexpr int headerHeight = 48;
constexpr int navWidth = 168;
constexpr int glyphSize = 20;

} // namespace

void MainWindow::build()
{
    setMenuWidget(buildMenuArea());
    auto *centre = new QWidget(this);
    auto *column = new QVBoxLayout(centre);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(buildHeader());
    m_bannerArea = new QWidget(centre);
    m_bannerArea->setObjectName(QStringLiteral("bannerArea"));
    auto *banners = new QVBoxLayout(m_bannerArea);
    banners->setContentsMargins(0, 0, 0, 0);
    banners->setSpacing(0);
    column->addWidget(m_bannerArea);
    column->addWidget(buildBody(), 1);
    setCentralWidget(centre);
    buildStatusBar();
}

QWidget *MainWindow::buildMenuArea()
{
    auto *area = new QWidget(this);
    auto *column = new QVBoxLayout(area);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_stripe = new QWidget(area);
    m_stripe->setObjectName(QStringLiteral("profileStripe"));
    m_stripe->setFixedHeight(stripeHeight);
    m_stripe->setAutoFillBackground(true);
    auto *bar = new QMenuBar(area);
    bar->setObjectName(QStringLiteral("menuBar"));
    bar->setNativeMenuBar(false);
    m_menus = new MainMenus(m_settings, m_pages, bar, this);
    column->addWidget(m_stripe);
    column->addWidget(bar);
    return area;
}

QWidget *MainWindow::buildHeader()
{
    auto *header = new QFrame(this);
    header->setObjectName(QStringLiteral("header"));
    header->setMinimumHeight(headerHeight);
    auto *row = new QHBoxLayout(header);
    row->setContentsMargins(0, 0, theme::spacing / 2, 0);
    row->setSpacing(theme::spacing / 2);
    m_actionBar = new ActionBar(header);
    m_actionBar->setObjectName(QStringLiteral("mainToolBar"));
    m_actionBar->setIconSize({glyphSize, glyphSize});
    m_actionBar->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    m_readOnly = new QLabel(header);
    m_readOnly->setObjectName(QStringLiteral("readOnlyMark"));
    m_readOnly->setProperty("kind", QStringLiteral("mark"));
    m_profile = new ProfileCombo(m_settings, header);
    m_profile->setObjectName(QStringLiteral("profileCombo"));
    m_chip = new SessionChip(m_session, header);
    m_chip->setObjectName(QStringLiteral("sessionChip"));
    auto *dot = new ConnectionDot(m_connectivity, header);
    dot->setObjectName(QStringLiteral("connectionDot"));
    row->addWidget(m_actionBar, 1);
    row->addWidget(m_readOnly, 0, Qt::AlignVCenter);
    row->addWidget(m_profile);
    row->addWidget(m_chip);
    row->addWidget(dot);
    return header;
}

QWidget *MainWindow::buildBody()
{
    m_body = new QStackedWidget(this);
    m_nothing = new EmptyState(m_body);
    m_nothing->setObjectName(QStringLiteral("loggedOutState"));
    auto *work = new QWidget(m_body);
    auto *row = new QHBoxLayout(work);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    m_nav = new QListWidget(work);
    m_nav->setObjectName(QStringLiteral("navList"));
    m_nav->setFixedWidth(navWidth);
    m_nav->setIconSize({glyphSize, glyphSize});
    m_nav->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_pageStack = new QStackedWidget(work);
    m_pageStack->setObjectName(QStringLiteral("pageStack"));
    for (Page *page : m_pages) {
        new QListWidgetItem(theme::icon(page->pageIcon()), page->title(), m_nav);
        m_pageStack->addWidget(page);
    }
    m_nav->setCurrentRow(0);
    row->addWidget(m_nav);
    row->addWidget(m_pageStack, 1);
    m_body->addWidget(m_nothing);
    m_body->addWidget(work);
    return m_body;
}

void MainWindow::buildStatusBar()
{
    QStatusBar *bar = statusBar();
    bar->setObjectName(QStringLiteral("statusBar"));
    bar->setSizeGripEnabled(false);
    bar->setContentsMargins(theme::spacing, 0, theme::spacing, 0);
    m_status = mutedLabel(bar);
    m_status->setObjectName(QStringLiteral("pageStatus"));
    m_latency = mutedLabel(bar);
    m_latency->setObjectName(QStringLiteral("latencyLabel"));
    bar->addWidget(m_status, 1);
    bar->addPermanentWidget(m_latency);
}

} // namespace guarita::console
