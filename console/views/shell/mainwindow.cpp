// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/shell/mainwindow.h"

#include "console/core/settings.h"
#include "console/views/page.h"
#include "console/views/shell/actionbar.h"
#include "console/views/shell/environment.h"
#include "console/views/shell/inlinelogin.h"
#include "console/views/shell/logindialog.h"
#include "console/views/shell/mainmenus.h"
#include "console/views/shell/offlinenotice.h"
#include "console/views/shell/ownpassworddialog.h"
#include "console/views/shell/profilecombo.h"
#include "console/views/shell/profiledialog.h"
#include "console/views/shell/rolenotice.h"
#include "console/views/shell/sessionchip.h"
#include "console/widgets/banner.h"
#include "console/widgets/emptystate.h"

#include <QtCore/QEvent>
#include <QtGui/QCloseEvent>
#include <QtWidgets/QLabel>
#include <QtWidgets/QListWidget>
#include <QtWidgets/QMessageBox>
#include <QtWidgets/QStackedWidget>
#include <QtWidgets/QVBoxLayout>

namespace guarita::console {

MainWindow::MainWindow(const Parts &parts, std::vector<Page *> pages, QWidget *parent)
    : QMainWindow(parent)
    , m_environment(parts.environment)
    , m_session(parts.session)
    , m_connectivity(parts.connectivity)
    , m_settings(parts.settings)
    , m_pages(std::move(pages))
{
    setObjectName(QStringLiteral("mainWindow"));
    setWindowIcon(theme::icon(theme::Icon::Application));
    build();
    m_logInDialog = new LogInDialog(m_environment, m_session, m_settings, this);
    m_profileDialog = new ProfileDialog(m_settings, this);
    m_shortcuts = new ShortcutSheet([this] { return m_menus->shortcutGroups(); }, this);
    m_offline =
        new OfflineNotice(m_connectivity, m_environment, *addBanner(QStringLiteral("offlineBanner")), this);
    m_inlineLogIn =
        new InlineLogIn(m_session, m_environment, *addBanner(QStringLiteral("expiredBanner")), this);
    m_roleNotice = new RoleNotice(m_session, *addBanner(QStringLiteral("roleBanner")), this);
    connectParts();
    connectMenus();
    retranslate();
    profileChanged();
    setLoggedIn(false);
    if (!restoreGeometry(m_settings.layout(objectName())))
        resize(1280, 800);
}

MainWindow::~MainWindow() = default;

void MainWindow::connectParts()
{
    connect(&m_session, &Session::stateChanged, this, &MainWindow::sessionChanged);
    connect(&m_session, &Session::rightsChanged, this, &MainWindow::rightsChanged);
    connect(&m_environment, &Environment::entered, this, &MainWindow::profileChanged);
    connect(&m_environment, &Environment::changed, this, &MainWindow::profileChanged);
    connect(&m_environment, &Environment::logInNeeded, this, &MainWindow::askForLogIn);
    connect(&m_connectivity, &Connectivity::latencyChanged, this, &MainWindow::updateLatency);
    connect(&m_connectivity, &Connectivity::wentOffline, this, &MainWindow::updateLatency);
    connect(m_profile, &ProfileCombo::chosen, &m_environment, &Environment::use);
    connect(m_chip, &SessionChip::logInRequested, this, &MainWindow::askForLogIn);
    connect(m_chip, &SessionChip::logOutRequested, this, &MainWindow::logOut);
    connect(m_chip, &SessionChip::otherUserRequested, this, &MainWindow::askForOtherUser);
    connect(m_nothing, &EmptyState::primaryTriggered, m_logInDialog, &LogInDialog::ask);
    connect(m_nav, &QListWidget::currentRowChanged, this, &MainWindow::showPage);
    connect(m_pageStack, &QStackedWidget::currentChanged, this, &MainWindow::pageChanged);
    connect(m_logInDialog, &LogInDialog::manageProfilesRequested, this, &MainWindow::askForProfiles);
    connect(m_inlineLogIn, &InlineLogIn::done, this, [this] {
        if (Page *page = currentPage())
            page->focusStart();
    });
    for (Page *page : m_pages) {
        connect(page, &Page::statusChanged, this, &MainWindow::updateStatus);
        connect(page, &Page::titleChanged, this, &MainWindow::retranslate);
    }
}

void MainWindow::connectMenus()
{
    connect(m_menus, &MainMenus::pageChosen, this, [this](int index) {
        showPage(index);
        currentPage()->focusStart();
    });
    connect(m_menus, &MainMenus::searchRequested, this, [this] { currentPage()->focusSearch(); });
    connect(m_menus, &MainMenus::profileChosen, &m_environment, &Environment::use);
    connect(m_menus, &MainMenus::profilesRequested, this, &MainWindow::askForProfiles);
    connect(m_menus, &MainMenus::logInRequested, this, &MainWindow::askForLogIn);
    connect(m_menus, &MainMenus::logOutRequested, this, &MainWindow::logOut);
    connect(m_menus, &MainMenus::otherUserRequested, this, &MainWindow::askForOtherUser);
    connect(m_menus, &MainMenus::passwordRequested, this,
            [this] { (new OwnPasswordDialog(m_environment, this))->open(); });
    connect(m_menus, &MainMenus::shortcutsRequested, m_shortcuts, &ShortcutSheet::ask);
    connect(m_menus, &MainMenus::aboutRequested, this, &MainWindow::showAbout);
    connect(m_menus, &MainMenus::quitRequested, this, &QWidget::close);
}

Banner *MainWindow::addBanner(const QString &objectName)
{
    auto *banner = new Banner(m_bannerArea);
    banner->setObjectName(objectName);
    banner->hide();
    m_bannerArea->layout()->addWidget(banner);
    return banner;
}

Page *MainWindow::currentPage() const
{
    if (m_body->currentWidget() == m_nothing)
        return nullptr;
    return qobject_cast<Page *>(m_pageStack->currentWidget());
}

void MainWindow::showPage(int index)
{
    if (index < 0)
        return;
    m_pageStack->setCurrentIndex(index);
    m_nav->setCurrentRow(index);
}

void MainWindow::pageChanged()
{
    Page *page = currentPage();
    if (page != m_active) {
        if (m_active)
            m_active->deactivated();
        m_active = page;
        if (page)
            page->activated();
    }
    m_menus->setCurrentPage(page);
    m_actionBar->setPageActions(page ? page->pageActions() : QList<QAction *>());
    updateStatus();
    retranslate();
}

void MainWindow::sessionChanged(Session::State state)
{
    using State = Session::State;
    if (state != State::LoggingIn && state != State::Expired)
        setLoggedIn(state != State::LoggedOut);
    const bool goesOn = state == State::Active || state == State::Renewing;
    m_menus->setSession(goesOn || state == State::Expired, !goesOn);
}

void MainWindow::setLoggedIn(bool loggedIn)
{
    const bool before = currentPage();
    m_loggedIn = loggedIn;
    if (!loggedIn)
        m_body->setCurrentIndex(0); // first: no page is shown on the way
    if (const bool any = showAllowedPages(); loggedIn)
        m_body->setCurrentIndex(any ? 1 : 0);
    m_menus->setSession(loggedIn, !loggedIn);
    m_menus->setPasswordChangeable(loggedIn && m_session.roles()); // an older service keeps no users
    pageChanged();
    if (Page *page = currentPage(); page && !before)
        page->focusStart();
}

/// False if there is none. A page keeps its place and its key also while others are not shown.
bool MainWindow::showAllowedPages()
{
    int first = -1;
    for (int index = m_nav->count() - 1; index >= 0; --index) {
        const bool allowed = m_pages[static_cast<std::size_t>(index)]->isAllowed(m_session.rights());
        m_nav->item(index)->setHidden(!allowed);
        m_menus->setPageAllowed(index, allowed);
        if (allowed)
            first = index;
    }
    if (first >= 0 && m_nav->item(m_pageStack->currentIndex())->isHidden())
        showPage(first);
    return first >= 0;
}

void MainWindow::rightsChanged()
{
    if (m_loggedIn)
        setLoggedIn(true);
}

void MainWindow::profileChanged()
{
    const Profile &profile = m_environment.profile();
    QPalette palette;
    palette.setColor(QPalette::Window, profile.colour == ProfileColour::None
                                           ? theme::colour(theme::Tone::Window)
                                           : theme::colourOf(profile.colour));
    m_stripe->setPalette(palette);
    m_profile->setCurrentProfile(profile.name);
    m_menus->setCurrentProfile(profile.name);
    m_readOnly->setVisible(profile.readOnly);
    retranslate();
}

void MainWindow::askForLogIn()
{
    if (m_session.state() == Session::State::Expired)
        m_inlineLogIn->focus();
    else if (m_session.state() != Session::State::Active && m_session.state() != Session::State::Renewing)
        m_logInDialog->ask();
}

void MainWindow::askForOtherUser()
{
    m_logInDialog->ask();
}

void MainWindow::logOut()
{
    m_environment.logOut();
}

void MainWindow::askForProfiles()
{
    m_profileDialog->ask(m_environment.profile().name);
}

void MainWindow::showAbout()
{
    auto *about = new QMessageBox(this);
    about->setObjectName(QStringLiteral("aboutDialog"));
    about->setAttribute(Qt::WA_DeleteOnClose);
    about->setWindowTitle(tr("About Guarita"));
    about->setIconPixmap(theme::pixmap(theme::Icon::Application, 64, theme::Tone::Text, devicePixelRatioF()));
    about->setTextFormat(Qt::PlainText);
    about->setText(tr("Guarita %1").arg(QStringLiteral(GUARITA_VERSION)));
    about->setInformativeText(tr("The console of the Guarita gateway: items, backends and their traffic.\n\n"
                                 "Free software under the GNU General Public License, version 3 or later."));
    about->open();
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    if (m_closeGuard && !m_closeGuard()) {
        event->ignore();
        return;
    }
    m_settings.setLayout(objectName(), saveGeometry());
    if (m_active)
        m_active->deactivated();
    m_active = nullptr;
    event->accept();
}

void MainWindow::changeEvent(QEvent *event)
{
    QMainWindow::changeEvent(event);
    if (!m_menus)
        return;
    if (event->type() == QEvent::LanguageChange) {
        m_menus->retranslate();
        m_offline->retranslate();
        m_inlineLogIn->retranslate();
        m_roleNotice->retranslate();
        retranslate();
        updateStatus();
        updateLatency();
    } else if (event->type() == QEvent::PaletteChange) {
        profileChanged();
    }
}

void MainWindow::updateStatus()
{
    const Page *page = currentPage();
    m_status->setText(page ? page->status() : QString());
}

void MainWindow::updateLatency()
{
    const auto latency = m_connectivity.lastLatency().count();
    const bool known = m_connectivity.online() && latency > 0;
    m_latency->setText(known ? tr("ping %1 ms").arg(locale().toString(static_cast<qlonglong>(latency)))
                             : QString());
    m_latency->setToolTip(tr("How long the last answer took"));
}

void MainWindow::retranslate()
{
    const Profile &profile = m_environment.profile();
    const Page *page = currentPage();
    setWindowTitle(page ? tr("%1 — %2 — Guarita").arg(page->title(), profile.name)
                        : tr("%1 — Guarita").arg(profile.name));
    m_stripe->setAccessibleName(tr("Profile: %1").arg(profile.name));
    m_readOnly->setText(tr("Read-only"));
    m_readOnly->setToolTip(tr("This profile shows; it changes nothing."));
    m_actionBar->setAccessibleName(tr("Tools"));
    m_nav->setAccessibleName(tr("Pages"));
    for (int index = 0; index < m_nav->count(); ++index) {
        const QString title = m_pages[static_cast<std::size_t>(index)]->title();
        m_nav->item(index)->setText(title);
        m_nav->item(index)->setToolTip(QStringLiteral("%1 (%2)").arg(
            title, QKeySequence(static_cast<int>(Qt::CTRL) | (Qt::Key_1 + index))
                       .toString(QKeySequence::NativeText)));
    }
    showNothing();
}

void MainWindow::showNothing()
{
    const QString service = m_environment.profile().name;
    if (m_loggedIn) {
        m_nothing->show(
            theme::Icon::Lock, tr("You have no role here"),
            tr("What there is in %1 is for others. An administrator can give you a role.").arg(service));
        m_nothing->setActions(tr("Log in as &another user…"), {});
    } else {
        m_nothing->show(theme::Icon::Lock, tr("You are not logged in"),
                        tr("Log in to %1 to see and change what is there.").arg(service));
        m_nothing->setActions(tr("&Log in…"), {});
    }
}

} // namespace guarita::console
