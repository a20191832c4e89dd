// SPDX-License-Identifier: GPL-3.0-or-later
#include "server/web/eventscontroller.h"

#include "http/queryparameters.h"
#include "server/web/answering.h"
#include "server/web/changesbody.h"

#include <chrono>

namespace guarita::server::web {

using http::Method;
using http::ReplyHandle;
using http::Request;
using storage::ChangeFeed;
using storage::ChangeMark;
using storage::ChangesRead;
using storage::ItemRepository;
using storage::MarkedChange;
using storage::Outcome;

namespace {

constexpr std::chrono::seconds heartbeat{
    15};                               // nobody between here and the client takes the silence for an end
constexpr qint64 mostToCatchUp = 1000; // beyond it reading the lists again is quicker
constexpr qsizetype enoughAtOnce = 64 * 1024;

http::Response streamHead()
{
    http::Response head;
    head.headers.append("Content-Type", "text/event-stream");
    head.headers.append("Cache-Control", "no-store");
    return head;
}

/// An id without data is no event: the client only remembers it, for Last-Event-ID.
QByteArray idLine(const ChangeMark &mark)
{
    return "id: " + mark.text() + "\n\n";
}

const QByteArray missedEvent = "event: ressincronizar\ndata: {}\n";

} // namespace

QByteArray changeEvent(const MarkedChange &change)
{
    return "event: item\nid: " + change.mark.text() + "\ndata: " + changeJson(change.change) + "\n\n";
}

struct EventsController::Subscription final : ChangeFeed::Follower
{
    Subscription(EventsController &owner, quint64 id)
        : controller(owner)
        , id(id)
    {
    }
    void changesCame() override { controller.pump(*this); }

    EventsController &controller;
    const quint64 id;
    http::ResponseStream stream;
    std::optional<ChangeMark> from; // where the client says that it was
    bool resuming = false;          // it says so
    std::optional<quint64> next;    // the place in the feed; none while it is not known
    bool catchingUp = false;
    bool room = true;
};

EventsController::EventsController(ChangeFeed &feed, storage::ItemService &service)
    : m_feed(feed)
    , m_service(service)
{
    m_heartbeat.setInterval(heartbeat);
    QObject::connect(&m_heartbeat, &QTimer::timeout, &m_heartbeat, [this] { beat(); });
}

EventsController::~EventsController() = default;

std::vector<http::Route> EventsController::routes()
{
    return {{Method::Get, "/itens/eventos", handlerOf(this, &EventsController::subscribe)}};
}

void EventsController::subscribe(Request request, ReplyHandle reply)
{
    if (!request.query.isEmpty())
        return refuse(request, reply, http::unknownParameter(request.query, "-"));
    if (request.method == Method::Head) {
        reply.begin(streamHead()).finish();
        return;
    }
    const quint64 id = ++m_lastId;
    auto subscription = std::make_unique<Subscription>(*this, id);
    Subscription &added = *subscription;
    m_subscriptions.emplace(id, std::move(subscription));
    if (!m_feed.join(added)) {
        m_subscriptions.erase(id);
        return refuse(request, reply, tooManyFollowers());
    }
    added.resuming = request.headers.contains("last-event-id");
    added.from = ChangeMark::fromText(request.headers.value("last-event-id"));
    added.stream = reply.begin(streamHead());
    added.stream.onClientLeft([this, id] { end(id); });
    added.stream.onRoom([this, id] {
        const auto found = m_subscriptions.find(id);
        if (found == m_subscriptions.end())
            return;
        found->second->room = true;
        pump(*found->second);
    });
    added.room = added.stream.write("retry: 2000\n\n");
    if (!m_heartbeat.isActive())
        m_heartbeat.start();
    pump(added);
}

void EventsController::end(quint64 id)
{
    const auto found = m_subscriptions.find(id);
    if (found == m_subscriptions.end())
        return;
    m_feed.leave(*found->second);
    m_subscriptions.erase(found);
    if (m_subscriptions.empty())
        m_heartbeat.stop();
}

/// The feed knows where it is: the subscription takes its place.
void EventsController::begin(Subscription &subscription)
{
    if (!subscription.resuming)
        return restart(subscription, false);
    if (!subscription.from)
        return restart(subscription, true);
    if (const std::optional<quint64> place = m_feed.placeBehind(*subscription.from))
        subscription.next = place;
    else
        catchUp(subscription, *subscription.from);
}

/// What happened before the feed began is read for this one alone. Then it goes on from where the feed is
/// now: whatever the feed has seen is in what is read after that, and what is in both is passed over.
void EventsController::catchUp(Subscription &subscription, const ChangeMark &from)
{
    subscription.next = m_feed.end();
    subscription.catchingUp = true;
    m_service.run(
        [from](ItemRepository &items, domain::Timestamp) { return items.changesSince(from, mostToCatchUp); },
        [this, id = subscription.id](const Outcome<ChangesRead> &read) { caughtUp(id, read); });
}

void EventsController::caughtUp(quint64 id, const Outcome<ChangesRead> &read)
{
    const auto found = m_subscriptions.find(id);
    if (found == m_subscriptions.end())
        return;
    Subscription &subscription = *found->second;
    subscription.catchingUp = false;
    const bool all =
        read && !read.value().unknownMark && static_cast<qint64>(read.value().changes.size()) < mostToCatchUp;
    if (all) {
        QByteArray text;
        for (const MarkedChange &change : read.value().changes) {
            text += changeEvent(change);
            subscription.from = change.mark;
        }
        if (!text.isEmpty())
            subscription.room = subscription.stream.write(std::move(text));
    } else {
        // Begins anew once the feed knows where it is, which it need not just now.
        subscription.from.reset();
        subscription.next.reset();
    }
    pump(subscription);
}

/// From now on; `missed`: what came before is not known.
void EventsController::restart(Subscription &subscription, bool missed)
{
    subscription.next = m_feed.end();
    subscription.from = m_feed.mark();
    subscription.room =
        subscription.stream.write((missed ? missedEvent : QByteArray()) + idLine(*m_feed.mark()));
}

void EventsController::pump(Subscription &subscription)
{
    if (!m_feed.mark() || subscription.catchingUp || !subscription.room)
        return;
    if (!subscription.next)
        begin(subscription);
    while (subscription.next && subscription.room && *subscription.next < m_feed.end()) {
        QByteArray text;
        const ChangeFeed::Entry *entry = m_feed.at(*subscription.next);
        if (!entry)
            return restart(subscription, true);
        for (; entry && text.size() < enoughAtOnce; entry = m_feed.at(*subscription.next)) {
            if (!subscription.from || entry->mark > *subscription.from)
                text += entry->text;
            ++*subscription.next;
        }
        if (!text.isEmpty())
            subscription.room = subscription.stream.write(std::move(text));
    }
}

void EventsController::beat()
{
    for (const auto &[id, subscription] : m_subscriptions) {
        if (subscription->room)
            subscription->room = subscription->stream.write(":\n\n");
    }
}

} // namespace guarita::server::web
