// SPDX-License-Identifier: GPL-3.0-or-later
#include "runtime/configuration.h"

#include <utility>

namespace guarita::runtime {

Configuration::Configuration(std::vector<config::Setting> settings, core::WallTime started,
                             std::function<Reading()> read)
    : m_settings(std::move(settings))
    , m_read(std::move(read))
    , m_version(std::chrono::floor<std::chrono::milliseconds>(started).time_since_epoch().count())
{
}

Configuration::Outcome Configuration::reload()
{
    Reading reading = m_read();
    if (!reading.mistakes.empty())
        return std::move(reading.mistakes);
    Change change;
    for (std::size_t i = 0; i < m_settings.size(); ++i) { // the same keys in the same order
        config::Setting &inForce = m_settings[i];
        config::Setting &read = reading.settings[i];
        if (inForce.text == read.text)
            continue;
        (inForce.key.live ? change.taken : change.awaitRestart) += inForce.key.name;
        if (inForce.key.live)
            inForce = std::move(read);
    }
    reading.apply(); // whatever has changed: the files that settings name may have
    ++m_version;
    m_awaitingRestart = change.awaitRestart;
    return change;
}

} // namespace guarita::runtime
