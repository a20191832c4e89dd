// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/api/eventstream.h"

#include <algorithm>
#include <utility>

namespace guarita::console {

namespace {

constexpr qint64 longestRetry = 24LL * 60 * 60 * 1000;

bool isDigits(const QByteArray &text)
{
    return !text.isEmpty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

} // namespace

std::vector<StreamEvent> EventStream::feed(const QByteArray &bytes)
{
    std::vector<StreamEvent> events;
    for (qsizetype at = 0; at < bytes.size() && !m_overlong;) {
        if (std::exchange(m_afterCr, false) && bytes[at] == '\n') {
            ++at; // the other half of a CRLF
            continue;
        }
        const auto end =
            std::find_if(bytes.begin() + at, bytes.end(), [](char c) { return c == '\n' || c == '\r'; });
        const qsizetype length = end - bytes.begin() - at;
        m_overlong = m_line.size() + length > mostBytes;
        if (m_overlong)
            break;
        m_line.append(bytes.constData() + at, length);
        at += length;
        if (at == bytes.size())
            break;
        m_afterCr = bytes[at] == '\r';
        ++at;
        endLine(events);
    }
    return events;
}

void EventStream::endLine(std::vector<StreamEvent> &events)
{
    QByteArray line = std::exchange(m_line, {});
    if (std::exchange(m_first, false) && line.startsWith("\xEF\xBB\xBF"))
        line.remove(0, 3);
    if (line.isEmpty())
        return dispatch(events);
    const qsizetype colon = line.indexOf(':');
    if (colon == 0)
        return; // a comment
    QByteArray value = colon < 0 ? QByteArray() : line.mid(colon + 1);
    if (value.startsWith(' '))
        value.remove(0, 1);
    takeField(colon < 0 ? line : line.left(colon), value);
}

void EventStream::takeField(const QByteArray &name, const QByteArray &value)
{
    if (name == "event") {
        m_type = value;
    } else if (name == "data") {
        m_overlong = m_data.size() + value.size() > mostBytes;
        if (!m_overlong)
            m_data += value + '\n';
    } else if (name == "id") {
        if (!value.contains('\0'))
            m_id = value;
    } else if (name == "retry" && isDigits(value)) {
        bool fits = false;
        const qint64 wait = value.toLongLong(&fits);
        m_retry = std::chrono::milliseconds(fits ? std::min(wait, longestRetry) : longestRetry);
    }
}

void EventStream::dispatch(std::vector<StreamEvent> &events)
{
    m_lastEventId = m_id;
    StreamEvent event{std::exchange(m_type, {}), std::exchange(m_data, {})};
    if (event.data.isEmpty())
        return;
    event.data.chop(1); // the last line's end
    if (event.type.isEmpty())
        event.type = "message";
    events.push_back(std::move(event));
}

} // namespace guarita::console
