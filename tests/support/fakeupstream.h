// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>
#include <QtCore/QList>
#include <QtCore/QMap>
#include <QtCore/QUrl>
#include <QtNetwork/QTcpServer>

#include <chrono>
#include <functional>

class QTcpSocket;

namespace guarita::support {

/// What the upstream does with one request.
struct UpstreamScript
{
    QByteArray bytes;                  // exactly what it writes
    std::chrono::milliseconds delay{}; // before the first byte
    std::chrono::milliseconds gap{};   // between two bytes; zero writes them at once
    bool closeAfter = false;           // after the last byte, or instead of any
    bool never = false;                // reads and keeps silent
    QByteArray later{};                // written too, after `lateness`
    std::chrono::milliseconds lateness{};

    static UpstreamScript answer(QByteArray bytes) { return {.bytes = std::move(bytes)}; }
    /// 200 with a Content-Length.
    static UpstreamScript ok(const QByteArray &body = "ok");
    static UpstreamScript close() { return {.bytes = {}, .closeAfter = true}; }
    static UpstreamScript silence() { return {.bytes = {}, .never = true}; }
};

/// A whole request as it stood on the wire.
struct SeenRequest
{
    QByteArray method;
    QByteArray target;
    QByteArray head; // request line and fields, as they came
    QByteArray body;
    QList<qsizetype> chunks = {}; // their sizes, the last one's 0 included, if it came in chunks
    QByteArray field(const QByteArray &name) const; // case-insensitive, empty if absent
};

/// An HTTP/1.1 server that does exactly as told, in the test's own thread. It frames requests by
/// Content-Length, or by chunks without extensions and trailers: one in other chunks is never whole.
class FakeUpstream
{
public:
    using Script = std::function<UpstreamScript(const SeenRequest &)>;

    explicit FakeUpstream(Script script = [](const SeenRequest &) { return UpstreamScript::ok(); });
    explicit FakeUpstream(UpstreamScript always);
    ~FakeUpstream();

    QUrl origin() const;
    quint16 port() const { return m_server.serverPort(); }
    void setScript(Script script) { m_script = std::move(script); }
    /// Closes every new connection before reading from it.
    void refuseAll() { m_closesAtOnce = true; }
    /// False: what comes stays in the kernel, on all connections, until it is true again.
    void setReading(bool reading);
    /// Closes all connections that are open.
    void closeConnections();
    /// The same with a reset: whoever writes to one fails.
    void resetConnections();
    /// Writes to all connections that are open, unasked; or to those whose last request was for `target`.
    void push(const QByteArray &bytes, const QByteArray &target = {});

    int connections() const { return m_connections; } // ever
    int open() const;                                 // now
    qint64 unsent() const;                            // of what was to be written, on all connections
    qint64 unframed() const;                          // bytes of requests that are not whole yet
    int requests(const QByteArray &method) const { return m_requests.value(method); }
    const QList<SeenRequest> &seen() const { return m_seen; }

private:
    void accept();
    void read(QTcpSocket *socket);
    void bound(QTcpSocket *socket) const;
    void act(QTcpSocket *socket, const UpstreamScript &script);

    QTcpServer m_server;
    Script m_script;
    bool m_closesAtOnce = false;
    bool m_reads = true;
    int m_connections = 0;
    QMap<QByteArray, int> m_requests;
    QList<SeenRequest> m_seen;
    QMap<QTcpSocket *, QByteArray> m_buffers;
    QMap<QTcpSocket *, QByteArray> m_targets; // of the last request
};

/// A port of the loopback that nothing listens on.
quint16 deadPort();

} // namespace guarita::support
