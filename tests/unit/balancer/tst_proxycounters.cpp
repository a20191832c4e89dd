// SPDX-License-Identifier: GPL-3.0-or-later
#include "unit/balancer/proxybench.h"

#include <QtTest/QTest>

#include <algorithm>
#include <random>
#include <set>

using namespace guarita;
using namespace guarita::balancer;
using namespace std::chrono_literals;
using client::Stage;
using http::Method;
using test::Bench;

/// Whatever happens in whatever order: each request is answered once and with its own answer, and the counts
/// of the endpoints add up at every moment.
class TestProxyCounters : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anything_10000Steps_addsUp_data();
    void anything_10000Steps_addsUp();
};

namespace {

ProxySettings tight()
{
    ProxySettings settings;
    settings.deadline = 2s;
    settings.retry.tryDeadline = 500ms;
    settings.retry.hedgeAfter = 50ms;
    settings.retry.budget = {.percent = 50, .floor = 5};
    settings.overload.inFlightPerEndpoint = 3;
    settings.overload.queueLength = 6;
    settings.overload.queueDeadline = 300ms;
    return settings;
}

class Walk
{
public:
    explicit Walk(unsigned seed)
        : m_dice(seed)
        , m_bench(4, tight())
    {
        for (const EndpointPtr &endpoint : m_bench.endpoints)
            endpoint->setInFlightLimit(3);
    }

    void step()
    {
        switch (draw(12)) {
        case 0:
        case 1:
        case 2:
            return request();
        case 3:
        case 4:
        case 5:
            return endCall();
        case 6:
            return beginStream();
        case 7:
            return someBytes();
        case 8:
            return leave();
        case 9:
            return m_bench.pass(std::chrono::milliseconds(draw(120)));
        case 10:
            return changeCluster();
        default:
            return m_bench.pass(0ms);
        }
    }

    /// Everything that is under way ends.
    void finish()
    {
        for (const EndpointPtr &endpoint : m_bench.endpoints)
            support::setUp(*endpoint, true);
        m_bench.cluster.refresh();
        for (int i = 0; i < 100'000 && m_bench.proxy->inFlight() > 0; ++i) {
            if (m_bench.upstream.sent.empty())
                m_bench.pass(100ms);
            else
                endCall();
        }
    }

    QByteArray mistake() const
    {
        int inFlight = 0;
        qint64 picked = 0;
        for (const EndpointPtr &endpoint : m_bench.endpoints) {
            const EndpointCounters &counters = endpoint->counters();
            const auto outcome = [&](AttemptOutcome each) { return counters.outcomes[std::size_t(each)]; };
            const qint64 answered = outcome(AttemptOutcome::Answered);
            const qint64 cancelled = outcome(AttemptOutcome::Cancelled);
            if (counters.requests != answered + counters.failures + cancelled + counters.inFlight)
                return "requests are not answered + failures + cancelled + in flight";
            if (std::accumulate(counters.picks.begin(), counters.picks.end(), qint64(0)) != counters.requests)
                return "picks are not requests";
            const tally::CallBook &book = endpoint->calls();
            if (counters.requests != qint64(book.begun()) || counters.inFlight != int(book.underWay()))
                return "the book is not what the counters are";
            if (counters.inFlight > endpoint->inFlightLimit())
                return "more in flight than the limit";
            inFlight += counters.inFlight;
            picked += counters.requests - counters.retries - counters.picks[std::size_t(PickReason::Hedge)];
        }
        if (inFlight != m_bench.upstream.open)
            return "calls are not what is in flight";
        if (picked > qint64(m_bench.owner.exchanges.size()))
            return "more first attempts than requests";
        if (m_bench.owner.answers.size() + m_bench.owner.left.size() + m_bench.proxy->inFlight() !=
            m_bench.owner.exchanges.size())
            return "answers and what is under way are not the requests";
        return wrongAnswer();
    }

    const Bench &bench() const { return m_bench; }
    QByteArray summary() const
    {
        std::map<QByteArray, int> seen;
        for (const Bench::Noted &request : m_bench.requests)
            ++seen[QByteArray::number(request.status) + ' ' + request.reason];
        QByteArray text;
        for (const auto &[what, count] : seen)
            text += what + ": " + QByteArray::number(count) + "; ";
        return text;
    }
    std::size_t kindsOfEnds() const
    {
        std::set<std::pair<int, QByteArray>> kinds;
        for (const Bench::Noted &request : m_bench.requests)
            kinds.emplace(request.status, request.reason);
        return kinds.size();
    }

private:
    int draw(int sides) { return std::uniform_int_distribution(0, sides - 1)(m_dice); }

    /// Who reads it knows by its path whose it is.
    void request()
    {
        constexpr std::array methods{Method::Get, Method::Get, Method::Get, Method::Post, Method::Put};
        http::Request request;
        request.method = methods[std::size_t(draw(methods.size()))];
        request.target = QByteArray::number(m_bench.owner.exchanges.size());
        request.path = request.target;
        if (request.method != Method::Get)
            request.body = "body";
        m_bench.proxy->forward(std::move(request), m_bench.owner.handle());
    }

    void endCall()
    {
        auto &sent = m_bench.upstream.sent;
        if (sent.empty())
            return;
        constexpr std::array stages{Stage::Saturated, Stage::Connect,  Stage::NoResponse,
                                    Stage::Truncated, Stage::TooLarge, Stage::Timeout};
        constexpr std::array statuses{200, 200, 404, 500, 502, 503};
        const int index = draw(int(sent.size()));
        const QByteArray body = sent[std::size_t(index)].request.target;
        if (draw(3) == 0) {
            const Stage stage = stages[std::size_t(draw(stages.size()))];
            m_streaming.erase(sent[std::size_t(index)].serial);
            m_bench.upstream.end(stage, 0, index);
            return;
        }
        const int status = statuses[std::size_t(draw(statuses.size()))];
        const http::Headers headers = draw(2) ? http::Headers{} : http::Headers{{"retry-after", "1"}};
        m_streaming.erase(sent[std::size_t(index)].serial);
        m_bench.upstream.end(Stage::Completed, status, index, headers, body);
    }

    void beginStream()
    {
        auto &sent = m_bench.upstream.sent;
        if (sent.empty())
            return;
        const int index = draw(int(sent.size()));
        if (!m_streaming.insert(sent[std::size_t(index)].serial).second)
            return;
        m_bench.upstream.begin(draw(3) ? 200 : 503, index);
    }

    void someBytes()
    {
        auto &sent = m_bench.upstream.sent;
        const auto streams = std::find_if(
            sent.begin(), sent.end(), [&](const auto &each) { return m_streaming.contains(each.serial); });
        if (streams != sent.end())
            streams->receiver->bytes(streams->request.target + ' ');
    }

    void leave()
    {
        auto &exchanges = m_bench.owner.exchanges;
        if (exchanges.empty())
            return;
        const std::size_t index =
            exchanges.size() - 1 - std::size_t(draw(int(std::min<std::size_t>(exchanges.size(), 20))));
        if (exchanges[index]->owner && !exchanges[index]->clientLeft)
            m_bench.owner.leave(index);
    }

    void changeCluster()
    {
        Endpoint &endpoint = *m_bench.endpoints[std::size_t(draw(4))];
        switch (draw(3)) {
        case 0:
            support::setUp(endpoint, draw(3) > 0);
            break;
        case 1:
            endpoint.administer(draw(4) ? Administration::Ready : Administration::Drain, 1 + draw(5));
            break;
        default:
            m_bench.cluster.setPanicMode(draw(2) ? PanicMode::On : PanicMode::Off);
        }
        m_bench.cluster.refresh();
        m_bench.proxy->roomChanged();
    }

    /// A whole answer is the one to its request; a stream's is some of it.
    QByteArray wrongAnswer() const
    {
        const auto &owner = m_bench.owner;
        for (; m_looked < owner.answers.size(); ++m_looked) {
            const http::Response &answer = owner.answers[m_looked];
            const auto exchange =
                std::find_if(owner.exchanges.begin(), owner.exchanges.end(),
                             [&](const auto &each) { return each.get() == owner.answered[m_looked]; });
            const QByteArray own = QByteArray::number(exchange - owner.exchanges.begin());
            if (!answer.reason.isEmpty())
                continue; // made here
            for (const QByteArray &part : answer.body.trimmed().split(' ')) {
                if (!part.isEmpty() && part != own)
                    return "the answer to " + own + " is that to " + part;
            }
        }
        return {};
    }

    std::mt19937 m_dice;
    Bench m_bench;
    std::set<int> m_streaming; // serials of calls whose head has come
    mutable std::size_t m_looked = 0;
};

} // namespace

void TestProxyCounters::anything_10000Steps_addsUp_data()
{
    QTest::addColumn<unsigned>("seed");
    for (unsigned seed = 1; seed <= 5; ++seed)
        QTest::addRow("seed %u", seed) << seed;
}

void TestProxyCounters::anything_10000Steps_addsUp()
{
    QFETCH(unsigned, seed);
    Walk walk(seed);
    for (int i = 0; i < 10'000; ++i) {
        walk.step();
        const QByteArray mistake = walk.mistake();
        QVERIFY2(mistake.isEmpty(), "step " + QByteArray::number(i) + ": " + mistake);
    }
    walk.finish();
    QCOMPARE(walk.mistake(), QByteArray());
    const Bench &bench = walk.bench();
    QCOMPARE(bench.proxy->inFlight(), std::size_t(0));
    QCOMPARE(bench.upstream.open, 0);
    QCOMPARE(bench.proxy->stats().queued, std::size_t(0));

    // Each request was told of, with all of its attempts.
    QCOMPARE(bench.requests.size(), bench.owner.exchanges.size());
    std::size_t attempts = 0;
    for (const Bench::Noted &request : bench.requests)
        attempts += request.attempts.size();
    QCOMPARE(attempts, bench.reports.size());
    QVERIFY2(walk.kindsOfEnds() >= 15, walk.summary()); // it was everywhere
}

QTEST_GUILESS_MAIN(TestProxyCounters)
#include "tst_proxycounters.moc"
