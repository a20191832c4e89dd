// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/api/apierror.h"
#include "console/api/call.h"

#include <QtCore/QObject>
#include <QtCore/QTimer>

#include <chrono>
#include <optional>

namespace guarita::console {

/// Reads a list that grows at its newer end: the newest page, older ones as the view asks for them, and,
/// while it follows, newer ones as they come. One question at a time for older ones and one for newer ones.
/// What is asked, and where the answers go, is the subclass's.
class FeedReader : public QObject
{
    Q_OBJECT

public:
    enum class Phase { Empty, Loading, Ready, Failed };

    Phase phase() const { return m_phase; }
    const ApiError *error() const { return m_error ? &*m_error : nullptr; } // of the last answer

    void clear();
    void setFollowing(bool following);
    /// Now, and not only when it is time.
    void followNow();

Q_SIGNALS:
    void phaseChanged();
    void failed(); // newer or older ones could not be read; there are rows already

protected:
    /// How long after an answer newer ones are asked for again.
    struct Pace
    {
        std::chrono::milliseconds usual;
        std::chrono::milliseconds afterFailure;
    };
    explicit FeedReader(Pace pace, QObject *parent = nullptr);

    void begin(); // from the newest page on, after clear()
    void readOlder();

    virtual void forget() = 0; // what was read
    /// The answers go to tookOlder() and tookNewer().
    virtual Call askOlder() = 0;
    virtual Call askNewer() = 0;
    virtual bool hasNewer() const { return true; } // whether newer ones can be there at all

    /// An answer is there: why there is none of use, or null after its rows are where they belong.
    void tookOlder(const ApiError *error);
    void tookNewer(const ApiError *error, bool more = false); // more: of them, to be asked for at once

private:
    void enter(Phase phase);
    bool mayFollow() const { return m_following && m_phase == Phase::Ready && hasNewer(); }

    const Pace m_pace;
    Call m_older;
    Call m_newer;
    QTimer m_timer;
    std::optional<ApiError> m_error;
    Phase m_phase = Phase::Empty;
    bool m_following = false;
    bool m_askingOlder = false;
    bool m_askingNewer = false;
};

} // namespace guarita::console
