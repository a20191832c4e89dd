// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "client/httpclient.h"
#include "config/config.h"
#include "core/clock.h"
#include "core/random.h"
#include "core/result.h"
#include "http/requestobserver.h"
#include "net/limits.h"
#include "net/listeningsockets.h"
#include "runtime/log.h"
#include "trace/spansink.h"

#include <QtNetwork/QHostAddress>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace prometheus {
class Registry;
}

namespace guarita::runtime {

class Configuration;

/// A running role. Made by its composition root, driven by runDaemon on the event-loop thread.
class Service
{
public:
    virtual ~Service() = default;
    /// Binds the port; returns it.
    virtual core::Result<quint16> start() = 0;
    /// Whether it would serve as well as a process that has run for long. Asked after start(), from the event
    /// loop, while it takes over from such a process.
    virtual bool ready() const { return true; }
    /// It serves from now on, and what a process before it owned is its own: that one has let go. Called
    /// once, after start().
    virtual void serving() {}
    /// No new work: readiness turns 503, what is in flight finishes, then `drained` is called from the event
    /// loop.
    virtual void drain(std::function<void()> drained) = 0;
    /// What /metrics says of the service's listener; HttpApp::stats() has it.
    virtual std::optional<net::ListenerStats> listenerStats() const { return std::nullopt; }
};

/// What the runtime lends to a service. Everything outlives the service.
struct Surroundings
{
    const core::Clock &clock;
    core::Random &random;
    http::RequestObserver &observer;  // writes the access log and the request metrics
    prometheus::Registry &registry;   // for the service's own metrics
    Log &log;                         // for the service's own events; Qt's logging categories end there, too
    Configuration &configuration;     // what is in force
    net::ListeningSockets &sockets;   // for whatever listens
    trace::SpanSink *spans = nullptr; // for what the service does on behalf of requests; nullptr: nobody asks
};

/// Settings that every daemon has: HOST, PORT, METRICS_PORT, LOG_LEVEL, ACCESS_LOG, CORE_DUMPS, the
/// listener's limits, DRAIN_DEADLINE, TAKEOVER_SOCKET, TAKEOVER_DEADLINE.
struct CommonSettings
{
    QHostAddress host;
    quint16 port = 0;
    net::ListenerLimits listener;
    quint16 metricsPort = 0; // 0: any free one; the bound port is in the "listening" log line
    bool metricsEnabled = true;
    std::chrono::milliseconds drainDeadline{8'000};
    QString takeoverSocket; // path; empty: none
    std::chrono::milliseconds takeoverDeadline{10'000};
    LogLevel logLevel = LogLevel::Info;
    bool accessLog = true;
    bool coreDumps = false;
    std::uint32_t traceOneIn = 1; // see trace::Policy
    QString spanLog;              // a file; empty: none
};

/// Where a role stands: clients talk to the edge; what is further in hears from the tier before it only.
enum class Tier { Edge, Inner };

/// Each tier adds fields to what it forwards, so by default an inner one takes larger heads: what the edge
/// accepts must not be refused behind it.
std::vector<config::Key> commonKeys(quint16 defaultPort, Tier tier);
CommonSettings readCommon(config::Reader &reader);

/// The client's limits, for the roles that forward.
std::vector<config::Key> clientKeys(const char *firstByteDefault = "10s", const char *totalDefault = "15s");
client::ClientLimits readClientLimits(config::Reader &reader);

/// One daemon: a name, its keys, and how to make it from what they say.
struct DaemonSpec
{
    /// What is done with settings that have no mistake.
    struct Configured
    {
        std::function<std::unique_ptr<Service>(Surroundings)> make;
        /// Gives the live ones of them to a service that was made before, at once and without fail: what can
        /// be wrong was found while they were read. Null if the role has none of its own.
        std::function<void(Service &)> apply = {};
    };

    const char *program;           // "guarita-gateway"
    const char *role;              // "gateway"
    const char *summary;           // one line for --help
    std::vector<config::Key> keys; // the common ones included
    /// Reads everything from `reader` into immutable settings. Called before anything is opened or bound, and
    /// again for each reload; mistakes go to the reader.
    std::function<Configured(config::Reader &reader, const CommonSettings &common)> configure;
};

/// The whole life of a daemon: read and check the configuration (all mistakes on stderr, exit 64 (EX_USAGE)
/// before a port is bound), start, log "listening" with the bound ports, run until SIGTERM or SIGINT, drain
/// for as long as DRAIN_DEADLINE at most, exit 0. A port that cannot be bound, or another reason not to
/// start, exits 69 (EX_UNAVAILABLE) with a sentence on stderr. A second SIGTERM or SIGINT exits at once (143,
/// 130), and a daemon that hangs two seconds past its deadline is ended (70, EX_SOFTWARE). SIGHUP reloads the
/// configuration (see Configuration); SIGPIPE and SIGXFSZ are ignored. With TAKEOVER_SOCKET it takes over
/// from a process that runs already, and drains once another one has taken over from it (see Takeover).
int runDaemon(int argc, char **argv, const DaemonSpec &spec);

} // namespace guarita::runtime
