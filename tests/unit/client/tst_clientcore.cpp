// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/clientcore.h"

#include "support/fakeclock.h"

#include <QtTest/QTest>

using guarita::client::ClientCore;
using guarita::client::Upstream;

/// What a client remembers of where it was sent.
class TestClientCore : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void upstreams_beyondTheMost_theOldestWithoutCallsGoes();
    void upstreams_allWithCalls_stay();
};

namespace {

struct Core final : ClientCore
{
    explicit Core(const guarita::core::Clock &clock)
        : ClientCore({}, clock)
    {
    }
    Upstream &at(int number)
    {
        return upstreamFor(QUrl(QStringLiteral("http://a.example:81")),
                           QStringLiteral("10.0.%1.%2").arg(number / 256).arg(number % 256));
    }
};

constexpr int most = ClientCore::mostUpstreams;

} // namespace

void TestClientCore::upstreams_beyondTheMost_theOldestWithoutCallsGoes()
{
    const guarita::support::FakeClock clock;
    Core core(clock);
    Upstream &busy = core.at(0);
    busy.callBegins();
    for (int i = 1; i < most; ++i)
        core.at(i);
    core.at(2); // so that 3 was asked for the longest ago, but for 0 and 1
    QCOMPARE(core.upstreams(), std::size_t(most));
    core.at(most);
    core.at(most + 1);
    QCOMPARE(core.upstreams(), std::size_t(most));
    QCOMPARE(&core.at(0), &busy);
    QCOMPARE(busy.inFlight(), 1);
    QCOMPARE(core.upstreams(), std::size_t(most));
    core.at(1).callBegins(); // which was forgotten
    for (int i = 4; i < most; ++i)
        core.at(i);
    QCOMPARE(core.at(1).inFlight(), 1); // and is remembered now, for it has a call
}

void TestClientCore::upstreams_allWithCalls_stay()
{
    const guarita::support::FakeClock clock;
    Core core(clock);
    for (int i = 0; i <= most; ++i)
        core.at(i).callBegins();
    QCOMPARE(core.upstreams(), std::size_t(most) + 1);
    for (int i = 0; i <= most; ++i)
        QCOMPARE(core.at(i).inFlight(), 1);
}

QTEST_GUILESS_MAIN(TestClientCore)
#include "tst_clientcore.moc"
