// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/web/pagelinks.h"

#include "server/web/listquery.h"

#include <algorithm>

namespace guarita::server::web {

using domain::ItemPage;
using domain::ItemQuery;

namespace {

QByteArray link(ItemQuery query, qint64 offset, const char *relation)
{
    query.offset = offset;
    return "</itens?" + writeListQuery(query) + ">; rel=\"" + relation + '"';
}

/// As differences: the offset may be as large as a number can be.
bool hasNext(const ItemQuery &query, const ItemPage &page)
{
    if (page.total)
        return query.offset < *page.total - query.limit;
    return static_cast<qint64>(page.items.size()) == query.limit;
}

} // namespace

QByteArray pageLinks(const ItemQuery &query, const ItemPage &page)
{
    QByteArrayList links{link(query, 0, "first")};
    const qint64 total = page.total.value_or(0);
    const qint64 last = total > 0 ? (total - 1) / query.limit * query.limit : 0;
    if (query.offset > 0) {
        const qint64 before = std::max<qint64>(query.offset - query.limit, 0);
        links.append(link(query, page.total ? std::min(before, last) : before, "prev"));
    }
    if (hasNext(query, page))
        links.append(link(query, query.offset + query.limit, "next"));
    if (page.total)
        links.append(link(query, last, "last"));
    return links.join(", ");
}

} // namespace guarita::server::web
