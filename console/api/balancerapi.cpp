// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/api/balancerapi.h"

#include "console/api/apicalls.h"

#include <QtCore/QUrl>

namespace guarita::console {

namespace {

/// A sample comes each second: after this there is nobody any more.
constexpr std::chrono::seconds longestSilence{10};

QByteArray backendPath(const QString &id)
{
    return "/admin/backends/" + QUrl::toPercentEncoding(id, ":");
}

core::Result<Backend> backendIn(const ApiResponse &response)
{
    return decodeBackend(response.body);
}

core::Result<BalancerReport> reportIn(const ApiResponse &response)
{
    return decodeReport(response.body);
}

} // namespace

Call BalancerApi::report(OnReply<BalancerReport> done)
{
    return m_session.send(requestFor("GET", "/admin/backends"), decoded(std::move(done), reportIn));
}

Call BalancerApi::findBackend(const QString &id, OnReply<Backend> done)
{
    return m_session.send(requestFor("GET", backendPath(id)), decoded(std::move(done), backendIn));
}

Call BalancerApi::change(const QString &id, qint64 version, const BackendChange &change,
                         OnReply<Backend> done)
{
    ApiRequest request = jsonRequest("PATCH", backendPath(id), encodeBackendChange(change));
    requireVersion(request, version);
    return m_session.send(std::move(request), decoded(std::move(done), backendIn));
}

Call BalancerApi::add(const NewBackend &backend, OnReply<core::Done> done)
{
    return m_session.send(jsonRequest("POST", "/admin/backends", encodeNewBackend(backend)),
                          undecoded(std::move(done)));
}

Call BalancerApi::remove(const QString &id, qint64 version, OnReply<core::Done> done)
{
    ApiRequest request = requestFor("DELETE", backendPath(id));
    requireVersion(request, version);
    return m_session.send(std::move(request), undecoded(std::move(done)));
}

Call BalancerApi::listRequests(const RequestQuery &query, std::optional<qint64> before, int limit,
                               OnReply<RequestPage> done)
{
    QByteArray path = "/admin/pedidos?limite=" + QByteArray::number(limit);
    if (before)
        path += "&antes=" + QByteArray::number(*before);
    return m_session.send(requestFor("GET", path + encodeRequestQuery(query)),
                          decoded(std::move(done), [](const ApiResponse &response) {
                              return decodeRequestPage(response.body);
                          }));
}

Call BalancerApi::reconcile(OnReply<Reconciliation> done)
{
    return m_session.send(requestFor("GET", "/admin/conciliacao"),
                          decoded(std::move(done), [](const ApiResponse &response) {
                              return decodeReconciliation(response.body);
                          }));
}

Call BalancerApi::listen(const QByteArray &lastEventId, StreamSink sink, OnReply<core::Done> done)
{
    ApiRequest request = eventsRequest("/admin/eventos", lastEventId, std::move(sink));
    request.silence = longestSilence;
    return m_session.send(std::move(request), undecoded(std::move(done)));
}

} // namespace guarita::console
