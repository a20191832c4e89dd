// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/app/console.h"

#include "console/app/notices.h"
#include "console/app/notifier.h"
#include "console/models/items/itemfollower.h"
#include "console/views/activity/activitypage.h"
#include "console/views/items/itemspage.h"
#include "console/views/requests/requestspage.h"
#include "console/views/shell/mainwindow.h"
#include "console/views/traffic/backendspage.h"
#include "console/views/users/userspage.h"
#include "console/widgets/theme.h"

#include <QtCore/QCryptographicHash>
#include <QtCore/QDir>
#include <QtCore/QStandardPaths>
#include <QtNetwork/QNetworkAccessManager>
#include <QtWidgets/QApplication>

#include <algorithm>

namespace guarita::console {

namespace {

/// "localhost:8010", and with a number behind it if that is taken.
QString nameFor(const QUrl &url, const std::vector<Profile> &profiles)
{
    const QString wanted =
        url.port() < 0 ? url.host() : QStringLiteral("%1:%2").arg(url.host()).arg(url.port());
    QString name = wanted;
    const auto taken = [&name](const Profile &profile) {
        return profile.name.compare(name, Qt::CaseInsensitive) == 0;
    };
    for (int number = 2; std::any_of(profiles.begin(), profiles.end(), taken); ++number)
        name = QStringLiteral("%1 %2").arg(wanted).arg(number);
    return name;
}

/// Of its address: a profile may get another name.
QString dayFileOf(const Profile &profile, const QString &folder)
{
    if (folder.isEmpty())
        return {};
    const QByteArray name = QCryptographicHash::hash(profile.url.toEncoded(), QCryptographicHash::Sha256);
    return QDir(folder).filePath(QString::fromLatin1(name.toHex().left(16)) + QStringLiteral(".day"));
}

} // namespace

Console::Outside Console::systemOutside(const core::Clock &clock, core::Random &random)
{
    const QString own = qEnvironmentVariable("GUARITA_CONSOLE_DIR");
    const QString config =
        own.isEmpty() ? QStandardPaths::writableLocation(QStandardPaths::AppConfigLocation) : own;
    const QString state =
        own.isEmpty() ? QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation) : own;
    return {nullptr,
            systemTokenVault(),
            clock,
            random,
            QDir(config).filePath(QStringLiteral("settings.json")),
            QDir(state).filePath(QStringLiteral("drafts")),
            QDir(state).filePath(QStringLiteral("traffic"))};
}

Console::Console(QApplication &application, Outside outside, QObject *parent)
    : QObject(parent)
    , m_application(application)
    , m_trafficFolder(outside.trafficFolder)
    , m_settings(outside.settingsFile)
    , m_transport(std::move(outside.network))
    , m_session(m_transport, outside.clock, outside.random)
    , m_userChange(connect(&m_session, &Session::stateChanged, this, &Console::userChanged))
    , m_connectivity(m_transport, m_session, outside.clock, outside.random, nullptr, outside.pace)
    , m_api(m_session)
    , m_admin(m_session)
    , m_balancer(m_session)
    , m_feed(m_api, m_connectivity, outside.random)
    , m_vault(std::move(outside.vault))
    , m_environment(Environment::Parts{m_transport, m_session, m_connectivity, m_settings, *m_vault})
    , m_items(m_api, m_drafts)
    , m_workspace(m_api, m_drafts, m_items)
    , m_keeper(outside.draftsFolder, m_workspace)
{
    theme::apply(m_application, m_settings.scheme());
    useLanguage();
    const PageContext context{m_api, m_session, m_connectivity, m_settings, outside.clock};
    m_itemsPage = new ItemsPage(context, m_workspace);
    m_backendsPage = new BackendsPage(context, m_balancer, outside.random);
    m_usersPage = new UsersPage(context, m_admin, outside.random);
    m_window = std::make_unique<MainWindow>(
        MainWindow::Parts{m_environment, m_session, m_connectivity, m_settings},
        std::vector<Page *>{m_itemsPage, m_backendsPage, m_usersPage, new ActivityPage(context, m_admin),
                            new RequestsPage(context, m_balancer)});
    m_notices = std::make_unique<Notices>(m_settings, m_keeper, m_workspace, *m_window);
    m_notifier = std::make_unique<Notifier>(m_settings, m_backendsPage->alarms(),
                                            *m_window->addBanner(QStringLiteral("alarmBanner")));
    connectParts();
    connectFeed();
    retranslate();
}

Console::~Console()
{
    m_keeper.flush(); // before anything that it asks is gone
}

void Console::connectParts()
{
    connect(&m_settings, &Settings::schemeChanged, this,
            [this] { theme::apply(m_application, m_settings.scheme()); });
    connect(&m_settings, &Settings::languageChanged, this, [this] {
        useLanguage();
        retranslate();
    });
    connect(&m_connectivity, &Connectivity::cameBack, &m_session, &Session::retryRenewal);
    connect(m_notifier.get(), &Notifier::wanted, m_window.get(), [this] {
        m_window->showPage(1); // the backends
        m_window->raise();
        m_window->activateWindow();
    });
    connect(&m_session, &Session::rightsChanged, this, &Console::applyRights);
    connect(&m_environment, &Environment::leaving, &m_keeper, &DraftKeeper::close);
    connect(&m_environment, &Environment::entered, this, &Console::entered);
    connect(&m_environment, &Environment::changed, this, &Console::profileChanged);
    connect(&m_session, &Session::stateChanged, this, [this](Session::State state) {
        if (state == Session::State::LoggedOut) { // the next one may be somebody else
            m_items.clear();
            m_notifier->withdraw();
        } else if (state == Session::State::Active) {
            m_workspace.askAgain();
        }
    });
}

void Console::connectFeed()
{
    ItemFollower &follower = m_workspace.follower();
    connect(&m_feed, &ItemFeed::changed, &follower, &ItemFollower::take);
    connect(&m_feed, &ItemFeed::missed, &follower, &ItemFollower::reloadSoon);
    connect(&m_feed, &ItemFeed::opened, &m_workspace, &ItemWorkspace::askAgain);
}

core::Result<core::Done> Console::start(const CommandLine &line)
{
    const auto profile = profileFor(line);
    if (!profile)
        return profile.error();
    if (!line.language.isEmpty())
        m_settings.setLanguage(line.language);
    m_window->show();
    m_environment.use(profile.value());
    return core::Done{};
}

core::Result<QString> Console::profileFor(const CommandLine &line)
{
    std::vector<Profile> profiles = m_settings.profiles();
    if (!line.url.isEmpty()) {
        const auto same = std::find_if(profiles.begin(), profiles.end(),
                                       [&line](const Profile &profile) { return profile.url == line.url; });
        if (same != profiles.end())
            return same->name;
        Profile profile;
        profile.name = nameFor(line.url, profiles);
        profile.url = line.url;
        profiles.push_back(profile);
        m_settings.setProfiles(std::move(profiles));
        return profile.name;
    }
    if (line.profile.isEmpty())
        return m_settings.lastProfile();
    QStringList names;
    for (const Profile &profile : profiles)
        names << profile.name;
    if (!names.contains(line.profile))
        return core::Error{"usage", QStringLiteral("there is no profile '%1'; there is: %2")
                                        .arg(line.profile, names.join(QStringLiteral(", ")))};
    return line.profile;
}

void Console::entered()
{
    m_items.clear();
    m_api.forgetService();
    m_keeper.open(m_environment.profile());
    m_backendsPage->keepDayIn(dayFileOf(m_environment.profile(), m_trafficFolder));
    profileChanged();
}

/// What one user did, another must not send or undo: nobody else has heard yet that there is a token again.
void Console::userChanged()
{
    if (m_session.state() == Session::State::Active && m_keeper.setUser(m_session.user()))
        m_items.clear();
}

void Console::profileChanged()
{
    applyRights();
}

void Console::applyRights()
{
    m_backendsPage->setReadOnly(m_environment.profile().readOnly);
    m_usersPage->setReadOnly(m_environment.profile().readOnly);
    m_itemsPage->setEditing(m_environment.profile().readOnly  ? Editing::OffInProfile
                            : m_session.rights().changesItems ? Editing::Allowed
                                                              : Editing::NoRole);
}

void Console::useLanguage()
{
    m_languages.use(m_settings.language());
    m_transport.setLanguage(m_languages.current() == u"pt_BR" ? "pt-BR" : "en");
}

void Console::retranslate()
{
    const QLocale locale = Languages::localeOf(m_languages.current());
    // A dialog does not take its locale from the window that it belongs to.
    for (QWidget *window : QApplication::topLevelWidgets())
        window->setLocale(locale);
    m_items.setLocale(locale);
    m_workspace.retranslate();
    m_notices->retranslate();
}

} // namespace guarita::console
