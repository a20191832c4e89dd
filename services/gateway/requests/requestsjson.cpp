// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/requests/requestsjson.h"

#include "core/jsonwriter.h"

#include <QtCore/QHash>

#include <algorithm>

namespace guarita::gateway {

namespace {

using Known = QHash<QByteArray, const RecentRequest *>;

QByteArray keyOf(QByteArrayView id, QByteArrayView trace)
{
    return trace.toByteArray().append(id);
}

/// Null for those that a client gave the same id and trace: which of them is meant cannot be told.
Known byKey(const std::vector<RecentRequest> &requests)
{
    Known known;
    known.reserve(static_cast<qsizetype>(requests.size()));
    for (const RecentRequest &request : requests) {
        const QByteArray key = keyOf(request.id, request.trace.view());
        known.insert(key, known.contains(key) ? nullptr : &request);
    }
    return known;
}

QByteArray memberOf(const RecentRequest &request)
{
    core::JsonWriter json;
    json.beginObject();
    json.key("total_ms");
    json.number(static_cast<double>(request.total.count()) / 1e6);
    json.key("usuario");
    if (request.user.isEmpty())
        json.null();
    else
        json.string(QByteArrayView(request.user));
    json.endObject();
    return json.take();
}

/// Goes through a page once, without making a tree of it: a thousand requests would keep the event loop for
/// long.
class PageJoin
{
public:
    PageJoin(QByteArrayView page, const Known &known)
        : m_page(page)
        , m_known(known)
    {
    }

    QByteArray joined()
    {
        m_joined.reserve(m_page.size() + m_page.size() / 8);
        while (m_at < m_page.size()) {
            const char c = m_page[m_at];
            if (c == '"') {
                string();
                continue;
            }
            ++m_at;
            if (c == '{' || c == '[')
                ++m_depth;
            else if (c == '}' || c == ']')
                close();
        }
        return m_joined.append(m_page.sliced(m_copied));
    }

private:
    static constexpr int requestDepth = 3; // {"pedidos":[{

    /// What stands between the quotes at the place.
    QByteArrayView text()
    {
        const qsizetype begin = ++m_at;
        while (m_at < m_page.size() && m_page[m_at] != '"')
            m_at += m_page[m_at] == '\\' ? 2 : 1;
        const qsizetype end = std::min(m_at, m_page.size());
        m_at = std::min(end + 1, m_page.size());
        return m_page.sliced(begin, end - begin);
    }

    bool take(QByteArrayView what)
    {
        const bool there = m_page.sliced(m_at).startsWith(what);
        m_at += there ? what.size() : 0;
        return there;
    }

    void string()
    {
        const QByteArrayView name = text();
        if (m_depth != requestDepth || !take(":"))
            return;
        if (name == "id" && m_page.sliced(m_at).startsWith('"'))
            m_id = text();
        else if (name == "trace_id" && m_page.sliced(m_at).startsWith('"'))
            m_trace = text();
        else if (name == "gateway" && take("null"))
            m_null = m_at;
    }

    void close()
    {
        if (m_depth-- != requestDepth)
            return;
        if (const RecentRequest *known = m_null > 0 ? m_known.value(keyOf(m_id, m_trace)) : nullptr) {
            const qsizetype null = m_null - 4;
            m_joined.append(m_page.sliced(m_copied, null - m_copied)).append(memberOf(*known));
            m_copied = m_null;
        }
        m_id = {};
        m_trace = {};
        m_null = 0;
    }

    const QByteArrayView m_page;
    const Known &m_known;
    QByteArray m_joined;
    qsizetype m_copied = 0; // so far
    qsizetype m_at = 0;
    int m_depth = 0;
    // Of the request at the place.
    QByteArrayView m_id;
    QByteArrayView m_trace;
    qsizetype m_null = 0; // behind the null of its "gateway"; 0: there is none
};

} // namespace

QByteArray withGateway(const QByteArray &page, const std::vector<RecentRequest> &known)
{
    const Known byId = byKey(known);
    return PageJoin(page, byId).joined();
}

} // namespace guarita::gateway
