// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QByteArray>

#include <chrono>
#include <optional>
#include <vector>

namespace guarita::console {

struct StreamEvent
{
    QByteArray type; // "message" if it was not named
    QByteArray data;
};

/// Reads text/event-stream as the HTML standard has it (section 9.2.6), from pieces of any size. What has no
/// blank line behind it is no event. Pure.
class EventStream
{
public:
    static constexpr qsizetype mostBytes = 1024 * 1024; // of a line, and of an event's data

    /// The events that are complete now.
    std::vector<StreamEvent> feed(const QByteArray &bytes);

    const QByteArray &lastEventId() const { return m_lastEventId; }
    std::optional<std::chrono::milliseconds> retry() const { return m_retry; }
    /// Something was longer than it may be; nothing is read any more.
    bool isOverlong() const { return m_overlong; }

private:
    void endLine(std::vector<StreamEvent> &events);
    void takeField(const QByteArray &name, const QByteArray &value);
    void dispatch(std::vector<StreamEvent> &events);

    QByteArray m_line;
    bool m_first = true; // line: may begin with a byte order mark
    bool m_afterCr = false;
    bool m_overlong = false;
    QByteArray m_type;
    QByteArray m_data;
    QByteArray m_id;
    QByteArray m_lastEventId;
    std::optional<std::chrono::milliseconds> m_retry;
};

} // namespace guarita::console
