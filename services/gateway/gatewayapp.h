// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gateway/admin/accountcontroller.h"
#include "gateway/admin/auditcontroller.h"
#include "gateway/admin/configcontroller.h"
#include "gateway/admin/usercontroller.h"
#include "gateway/audit/auditobserver.h"
#include "gateway/audit/audittrail.h"
#include "gateway/auth/login.h"
#include "gateway/auth/loginhistory.h"
#include "gateway/auth/loginthrottle.h"
#include "gateway/auth/sessions.h"
#include "gateway/auth/tokencodec.h"
#include "gateway/auth/tokenissuer.h"
#include "gateway/auth/tokenverifier.h"
#include "gateway/compression/compressor.h"
#include "gateway/docs/docspages.h"
#include "gateway/edge/certificate.h"
#include "gateway/edge/redirector.h"
#include "gateway/gatewaysettings.h"
#include "gateway/keys/keyring.h"
#include "gateway/limits/requestlimits.h"
#include "gateway/outside/outsideissuer.h"
#include "gateway/passwords/passwordworker.h"
#include "gateway/requests/recentrequests.h"
#include "gateway/routes/routing.h"
#include "gateway/routes/upstreams.h"
#include "gateway/users/directory.h"
#include "gateway/users/directoryfollower.h"
#include "gateway/users/fleet.h"
#include "gateway/users/storesweeper.h"
#include "runtime/daemon.h"

#include <QtCore/QTimer>

namespace guarita::gateway {

/// The gateway's composition root: makes every part and hands each what it needs.
class GatewayApp final : public runtime::Service
{
public:
    GatewayApp(const GatewaySettings &settings, const runtime::Surroundings &surroundings);
    ~GatewayApp() override;

    core::Result<quint16> start() override;
    bool ready() const override;
    void drain(std::function<void()> drained) override;
    /// Takes the live ones of other settings over.
    void apply(const GatewaySettings &settings);
    std::optional<net::ListenerStats> listenerStats() const override { return m_app.stats(); }

private:
    std::vector<http::Route> routes();
    /// Ways in: the only one, or one for everybody and one on this machine that leads to /admin, too.
    enum class Door { Only, Public, Admin };
    http::AppSpec spec(Door door);
    net::ListenerLimits listenerLimits() const;
    std::vector<http::Stage> stages(Door door);
    http::Response health(const http::Request &request) const;
    void listRequests(http::Request request, http::ReplyHandle reply);
    void reconcile(http::Request request, http::ReplyHandle reply);
    void judgeStreams();

    GatewaySettings m_settings;
    Routing m_routing;
    const KeyRing m_keys;
    TokenCodec m_codec;
    TokenIssuer m_issuer;
    TokenVerifier m_verifier;
    std::unique_ptr<OutsideIssuer> m_outside; // null without one
    UserPool m_users;
    UserPool m_watch; // the follower's and the fleet's: no log-in is before them
    AuditTrail m_audit;
    AuditObserver m_auditObserver;
    RecentRequests m_observer;
    Directory m_directory;
    DirectoryFollower m_follower;
    StoreSweeper m_sessionSweeper;
    StoreSweeper m_auditSweeper;
    Sessions m_sessions;
    PasswordWorker m_passwords;
    LoginThrottle m_throttle;
    AccountThrottle m_accounts;
    LoginHistory m_history;
    RequestLimits m_limits;
    Fleet m_fleet;
    Credentials m_credentials;
    Login m_login;
    UserController m_userController;
    AccountController m_account;
    AuditController m_auditController;
    ConfigController m_config;
    DocsPages m_docs;
    Upstreams m_upstreams;
    Compressor m_compressor;
    runtime::Log &m_log;
    http::HttpApp m_app; // its requests reach all of the above, so it goes before them
    std::optional<AdminListener> m_admin;
    std::optional<Certificate> m_certificate;
    std::optional<Redirector> m_redirector;
    const http::StreamJudge m_streamJudge;
    QTimer m_expiryTimer; // of the tokens that streams were asked for with
};

/// What main() runs.
runtime::DaemonSpec gatewayDaemon();

} // namespace guarita::gateway
