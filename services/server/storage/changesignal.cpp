// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/storage/changesignal.h"

#include "server/storage/signalworker.h"

namespace guarita::server::storage {

ChangeSignal::ChangeSignal(std::shared_ptr<const SqlDialect> dialect, std::function<void()> heard)
    : m_worker(new SignalWorker(std::move(dialect)))
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

} // namespace guarita::server::storage
