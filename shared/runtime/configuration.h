// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "config/config.h"
#include "core/clock.h"
#include "core/result.h"

#include <QtCore/QStringList>

#include <functional>
#include <vector>

namespace guarita::runtime {

/// The settings that a daemon runs with, and how they change while it does.
///
/// A reload reads all places again, the files that settings name included, and checks everything as a start
/// does. With one mistake nothing is taken over; without any all live settings are, in one turn of the event
/// loop, so that no request sees some of them. Event-loop thread only.
class Configuration
{
public:
    /// What was read anew.
    struct Reading
    {
        std::vector<config::Setting> settings;
        std::vector<config::Mistake> mistakes;
        std::function<void()> apply; // takes the live ones over
    };
    /// Names of settings that have another value than those in force.
    struct Change
    {
        QStringList taken;
        QStringList awaitRestart;
    };
    using Outcome = core::Result<Change, std::vector<config::Mistake>>;

    Configuration(std::vector<config::Setting> settings, core::WallTime started,
                  std::function<Reading()> read);

    /// In force. Those of secrets are here, too: show them to nobody.
    const std::vector<config::Setting> &settings() const { return m_settings; }
    /// Another one after each reload, and in each process.
    qint64 version() const { return m_version; }
    /// Settings that would be others if the daemon was started anew, as of the last reload.
    const QStringList &awaitingRestart() const { return m_awaitingRestart; }

    Outcome reload();

private:
    std::vector<config::Setting> m_settings;
    QStringList m_awaitingRestart;
    const std::function<Reading()> m_read;
    qint64 m_version;
};

} // namespace guarita::runtime
