// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/core/lazywriter.h"
#include "console/models/traffic/dayhistory.h"

namespace guarita::console {

/// Keeps the minutes of the last day in a file, one for each profile, written each minute in another thread.
/// A file that cannot be read is set aside as *.broken, and the day begins anew.
class DayKeeper final : public QObject
{
    Q_OBJECT

public:
    explicit DayKeeper(QObject *parent = nullptr);
    ~DayKeeper() override; // writes what is new

    const DayHistory &history() const { return m_history; }
    /// An empty name keeps nothing. What was kept in the file before is there at once.
    void open(const QString &file);
    void close(); // writes what is new, and forgets it
    void add(const std::vector<Backend> &backends, const TrafficHistory &history, core::Instant now,
             core::WallTime wall);

private:
    LazyWriter::Write snapshot();

    QString m_file;
    DayHistory m_history;
    LazyWriter m_writer;
};

} // namespace guarita::console
