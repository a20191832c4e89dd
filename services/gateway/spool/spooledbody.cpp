// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/spool/spooledbody.h"

#include <algorithm>
#include <utility>

namespace guarita::gateway {

namespace {

constexpr qint64 writtenAtOnce = net::IncomingBody::capacity;
constexpr qint64 readAtOnce = 64 * 1024;

} // namespace

SpooledBody::SpooledBody(Spool &spool, std::shared_ptr<net::IncomingBody> incoming, Done done)
    : m_spool(spool)
    , m_file(spool.newFile())
    , m_done(std::move(done))
    , m_incoming(std::move(incoming))
{
}

SpooledBody::~SpooledBody()
{
    if (m_incoming)
        m_incoming->onProgress(nullptr);
    if (m_outgoing)
        m_outgoing->onRoom(nullptr);
    m_spool.forget(m_working);
    letGo();
}

bool SpooledBody::unreadable() const
{
    return m_outgoing && m_outgoing->state() == net::IncomingBody::State::Broken;
}

void SpooledBody::begin()
{
    m_incoming->onProgress([this] { write(); });
    write();
}

void SpooledBody::write()
{
    if (m_busy || !m_incoming)
        return;
    const auto self = shared_from_this(); // who is told of room, or of the end, may let go of this
    if (m_incoming->state() == net::IncomingBody::State::Broken)
        return fail(SpoolFailure::Broken);
    const qint64 count = std::min(m_incoming->available(), writtenAtOnce);
    if (count == 0) {
        if (m_incoming->state() == net::IncomingBody::State::Whole)
            end();
        return;
    }
    if (!m_spool.reserve(count))
        return fail(SpoolFailure::Full);
    m_size += count;
    m_busy = true;
    QByteArray bytes = m_incoming->take(count);
    m_working = m_spool.write(m_file, std::move(bytes), [this](int error) { written(error); });
}

void SpooledBody::written(int error)
{
    m_busy = false;
    const auto self = shared_from_this();
    if (error != 0)
        return fail(SpoolFailure::Failed);
    write();
}

void SpooledBody::fail(SpoolFailure failure)
{
    std::exchange(m_incoming, nullptr)->onProgress(nullptr);
    letGo();
    m_done(failure);
}

void SpooledBody::end()
{
    std::exchange(m_incoming, nullptr)->onProgress(nullptr);
    m_outgoing = std::make_shared<net::IncomingBody>(m_size);
    m_outgoing->onRoom([this] { read(); });
    read();
    m_done(m_outgoing);
}

void SpooledBody::read()
{
    if (m_busy || !m_file || m_outgoing->full())
        return;
    m_busy = true;
    m_working = m_spool.read(m_file, readAtOnce, [this](const QByteArray &bytes) { pass(bytes); });
}

void SpooledBody::pass(const QByteArray &bytes)
{
    m_busy = false;
    const auto self = shared_from_this();
    m_read += bytes.size();
    const bool last = m_read == m_size;
    if (last || bytes.isEmpty())
        letGo();
    m_outgoing->put(bytes);
    if (last)
        m_outgoing->finish();
    else if (bytes.isEmpty())
        m_outgoing->breakOff();
    else
        read();
}

void SpooledBody::letGo()
{
    if (!m_file)
        return;
    m_spool.close(std::exchange(m_file, nullptr));
    m_spool.release(m_size);
}

} // namespace guarita::gateway
