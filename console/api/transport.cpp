// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/api/transport.h"

#include "console/api/transportcall.h"
#include "console/api/transporttls.h"
#include "qnam/qtdefaults.h"

#include <QtNetwork/QNetworkAccessManager>
#include <QtNetwork/QNetworkProxy>
#include <QtNetwork/QNetworkRequest>

namespace guarita::console {

namespace {

/// Goes later: the last to let go of it may be on the stack of one of its replies.
std::shared_ptr<QNetworkAccessManager> newManager()
{
    const std::shared_ptr<QNetworkAccessManager> manager(
        new QNetworkAccessManager, [](QNetworkAccessManager *manager) { manager->deleteLater(); });
    manager->setProxy(QNetworkProxy(QNetworkProxy::NoProxy));
    manager->setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
    manager->setAutoDeleteReplies(false);
    return manager;
}

/// False if Qt would send other bytes than `target`.
bool setTarget(QUrl &url, const QByteArray &target)
{
    const qsizetype mark = target.indexOf('?');
    url.setPath(QString::fromLatin1(mark < 0 ? target : target.first(mark)), QUrl::StrictMode);
    if (mark >= 0)
        url.setQuery(QString::fromLatin1(target.sliced(mark + 1)), QUrl::StrictMode);
    return target.startsWith('/') && url.toEncoded(QUrl::RemoveScheme | QUrl::RemoveAuthority) == target;
}

bool isUsable(const QUrl &url)
{
    const bool known = url.scheme() == QLatin1String("http") || url.scheme() == QLatin1String("https");
    return url.isValid() && known && !url.host().isEmpty() && url.userInfo().isEmpty() && !url.hasQuery() &&
           !url.hasFragment();
}

} // namespace

QByteArray ApiResponse::header(const QByteArray &name) const
{
    for (const auto &[present, value] : headers) {
        if (present.compare(name, Qt::CaseInsensitive) == 0)
            return value;
    }
    return {};
}

class Transport::Private
{
public:
    explicit Private(std::unique_ptr<QNetworkAccessManager> seam)
        : m_seam(std::move(seam))
    {
        qnam::switchOffDefaults(m_blank);
        m_blank.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
        m_blank.setRawHeader("Accept", "application/json, application/problem+json");
        m_blank.setRawHeader("Accept-Encoding", "identity");
        m_blank.setRawHeader("User-Agent", "guarita-console/" GUARITA_VERSION);
    }

    void use(const QUrl &url, const QSslConfiguration &tls)
    {
        m_blank.setUrl(url);
        m_blank.setSslConfiguration(tls);
        m_basePath = url.path(QUrl::FullyEncoded).toLatin1();
        while (m_basePath.endsWith('/'))
            m_basePath.chop(1);
        // Connections that are open were verified for another profile, maybe for the same host.
        m_reading.reset();
        m_urgent.reset();
    }

    void setLanguage(const QByteArray &language) { m_blank.setRawHeader("Accept-Language", language); }

    std::optional<QNetworkRequest> wireFor(const ApiRequest &request) const
    {
        QNetworkRequest wire = m_blank;
        QUrl url = wire.url();
        if (!setTarget(url, m_basePath + request.path))
            return std::nullopt;
        wire.setUrl(url);
        for (const auto &[name, value] : request.headers)
            wire.setRawHeader(name, value);
        if (!request.contentType.isEmpty())
            wire.setRawHeader("Content-Type", request.contentType);
        if (!request.isSafe())
            wire.setRawHeader("Connection", "close");
        return wire;
    }

    /// Managers have connections of their own: Qt opens six for each host and manager, and requests queue for
    /// them. A request with an unsafe method gets a manager that goes with it, for no connection that was
    /// used before, or is used for a request twice, can be trusted to take it.
    std::shared_ptr<QNetworkAccessManager> managerFor(const ApiRequest &request)
    {
        if (m_seam)
            return m_seam;
        if (!request.isSafe() || request.sink)
            return newManager();
        auto &manager = request.urgent ? m_urgent : m_reading;
        if (!manager)
            manager = newManager();
        return manager;
    }

    std::shared_ptr<TransportCalls> calls = std::make_shared<TransportCalls>();

private:
    const std::shared_ptr<QNetworkAccessManager> m_seam;
    std::shared_ptr<QNetworkAccessManager> m_reading;
    std::shared_ptr<QNetworkAccessManager> m_urgent;
    QNetworkRequest m_blank;
    QByteArray m_basePath;
};

Transport::Transport(QObject *parent)
    : Transport(std::unique_ptr<QNetworkAccessManager>(), parent)
{
}

Transport::Transport(std::unique_ptr<QNetworkAccessManager> manager, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(std::move(manager)))
{
    setLanguage("pt-BR");
    d->use(QUrl(QStringLiteral("http://localhost:8000")), QSslConfiguration::defaultConfiguration());
}

Transport::~Transport()
{
    for (TransportCall *call : TransportCalls(*d->calls))
        call->cancel();
}

core::Result<core::Done> Transport::setProfile(const Profile &profile)
{
    if (!isUsable(profile.url))
        return core::Error{"url_invalid", tr("%1 is no http or https address.").arg(profile.url.toString())};
    const core::Result<QSslConfiguration> tls = tlsFor(profile.caFile);
    if (!tls)
        return tls.error();
    ApiError left;
    left.kind = ApiError::Kind::Interrupted;
    left.detail = tr("Another profile was chosen.");
    for (TransportCall *call : TransportCalls(*d->calls))
        call->failLater(left);
    d->use(profile.url, tls.value());
    return core::Done{};
}

void Transport::setLanguage(const QByteArray &language)
{
    d->setLanguage(language);
}

Call Transport::send(ApiRequest request, OnReply<ApiResponse> done)
{
    auto call = std::make_unique<TransportCall>(*this, d->calls, std::move(done));
    if (const std::optional<QNetworkRequest> wire = d->wireFor(request)) {
        auto manager = d->managerFor(request);
        call->start(std::move(manager), *wire, std::move(request));
    } else {
        ApiError error;
        error.detail = tr("%1 cannot be written into a request.").arg(QString::fromUtf8(request.path));
        call->failLater(std::move(error));
    }
    return Call(std::move(call));
}

} // namespace guarita::console
