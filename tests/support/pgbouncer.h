// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "support/postgrescluster.h"

namespace guarita::support {

/// A private PgBouncer with pool_mode=transaction in front of a cluster, on a free TCP port of the loopback
/// interface. It dies with the object.
class PgBouncer
{
public:
    /// `poolSize`: connections to PostgreSQL for each database, however many clients there are.
    PgBouncer(const PostgresCluster &cluster, int poolSize);
    ~PgBouncer();
    PgBouncer(const PgBouncer &) = delete;
    PgBouncer &operator=(const PgBouncer &) = delete;

    static bool installed();

    bool start(); // waits until it listens
    QString url(const QString &database) const;
    /// What went wrong last, with the log.
    QString error() const { return m_error; }

private:
    bool writeConfiguration() const;
    bool awaitReady();

    const PostgresCluster &m_cluster;
    const int m_poolSize;
    const quint16 m_port;
    QTemporaryDir m_folder;
    QProcess m_process;
    QString m_error;
};

} // namespace guarita::support
