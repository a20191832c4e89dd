// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"

#include <QtCore/QObject>
#include <QtCore/QThreadPool>
#include <QtCore/QTimer>

#include <chrono>
#include <functional>
#include <memory>

namespace guarita::console {

/// Keeps something on the disk without ever making the event loop wait for the disk: many changes within the
/// delay become one write, done in a thread of its own, one after another.
class LazyWriter final : public QObject
{
    Q_OBJECT

public:
    using Write = std::function<core::Result<core::Done>()>; // runs in another thread, on values alone

    /// `snapshot` runs in this thread when it is time to write.
    LazyWriter(std::chrono::milliseconds delay, std::function<Write()> snapshot, QObject *parent = nullptr);
    ~LazyWriter() override; // waits; does not write what is new, since `snapshot`'s owner may be half gone

    void touch(); // something changed
    /// Writes what is new now, and waits for it.
    void flush();

Q_SIGNALS:
    void failed(const QString &why); // the next touch() tries again

private:
    void begin();
    void ended(int number, const core::Result<core::Done> &result);

    std::function<Write()> m_snapshot;
    QTimer m_timer;
    std::unique_ptr<QThreadPool> m_thread;
    int m_number = 0; // of the last write begun
    bool m_dirty = false;
    bool m_writing = false;
};

} // namespace guarita::console
