// SPDX-License-Identifier: GPL-3.0-or-later
// The settings that every daemon has: their names, defaults, bounds and meaning.
#include "runtime/daemon.h"

#include <QtCore/QFile>
#include <QtCore/QFileInfo>

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <limits>

namespace guarita::runtime {

namespace {

using namespace std::chrono_literals;

constexpr qint64 KiB = 1024;
constexpr qint64 MiB = 1024 * KiB;
constexpr qint64 GiB = 1024 * MiB;

const QStringList levelNames{QStringLiteral("debug"), QStringLiteral("info"), QStringLiteral("warning"),
                             QStringLiteral("error")};

config::Key key(const char *name, const char *standard, const char *help)
{
    return {QString::fromLatin1(name), QString::fromLatin1(standard), QString::fromLatin1(help)};
}

int small(config::Reader &reader, const QString &name, int least, int most)
{
    return static_cast<int>(reader.integer(name, least, most));
}

QHostAddress readHost(config::Reader &reader)
{
    const QString name = QStringLiteral("HOST");
    const QString text = reader.nonEmptyText(name);
    if (text == QStringLiteral("localhost"))
        return QHostAddress(QHostAddress::LocalHost);
    const QHostAddress address(text);
    // QHostAddress reads "1.2" as 1.0.0.2.
    const bool asWritten = address.protocol() == QAbstractSocket::IPv6Protocol || address.toString() == text;
    if (address.isNull() || !asWritten) {
        reader.reject(name, QStringLiteral("must be an IP address or localhost"));
        return QHostAddress(QHostAddress::LocalHost);
    }
    return address;
}

void readMetricsPort(config::Reader &reader, CommonSettings &settings)
{
    const QString name = QStringLiteral("METRICS_PORT");
    const QString text = reader.text(name);
    settings.metricsEnabled = text != QStringLiteral("off");
    if (!settings.metricsEnabled)
        return;
    if (text == QStringLiteral("auto")) {
        const int port = settings.port == 0 ? 0 : settings.port + 1000;
        settings.metricsPort = port > std::numeric_limits<quint16>::max() ? 0 : static_cast<quint16>(port);
        return;
    }
    settings.metricsPort = text.toUShort();
    if (QString::number(settings.metricsPort) != text)
        reader.reject(name, QStringLiteral("must be auto, off or a whole number from 0 to 65535"));
    else if (settings.metricsPort != 0 && settings.metricsPort == settings.port)
        reader.reject(name, QStringLiteral("must differ from PORT"));
}

/// One client beyond this machine must leave room for others; on it, a load test or a proxy may want all.
int readConnectionsPerAddress(config::Reader &reader, const QHostAddress &host, int connections)
{
    constexpr int most = 1'000'000;
    constexpr int ofAStranger = 1024;
    const QString name = QStringLiteral("MAX_CONNECTIONS_PER_ADDRESS");
    const QString text = reader.text(name);
    if (text == QStringLiteral("auto"))
        return host.isLoopback() ? connections : std::min(connections, ofAStranger);
    const int number = text.toInt();
    if (number < 1 || number > most || QString::number(number) != text)
        reader.reject(name, QStringLiteral("must be auto or a whole number from 1 to 1000000"));
    return std::max(number, 1);
}

void readTracing(config::Reader &reader, CommonSettings &settings)
{
    constexpr qint64 fewest = 1'000'000;
    const QString key = QStringLiteral("SPAN_LOG");
    settings.traceOneIn =
        static_cast<std::uint32_t>(reader.integer(QStringLiteral("TRACE_ONE_IN"), 0, fewest));
    const QString file = reader.nonEmptyText(key);
    if (file == QStringLiteral("off"))
        return;
    settings.spanLog = file;
    const QFileInfo info(file);
    if (!file.isEmpty() && (info.isDir() || !QFileInfo(info.absolutePath()).isDir()))
        reader.reject(key, QStringLiteral("must be off, or a file in a folder that exists"));
}

void readListener(config::Reader &reader, const QHostAddress &host, net::ListenerLimits &limits)
{
    net::FramerLimits &framer = limits.framer;
    framer.requestLine = reader.bytes(QStringLiteral("MAX_REQUEST_LINE"), 256, 64 * KiB);
    framer.headerBytes = reader.bytes(QStringLiteral("MAX_HEADER_BYTES"), 1 * KiB, 1 * MiB);
    framer.headerCount = small(reader, QStringLiteral("MAX_HEADER_COUNT"), 8, 1000);
    framer.bodyBytes = reader.bytes(QStringLiteral("MAX_BODY"), 0, 64 * MiB);
    limits.connections = small(reader, QStringLiteral("MAX_CONNECTIONS"), 1, 1'000'000);
    limits.connectionsPerAddress = readConnectionsPerAddress(reader, host, limits.connections);
    limits.bufferedBytes = reader.bytes(QStringLiteral("MAX_BUFFERED"), 1 * MiB, 64 * GiB);
    limits.headerDeadline = reader.duration(QStringLiteral("HEADER_DEADLINE"), 100ms, 10min);
    limits.bodyProgress = reader.duration(QStringLiteral("BODY_PROGRESS_DEADLINE"), 100ms, 10min);
    limits.idle = reader.duration(QStringLiteral("IDLE_TIMEOUT"), 100ms, 60min);
    limits.stalledWrite = reader.duration(QStringLiteral("WRITE_STALL_DEADLINE"), 100ms, 10min);
    if (limits.bufferedBytes < framer.requestLine + framer.headerBytes + framer.bodyBytes)
        reader.reject(
            QStringLiteral("MAX_BUFFERED"),
            QStringLiteral("must hold one whole request: MAX_REQUEST_LINE, MAX_HEADER_BYTES and MAX_BODY"));
}

/// Whoever can connect there gets the daemon's ports.
QString readTakeoverSocket(config::Reader &reader)
{
    constexpr qsizetype longest = 96; // 107 in the kernel, less the number of a process
    const QString name = QStringLiteral("TAKEOVER_SOCKET");
    const QString path = reader.nonEmptyText(name);
    if (path.isEmpty() || path == QStringLiteral("off"))
        return {};
    const QByteArray folder = QFile::encodeName(QFileInfo(path).absolutePath());
    struct stat status = {};
    const bool isFolder = stat(folder.constData(), &status) == 0 && S_ISDIR(status.st_mode);
    if (QFile::encodeName(path).size() > longest)
        reader.reject(name, QStringLiteral("must be a path of at most 96 bytes"));
    else if (!isFolder || status.st_uid != geteuid() || (status.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        reader.reject(name,
                      QStringLiteral("must be in a folder that belongs to the user and that nobody else "
                                     "may enter (mode 0700)"));
    else if (lstat(QFile::encodeName(path).constData(), &status) == 0 && !S_ISSOCK(status.st_mode))
        reader.reject(name, QStringLiteral("must not be a file of another kind, whose place it would take"));
    return path;
}

} // namespace

std::vector<config::Key> commonKeys(quint16 defaultPort, Tier tier)
{
    const bool inner = tier == Tier::Inner;
    return {
        key("HOST", "127.0.0.1",
            "The IP address to listen on, or localhost; 0.0.0.0 or :: for all interfaces."),
        key("PORT", QByteArray::number(defaultPort).constData(),
            "The port to listen on; 0 for any free one."),
        key("METRICS_PORT", "auto",
            "The loopback port of /metrics: auto is PORT + 1000 (any free one if PORT is 0), off is none, 0 "
            "is any free one."),
        config::live(
            key("LOG_LEVEL", "info", "The least important lines to log: debug, info, warning or error.")),
        config::live(key("ACCESS_LOG", "true", "Whether every request gets a line in the log.")),
        key("CORE_DUMPS", "false", "Whether a crash may leave a core file: it would hold secrets."),
        key("TRACE_ONE_IN", "1",
            inner
                ? "One in how many traces that begin here is sampled, 0 to 1000000; 0: none. What the tier "
                  "before says counts."
                : "One in how many requests is sampled in its trace, 0 to 1000000, whatever the client says; "
                  "0: none."),
        key("SPAN_LOG", "off",
            "A file to which the spans of sampled requests are added, as lines of OTLP's JSON; off: none."),
        key("MAX_CONNECTIONS", "16384",
            "Client connections at once, 1 to 1000000; a further one takes the place of an idle one, or "
            "waits."),
        key("MAX_CONNECTIONS_PER_ADDRESS", inner ? "16384" : "auto",
            "Client connections at once from one IPv4 address or IPv6 /64 network, 1 to 1000000; further "
            "ones "
            "are closed; auto is 1024, or MAX_CONNECTIONS if HOST is a loopback address."),
        key("MAX_REQUEST_LINE", "8KiB", "The longest request line, 256 to 64KiB; longer ones get 414."),
        key("MAX_HEADER_BYTES", inner ? "48KiB" : "32KiB",
            inner ? "The size of all header fields of a request, 1KiB to 1MiB; more gets 431. Allow 16KiB "
                    "more than "
                    "the gateway, which adds some."
                  : "The size of all header fields of a request, 1KiB to 1MiB; more gets 431."),
        key("MAX_HEADER_COUNT", inner ? "128" : "100",
            inner ? "The number of header fields of a request, 8 to 1000; more gets 431. Allow 28 more than "
                    "the "
                    "gateway, which adds some."
                  : "The number of header fields of a request, 8 to 1000; more gets 431."),
        key("MAX_BODY", "8MiB", "The largest request body, 0 to 64MiB; larger ones get 413."),
        key("MAX_BUFFERED", "256MiB",
            "What requests and unsent answers may hold in memory together, 1MiB to 64GiB; above it unread "
            "answers are dropped, and large bodies wait or get 503."),
        key("HEADER_DEADLINE", "10s",
            "From a request's first byte to the end of its header, 100ms to 10min; then 408."),
        key("BODY_PROGRESS_DEADLINE", "10s",
            "How long the next 4KiB of a request's body may take, 100ms to 10min; then 408."),
        key("IDLE_TIMEOUT", "60s", "How long a connection may wait between two requests, 100ms to 60min."),
        key("WRITE_STALL_DEADLINE", "30s",
            "How long a client may take for the next 4KiB of its answer, 100ms to 10min; then it is "
            "dropped."),
        key("DRAIN_NOTICE", "1s",
            "After SIGTERM, how long new connections are still taken while /saude answers 503, 0s to 10min."),
        key("DRAIN_DEADLINE", "8s",
            "After SIGTERM, how long requests in flight may take, DRAIN_NOTICE included, 0s to 10min."),
        key("DRAIN_IDLE_GRACE", "1s",
            "After SIGTERM, or once another process has taken over, how long connections without a request "
            "may still bring one, whose answer closes them, 0s to 10min."),
        key("TAKEOVER_SOCKET", "off",
            "The path of a Unix socket, in a folder that nobody else may enter, by which a process that is "
            "started with the same settings takes over from this one; off: none."),
        key("TAKEOVER_DEADLINE", "10s",
            "How long such a process waits for the one before it, and how soon it must be ready, 100ms to "
            "10min; then it ends and the other one goes on."),
    };
}

CommonSettings readCommon(config::Reader &reader)
{
    CommonSettings settings;
    settings.host = readHost(reader);
    settings.port = static_cast<quint16>(reader.integer(QStringLiteral("PORT"), 0, 65535));
    readMetricsPort(reader, settings);
    settings.logLevel =
        static_cast<LogLevel>(levelNames.indexOf(reader.choice(QStringLiteral("LOG_LEVEL"), levelNames)));
    settings.accessLog = reader.boolean(QStringLiteral("ACCESS_LOG"));
    settings.coreDumps = reader.boolean(QStringLiteral("CORE_DUMPS"));
    readTracing(reader, settings);
    readListener(reader, settings.host, settings.listener);
    settings.listener.drainNotice = reader.duration(QStringLiteral("DRAIN_NOTICE"), 0ms, 10min);
    settings.drainDeadline = reader.duration(QStringLiteral("DRAIN_DEADLINE"), 0ms, 10min);
    settings.listener.drainIdleGrace = reader.duration(QStringLiteral("DRAIN_IDLE_GRACE"), 0ms, 10min);
    if (std::max(settings.listener.drainNotice, settings.listener.drainIdleGrace) > settings.drainDeadline)
        reader.reject(QStringLiteral("DRAIN_DEADLINE"),
                      QStringLiteral("must not be shorter than DRAIN_NOTICE or DRAIN_IDLE_GRACE"));
    settings.takeoverSocket = readTakeoverSocket(reader);
    settings.takeoverDeadline = reader.duration(QStringLiteral("TAKEOVER_DEADLINE"), 100ms, 10min);
    return settings;
}

std::vector<config::Key> clientKeys(const char *firstByteDefault, const char *totalDefault)
{
    return {
        key("CONNECT_DEADLINE", "1s", "How long reaching an upstream may take, 10ms to 1min."),
        key("FIRST_BYTE_DEADLINE", firstByteDefault,
            "From the request to the head of the upstream's answer, 10ms to 10min."),
        key("TOTAL_DEADLINE", totalDefault,
            "How long an upstream call may take until its answer is here or begins to be passed on, 10ms to "
            "10min."),
        key("STREAM_ABOVE", "1MiB",
            "An answer longer than this, or of a length that is not told, is passed on bit by bit, 0 to "
            "1GiB; no other upstream is tried then."),
        key("STREAM_IDLE_DEADLINE", "60s",
            "How long such an answer may stand still, or a request body that is passed on while it comes, at "
            "the upstream, 100ms to 60min; then it is broken off. TOTAL_DEADLINE ends with the answer's "
            "beginning, and begins with such a body's end."),
        key("MAX_RESPONSE_BODY", "16MiB",
            "The longest answer that is kept whole, 1KiB to 1GiB; longer ones are passed on bit by bit "
            "whatever STREAM_ABOVE says."),
        key("MAX_UPSTREAM_IN_FLIGHT", "1024",
            "Calls at once per upstream, 1 to 65536; further ones fail without being sent."),
    };
}

client::ClientLimits readClientLimits(config::Reader &reader)
{
    client::ClientLimits limits;
    limits.connectDeadline = reader.duration(QStringLiteral("CONNECT_DEADLINE"), 10ms, 1min);
    limits.firstByteDeadline = reader.duration(QStringLiteral("FIRST_BYTE_DEADLINE"), 10ms, 10min);
    limits.totalDeadline = reader.duration(QStringLiteral("TOTAL_DEADLINE"), 10ms, 10min);
    limits.streamAbove = reader.bytes(QStringLiteral("STREAM_ABOVE"), 0, 1 * GiB);
    limits.streamIdleDeadline = reader.duration(QStringLiteral("STREAM_IDLE_DEADLINE"), 100ms, 60min);
    limits.responseBytes = reader.bytes(QStringLiteral("MAX_RESPONSE_BODY"), 1 * KiB, 1 * GiB);
    limits.inFlightPerUpstream = small(reader, QStringLiteral("MAX_UPSTREAM_IN_FLIGHT"), 1, 65536);
    if (limits.totalDeadline < limits.connectDeadline)
        reader.reject(QStringLiteral("TOTAL_DEADLINE"),
                      QStringLiteral("must not be shorter than CONNECT_DEADLINE"));
    return limits;
}

} // namespace guarita::runtime
