// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/api/adminapi.h"
#include "console/api/api.h"
#include "console/api/balancerapi.h"
#include "console/api/connectivity.h"
#include "console/api/itemfeed.h"
#include "console/api/tokenvault.h"
#include "console/app/commandline.h"
#include "console/app/draftkeeper.h"
#include "console/app/languages.h"
#include "console/core/settings.h"
#include "console/models/items/itemworkspace.h"
#include "console/views/shell/environment.h"

#include <QtCore/QObject>
#include <QtNetwork/QNetworkAccessManager>

#include <memory>

class QApplication;

namespace guarita::console {

class BackendsPage;
class ItemsPage;
class MainWindow;
class Notices;
class Notifier;
class UsersPage;

/// The whole console, put together. Nothing below it makes what it needs by itself.
class Console final : public QObject
{
    Q_OBJECT

public:
    /// What comes from outside; tests bring their own. The clock and the randomness outlive the console.
    struct Outside
    {
        std::unique_ptr<QNetworkAccessManager> network; // null: Transport makes its own, as it should
        std::unique_ptr<TokenVault> vault;
        const core::Clock &clock;
        core::Random &random;
        QString settingsFile;
        QString draftsFolder;
        QString trafficFolder{}; // empty: the traffic of the last day is not kept
        ConnectivityPace pace{};
    };
    /// The real ones. Files are in the user's folders, or in GUARITA_CONSOLE_DIR.
    static Outside systemOutside(const core::Clock &clock, core::Random &random);

    Console(QApplication &application, Outside outside, QObject *parent = nullptr);
    ~Console() override;

    /// Shows the window and logs in. Fails if there is no profile of the name that the command line has.
    core::Result<core::Done> start(const CommandLine &line);

    MainWindow &window() { return *m_window; }
    Settings &settings() { return m_settings; }
    ItemWorkspace &workspace() { return m_workspace; }

private:
    void connectParts();
    void connectFeed();
    void useLanguage();
    void retranslate();
    core::Result<QString> profileFor(const CommandLine &line);
    void entered();
    void userChanged();
    void profileChanged();
    void applyRights();

    QApplication &m_application;
    const QString m_trafficFolder;
    Settings m_settings;
    Languages m_languages;
    Transport m_transport;
    Session m_session;
    QMetaObject::Connection m_userChange; // before all else that hears of a log-in
    Connectivity m_connectivity;
    Api m_api;
    AdminApi m_admin;
    BalancerApi m_balancer;
    ItemFeed m_feed;
    std::unique_ptr<TokenVault> m_vault;
    Environment m_environment;
    DraftStore m_drafts;
    ItemsModel m_items;
    ItemWorkspace m_workspace;
    DraftKeeper m_keeper;
    ItemsPage *m_itemsPage = nullptr; // the pages are the window's
    BackendsPage *m_backendsPage = nullptr;
    UsersPage *m_usersPage = nullptr;
    std::unique_ptr<MainWindow> m_window;
    std::unique_ptr<Notices> m_notices;
    std::unique_ptr<Notifier> m_notifier;
};

} // namespace guarita::console
