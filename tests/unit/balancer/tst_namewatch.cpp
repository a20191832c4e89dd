// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/clusters/namewatch.h"

#include "support/fakeclock.h"

#include <QtTest/QTest>

using namespace guarita;
using namespace guarita::balancer;
using namespace std::chrono_literals;

class TestNameWatch : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void assign_theSameInAnotherOrder_staysWhereItIs();
    void follow_names_areLookedUpAtOnce_data();
    void follow_names_areLookedUpAtOnce();
    void lookUp_anotherAddress_isConnectedToFromThenOn();
    void lookUp_failed_keepsTheLastAddresses();
    void lookUp_underWay_isNotDoubled();
    void lookUp_endpointGone_isForgotten();
    void follow_theSameAgain_looksNothingUp();
    void connectFailed_severalAddresses_takeTurns();
    void connectFailed_together_countsOnce();
    void connectFailed_anotherServer_isNoMatter();
    void setInterval_zero_leavesNamesToEachConnection();
};

namespace {

EndpointPtr endpointAt(const QString &url)
{
    return std::make_shared<Endpoint>(endpointConfigFor(QUrl(url)));
}

struct NamesBench
{
    explicit NamesBench(std::chrono::milliseconds interval = 10min)
        : watch(
              [this](const QString &name, LookupDone done) {
                  asked.push_back({name, std::move(done)});
              },
              interval, clock)
    {
    }
    void answer(const QStringList &addresses)
    {
        const LookupDone done = std::move(asked.front().second);
        asked.erase(asked.begin());
        done(addresses);
    }

    support::FakeClock clock;
    std::vector<std::pair<QString, LookupDone>> asked;
    NameWatch watch;
};

const QString one = QStringLiteral("10.0.0.1");
const QString two = QStringLiteral("10.0.0.2");
const QString three = QStringLiteral("fd00::3");

} // namespace

void TestNameWatch::assign_theSameInAnotherOrder_staysWhereItIs()
{
    Addresses addresses;
    QCOMPARE(addresses.current(), QString());
    addresses.advance();
    QCOMPARE(addresses.current(), QString());
    addresses.assign({one, two});
    QCOMPARE(addresses.current(), one);
    addresses.assign({two, one});
    QCOMPARE(addresses.current(), one);
    addresses.assign({});
    QCOMPARE(addresses.current(), one);
    addresses.assign({three, two});
    QCOMPARE(addresses.current(), three);
    QCOMPARE(addresses.all(), (QStringList{three, two}));
}

void TestNameWatch::follow_names_areLookedUpAtOnce_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("name");
    QTest::newRow("name") << QStringLiteral("http://a.example:1") << QStringLiteral("a.example");
    QTest::newRow("address") << QStringLiteral("http://10.0.0.1") << QString();
    QTest::newRow("IPv6") << QStringLiteral("http://[::1]:80") << QString();
    QTest::newRow("localhost") << QStringLiteral("http://localhost:8002") << QString();
    QTest::newRow("over TLS") << QStringLiteral("https://a.example") << QStringLiteral("a.example");
}

void TestNameWatch::follow_names_areLookedUpAtOnce()
{
    QFETCH(QString, url);
    QFETCH(QString, name);
    NamesBench bench;
    bench.watch.follow({endpointAt(url)});
    QCOMPARE(bench.asked.size(), std::size_t(name.isEmpty() ? 0 : 1));
    if (!name.isEmpty())
        QCOMPARE(bench.asked[0].first, name);
}

void TestNameWatch::lookUp_anotherAddress_isConnectedToFromThenOn()
{
    NamesBench bench;
    const EndpointPtr endpoint = endpointAt(QStringLiteral("http://a.example:1"));
    bench.watch.follow({endpoint});
    QCOMPARE(endpoint->addresses().current(), QString());
    bench.answer({one});
    QCOMPARE(endpoint->addresses().current(), one);
    bench.watch.lookUp();
    bench.answer({two, three});
    QCOMPARE(endpoint->addresses().current(), two);
    QCOMPARE(endpoint->addresses().all(), (QStringList{two, three}));
}

void TestNameWatch::lookUp_failed_keepsTheLastAddresses()
{
    NamesBench bench;
    const EndpointPtr endpoint = endpointAt(QStringLiteral("http://a.example:1"));
    bench.watch.follow({endpoint});
    bench.answer({one});
    bench.watch.lookUp();
    bench.answer({});
    QCOMPARE(endpoint->addresses().current(), one);
    bench.watch.lookUp();
    QCOMPARE(bench.asked.size(), std::size_t(1));
}

void TestNameWatch::lookUp_underWay_isNotDoubled()
{
    NamesBench bench;
    bench.watch.follow({endpointAt(QStringLiteral("http://a.example:1"))});
    const EndpointPtr other = endpointAt(QStringLiteral("http://b.example:1"));
    bench.watch.follow({other});
    bench.watch.lookUp();
    QCOMPARE(bench.asked.size(), std::size_t(2));
}

void TestNameWatch::lookUp_endpointGone_isForgotten()
{
    auto bench = std::make_unique<NamesBench>();
    const EndpointPtr endpoint = endpointAt(QStringLiteral("http://a.example:1"));
    bench->watch.follow({endpoint});
    bench->watch.follow({});
    bench->answer({one});
    QCOMPARE(endpoint->addresses().current(), QString());

    bench->watch.follow({endpoint});
    const LookupDone late = std::move(bench->asked.front().second);
    bench.reset();
    late({one});
    QCOMPARE(endpoint->addresses().current(), QString());
}

void TestNameWatch::follow_theSameAgain_looksNothingUp()
{
    NamesBench bench;
    const EndpointPtr endpoint = endpointAt(QStringLiteral("http://a.example:1"));
    bench.watch.follow({endpoint});
    bench.answer({one});
    bench.watch.follow({endpoint});
    QVERIFY(bench.asked.empty());
    QCOMPARE(endpoint->addresses().current(), one);
}

void TestNameWatch::connectFailed_severalAddresses_takeTurns()
{
    NamesBench bench;
    const EndpointPtr endpoint = endpointAt(QStringLiteral("http://a.example:1"));
    bench.watch.follow({endpoint});
    bench.answer({one, two, three});
    for (const QString &next : {two, three, one}) {
        bench.clock.advance(10s);
        bench.watch.connectFailed(endpoint->config().origin);
        QCOMPARE(endpoint->addresses().current(), next);
    }
}

void TestNameWatch::connectFailed_together_countsOnce()
{
    NamesBench bench;
    const EndpointPtr endpoint = endpointAt(QStringLiteral("http://a.example:1"));
    bench.watch.follow({endpoint});
    bench.answer({one, two, three});
    for (int i = 0; i < 5; ++i)
        bench.watch.connectFailed(endpoint->config().origin);
    QCOMPARE(endpoint->addresses().current(), two);
}

void TestNameWatch::connectFailed_anotherServer_isNoMatter()
{
    NamesBench bench;
    const EndpointPtr endpoint = endpointAt(QStringLiteral("http://a.example:1"));
    bench.watch.follow({endpoint});
    bench.answer({one, two});
    bench.watch.connectFailed(QUrl(QStringLiteral("http://a.example:2")));
    QCOMPARE(endpoint->addresses().current(), one);
}

void TestNameWatch::setInterval_zero_leavesNamesToEachConnection()
{
    NamesBench bench;
    const EndpointPtr endpoint = endpointAt(QStringLiteral("http://a.example:1"));
    bench.watch.follow({endpoint});
    bench.answer({one});
    bench.watch.setInterval(0ms);
    bench.watch.follow({endpoint});
    QCOMPARE(endpoint->addresses().current(), QString());
    QVERIFY(bench.asked.empty());
    bench.watch.setInterval(1min);
    bench.watch.follow({endpoint});
    QCOMPARE(bench.asked.size(), std::size_t(1));
}

QTEST_GUILESS_MAIN(TestNameWatch)
#include "tst_namewatch.moc"
