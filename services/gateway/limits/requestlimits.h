// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/clock.h"
#include "core/random.h"
#include "gateway/limits/bucket.h"
#include "gateway/limits/inflightlimit.h"
#include "http/httpapp.h"

#include <array>
#include <functional>
#include <optional>
#include <vector>

namespace prometheus {
class Registry;
template <typename T>
class Family;
} // namespace prometheus

namespace guarita::gateway {

/// How many requests one client may make to the services of one route, besides.
struct RouteRates
{
    Rate perAddress = {};
    Rate perUser = {};
};

/// How many requests one client may make. 0: no limit.
struct RequestRates
{
    Rate perAddress = {};
    Rate perUser = {};
    Rate writesPerUser = {};    // of whatever is no GET, HEAD or OPTIONS
    Rate streamsPerUser = {};   // of exports and of followers of the changes
    int inFlightPerAddress = 0; // at once
    int inFlightPerUser = 0;
    bool loopback = false;
    std::vector<RouteRates> routes = {};
    /// Which of the routes a path belongs to, if to any.
    std::function<std::optional<std::size_t>(const QByteArray &path)> routeOf = {};
};

/// What is left of the rates for each of so many gateways, of which clients reach one like the other. What is
/// under way at once is each gateway's own.
RequestRates sharedAmong(RequestRates rates, int gateways);

/// Keeps one client from taking what the way to the servers has for all: 429 above a rate, or with too many
/// requests under way at once.
///
/// A request passes up to five buckets: of its address (as net::accountingAddress counts) before its token
/// is looked at, so that requests without one are limited as well; then of its user; then of its user's
/// writes or streams, which cost the servers more than reads do; and of address and user at the route that it
/// takes, if that has rates of its own. There is no bucket of reads, since they would have nearly all that
/// the user's has. A request that a later bucket refuses has been counted by those before. Besides, it takes
/// a place among those of its address that are under way, and of its user; a follower of the changes keeps it
/// for as long as it follows.
///
/// What an address sends beyond its rate stays unread for a second, or refusing it would take the time of
/// all. A user's does not: connections may be shared by many.
///
/// The answers tell of that bucket which has the fewest requests left. A request from a loopback address
/// is not limited unless the rates say so: it comes from an operator of this machine, or from a reverse proxy
/// that speaks for many.
///
/// The address's stage is for every request, those of open paths too; only /saude must never be refused to
/// those who restart what does not answer. Event-loop thread only.
class RequestLimits
{
public:
    /// The clock and the registry outlive this.
    RequestLimits(const RequestRates &rates, const core::Clock &clock, core::Random &random,
                  prometheus::Registry &registry);

    /// Other rates from now on. A limit that stays the same keeps what it has counted.
    void apply(const RequestRates &rates);

    /// Comes before authentication; the other after it. They must not outlive this.
    http::Stage addressStage();
    http::Stage userStage();

private:
    bool isExempt(const http::Request &request) const;
    std::optional<http::Response> limitAddress(http::Request &request);
    std::optional<http::Response> limitUser(http::Request &request);
    Bucket *classOf(const http::Request &request);
    void setRate(std::optional<Bucket> &bucket, const Rate &rate, const char *label, const char *name,
                 std::size_t keys);
    void setRoutes(const RequestRates &rates);

    struct RouteBuckets
    {
        std::optional<Bucket> addresses;
        std::optional<Bucket> users;
    };
    RouteBuckets *routeOf(const http::Request &request);
    /// Those that a request passes in one stage; nullptr for one that there is not.
    using Buckets = std::array<Bucket *, 3>;
    Buckets addressBuckets(const http::Request &request);
    static std::optional<http::Response> take(http::Request &request, const Buckets &buckets,
                                              QByteArrayView key, Verdict told);

    const core::Clock &m_clock;
    core::Random &m_random;
    prometheus::Family<prometheus::Counter> &m_refusals;
    std::optional<Bucket> m_addresses; // those without a limit are not there
    std::optional<Bucket> m_users;
    std::optional<Bucket> m_writes;
    std::optional<Bucket> m_streams;
    std::vector<RouteBuckets> m_routes;
    std::function<std::optional<std::size_t>(const QByteArray &path)> m_routeOf;
    InFlightLimit m_addressPlaces;
    InFlightLimit m_userPlaces;
    bool m_loopback = false;
};

} // namespace guarita::gateway
