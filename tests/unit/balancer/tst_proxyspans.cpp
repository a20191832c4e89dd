// SPDX-License-Identifier: GPL-3.0-or-later
#include "trace/traceparent.h"
#include "unit/balancer/proxybench.h"

#include <QtTest/QTest>

using namespace guarita;
using namespace guarita::test;

/// Each attempt is a part of its own of the request's trace.
class TestProxySpans : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void attempt_names_itsOwnSpanAsTheOneThatAsks();
    void attempt_sampled_isTold();
    void attempt_notSampled_isNotTold();
    void attempt_cancelled_isToldOnce();
};

namespace {

struct Told
{
    trace::Span span;
    bool failed;
    std::chrono::nanoseconds duration;
    QByteArray outcome;
    QByteArray pick;
};

struct Spans final : trace::SpanSink
{
    void ended(const trace::EndedSpan &span) override
    {
        Told one{span.span, span.failed, span.duration, {}, {}};
        for (const trace::SpanAttribute &attribute : span.attributes) {
            if (qstrcmp(attribute.name, "guarita.outcome") == 0)
                one.outcome = std::get<QByteArray>(attribute.value);
            else if (qstrcmp(attribute.name, "guarita.pick") == 0)
                one.pick = std::get<QByteArray>(attribute.value);
        }
        told.push_back(one);
    }
    std::vector<Told> told;
};

/// A proxy of two endpoints, and one request in a trace.
struct SpanBench
{
    explicit SpanBench(bool sampled = true)
    {
        bench.proxy = std::make_unique<Proxy>(bench.cluster, patient(),
                                              ProxyDependencies{.send = bench.upstream.streamingSender(),
                                                                .attemptEnded = [](auto &, auto &) {},
                                                                .clock = bench.clock,
                                                                .random = bench.random,
                                                                .spans = &spans});
        http::Request request;
        request.target = QByteArrayLiteral("/itens");
        request.span = span = {trace::newTraceId(bench.random), trace::newSpanId(bench.random), {}, sampled};
        bench.proxy->forward(std::move(request), bench.owner.handle());
    }
    /// What the call under way says of who asks.
    trace::TraceParent asked()
    {
        const QByteArray value = bench.upstream.sent.front().request.headers.value("traceparent");
        return trace::readTraceParent(value).value_or(trace::TraceParent{});
    }

    Spans spans;
    Bench bench{2};
    trace::Span span;
};

} // namespace

void TestProxySpans::attempt_names_itsOwnSpanAsTheOneThatAsks()
{
    SpanBench traced;
    const trace::TraceParent first = traced.asked();
    traced.bench.upstream.refuse();
    const trace::TraceParent second = traced.asked();
    QVERIFY(first.trace == traced.span.trace && second.trace == traced.span.trace);
    QVERIFY(!(first.span == second.span));
    QVERIFY(!(first.span == traced.span.id));
    QVERIFY(first.sampled);
}

void TestProxySpans::attempt_sampled_isTold()
{
    SpanBench traced;
    const trace::SpanId first = traced.asked().span;
    traced.bench.clock.advance(3ms);
    traced.bench.upstream.refuse();
    traced.bench.clock.advance(5ms);
    traced.bench.upstream.answer(200);
    const std::vector<Told> &told = traced.spans.told;
    QCOMPARE(told.size(), std::size_t(2));
    QVERIFY(told[0].span.id == first && told[0].span.parent == traced.span.id);
    QVERIFY(told[0].failed && !told[1].failed);
    QVERIFY(told[0].duration == 3ms && told[1].duration == 5ms);
    QCOMPARE(told[0].outcome + ' ' + told[1].outcome, QByteArray("connect answered"));
    QCOMPARE(told[0].pick + ' ' + told[1].pick, QByteArray("policy retry"));
}

void TestProxySpans::attempt_notSampled_isNotTold()
{
    SpanBench traced(false);
    QVERIFY(!traced.asked().sampled);
    traced.bench.upstream.answer(200);
    QVERIFY(traced.spans.told.empty());
}

void TestProxySpans::attempt_cancelled_isToldOnce()
{
    SpanBench traced;
    traced.bench.owner.leave(0);
    QCOMPARE(traced.spans.told.size(), std::size_t(1));
    QCOMPARE(traced.spans.told.front().outcome, QByteArray("cancelled"));
    QVERIFY(!traced.spans.told.front().failed);
}

QTEST_GUILESS_MAIN(TestProxySpans)
#include "tst_proxyspans.moc"
