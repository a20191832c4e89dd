// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/api/connectivity.h"
#include "console/core/settings.h"
#include "console/views/page.h"
#include "console/views/shell/environment.h"
#include "console/views/shell/mainwindow.h"
#include "core/clock.h"
#include "core/random.h"
#include "support/fakemanager.h"

#include <QtCore/QTemporaryDir>
#include <QtGui/QAction>
#include <QtWidgets/QLabel>
#include <QtWidgets/QVBoxLayout>

#include <map>

namespace guarita::console {

/// A page that only says what was done to it.
class PlainPage final : public Page
{
public:
    PlainPage(QString title, theme::Icon icon)
        : m_title(std::move(title))
        , m_icon(icon)
    {
        setFocusPolicy(Qt::StrongFocus);
        setAccessibleName(m_title);
    }

    QAction *addPageAction(const QString &text, theme::Icon icon, const QKeySequence &shortcut,
                           QAction::Priority priority = QAction::NormalPriority)
    {
        auto *action = new QAction(theme::icon(icon), text, this);
        action->setObjectName(text);
        action->setShortcut(shortcut);
        action->setPriority(priority);
        m_actions << action;
        return action;
    }
    void addSeparator() { m_actions << nullptr; }

    QString title() const override { return m_title; }
    theme::Icon pageIcon() const override { return m_icon; }
    bool isAllowed(const Rights &rights) const override { return !allowed || allowed(rights); }
    QList<QAction *> pageActions() const override { return m_actions; }
    QString status() const override { return m_title + QStringLiteral(" status"); }
    void activated() override { ++activations; }
    void deactivated() override { --activations; }
    void focusSearch() override { ++searches; }

    std::function<bool(const Rights &)> allowed;
    int activations = 0;
    int searches = 0;

private:
    QString m_title;
    theme::Icon m_icon;
    QList<QAction *> m_actions;
};

class FakeVault final : public TokenVault
{
public:
    bool available() const override { return isAvailable; }
    void read(const Profile &profile, std::function<void(std::optional<Session::Token>)> done) override
    {
        const auto found = tokens.find(profile.name);
        const auto token = found == tokens.end() ? std::nullopt : std::optional(found->second);
        QTimer::singleShot(0, &m_context, [done = std::move(done), token] { done(token); });
    }
    void write(const Profile &profile, const Session::Token &token, std::function<void(bool)> done) override
    {
        tokens[profile.name] = token;
        QTimer::singleShot(0, &m_context, [done = std::move(done)] { done(true); });
    }
    void remove(const Profile &profile) override { tokens.erase(profile.name); }

    bool isAvailable = true;
    std::map<QString, Session::Token> tokens;

private:
    QObject m_context;
};

/// The window with two plain pages before a fake service whose user is ana with the password right.
class ShellFixture
{
public:
    explicit ShellFixture(const std::function<void(Settings &)> &prepare = {})
        : settings(folder.filePath(QStringLiteral("settings.json")))
    {
        auto fake = std::make_unique<support::FakeManager>();
        manager = fake.get();
        manager->service = [this](const support::FakeRequest &request) { return answer(request); };
        transport = std::make_unique<Transport>(std::move(fake));
        session = std::make_unique<Session>(*transport, clock, random);
        connectivity = std::make_unique<Connectivity>(
            *transport, *session, clock, random, nullptr,
            ConnectivityPace{std::chrono::milliseconds(100), std::chrono::milliseconds(200)});
        std::vector<Profile> profiles(2);
        profiles[0].name = QStringLiteral("Local");
        profiles[0].url = QUrl(QStringLiteral("http://localhost:8000"));
        profiles[1].name = QStringLiteral("Production");
        profiles[1].url = QUrl(QStringLiteral("https://api.example.org"));
        profiles[1].colour = ProfileColour::Red;
        profiles[1].readOnly = true;
        settings.setProfiles(profiles);
        if (prepare)
            prepare(settings);
        environment = std::make_unique<Environment>(
            Environment::Parts{*transport, *session, *connectivity, settings, vault});
        items = new PlainPage(QStringLiteral("Items"), theme::Icon::Items);
        backends = new PlainPage(QStringLiteral("Backends"), theme::Icon::Backends);
        using theme::Icon;
        items->addPageAction(QStringLiteral("&New"), Icon::Add, QKeySequence::New, QAction::HighPriority);
        items->addPageAction(QStringLiteral("&Edit"), Icon::Edit, QKeySequence(Qt::Key_F2));
        items->addPageAction(QStringLiteral("D&elete"), Icon::Delete, QKeySequence::Delete);
        items->addSeparator();
        items->addPageAction(QStringLiteral("&Save"), Icon::Save, QKeySequence::Save, QAction::HighPriority);
        items->addPageAction(QStringLiteral("&Undo"), Icon::Undo, QKeySequence::Undo, QAction::LowPriority);
        items->addPageAction(QStringLiteral("&Import…"), Icon::Import, QKeySequence(Qt::CTRL | Qt::Key_I))
            ->setProperty(Page::menuProperty, QStringLiteral("file"));
        backends->addPageAction(QStringLiteral("&Pause"), Icon::Pause, QKeySequence(Qt::CTRL | Qt::Key_P))
            ->setProperty(Page::menuProperty, QStringLiteral("view"));
        window =
            std::make_unique<MainWindow>(MainWindow::Parts{*environment, *session, *connectivity, settings},
                                         std::vector<Page *>{items, backends});
    }

    void start(const QString &profile = QStringLiteral("Local"))
    {
        window->show();
        environment->use(profile);
    }
    template <typename T = QWidget>
    T *find(const char *name) const
    {
        return window->findChild<T *>(QLatin1String(name));
    }

    QTemporaryDir folder;
    Settings settings;
    core::SystemClock clock;
    core::SystemRandom random;
    FakeVault vault;
    support::FakeManager *manager = nullptr;
    std::unique_ptr<Transport> transport;
    std::unique_ptr<Session> session;
    std::unique_ptr<Connectivity> connectivity;
    std::unique_ptr<Environment> environment;
    std::unique_ptr<MainWindow> window;
    PlainPage *items = nullptr;
    PlainPage *backends = nullptr;

    // What the service does.
    bool down = false;
    bool untrusted = false;
    bool silentLogIn = false;
    bool tokenRevoked = false;
    bool renews = false;       // grants refresh tokens
    bool sessionEnded = false; // and takes none
    QByteArray roles;          // a JSON list; empty: it knows none
    int throttled = 0;         // seconds

private:
    support::FakeAnswer answer(const support::FakeRequest &request)
    {
        using support::FakeAnswer;
        if (down)
            return FakeAnswer::broken(QNetworkReply::ConnectionRefusedError);
        if (untrusted)
            return FakeAnswer::broken(QNetworkReply::SslHandshakeFailedError);
        if (request.target != "/token")
            return answerOther(request);
        if (request.body.startsWith("grant_type=refresh_token"))
            return sessionEnded ? FakeAnswer::problem(401, "sessao_encerrada") : grant();
        if (silentLogIn)
            return FakeAnswer::silence();
        if (throttled > 0) {
            FakeAnswer answer = FakeAnswer::problem(429, "muitas_tentativas");
            answer.headers.emplace_back("Retry-After", QByteArray::number(throttled));
            return answer;
        }
        if (!request.body.contains("password=right"))
            return FakeAnswer::problem(401, "credenciais_invalidas");
        return grant();
    }

    support::FakeAnswer answerOther(const support::FakeRequest &request)
    {
        using support::FakeAnswer;
        if (tokenRevoked && request.request.hasRawHeader("Authorization"))
            return FakeAnswer::problem(401, "token_invalido");
        if (request.target == "/conta" && !roles.isEmpty())
            return FakeAnswer::json(R"({"nome":"ana","papeis":)" + roles + R"(,"demo":false})");
        if (request.target == "/conta/senha") {
            tokenRevoked = request.body.contains(R"("atual":"right")");
            return tokenRevoked ? FakeAnswer::json({}, 204)
                                : FakeAnswer::problem(403, "senha_atual_incorreta");
        }
        if (request.target == "/forbidden")
            return FakeAnswer::problem(403, "sem_permissao");
        return FakeAnswer::json("{}");
    }

    support::FakeAnswer grant()
    {
        tokenRevoked = false;
        QByteArray json = R"({"access_token":"abc)" + QByteArray::number(++m_grants) +
                          R"(","token_type":"bearer","expires_in":1800)";
        if (renews)
            json += R"(,"refresh_token":"refresh)" + QByteArray::number(m_grants) + '"';
        if (!roles.isEmpty())
            json += R"(,"papeis":)" + roles;
        return support::FakeAnswer::json(json + '}');
    }

    int m_grants = 0;
};

} // namespace guarita::console
