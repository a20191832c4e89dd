// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/upstream.h"

#include "client/managerpool.h"
#include "qnam/qtdefaults.h"

#include <algorithm>

namespace guarita::client {

namespace {

QByteArray authorityOf(const QUrl &origin)
{
    QByteArray authority = origin.host(QUrl::FullyEncoded).toLatin1();
    if (authority.contains(':'))
        authority = '[' + authority + ']';
    if (origin.port() != -1)
        authority += ':' + QByteArray::number(origin.port());
    return authority;
}

} // namespace

Upstream::Upstream(const QUrl &origin, const QString &address, int generation)
    : m_encrypted(origin.scheme() == QStringLiteral("https"))
{
    const bool known = m_encrypted || origin.scheme() == QStringLiteral("http");
    const bool bare = origin.userInfo().isEmpty() && !origin.hasQuery() && !origin.hasFragment() &&
                      (origin.path().isEmpty() || origin.path() == QStringLiteral("/"));
    m_usable = origin.isValid() && known && bare && !origin.host().isEmpty();
    if (!m_usable)
        return;

    m_authority = authorityOf(origin);
    QUrl url = origin;
    if (!address.isEmpty() && !m_encrypted) {
        url.setHost(address);
        m_lanesPrefix = QString::fromLatin1(m_authority) + u' '; // two names may have one address
    }
    if (generation > 0)
        m_lanesPrefix += QString::number(generation) + u' ';
    m_blank.setUrl(url);
    m_blank.setRawHeader(QByteArrayLiteral("Host"), m_authority);
    qnam::switchOffDefaults(m_blank);
}

int Upstream::takeLane()
{
    ++m_inFlight;
    auto lane = std::find_if(m_lanes.begin(), m_lanes.end(),
                             [](const LaneState &state) { return state.calls < Lane::mostCalls; });
    if (lane == m_lanes.end())
        lane = m_lanes.insert(m_lanes.end(), {m_lanesPrefix + QStringLiteral("lane%1").arg(m_lanes.size())});
    ++lane->calls;
    return static_cast<int>(lane - m_lanes.begin());
}

void Upstream::releaseLane(int lane)
{
    --m_inFlight;
    --m_lanes[static_cast<std::size_t>(lane)].calls;
}

bool Upstream::renameLane(int lane, const QString &name)
{
    LaneState &state = m_lanes[static_cast<std::size_t>(lane)];
    if (state.name != name)
        return false;
    state.name = m_lanesPrefix + QStringLiteral("lane%1.%2").arg(lane).arg(++state.renamed);
    return true;
}

} // namespace guarita::client
