// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/core/lazywriter.h"

namespace guarita::console {

namespace {

std::unique_ptr<QThreadPool> oneThread()
{
    auto pool = std::make_unique<QThreadPool>();
    pool->setMaxThreadCount(1);
    return pool;
}

} // namespace

LazyWriter::LazyWriter(std::chrono::milliseconds delay, std::function<Write()> snapshot, QObject *parent)
    : QObject(parent)
    , m_snapshot(std::move(snapshot))
    , m_thread(oneThread())
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(delay);
    connect(&m_timer, &QTimer::timeout, this, &LazyWriter::begin);
}

LazyWriter::~LazyWriter()
{
    m_thread.reset(); // waits: the thread uses this object
}

void LazyWriter::touch()
{
    m_dirty = true;
    if (!m_writing && !m_timer.isActive())
        m_timer.start();
}

void LazyWriter::flush()
{
    m_timer.stop();
    if (m_writing) {
        m_thread = oneThread(); // the old one's end is the end of its write
        m_writing = false;
        ++m_number;
    }
    if (!m_dirty)
        return;
    m_dirty = false;
    if (const auto result = m_snapshot()(); !result)
        Q_EMIT failed(result.error().message);
}

void LazyWriter::begin()
{
    m_dirty = false;
    m_writing = true;
    m_thread->start([this, number = ++m_number, write = m_snapshot()] {
        QMetaObject::invokeMethod(
            this, [this, number, result = write()] { ended(number, result); }, Qt::QueuedConnection);
    });
}

void LazyWriter::ended(int number, const core::Result<core::Done> &result)
{
    if (!result)
        Q_EMIT failed(result.error().message);
    if (number != m_number)
        return; // flush() did not wait for the news of it
    m_writing = false;
    if (m_dirty && !m_timer.isActive())
        m_timer.start();
}

} // namespace guarita::console
