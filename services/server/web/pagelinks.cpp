// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/web/pagelinks.h"

#include "server/web/listquery.h"

#include <algorithm>

namespace guarita::server::web {

using domain::ItemPage;
using domain::ItemQuery;

namespace {

QByteArray link(const ItemQuery &query, const char *relation)
{
    return "</itens?" + writeListQuery(query) + ">; rel=\"" + relation + '"';
}

QByteArray linkAt(ItemQuery query, qint64 offset, const char *relation)
{
    query.offset = offset;
    return link(query, relation);
}

QByteArray linkFrom(ItemQuery query, const domain::Item &item, bool backward, const char *relation)
{
    query.cursor = domain::cursorAt(item, query, backward);
    return link(query, relation);
}

/// As differences: the offset may be as large as a number can be.
bool hasNext(const ItemQuery &query, const ItemPage &page)
{
    if (page.total)
        return *query.offset < *page.total - query.limit;
    return static_cast<qint64>(page.items.size()) == query.limit;
}

QByteArrayList linksByOffset(const ItemQuery &query, const ItemPage &page)
{
    QByteArrayList links{linkAt(query, 0, "first")};
    const qint64 total = page.total.value_or(0);
    const qint64 last = total > 0 ? (total - 1) / query.limit * query.limit : 0;
    if (*query.offset > 0) {
        const qint64 before = std::max<qint64>(*query.offset - query.limit, 0);
        links.append(linkAt(query, page.total ? std::min(before, last) : before, "prev"));
    }
    if (hasNext(query, page))
        links.append(linkAt(query, *query.offset + query.limit, "next"));
    if (page.total)
        links.append(linkAt(query, last, "last"));
    return links;
}

/// Behind a page that was read backward there is at least the item that it was read from.
QByteArrayList linksByCursor(const ItemQuery &query, const ItemPage &page)
{
    ItemQuery first = query;
    first.cursor.reset();
    QByteArrayList links{link(first, "first")};
    if (page.items.empty())
        return links;
    const bool backward = query.cursor && query.cursor->backward;
    if (backward ? page.more : query.cursor.has_value())
        links.append(linkFrom(query, page.items.front(), true, "prev"));
    if (backward || page.more)
        links.append(linkFrom(query, page.items.back(), false, "next"));
    return links;
}

} // namespace

QByteArray pageLinks(const ItemQuery &query, const ItemPage &page)
{
    return (query.offset ? linksByOffset(query, page) : linksByCursor(query, page)).join(", ");
}

} // namespace guarita::server::web
