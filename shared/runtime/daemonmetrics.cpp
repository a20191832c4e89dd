// SPDX-License-Identifier: GPL-3.0-or-later
#include "runtime/daemonmetrics.h"

#include <QtCore/QDir>
#include <QtCore/QFile>

#include <prometheus/metric_family.h>

#include <sys/resource.h>
#include <unistd.h>

namespace guarita::runtime {

namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;

MetricFamily family(const char *name, const char *help, MetricType type, double value,
                    std::vector<ClientMetric::Label> labels = {})
{
    ClientMetric metric;
    metric.label = std::move(labels);
    if (type == MetricType::Counter)
        metric.counter.value = value;
    else
        metric.gauge.value = value;
    return {name, help, type, {std::move(metric)}};
}

MetricFamily counter(const char *name, const char *help, double value)
{
    return family(name, help, MetricType::Counter, value);
}

MetricFamily gauge(const char *name, const char *help, double value)
{
    return family(name, help, MetricType::Gauge, value);
}

void addHandshakes(std::vector<MetricFamily> &families, const net::HandshakeStats &stats)
{
    MetricFamily total{
        "guarita_tls_handshakes_total", "TLS handshakes, by how they ended", MetricType::Counter, {}};
    for (const auto &[outcome, count] :
         {std::pair{"full", stats.full}, std::pair{"resumed", stats.resumed},
          std::pair{"failed", stats.failed}, std::pair{"left", stats.left},
          std::pair{"timeout", stats.timedOut}, std::pair{"plain_http", stats.plainHttp}}) {
        ClientMetric metric;
        metric.label = {{"outcome", outcome}};
        metric.counter.value = static_cast<double>(count);
        total.metric.push_back(std::move(metric));
    }
    families.push_back(std::move(total));
}

void addListener(std::vector<MetricFamily> &families, const net::ListenerStats &stats)
{
    const auto number = [](qint64 value) { return static_cast<double>(value); };
    families.push_back(gauge("guarita_connections_open", "Client connections", stats.open));
    families.push_back(
        gauge("guarita_requests_in_flight", "Requests taken and not yet answered", stats.inFlight));
    families.push_back(
        gauge("guarita_buffered_bytes", "Held of requests being read", number(stats.bufferedBytes)));
    families.push_back(
        counter("guarita_connections_accepted_total", "Client connections accepted", number(stats.accepted)));
    families.push_back(counter("guarita_connections_refused_total",
                               "Connections closed for the limit per address",
                               number(stats.refusedPerAddress)));
    families.push_back(counter("guarita_connections_untrusted_total",
                               "Connections closed because they do not come from a trusted proxy",
                               number(stats.refusedUntrusted)));
    families.push_back(counter("guarita_messages_rejected_total", "Messages that are no acceptable HTTP",
                               number(stats.rejectedMessages)));
    families.push_back(counter("guarita_connections_timed_out_total", "Connections closed for a deadline",
                               number(stats.timedOut)));
    families.push_back(counter("guarita_accept_failures_total",
                               "Failed attempts to accept, e.g. for want of descriptors",
                               number(stats.acceptFailures)));
    if (stats.handshakes)
        addHandshakes(families, *stats.handshakes);
}

double residentBytes()
{
    QFile file(QStringLiteral("/proc/self/statm"));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    const QList<QByteArray> pages = file.readAll().split(' ');
    return pages.size() > 1 ? pages[1].toDouble() * static_cast<double>(sysconf(_SC_PAGESIZE)) : 0;
}

void addProcess(std::vector<MetricFamily> &families, core::WallTime started)
{
    rusage usage = {};
    getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval &time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    rlimit descriptors = {};
    getrlimit(RLIMIT_NOFILE, &descriptors);
    const auto open = QDir(QStringLiteral("/proc/self/fd")).entryList(QDir::Files | QDir::System).size();

    families.push_back(counter("process_cpu_seconds_total", "User and system time spent",
                               seconds(usage.ru_utime) + seconds(usage.ru_stime)));
    families.push_back(gauge("process_resident_memory_bytes", "Resident memory", residentBytes()));
    families.push_back(gauge("process_open_fds", "Open descriptors", static_cast<double>(open)));
    families.push_back(
        gauge("process_max_fds", "Descriptors that may be open", static_cast<double>(descriptors.rlim_cur)));
    families.push_back(gauge("process_start_time_seconds", "Start, in seconds since the Unix epoch",
                             std::chrono::duration<double>(started.time_since_epoch()).count()));
}

} // namespace

std::vector<MetricFamily> DaemonMetrics::Collect() const
{
    std::vector<MetricFamily> families;
    if (const std::optional<net::ListenerStats> stats = m_sources.listener())
        addListener(families, *stats);
    families.push_back(counter("guarita_log_lines_dropped_total", "Log lines that could not be written",
                               static_cast<double>(m_sources.logLinesDropped())));
    families.push_back(family("guarita_build_info", "1, with what this program is", MetricType::Gauge, 1,
                              {{"qt", qVersion()}, {"role", m_sources.role}, {"version", GUARITA_VERSION}}));
    addProcess(families, m_sources.started);
    return families;
}

} // namespace guarita::runtime
