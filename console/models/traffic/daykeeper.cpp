// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/traffic/daykeeper.h"

#include "console/core/filestore.h"

namespace guarita::console {

namespace {

constexpr std::chrono::milliseconds writeDelay{200};

}

DayKeeper::DayKeeper(QObject *parent)
    : QObject(parent)
    , m_writer(writeDelay, [this] { return snapshot(); })
{
}

DayKeeper::~DayKeeper()
{
    close();
}

void DayKeeper::open(const QString &file)
{
    close();
    m_file = file;
    if (file.isEmpty())
        return;
    const auto found = filestore::read(file, DayHistory::mostBytes);
    if (found && !found.value())
        return;
    core::Result<DayHistory> history =
        found ? DayHistory::decode(*found.value()) : core::Result<DayHistory>(found.error());
    if (history)
        m_history = std::move(history).value();
    else
        filestore::setAside(file);
}

void DayKeeper::close()
{
    if (!m_file.isEmpty() && !m_history.isEmpty()) {
        m_writer.touch();
        m_writer.flush();
    }
    m_history.clear();
    m_file.clear();
}

void DayKeeper::add(const std::vector<Backend> &backends, const TrafficHistory &history, core::Instant now,
                    core::WallTime wall)
{
    if (m_history.add(backends, history, now, wall) && !m_file.isEmpty())
        m_writer.touch();
}

LazyWriter::Write DayKeeper::snapshot()
{
    return [file = m_file, history = m_history] { return filestore::replace(file, history.encode()); };
}

} // namespace guarita::console
