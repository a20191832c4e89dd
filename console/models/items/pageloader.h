// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "console/api/api.h"
#include "console/models/items/pagecache.h"

#include <QtCore/QObject>
#include <QtCore/QTimer>

#include <map>

namespace guarita::console {

/// Decides which pages of a list to ask the service for: those that stay visible, and, once they are there,
/// the one that scrolling heads for. A page that is no longer wanted is cancelled; one that failed is left
/// alone until refresh(), or until another one succeeds after an outage. Rows here are the server's.
class PageLoader final : public QObject
{
    Q_OBJECT

public:
    PageLoader(Api &api, PageCache &pages, std::chrono::milliseconds settle, QObject *parent = nullptr);

    /// Another list: forgets the old one, asks for the first page and the total at once.
    void start(const ItemQuery &query);
    void stop();
    /// Everything that is held is to be asked for anew, with the total; what is visible at once.
    void refresh();
    /// Asks for a page once more, with the total, since what came does not fit the one that is known.
    void askWithTotal(qint64 page);

    /// Known length, -1: unknown. Moves what is visible inside it.
    void setTotal(qint64 total);
    /// Asks, when it has stayed the same for a moment, for the pages that are missing.
    void setVisible(qint64 first, qint64 last);
    /// Rows moved: what is under way would no longer fit.
    void rowsMoved();

    /// Whether something visible is under way.
    bool loading() const;
    /// Why something visible could not be loaded; null if nothing failed.
    const ApiError *error() const;
    int requestsSent() const { return m_requests; }

Q_SIGNALS:
    void loaded(qint64 page, bool withTotal, const guarita::console::ItemPage &reply);
    void activity(); // loading() or error() may be another

private:
    static constexpr qint64 mostVisiblePages = 8;

    void ask(qint64 page);
    void answered(qint64 page, bool withTotal, const Reply<ItemPage> &reply);
    void settle();
    std::optional<qint64> pageAhead() const;
    bool isVisible(qint64 page) const;
    std::vector<qint64> visiblePages() const;
    std::vector<qint64> missingPages() const;

    Api &m_api;
    PageCache &m_pages;
    ItemQuery m_query;
    QTimer m_settle;
    std::map<qint64, Call> m_calls; // by page
    std::map<qint64, ApiError> m_failed;
    std::vector<qint64> m_waitingFor; // the missing pages when the timer was started
    bool m_wantTotal = false;
    qint64 m_totalPage = -1; // the last one asked with the total
    qint64 m_total = -1;
    qint64 m_first = 0;
    qint64 m_last = 0;
    int m_direction = 0; // of the last scrolling: 1 down, -1 up, 0 none yet
    int m_requests = 0;
};

} // namespace guarita::console
