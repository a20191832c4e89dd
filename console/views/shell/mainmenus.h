// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/core/settings.h"
#include "console/views/shell/shortcutsheet.h"

#include <QtCore/QObject>

#include <array>
#include <vector>

class QAction;
class QActionGroup;
class QMenu;
class QMenuBar;
class QWidget;

namespace guarita::console {

class Page;

/// The menu bar and every action that belongs to no page. Says what was chosen; the window acts.
class MainMenus final : public QObject
{
    Q_OBJECT

public:
    MainMenus(Settings &settings, const std::vector<Page *> &pages, QMenuBar *bar, QObject *parent = nullptr);

    void setCurrentPage(Page *page); // null: nobody is logged in
    void setPageAllowed(int index, bool allowed);
    void setSession(bool loggedIn, bool logInPossible);
    void setPasswordChangeable(bool changeable);
    void setCurrentProfile(const QString &name);
    void retranslate();
    std::vector<ShortcutSheet::Group> shortcutGroups() const;

Q_SIGNALS:
    void pageChosen(int index);
    void searchRequested();
    void profileChosen(const QString &name);
    void profilesRequested();
    void logInRequested();
    void logOutRequested();
    void otherUserRequested();
    void passwordRequested();
    void shortcutsRequested();
    void aboutRequested();
    void quitRequested();

private:
    QAction *newAction(const char *name, const QKeySequence &shortcut, void (MainMenus::*signal)());
    void buildView();
    void fillPageMenus();
    void fillProfiles();
    void checkChoices();

    Settings &m_settings;
    std::vector<Page *> m_pages;
    Page *m_page = nullptr;
    QString m_profile;
    std::array<QMenu *, 5> m_menus{}; // file, edit, view, profile, help
    QMenu *m_language;
    QMenu *m_scheme;
    QActionGroup *m_pageGroup;
    QActionGroup *m_profileGroup;
    std::vector<QAction *> m_languages;
    std::vector<QAction *> m_schemes;
    QAction *m_notify;
    QAction *m_search;
    QAction *m_quit;
    QAction *m_manage;
    QAction *m_logIn;
    QAction *m_logOut;
    QAction *m_otherUser;
    QAction *m_password;
    QAction *m_shortcuts;
    QAction *m_about;
};

} // namespace guarita::console
