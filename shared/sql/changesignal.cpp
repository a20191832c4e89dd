// SPDX-License-Identifier: GPL-3.0-or-later
#include "sql/changesignal.h"

#include "sql/signalworker.h"

namespace guarita::sql {

ChangeSignal::ChangeSignal(std::shared_ptr<const SqlDialect> dialect, const QString &channel,
                           std::function<void()> heard)
    : m_worker(new SignalWorker(std::move(dialect), channel))
{
    m_worker->moveToThread(&m_thread);
    QObject::connect(m_worker, &SignalWorker::heard, &m_context, std::move(heard));
    QObject::connect(&m_thread, &QThread::started, m_worker, &SignalWorker::start);
    QObject::connect(&m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
    m_thread.start();
}

ChangeSignal::~ChangeSignal()
{
    m_thread.quit();
    m_thread.wait();
}

void ChangeSignal::announce()
{
    QMetaObject::invokeMethod(m_worker, &SignalWorker::announce, Qt::QueuedConnection);
}

} // namespace guarita::sql
