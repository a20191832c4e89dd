// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/feed/feedreader.h"

#include <algorithm>

namespace guarita::console {

FeedReader::FeedReader(Pace pace, QObject *parent)
    : QObject(parent)
    , m_pace(pace)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &FeedReader::followNow);
}

void FeedReader::enter(Phase phase)
{
    m_phase = phase;
    Q_EMIT phaseChanged();
}

void FeedReader::clear()
{
    m_older.reset();
    m_newer.reset();
    m_askingOlder = m_askingNewer = false;
    m_timer.stop();
    m_error.reset();
    forget();
    enter(Phase::Empty);
}

void FeedReader::begin()
{
    enter(Phase::Loading);
    readOlder();
}

void FeedReader::readOlder()
{
    if (m_askingOlder)
        return;
    m_askingOlder = true;
    m_older = askOlder();
}

void FeedReader::tookOlder(const ApiError *error)
{
    m_askingOlder = false; // only now: who hears of the rows may ask for more before they are there
    if (error) {
        m_error = *error;
        if (m_phase == Phase::Loading)
            enter(Phase::Failed);
        else
            Q_EMIT failed();
        return;
    }
    m_error.reset();
    enter(Phase::Ready);
    setFollowing(m_following);
}

void FeedReader::setFollowing(bool following)
{
    m_following = following;
    if (!mayFollow())
        m_timer.stop();
    else if (!m_askingNewer && !m_timer.isActive())
        m_timer.start(m_pace.usual);
}

void FeedReader::followNow()
{
    if (!mayFollow() || m_askingNewer)
        return;
    m_timer.stop();
    m_askingNewer = true;
    m_newer = askNewer();
}

void FeedReader::tookNewer(const ApiError *error, bool more)
{
    m_askingNewer = false;
    if (error) {
        m_error = *error;
        if (mayFollow())
            m_timer.start(std::max(m_pace.usual, m_pace.afterFailure));
        Q_EMIT failed();
        return;
    }
    m_error.reset();
    if (more)
        return followNow();
    if (mayFollow())
        m_timer.start(m_pace.usual);
}

} // namespace guarita::console
