// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/admin/backendcontroller.h"

#include "balancer/admin/backendbody.h"
#include "balancer/admin/backendproblems.h"
#include "balancer/admin/backendsjson.h"
#include "http/answering.h"
#include "http/entitytags.h"
#include "http/precondition.h"

namespace guarita::balancer {

using http::Method;
using http::ReplyHandle;
using http::Request;
using http::Response;

namespace {

/// The versions under which a change is wanted. To change blindly, an operator says so ("*").
core::Result<core::Precondition, http::Problem> demandedVersions(const Request &request)
{
    if (!request.headers.contains("if-match"))
        return backendConditionMissing();
    return http::readPrecondition(request);
}

QByteArray pathOf(const Endpoint &endpoint)
{
    return "/admin/backends/" + endpoint.config().id.toPercentEncoding(":~");
}

} // namespace

std::vector<http::Route> BackendController::routes()
{
    return {
        {Method::Get, "/admin/backends", http::handlerOf(this, &BackendController::list)},
        {Method::Post, "/admin/backends", changing(http::handlerOf(this, &BackendController::add))},
        {Method::Get, "/admin/backends/{id}", http::handlerOf(this, &BackendController::find)},
        {Method::Patch, "/admin/backends/{id}", changing(http::handlerOf(this, &BackendController::change))},
        {Method::Delete, "/admin/backends/{id}", changing(http::handlerOf(this, &BackendController::remove))},
    };
}

http::Handler BackendController::changing(http::Handler handler) const
{
    return [this, handler = std::move(handler)](Request request, ReplyHandle reply) {
        if (m_keeper.hasLetGo())
            return http::refuse(request, reply, http::draining());
        handler(std::move(request), std::move(reply));
    };
}

Response BackendController::backendResponse(const Endpoint &endpoint, int status) const
{
    Response response = http::jsonResponse(backendJson(endpoint, m_clock.now()), status);
    response.headers.append("ETag", http::tagOf(endpoint.version()));
    return response;
}

void BackendController::list(Request, ReplyHandle reply)
{
    reply.send(http::jsonResponse(backendsJson(m_clusters.status(), m_clock.now())));
}

void BackendController::find(Request request, ReplyHandle reply)
{
    const Clusters::Place place = m_clusters.find(request.params.at("id"));
    if (!place.endpoint)
        return http::refuse(request, reply, http::notFound());
    reply.send(backendResponse(*place.endpoint));
}

void BackendController::change(Request request, ReplyHandle reply)
{
    const Clusters::Place place = m_clusters.find(request.params.at("id"));
    if (!place.endpoint)
        return http::refuse(request, reply, http::notFound());
    const auto wanted = demandedVersions(request);
    if (!wanted)
        return http::refuse(request, reply, wanted.error());
    const auto read = readBackendChange(request);
    if (!read)
        return http::refuse(request, reply, read.error());
    Endpoint &endpoint = *place.endpoint;
    if (!wanted.value().allows(endpoint.version()))
        return http::refuse(request, reply, otherBackendVersion());
    const BackendFields &fields = read.value();
    place.cluster->administer(endpoint, fields.administration.value_or(endpoint.administration()),
                              fields.weight.value_or(endpoint.weight()));
    m_keeper.answerOnceKept(request, std::move(reply), backendResponse(endpoint));
}

void BackendController::add(Request request, ReplyHandle reply)
{
    const auto read = readNewBackend(request);
    if (!read)
        return http::refuse(request, reply, read.error());
    const BackendFields &fields = read.value();
    RunningCluster *cluster = m_clusters.named(fields.cluster.value_or(defaultCluster));
    if (!cluster)
        return http::refuse(request, reply, badBackendFields({unknownCluster()}));
    if (m_clusters.size() >= m_most)
        return http::refuse(request, reply, tooManyBackends(m_most));
    EndpointConfig config = endpointConfigFor(*fields.url, cluster->cluster().name());
    config.weight = fields.weight.value_or(1);
    const EndpointPtr endpoint = cluster->add(config);
    if (!endpoint)
        return http::refuse(request, reply, backendExists());
    Response response = backendResponse(*endpoint, 201);
    response.headers.append("Location", pathOf(*endpoint));
    m_keeper.answerOnceKept(request, std::move(reply), std::move(response));
}

void BackendController::remove(Request request, ReplyHandle reply)
{
    const Clusters::Place place = m_clusters.find(request.params.at("id"));
    if (!place.endpoint)
        return http::refuse(request, reply, http::notFound());
    const auto wanted = demandedVersions(request);
    if (!wanted)
        return http::refuse(request, reply, wanted.error());
    if (!wanted.value().allows(place.endpoint->version()))
        return http::refuse(request, reply, otherBackendVersion());
    place.cluster->remove(place.endpoint);
    Response response;
    response.status = 204;
    m_keeper.answerOnceKept(request, std::move(reply), std::move(response));
}

} // namespace guarita::balancer
