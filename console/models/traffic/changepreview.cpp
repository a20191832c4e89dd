// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/traffic/changepreview.h"

#include "console/models/traffic/share.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace guarita::console {

namespace {

constexpr double whole = 1e9; // parts are given to permilles() in units of this

/// How a backend is to be, or is.
struct Part
{
    bool takes = false;
    double weight = 0;
    double share = 0; // of the cluster's requests
};

Part partAfter(const Backend &backend, const BackendOrder &order)
{
    if (order.removes)
        return {};
    const AdminState state = order.change.state.value_or(adminStateOf(backend));
    const bool broken = backend.state == BackendState::Down || backend.state == BackendState::Ejected ||
                        backend.state == BackendState::Other;
    const bool takes = state == AdminState::Ready && !broken;
    // Of one that is only being enabled nobody knows better than its configured weight.
    const double weight = order.change.weight       ? *order.change.weight
                          : backend.takesRequests() ? backend.weightNow()
                                                    : backend.weight;
    return {takes, takes ? weight : 0, 0};
}

void shareByWeight(std::vector<Part> &parts)
{
    const double sum = std::accumulate(parts.begin(), parts.end(), 0.0,
                                       [](double s, const Part &p) { return s + p.weight; });
    for (Part &part : parts)
        part.share = sum > 0 ? part.weight / sum : 0;
}

std::vector<int> permillesOf(const std::vector<Part> &parts)
{
    std::vector<qint64> counts;
    counts.reserve(parts.size());
    for (const Part &part : parts)
        counts.push_back(std::llround(part.share * whole));
    return permilles(counts);
}

std::optional<qint64> capacityOf(const std::vector<const Backend *> &backends, const std::vector<Part> &parts)
{
    qint64 sum = 0;
    for (std::size_t i = 0; i < backends.size(); ++i) {
        if (!parts[i].takes)
            continue;
        if (!backends[i]->inFlightLimit)
            return {};
        sum += *backends[i]->inFlightLimit;
    }
    return sum;
}

bool anybodyTakes(const std::vector<Part> &parts)
{
    return std::any_of(parts.begin(), parts.end(), [](const Part &part) { return part.takes; });
}

/// The one at `changed` gets the part of its weight, the others share the rest as they did.
void shareAround(std::vector<Part> &after, const std::vector<Part> &now, std::size_t changed)
{
    shareByWeight(after);
    double others = 0;
    for (std::size_t i = 0; i < after.size(); ++i)
        others += i != changed && after[i].takes ? now[i].share : 0;
    if (others <= 0)
        return; // they had nothing: the weights decide
    const double left = 1 - after[changed].share;
    for (std::size_t i = 0; i < after.size(); ++i) {
        if (i != changed)
            after[i].share = after[i].takes ? left * now[i].share / others : 0;
    }
}

} // namespace

ChangePreview previewOf(const std::vector<Backend> &backends, const QString &id, const BackendOrder &order,
                        const QHash<QString, qint64> &recent)
{
    ChangePreview preview;
    const auto found =
        std::find_if(backends.begin(), backends.end(), [&](const Backend &b) { return b.id == id; });
    if (found == backends.end())
        return preview;
    std::vector<const Backend *> cluster;
    std::size_t changed = 0;
    for (const Backend &backend : backends) {
        if (backend.cluster != found->cluster)
            continue;
        if (&backend == &*found)
            changed = cluster.size();
        cluster.push_back(&backend);
    }
    std::vector<Part> now;
    std::vector<Part> after;
    qint64 requests = 0;
    for (const Backend *backend : cluster) {
        const bool takes = backend->takesRequests();
        now.push_back({takes, takes ? backend->weightNow() : 0, 0});
        after.push_back(partAfter(*backend, backend->id == id ? order : BackendOrder()));
        requests += recent.value(backend->id);
    }
    preview.measured = requests > 0;
    shareByWeight(now);
    for (std::size_t i = 0; preview.measured && i < now.size(); ++i)
        now[i].share = double(recent.value(cluster[i]->id)) / double(requests);
    shareAround(after, now, changed);

    const std::vector<int> partsNow = permillesOf(now);
    const std::vector<int> partsAfter = permillesOf(after);
    for (std::size_t i = 0; i < cluster.size(); ++i)
        preview.rows.push_back({cluster[i]->id, partsNow[i], partsAfter[i]});
    preview.stops = now[changed].takes && !after[changed].takes;
    preview.mustFinish = after[changed].takes ? 0 : found->inFlight;
    preview.capacityNow = capacityOf(cluster, now);
    preview.capacityAfter = capacityOf(cluster, after);
    preview.leavesNobody = anybodyTakes(now) && !anybodyTakes(after);
    return preview;
}

} // namespace guarita::console
