// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/api/session.h"

#include <QtWidgets/QMainWindow>

#include <functional>
#include <vector>

class QFrame;
class QLabel;
class QListWidget;
class QStackedWidget;
class QVBoxLayout;

namespace guarita::console {

class ActionBar;
class Banner;
class Connectivity;
class EmptyState;
class Environment;
class InlineLogIn;
class LogInDialog;
class MainMenus;
class OfflineNotice;
class Page;
class ProfileCombo;
class ProfileDialog;
class RoleNotice;
class SessionChip;
class Settings;
class ShortcutSheet;

/// The frame around the pages: navigation, menus, who is logged in to what, and the banners. Knows nothing of
/// what the pages show.
class MainWindow final : public QMainWindow
{
    Q_OBJECT

public:
    /// All outlive it.
    struct Parts
    {
        Environment &environment;
        Session &session;
        Connectivity &connectivity;
        Settings &settings;
    };

    /// Takes the pages over.
    MainWindow(const Parts &parts, std::vector<Page *> pages, QWidget *parent = nullptr);
    ~MainWindow() override;

    /// A new one under those that are there, hidden.
    Banner *addBanner(const QString &objectName);
    Page *currentPage() const; // null while nobody is logged in, or who is may use no page
    void showPage(int index);
    /// Asked when the window is to close: false keeps it open; who says so closes it later.
    void setCloseGuard(std::function<bool()> guard) { m_closeGuard = std::move(guard); }
    /// By the menu, the chip and the empty state: the dialog, or the password line while a session has
    /// expired.
    void askForLogIn();

protected:
    void changeEvent(QEvent *event) override;
    void closeEvent(QCloseEvent *event) override;

private:
    void build();
    QWidget *buildMenuArea();
    QWidget *buildHeader();
    QWidget *buildBody();
    void buildStatusBar();
    void connectParts();
    void connectMenus();
    void sessionChanged(Session::State state);
    void setLoggedIn(bool loggedIn);
    bool showAllowedPages();
    void rightsChanged();
    void showNothing();
    void profileChanged();
    void pageChanged();
    void logOut();
    void askForOtherUser();
    void askForProfiles();
    void showAbout();
    void updateStatus();
    void updateLatency();
    void retranslate();

    Environment &m_environment;
    Session &m_session;
    Connectivity &m_connectivity;
    Settings &m_settings;
    std::vector<Page *> m_pages;
    Page *m_active = nullptr; // that was told so
    bool m_loggedIn = false;
    std::function<bool()> m_closeGuard;
    QWidget *m_stripe;
    ActionBar *m_actionBar;
    QLabel *m_readOnly;
    ProfileCombo *m_profile;
    SessionChip *m_chip;
    QWidget *m_bannerArea;
    QListWidget *m_nav;
    QStackedWidget *m_pageStack;
    QStackedWidget *m_body;
    EmptyState *m_nothing; // in the place of the pages
    QLabel *m_status;
    QLabel *m_latency;
    MainMenus *m_menus = nullptr;
    OfflineNotice *m_offline = nullptr;
    InlineLogIn *m_inlineLogIn = nullptr;
    RoleNotice *m_roleNotice = nullptr;
    LogInDialog *m_logInDialog = nullptr;
    ProfileDialog *m_profileDialog = nullptr;
    ShortcutSheet *m_shortcuts = nullptr;
};

} // namespace guarita::console
