// SPDX-License-Identifier: GPL-3.0-or-later
#include "runtime/daemon.h"

#include "config/processsources.h"
#include "runtime/configuration.h"
#include "runtime/daemonmetrics.h"
#include "runtime/logsink.h"
#include "runtime/metricsserver.h"
#include "runtime/portholder.h"
#include "runtime/requestrecorder.h"
#include "runtime/stopsignals.h"
#include "runtime/takeover.h"

#include <QtCore/QCoreApplication>
#include <QtCore/QTimer>

#include <prometheus/registry.h>

#include <cstdio>
#include <exception>
#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

namespace guarita::runtime {

namespace {

constexpr int exitUsage = 64;       // sysexits.h: EX_USAGE
constexpr int exitUnavailable = 69; // EX_UNAVAILABLE
constexpr int exitSoftware = 70;    // EX_SOFTWARE
constexpr qsizetype logBuffer = 4 * 1024 * 1024;

void print(std::FILE *stream, const QString &text)
{
    std::fputs(text.toLocal8Bit().constData(), stream);
}

void complain(const char *program, const QString &sentence)
{
    print(stderr, QStringLiteral("%1: %2\n").arg(QString::fromLatin1(program), sentence));
}

QStringList argumentsOf(int argc, char **argv)
{
    QStringList arguments;
    for (int i = 1; i < argc; ++i)
        arguments += QString::fromLocal8Bit(argv[i]);
    return arguments;
}

/// A daemon that is started without them would get a client's socket as its standard output.
void openStandardDescriptors()
{
    int descriptor = 0;
    do {
        descriptor = open("/dev/null", O_RDWR);
    } while (descriptor >= 0 && descriptor <= STDERR_FILENO);
    if (descriptor >= 0)
        close(descriptor);
}

/// Each connection needs a descriptor, and the usual soft limit is 1024. Returns the limit now in force.
rlim_t raiseDescriptorLimit()
{
    rlimit limit = {};
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
    getrlimit(RLIMIT_NOFILE, &limit);
    return limit.rlim_cur;
}

/// What is in memory may be a secret. Collectors of crashes heed the limit, too.
void forbidCoreDumps()
{
    constexpr rlimit none = {0, 0};
    setrlimit(RLIMIT_CORE, &none);
}

/// All that the configuration says now, and what is wrong with it.
struct ReadSettings
{
    CommonSettings common;
    DaemonSpec::Configured configured;
    std::vector<config::Setting> settings;
    std::vector<config::Mistake> mistakes;
};

ReadSettings readSettings(const DaemonSpec &spec, config::Reader &reader)
{
    CommonSettings common = readCommon(reader);
    DaemonSpec::Configured configured = spec.configure(reader, common);
    return {std::move(common), std::move(configured), reader.settings(), reader.mistakes()};
}

QString sentence(const config::Mistake &mistake)
{
    return mistake.where + QStringLiteral(": ") + mistake.what;
}

/// What a daemon consists of once its configuration is good. Members are in the order in which they need each
/// other.
class Daemon
{
public:
    Daemon(const DaemonSpec &spec, const QStringList &arguments, const ReadSettings &read)
        : m_spec(spec)
        , m_arguments(arguments)
        , m_settings(read.common)
        , m_sink(STDOUT_FILENO, logBuffer, [this](qint64 count) { return m_log.lossLine(count); })
        , m_log(m_sink, m_clock, spec.role, m_settings.logLevel)
        , m_qtMessages(m_log)
        , m_requestMetrics(m_registry)
        , m_recorder(m_requestMetrics, m_settings.accessLog ? &m_log : nullptr)
        , m_configuration(read.settings, m_clock.wallNow(), [this] { return readAgain(); })
        , m_signals(
              m_settings.drainDeadline, [this](int signal) { obey(signal); }, [this] { reload(); })
        , m_takeover({m_settings.takeoverSocket, m_settings.takeoverDeadline}, spec.role, m_sockets, m_log)
        , m_metrics({spec.role, m_clock.wallNow(), [this] { return listenerStats(); },
                     [this] { return m_sink.dropped(); }})
    {
    }

    int run(const DaemonSpec::Configured &configured)
    {
        if (!m_settings.coreDumps)
            forbidCoreDumps();
        const rlim_t descriptors = raiseDescriptorLimit();
        if (descriptors < static_cast<rlim_t>(m_settings.listener.connections) + 64)
            m_log.event(LogLevel::Warning, "few_descriptors", {{"limit", static_cast<qint64>(descriptors)}});
        if (!m_settings.spanLog.isEmpty()) {
            auto spans = SpanLog::open(m_settings.spanLog, m_spec.program, m_clock, m_log);
            if (!spans)
                return fail(spans.error(), {}, 0);
            m_spans = std::move(spans).value();
            m_recorder.setSpans(m_spans.get());
        }
        const auto begun = m_takeover.begin();
        if (!begun)
            return fail(begun.error());
        m_service = configured.make(
            {m_clock, m_random, m_recorder, m_registry, m_log, m_configuration, m_sockets, m_spans.get()});
        const core::Result<quint16> port = m_service->start();
        if (!port)
            return fail(port.error(), m_settings.host.toString(), m_settings.port);
        quint16 metricsPort = 0;
        if (m_settings.metricsEnabled) {
            m_metricsServer.emplace(std::vector<const prometheus::Collectable *>{&m_registry, &m_metrics},
                                    m_clock, m_random, m_sockets);
            const core::Result<quint16> bound = m_metricsServer->listen(m_settings.metricsPort);
            if (!bound)
                return fail(bound.error(), QStringLiteral("127.0.0.1 (METRICS_PORT)"),
                            m_settings.metricsPort);
            metricsPort = bound.value();
        }
        m_takeover.serve({[this] { return m_service->ready(); },
                          [this, port = port.value(), metricsPort] {
                              m_service->serving();
                              tellListening(port, metricsPort);
                          },
                          [this](const core::Error &error) { QCoreApplication::exit(fail(error)); },
                          [this](pid_t successor) { giveWay(successor); }});
        const int code = QCoreApplication::exec();
        m_metricsServer.reset();
        m_service.reset();
        m_log.lifeCycle("stopped");
        return code;
    }

private:
    int fail(core::Error error, const QString &address, quint16 port)
    {
        if (error.code == "port_taken") {
            const QString holder = holderOfPort(port);
            error.message = QStringLiteral("port %1 on %2 is taken%3")
                                .arg(QString::number(port), address,
                                     holder.isEmpty() ? QStringLiteral(" by another program")
                                                      : QStringLiteral(" by ") + holder);
        }
        return fail(error);
    }

    int fail(const core::Error &error)
    {
        m_log.lifeCycle("start_failed", {{"reason", error.code}, {"text", error.message}});
        complain(m_spec.program, error.message);
        return exitUnavailable;
    }

    void tellListening(quint16 port, quint16 metricsPort)
    {
        m_log.lifeCycle("listening", {{"host", m_settings.host.toString()},
                                      {"port", qint64(port)},
                                      {"metrics_port", qint64(metricsPort)},
                                      {"pid", qint64(QCoreApplication::applicationPid())},
                                      {"version", QByteArray(GUARITA_VERSION)}});
    }

    void obey(int signal)
    {
        if (m_drainTimer.isActive())
            return;
        m_log.lifeCycle("draining", {{"signal", qint64(signal)}});
        m_takeover.stop();
        drain();
    }

    void giveWay(pid_t successor)
    {
        if (m_drainTimer.isActive())
            return;
        m_log.lifeCycle("draining", {{"successor", qint64(successor)}});
        m_signals.startWatchdog();
        drain();
    }

    void drain()
    {
        m_drainTimer.setSingleShot(true);
        QObject::connect(&m_drainTimer, &QTimer::timeout, &m_drainTimer, [this] {
            const std::optional<net::ListenerStats> stats = listenerStats();
            m_log.event(LogLevel::Warning, "drain_deadline_passed",
                        {{"in_flight", qint64(stats ? stats->inFlight : 0)}});
            QCoreApplication::quit();
        });
        m_drainTimer.start(m_settings.drainDeadline);
        m_service->drain([] { QCoreApplication::quit(); });
    }

    Configuration::Reading readAgain()
    {
        config::Reader reader(m_spec.keys, config::processSources(m_arguments));
        ReadSettings read = readSettings(m_spec, reader);
        auto apply = [this, common = read.common, configured = std::move(read.configured)] {
            m_log.setThreshold(common.logLevel);
            m_recorder.setLog(common.accessLog ? &m_log : nullptr);
            if (configured.apply)
                configured.apply(*m_service);
        };
        return {std::move(read.settings), std::move(read.mistakes), std::move(apply)};
    }

    void reload()
    {
        if (!m_service)
            return;
        const Configuration::Outcome outcome = m_configuration.reload();
        if (outcome) {
            const auto names = [](const QStringList &list) { return list.join(QLatin1Char(' ')); };
            m_log.lifeCycle("reloaded", {{"taken", names(outcome.value().taken)},
                                         {"await_restart", names(outcome.value().awaitRestart)}});
            return;
        }
        for (const config::Mistake &mistake : outcome.error())
            m_log.lifeCycle("reload_refused", {{"text", sentence(mistake)}});
    }

    std::optional<net::ListenerStats> listenerStats() const
    {
        return m_service ? m_service->listenerStats() : std::nullopt;
    }

    const DaemonSpec &m_spec;
    const QStringList m_arguments;
    const CommonSettings m_settings; // of the start
    core::SystemClock m_clock;
    core::SystemRandom m_random;
    LogSink m_sink;
    Log m_log;
    QtMessagesToLog m_qtMessages;
    prometheus::Registry m_registry;
    RequestMetrics m_requestMetrics;
    std::unique_ptr<SpanLog> m_spans;
    RequestRecorder m_recorder;
    Configuration m_configuration;
    StopSignals m_signals; // outlives the service: its watchdog covers a destructor that hangs
    net::ListeningSockets m_sockets;
    Takeover m_takeover;
    DaemonMetrics m_metrics;
    std::unique_ptr<Service> m_service;
    std::optional<MetricsServer> m_metricsServer;
    QTimer m_drainTimer;
};

int runConfigured(int argc, char **argv, const DaemonSpec &spec, const ReadSettings &read)
{
    qputenv("QT_NO_GLIB", "1"); // the dispatcher that polls costs less per event
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QString::fromLatin1(spec.program));
    try {
        return Daemon(spec, argumentsOf(argc, argv), read).run(read.configured);
    } catch (const std::exception &error) {
        complain(spec.program,
                 QStringLiteral("ended by an error: %1").arg(QString::fromLocal8Bit(error.what())));
        return exitSoftware;
    }
}

} // namespace

int runDaemon(int argc, char **argv, const DaemonSpec &spec)
{
    openStandardDescriptors();
    config::Reader reader(spec.keys, config::processSources(argumentsOf(argc, argv)));
    const QString program = QString::fromLatin1(spec.program);
    if (reader.common().help) {
        print(stdout, config::helpText(program, QString::fromUtf8(spec.summary), spec.keys));
        return 0;
    }
    if (reader.common().version) {
        print(stdout, QStringLiteral("%1 %2\n").arg(program, QStringLiteral(GUARITA_VERSION)));
        return 0;
    }
    const ReadSettings read = readSettings(spec, reader);
    for (const config::Mistake &mistake : read.mistakes)
        complain(spec.program, sentence(mistake));
    if (!read.mistakes.empty())
        return exitUsage;
    if (reader.common().checkConfig) {
        print(stdout, QStringLiteral("ok\n"));
        return 0;
    }
    return runConfigured(argc, argv, spec, read);
}

} // namespace guarita::runtime
