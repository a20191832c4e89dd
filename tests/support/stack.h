// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/daemonprocess.h"
#include "support/rawclient.h"

#include <QtCore/QTemporaryDir>

#include <memory>
#include <vector>

namespace guarita::support {

struct StackOptions
{
    int servers = 2;
    /// Instead of servers of our own: what the balancer forwards to.
    QStringList upstreams;
    QString databaseUrl; // empty: SQLite in the stack's folder
    /// Added to the environment of every daemon, by its name.
    std::map<QString, QString> environment;
};

/// The whole chain as real processes on free ports: gateway, balancer, servers, in a folder of its own.
class Stack
{
public:
    explicit Stack(StackOptions options = {});

    /// Starts everything and waits until the balancer has every server up. False if something does not start.
    bool start();
    /// Every server of the balancer is in `state`.
    bool waitForServers(const QByteArray &state, int count, int timeoutMs = 15'000);

    DaemonProcess &gateway() { return *m_gateway; }
    /// One more gateway on the same store and the same balancer, not started yet.
    std::unique_ptr<DaemonProcess> anotherGateway() const;
    DaemonProcess &balancer() { return *m_balancer; }
    DaemonProcess &server(std::size_t index) { return *m_servers.at(index); }
    std::vector<DaemonProcess *> all();
    QString folder() const { return m_folder.path(); }

    /// One request to the gateway with a token, on a connection of its own. Status 0 if there was no answer.
    RawResponse ask(const QByteArray &method, const QByteArray &path, const QByteArray &body = {},
                    const QByteArray &fields = {});
    /// The same as bytes, to be sent by the test itself.
    QByteArray request(const QByteArray &method, const QByteArray &path, const QByteArray &body = {},
                       const QByteArray &fields = {});
    /// A fresh token; the demo user's unless told otherwise. Empty if the log-in is refused.
    QByteArray logIn(const QByteArray &user = "usuario", const QByteArray &password = "senha123");
    /// Runs `guarita-gateway user …` on the gateway's store, with `input` as its standard input.
    struct Ran
    {
        int exitCode = -1;
        QByteArray output; // standard output and error
    };
    Ran runUserCommand(const QStringList &arguments, const QByteArray &input = {});
    const QByteArray &token() const { return m_token; }
    /// "backends" of GET /admin/backends, from the balancer itself.
    QJsonArray backends();

private:
    std::map<QString, QString> environmentOf(std::map<QString, QString> own) const;

    QTemporaryDir m_folder;
    StackOptions m_options;
    std::vector<std::unique_ptr<DaemonProcess>> m_servers;
    std::unique_ptr<DaemonProcess> m_balancer;
    std::unique_ptr<DaemonProcess> m_gateway;
    QByteArray m_token;
};

/// One exchange on a connection of its own; status 0 if the connection ended or `timeoutMs` passed without an
/// answer.
RawResponse exchange(quint16 port, const QByteArray &request, int timeoutMs = 20'000);
/// The value of one sample of a metrics page, e.g. `name{label="x"}`; summed over all samples that begin so.
double metricSum(quint16 metricsPort, const QByteArray &sampleBegin);

} // namespace guarita::support
