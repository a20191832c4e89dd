// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/traffic/traffichistory.h"

#include <algorithm>

namespace guarita::console {

namespace {

void addTo(std::optional<double> &sum, std::optional<double> value)
{
    if (value)
        sum = sum.value_or(0) + *value;
}

void raiseTo(std::optional<double> &largest, std::optional<double> value)
{
    if (value)
        largest = std::max(largest.value_or(*value), *value);
}

void addTo(TrafficSample &sum, const TrafficSample &sample)
{
    sum.requests += sample.requests;
    sum.errors += sample.errors;
    addTo(sum.requestsPerSecond, sample.requestsPerSecond);
    addTo(sum.errorsPerSecond, sample.errorsPerSecond);
    sum.inFlight += sample.inFlight;
    raiseTo(sum.p50, sample.p50);
    raiseTo(sum.p95, sample.p95);
    raiseTo(sum.p99, sample.p99);
}

void dropOlder(std::deque<TrafficSample> &samples, core::Instant oldest)
{
    while (!samples.empty() && samples.front().at < oldest)
        samples.pop_front();
}

} // namespace

qint64 errorsOf(const Backend &backend)
{
    return backend.responses[3] + backend.failures;
}

bool countsWentBack(const Backend &before, const Backend &now)
{
    return now.requests < before.requests || now.failures < before.failures || now.retries < before.retries ||
           !std::equal(before.responses.begin(), before.responses.end(), now.responses.begin(),
                       [](qint64 was, qint64 is) { return was <= is; });
}

bool TrafficHistory::add(const std::vector<Backend> &backends, core::Instant now)
{
    if (m_lastAdd && now - *m_lastAdd < shortestStep)
        return false;
    m_lastAdd = now;
    // One process counts for all backends: if one count went down, all of them began again, also those that
    // have passed their old value since.
    const bool restarted = wentBack(backends);
    TrafficSample sum{.at = now};
    for (const Backend &backend : backends) {
        const auto known = m_tracks.constFind(backend.id);
        const TrafficSample sample =
            sampleOf(known == m_tracks.constEnd() ? nullptr : &*known, backend, now, restarted);
        Track &track = m_tracks[backend.id];
        track.last = backend;
        track.at = now;
        track.samples.push_back(sample);
        addTo(sum, sample);
    }
    m_all.push_back(sum);
    forget(now);
    return restarted;
}

bool TrafficHistory::wentBack(const std::vector<Backend> &backends) const
{
    return std::any_of(backends.begin(), backends.end(), [this](const Backend &backend) {
        const auto known = m_tracks.constFind(backend.id);
        return known != m_tracks.constEnd() && countsWentBack(known->last, backend);
    });
}

TrafficSample TrafficHistory::sampleOf(const Track *track, const Backend &backend, core::Instant now,
                                       bool restarted)
{
    TrafficSample sample{.at = now,
                         .inFlight = double(backend.inFlight),
                         .p50 = backend.p50,
                         .p95 = backend.p95,
                         .p99 = backend.p99};
    if (!track)
        return sample;
    sample.errors = errorsOf(backend) - (restarted ? 0 : errorsOf(track->last));
    sample.requests = backend.requests - (restarted ? 0 : track->last.requests);
    const auto elapsed = now - track->at;
    if (elapsed <= longestStep) {
        const double seconds = std::chrono::duration<double>(elapsed).count();
        sample.requestsPerSecond = double(sample.requests) / seconds;
        sample.errorsPerSecond = double(sample.errors) / seconds;
    }
    return sample;
}

void TrafficHistory::forget(core::Instant now)
{
    dropOlder(m_all, now - kept);
    for (auto track = m_tracks.begin(); track != m_tracks.end();) {
        dropOlder(track->samples, now - kept);
        track = track->samples.empty() ? m_tracks.erase(track) : std::next(track);
    }
}

const std::deque<TrafficSample> &TrafficHistory::of(const QString &id) const
{
    static const std::deque<TrafficSample> none;
    const auto track = m_tracks.constFind(id);
    return track == m_tracks.constEnd() ? none : track->samples;
}

TrafficSpan TrafficHistory::within(const QString &id, std::chrono::milliseconds window,
                                   core::Instant end) const
{
    TrafficSpan span;
    const std::deque<TrafficSample> &samples = of(id);
    for (auto sample = samples.rbegin(); sample != samples.rend() && sample->at > end - window; ++sample) {
        if (sample->at > end)
            continue;
        span.requests += sample->requests;
        span.errors += sample->errors;
    }
    if (!samples.empty() && samples.front().at < end)
        span.length =
            std::min(window, std::chrono::duration_cast<std::chrono::milliseconds>(end - samples.front().at));
    return span;
}

void TrafficHistory::clear()
{
    m_tracks.clear();
    m_all.clear();
    m_lastAdd.reset();
}

} // namespace guarita::console
