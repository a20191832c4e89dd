// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result.h"
#include "http/message.h"
#include "http/replyhandle.h"

#include <QtCore/QObject>

#include <functional>
#include <memory>
#include <optional>
#include <unordered_map>

namespace guarita::http {

/// Sends answers that are read page by page, each page when the client has taken the one before. So no more
/// than a page is held in memory, and nothing that it is read from waits for a slow client.
///
/// A page that cannot be read for a moment is asked for again for 20 seconds; anything else breaks the
/// connection: half an answer must not look whole. Event-loop thread only; outlives its HttpApp.
class PagedAnswers
{
public:
    struct Page
    {
        QByteArray text;
        bool last = false;
    };
    enum class Trouble { Passing, Lasting };
    using PageRead = core::Result<Page, Trouble>;
    /// Reads the page behind the one that it read last, and hands it over once, later, from the event loop.
    using ReadNext = std::function<void(std::function<void(PageRead)> done)>;
    /// One of the answers that may be under way at once, until it is destroyed.
    using Place = std::shared_ptr<const void>;

    explicit PagedAnswers(int most);

    /// Nothing if there are too many already.
    std::optional<Place> takePlace();
    /// `first` was read before, so that what is wrong with it could still be an answer of its own.
    void send(Place place, ReplyHandle reply, Response head, Page first, ReadNext next);

private:
    struct Answer
    {
        Place place;
        ResponseStream stream;
        ReadNext next;
        int failures = 0; // in a row
    };

    void readOn(quint64 id);
    void write(quint64 id, Page page);
    void failed(quint64 id, Trouble trouble);

    const int m_most;
    const std::shared_ptr<int> m_taken;
    QObject m_context; // of what is tried again later
    std::unordered_map<quint64, Answer> m_answers;
    quint64 m_lastId = 0;
};

} // namespace guarita::http
