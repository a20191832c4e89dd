// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/shell/mainmenus.h"

#include "console/views/page.h"
#include "console/views/shell/profileicon.h"
#include "console/widgets/theme.h"

#include <QtGui/QAction>
#include <QtGui/QActionGroup>
#include <QtWidgets/QMenu>
#include <QtWidgets/QMenuBar>

namespace guarita::console {

namespace {

enum Menu { FileMenu, EditMenu, ViewMenu, ProfileMenu, HelpMenu };

// A language is named in itself, whatever the current one is.
struct Language
{
    const char16_t *code;
    const char16_t *name;
};
constexpr std::array languages{Language{u"pt_BR", u"&Português (Brasil)"}, Language{u"en", u"&English"}};
constexpr std::array schemes{ColourScheme::System, ColourScheme::Light, ColourScheme::Dark};

Menu menuOf(const QAction *action)
{
    const QString wanted = action->property(Page::menuProperty).toString();
    return wanted == u"file" ? FileMenu : wanted == u"view" ? ViewMenu : EditMenu;
}

} // namespace

MainMenus::MainMenus(Settings &settings, const std::vector<Page *> &pages, QMenuBar *bar, QObject *parent)
    : QObject(parent)
    , m_settings(settings)
    , m_pages(pages)
    , m_language(new QMenu(bar))
    , m_scheme(new QMenu(bar))
    , m_pageGroup(new QActionGroup(this))
    , m_profileGroup(new QActionGroup(this))
    , m_notify(new QAction(this))
    , m_search(newAction("searchAction", QKeySequence::Find, &MainMenus::searchRequested))
    , m_quit(newAction("quitAction", QKeySequence(Qt::CTRL | Qt::Key_Q), &MainMenus::quitRequested))
    , m_manage(newAction("manageProfilesAction", QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_P),
                         &MainMenus::profilesRequested))
    , m_logIn(newAction("logInAction", QKeySequence(Qt::CTRL | Qt::Key_L), &MainMenus::logInRequested))
    , m_logOut(newAction("logOutAction", {}, &MainMenus::logOutRequested))
    , m_otherUser(newAction("otherUserAction", {}, &MainMenus::otherUserRequested))
    , m_password(newAction("changePasswordAction", {}, &MainMenus::passwordRequested))
    , m_shortcuts(newAction("shortcutsAction", QKeySequence::HelpContents, &MainMenus::shortcutsRequested))
    , m_about(newAction("aboutAction", {}, &MainMenus::aboutRequested))
{
    static constexpr std::array names{"fileMenu", "editMenu", "viewMenu", "profileMenu", "helpMenu"};
    for (std::size_t index = 0; index < names.size(); ++index) {
        m_menus[index] = bar->addMenu(QString());
        m_menus[index]->setObjectName(QLatin1String(names[index]));
    }
    m_search->setIcon(theme::icon(theme::Icon::Search));
    m_logIn->setIcon(theme::icon(theme::Icon::Key));
    m_logOut->setIcon(theme::icon(theme::Icon::LogOut));
    m_otherUser->setIcon(theme::icon(theme::Icon::User));
    m_password->setIcon(theme::icon(theme::Icon::Lock));
    m_manage->setIcon(theme::icon(theme::Icon::Settings));
    m_shortcuts->setIcon(theme::icon(theme::Icon::Help));
    m_about->setIcon(theme::icon(theme::Icon::Info));
    m_quit->setMenuRole(QAction::QuitRole);
    m_about->setMenuRole(QAction::AboutRole);
    m_menus[HelpMenu]->addActions({m_shortcuts, m_about});
    buildView();
    connect(&m_settings, &Settings::profilesChanged, this, &MainMenus::fillProfiles);
    connect(&m_settings, &Settings::languageChanged, this, &MainMenus::checkChoices);
    connect(&m_settings, &Settings::schemeChanged, this, &MainMenus::checkChoices);
    connect(&m_settings, &Settings::notifiesChanged, this, &MainMenus::checkChoices);
    fillPageMenus();
    fillProfiles();
    retranslate();
}

QAction *MainMenus::newAction(const char *name, const QKeySequence &shortcut, void (MainMenus::*signal)())
{
    auto *action = new QAction(this);
    action->setObjectName(QLatin1String(name));
    action->setShortcut(shortcut);
    connect(action, &QAction::triggered, this, [this, signal] { Q_EMIT(this->*signal)(); });
    return action;
}

void MainMenus::buildView()
{
    for (int index = 0; index < static_cast<int>(m_pages.size()); ++index) {
        Page *page = m_pages[static_cast<std::size_t>(index)];
        auto *action = new QAction(theme::icon(page->pageIcon()), {}, m_pageGroup);
        action->setObjectName(QStringLiteral("pageAction%1").arg(index + 1));
        action->setShortcut(QKeySequence(static_cast<int>(Qt::CTRL) | (Qt::Key_1 + index)));
        action->setCheckable(true);
        connect(action, &QAction::triggered, this, [this, index] { Q_EMIT pageChosen(index); });
    }
    m_language->setIcon(theme::icon(theme::Icon::Language));
    m_language->setObjectName(QStringLiteral("languageMenu"));
    auto *languageGroup = new QActionGroup(this);
    for (const Language &language : languages) {
        const QString code = QString::fromUtf16(language.code);
        QAction *action = m_language->addAction(QString::fromUtf16(language.name));
        action->setObjectName(QStringLiteral("language_") + code);
        action->setCheckable(true);
        action->setData(code);
        languageGroup->addAction(action);
        connect(action, &QAction::triggered, this, [this, code] { m_settings.setLanguage(code); });
        m_languages.push_back(action);
    }
    m_scheme->setIcon(theme::icon(theme::Icon::Sun));
    m_scheme->setObjectName(QStringLiteral("schemeMenu"));
    auto *schemeGroup = new QActionGroup(this);
    for (const ColourScheme scheme : schemes) {
        QAction *action = m_scheme->addAction(QString());
        action->setObjectName(QStringLiteral("scheme%1").arg(static_cast<int>(scheme)));
        action->setCheckable(true);
        schemeGroup->addAction(action);
        connect(action, &QAction::triggered, this, [this, scheme] { m_settings.setScheme(scheme); });
        m_schemes.push_back(action);
    }
    m_notify->setObjectName(QStringLiteral("notifyAction"));
    m_notify->setCheckable(true);
    connect(m_notify, &QAction::triggered, &m_settings, &Settings::setNotifies);
}

void MainMenus::setCurrentPage(Page *page)
{
    m_page = page;
    fillPageMenus();
}

void MainMenus::fillPageMenus()
{
    QMenu *file = m_menus[FileMenu];
    QMenu *edit = m_menus[EditMenu];
    QMenu *view = m_menus[ViewMenu];
    for (QMenu *menu : {file, edit, view})
        menu->clear();
    view->addActions(m_pageGroup->actions());
    view->addSeparator();
    for (QAction *action : m_page ? m_page->pageActions() : QList<QAction *>()) {
        if (action)
            m_menus[menuOf(action)]->addAction(action);
        else if (!edit->isEmpty())
            edit->addSeparator();
    }
    if (!edit->isEmpty())
        edit->addSeparator();
    edit->addAction(m_search);
    file->addSeparator();
    file->addAction(m_quit);
    view->addSeparator();
    view->addMenu(m_language);
    view->addMenu(m_scheme);
    view->addAction(m_notify);
    m_pageGroup->setEnabled(m_page);
    m_search->setEnabled(m_page);
    for (std::size_t index = 0; index < m_pages.size(); ++index)
        m_pageGroup->actions().at(static_cast<int>(index))->setChecked(m_pages[index] == m_page);
}

void MainMenus::fillProfiles()
{
    QMenu *menu = m_menus[ProfileMenu];
    menu->clear();
    for (QAction *action : m_profileGroup->actions()) {
        m_profileGroup->removeAction(action);
        action->deleteLater(); // it may be the one that was just chosen
    }
    for (const Profile &profile : m_settings.profiles()) {
        QString text = profile.name;
        auto *action =
            new QAction(profileIcon(profile.colour), text.replace(u'&', QStringLiteral("&&")), this);
        action->setCheckable(true);
        action->setChecked(profile.name == m_profile);
        m_profileGroup->addAction(action);
        menu->addAction(action);
        connect(action, &QAction::triggered, this, [this, name = profile.name] {
            if (name != m_profile)
                Q_EMIT profileChosen(name);
        });
    }
    menu->addSeparator();
    menu->addAction(m_manage);
    menu->addSeparator();
    menu->addActions({m_logIn, m_logOut, m_otherUser, m_password});
}

void MainMenus::setPageAllowed(int index, bool allowed)
{
    m_pageGroup->actions().at(index)->setVisible(allowed); // a hidden action's key does nothing
}

void MainMenus::setSession(bool loggedIn, bool logInPossible)
{
    m_logIn->setEnabled(logInPossible);
    m_logOut->setEnabled(loggedIn);
    m_otherUser->setEnabled(loggedIn);
}

void MainMenus::setPasswordChangeable(bool changeable)
{
    m_password->setEnabled(changeable);
}

void MainMenus::setCurrentProfile(const QString &name)
{
    m_profile = name;
    fillProfiles();
}

void MainMenus::checkChoices()
{
    const QString language =
        QLocale().name().startsWith(u"pt") ? QStringLiteral("pt_BR") : QStringLiteral("en");
    for (QAction *action : m_languages)
        action->setChecked(action->data().toString() == language);
    m_notify->setChecked(m_settings.notifies());
    for (std::size_t index = 0; index < schemes.size(); ++index)
        m_schemes[index]->setChecked(m_settings.scheme() == schemes[index]);
}

std::vector<ShortcutSheet::Group> MainMenus::shortcutGroups() const
{
    const auto plain = [](QString text) { return text.remove(u'&'); };
    std::vector<ShortcutSheet::Group> groups;
    for (Page *page : m_pages)
        groups.push_back({page->title(), page->pageActions()});
    groups.push_back({plain(m_menus[ViewMenu]->title()), m_pageGroup->actions() << m_search});
    groups.push_back({plain(m_menus[ProfileMenu]->title()), {m_manage, m_logIn, m_logOut, m_otherUser}});
    groups.push_back({tr("General"), {m_shortcuts, m_quit}});
    return groups;
}

void MainMenus::retranslate()
{
    m_menus[FileMenu]->setTitle(tr("&File"));
    m_menus[EditMenu]->setTitle(tr("&Edit"));
    m_menus[ViewMenu]->setTitle(tr("&View"));
    m_menus[ProfileMenu]->setTitle(tr("&Profile"));
    m_menus[HelpMenu]->setTitle(tr("&Help"));
    m_language->setTitle(tr("&Language"));
    m_scheme->setTitle(tr("&Appearance"));
    m_schemes[0]->setText(tr("As the &system"));
    m_schemes[1]->setText(tr("&Light"));
    m_schemes[2]->setText(tr("&Dark"));
    m_notify->setText(tr("&Notify of failing backends"));
    m_search->setText(tr("&Find"));
    m_quit->setText(tr("&Quit"));
    m_manage->setText(tr("&Manage profiles…"));
    m_logIn->setText(tr("Log &in…"));
    m_logOut->setText(tr("Log &out"));
    m_otherUser->setText(tr("Log in as &another user…"));
    m_password->setText(tr("&Change my password…"));
    m_shortcuts->setText(tr("&Keyboard shortcuts"));
    m_about->setText(tr("&About Guarita"));
    for (std::size_t index = 0; index < m_pages.size(); ++index)
        m_pageGroup->actions().at(static_cast<int>(index))->setText(m_pages[index]->title());
    checkChoices();
}

} // namespace guarita::console
