// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/limits/requestlimits.h"

#include "http/problem.h"
#include "net/accountingaddress.h"

#include <prometheus/family.h>
#include <prometheus/registry.h>

#include <algorithm>
#include <array>
#include <limits>

namespace guarita::gateway {

namespace {

constexpr std::size_t rememberedAddresses = 65'536; // 1 MiB
// A refusal costs nearly what an answer does, so an address that asks on is not listened to for as long as
// Retry-After tells it at least.
constexpr std::chrono::seconds restOfRefused{1};
constexpr std::size_t rememberedAtARoute = 8'192;
constexpr std::size_t rememberedUsers = 8'192; // 128 KiB for each of three buckets

/// The paths of the servers whose answers have no end, or a long way to it.
constexpr std::array<QByteArrayView, 3> streams{"/itens/exportar", "/itens/eventos", "/admin/eventos"};

/// What names an accounting address, in at most eight bytes.
class AddressKey
{
public:
    explicit AddressKey(const QHostAddress &client)
    {
        const QHostAddress address = net::accountingAddress(client);
        if (address.protocol() == QAbstractSocket::IPv4Protocol) {
            const quint32 ipv4 = address.toIPv4Address();
            m_size = sizeof(ipv4);
            std::copy_n(reinterpret_cast<const char *>(&ipv4), m_size, m_bytes.begin());
        } else {
            const Q_IPV6ADDR ipv6 = address.toIPv6Address();
            m_size = m_bytes.size();
            std::copy_n(ipv6.c, m_size, m_bytes.begin());
        }
    }
    QByteArrayView view() const { return {m_bytes.data(), static_cast<qsizetype>(m_size)}; }

private:
    std::array<char, 8> m_bytes{};
    std::size_t m_size;
};

constexpr Verdict nothingTold{.remaining = std::numeric_limits<int>::max()};

Bucket *orNull(std::optional<Bucket> &bucket)
{
    return bucket ? &*bucket : nullptr;
}

http::Problem limitExceeded(const Verdict &verdict)
{
    http::Problem problem{
        .status = 429,
        .reason = "limite_excedido",
        .detail = {
            QStringLiteral("São requisições demais em pouco tempo. Tente de novo depois do tempo indicado "
                           "em Retry-After."),
            QStringLiteral("These are too many requests in a short time. Try again after the time that "
                           "Retry-After says.")}};
    problem.headers.set("Retry-After",
                        QByteArray::number(static_cast<qint64>(wholeSeconds(verdict.untilMore).count())));
    return problem;
}

http::Problem tooManyAtOnce()
{
    http::Problem problem{
        .status = 429,
        .reason = "pedidos_simultaneos",
        .detail = {QStringLiteral("São requisições demais ao mesmo tempo. Espere que as outras terminem."),
                   QStringLiteral("These are too many requests at once. Wait until others have ended.")}};
    problem.headers.set("Retry-After", "1");
    return problem;
}

/// Holds a place for the request until it is over, if there is one.
std::optional<http::Response> takePlace(InFlightLimit &limit, QByteArrayView key, http::Request &request)
{
    std::optional<InFlightLimit::Place> place = limit.take(key);
    if (!place)
        return http::problemResponse(request, tooManyAtOnce());
    if (*place) // there may be no limit
        request.held.push_back(*std::move(place));
    return std::nullopt;
}

/// The refusing bucket is the one that the client must know of, whatever stood there before.
http::Response refusal(http::Request &request, const Bucket &bucket, const Verdict &verdict)
{
    bucket.tell(request.answerHeaders, verdict);
    return http::problemResponse(request, limitExceeded(verdict));
}

} // namespace

RequestRates sharedAmong(RequestRates rates, int gateways)
{
    const auto share = [gateways](Rate &rate) {
        if (rate.quota > 0)
            rate.quota = (rate.quota + gateways - 1) / gateways;
    };
    for (Rate *rate : {&rates.perAddress, &rates.perUser, &rates.writesPerUser, &rates.streamsPerUser})
        share(*rate);
    for (RouteRates &route : rates.routes) {
        share(route.perAddress);
        share(route.perUser);
    }
    return rates;
}

RequestLimits::RequestLimits(const RequestRates &rates, const core::Clock &clock, core::Random &random,
                             prometheus::Registry &registry)
    : m_clock(clock)
    , m_random(random)
    , m_refusals(prometheus::BuildCounter()
                     .Name("guarita_requests_limited_total")
                     .Help("Requests refused with 429, by the bucket that was empty")
                     .Register(registry))
    , m_addressPlaces(rates.inFlightPerAddress, m_refusals.Add({{"bucket", "in_flight_address"}}))
    , m_userPlaces(rates.inFlightPerUser, m_refusals.Add({{"bucket", "in_flight_user"}}))
{
    for (const char *bucket : {"address", "user", "writes", "streams", "route_address", "route_user"})
        m_refusals.Add({{"bucket", bucket}}); // shown from the start
    apply(rates);
}

/// What is counted for a place in the table stays there; another route there with the same rates goes on from
/// it.
void RequestLimits::setRoutes(const RequestRates &rates)
{
    m_routeOf = rates.routeOf;
    m_routes.resize(rates.routes.size());
    for (std::size_t i = 0; i < m_routes.size(); ++i) {
        RouteBuckets &buckets = m_routes[i];
        const RouteRates &route = rates.routes[i];
        setRate(buckets.addresses, route.perAddress, "route_address", "enderecorota", rememberedAtARoute);
        setRate(buckets.users, route.perUser, "route_user", "usuariorota", rememberedAtARoute);
    }
}

void RequestLimits::apply(const RequestRates &rates)
{
    setRate(m_addresses, rates.perAddress, "address", "endereco", rememberedAddresses);
    setRate(m_users, rates.perUser, "user", "usuario", rememberedUsers);
    setRate(m_writes, rates.writesPerUser, "writes", "escritas", rememberedUsers);
    setRate(m_streams, rates.streamsPerUser, "streams", "fluxos", rememberedUsers);
    setRoutes(rates);
    m_addressPlaces.setMost(rates.inFlightPerAddress);
    m_userPlaces.setMost(rates.inFlightPerUser);
    m_loopback = rates.loopback;
}

void RequestLimits::setRate(std::optional<Bucket> &bucket, const Rate &rate, const char *label,
                            const char *name, std::size_t keys)
{
    if (bucket && bucket->rate() == rate)
        return;
    bucket.reset();
    if (rate.quota > 0)
        bucket.emplace(name, rate, RateLimiter(rate, keys, m_clock, m_random),
                       m_refusals.Add({{"bucket", label}}));
}

http::Stage RequestLimits::addressStage()
{
    return {"limit-address", [this](http::Request &request) { return limitAddress(request); }};
}

http::Stage RequestLimits::userStage()
{
    return {"limit-user", [this](http::Request &request) { return limitUser(request); }};
}

bool RequestLimits::isExempt(const http::Request &request) const
{
    return request.path == "/saude" || (!m_loopback && request.clientAddress.isLoopback());
}

std::optional<http::Response> RequestLimits::limitAddress(http::Request &request)
{
    if (isExempt(request))
        return std::nullopt;
    const AddressKey address(request.clientAddress);
    if (std::optional<http::Response> refused =
            take(request, addressBuckets(request), address.view(), nothingTold)) {
        refused->rest = restOfRefused;
        return refused;
    }
    return takePlace(m_addressPlaces, address.view(), request);
}

std::optional<http::Response> RequestLimits::limitUser(http::Request &request)
{
    if (isExempt(request))
        return std::nullopt;
    const AddressKey address(request.clientAddress);
    Verdict told = nothingTold;
    for (const Bucket *bucket : addressBuckets(request)) {
        if (bucket && bucket->look(address.view()).remaining < told.remaining)
            told = bucket->look(address.view());
    }
    RouteBuckets *const route = routeOf(request);
    const Buckets buckets{orNull(m_users), classOf(request), route ? orNull(route->users) : nullptr};
    if (std::optional<http::Response> refused = take(request, buckets, request.subject, told))
        return refused;
    return takePlace(m_userPlaces, request.subject, request);
}

/// Takes one of each, and tells of the tightest unless it has more left than what was told of already.
std::optional<http::Response> RequestLimits::take(http::Request &request, const Buckets &buckets,
                                                  QByteArrayView key, Verdict told)
{
    const Bucket *tightest = nullptr;
    for (Bucket *bucket : buckets) {
        if (!bucket)
            continue;
        const Verdict verdict = bucket->take(key);
        if (!verdict.admitted)
            return refusal(request, *bucket, verdict);
        if (verdict.remaining < told.remaining) {
            tightest = bucket;
            told = verdict;
        }
    }
    if (tightest)
        tightest->tell(request.answerHeaders, told);
    return std::nullopt;
}

RequestLimits::Buckets RequestLimits::addressBuckets(const http::Request &request)
{
    RouteBuckets *const route = routeOf(request);
    return {orNull(m_addresses), route ? orNull(route->addresses) : nullptr, nullptr};
}

RequestLimits::RouteBuckets *RequestLimits::routeOf(const http::Request &request)
{
    const std::optional<std::size_t> index = m_routeOf ? m_routeOf(request.path) : std::nullopt;
    return index ? &m_routes[*index] : nullptr;
}

Bucket *RequestLimits::classOf(const http::Request &request)
{
    using http::Method;
    const bool reads =
        request.method == Method::Get || request.method == Method::Head || request.method == Method::Options;
    if (!reads)
        return orNull(m_writes);
    const bool isStream = std::find(streams.begin(), streams.end(), request.path) != streams.end();
    return isStream ? orNull(m_streams) : nullptr;
}

} // namespace guarita::gateway
