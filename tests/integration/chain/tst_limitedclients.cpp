// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/stack.h"

#include <QtTest/QTest>

using namespace guarita::support;

namespace {

constexpr int noAnswer = 0;
const QByteArray exporting = "/itens/exportar?formato=csv";

/// A GET from another address of the loopback network: another client, for a limit by address.
RawResponse askFrom(const QHostAddress &address, quint16 port, const QByteArray &target)
{
    QTcpSocket socket;
    if (!socket.bind(address))
        return {noAnswer, {}, {}};
    socket.connectToHost(QHostAddress::LocalHost, port);
    socket.write("GET " + target + " HTTP/1.1\r\nHost: test\r\n\r\n");
    QByteArray received;
    const auto answered = [&] {
        received += socket.readAll();
        return received.contains("\r\n\r\n");
    };
    if (!QTest::qWaitFor(answered))
        return {noAnswer, {}, {}};
    return {received.mid(9, 3).toInt(), received, {}};
}

RawResponse askWithoutToken(Stack &stack, const QByteArray &target)
{
    return exchange(stack.gateway().port(), "GET " + target + " HTTP/1.1\r\nHost: test\r\n\r\n");
}

double refusals(Stack &stack, const QByteArray &bucket)
{
    return metricSum(stack.gateway().metricsPort(),
                     "guarita_requests_limited_total{bucket=\"" + bucket + '"');
}

} // namespace

/// The gateway's limits of requests, before a real balancer and server. The windows are an hour, so that no
/// quota comes back while a test runs.
class TestLimitedClients : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void user_pastItsLimit_is429WhileAnotherIsServed();
    void address_pastItsLimit_is429WithAndWithoutToken();
    void writes_pastTheirLimit_leaveReads();
    void streams_pastTheirLimit_leaveReads();
    void followers_haveAUsersPlaces_untilTheyLeave();
    void gateways_ofOneStore_shareTheRates();
    void loopback_byDefault_isNotLimited();

private:
    /// A running stack whose gateway limits loopback clients, too; null if it does not start.
    static std::unique_ptr<Stack> stackWith(const QString &setting, const QString &rate)
    {
        StackOptions options;
        options.servers = 1;
        options.environment = {{QStringLiteral("RATE_LOOPBACK"), QStringLiteral("true")}, {setting, rate}};
        auto stack = std::make_unique<Stack>(options);
        return stack->start() ? std::move(stack) : nullptr;
    }
};

void TestLimitedClients::user_pastItsLimit_is429WhileAnotherIsServed()
{
    const auto stack = stackWith(QStringLiteral("RATE_PER_USER"), QStringLiteral("3/3600s"));
    QVERIFY(stack);
    for (const QByteArray left : {"2", "1", "0"}) {
        const RawResponse response = stack->ask("GET", left == "1" ? "/itens/404" : "/itens");
        QCOMPARE(response.status, left == "1" ? 404 : 200);
        QCOMPARE(response.header("RateLimit-Policy"), QByteArray(R"("usuario";q=3;w=3600)"));
        QVERIFY(response.header("RateLimit").startsWith(R"("usuario";r=)" + left + ";t="));
    }
    const RawResponse refused = stack->ask("GET", "/itens", {}, "Accept-Language: en\r\n");
    QCOMPARE(refused.status, 429);
    QCOMPARE(refused.header("Content-Type"), QByteArray("application/problem+json"));
    QVERIFY(refused.body.contains("urn:guarita:limite_excedido"));
    QVERIFY(refused.body.contains("too many requests"));
    const int wait = refused.header("Retry-After").toInt();
    QVERIFY(wait > 1'000 && wait <= 1'200);
    QCOMPARE(refused.header("RateLimit"), R"("usuario";r=0;t=)" + QByteArray::number(wait));

    QCOMPARE(stack
                 ->runUserCommand({QStringLiteral("add"), QStringLiteral("outra"), QStringLiteral("leitor")},
                                  "outra-senha\n")
                 .exitCode,
             0);
    const QByteArray other = stack->logIn("outra", "outra-senha");
    const RawResponse served = exchange(stack->gateway().port(), "GET /itens HTTP/1.1\r\nHost: test\r\n"
                                                                 "Authorization: Bearer " +
                                                                     other + "\r\n\r\n");
    QCOMPARE(served.status, 200);
    QVERIFY(served.header("RateLimit").startsWith(R"("usuario";r=2;)"));
    QCOMPARE(stack->ask("GET", "/itens").status, 429);
    QCOMPARE(refusals(*stack, "user"), 2.0);
    QCOMPARE(refusals(*stack, "address"), 0.0);
}

void TestLimitedClients::address_pastItsLimit_is429WithAndWithoutToken()
{
    // The stack's own log-in is one of them.
    const auto stack = stackWith(QStringLiteral("RATE_PER_ADDRESS"), QStringLiteral("4/3600s"));
    QVERIFY(stack);
    QCOMPARE(stack->ask("GET", "/itens").status, 200);
    for (const QByteArray left : {"1", "0"}) {
        const RawResponse response = askWithoutToken(*stack, "/itens");
        QCOMPARE(response.status, 401);
        QVERIFY(response.header("RateLimit").startsWith(R"("endereco";r=)" + left + ";t="));
    }
    for (const RawResponse &refused : {askWithoutToken(*stack, "/itens"), stack->ask("GET", "/itens")}) {
        QCOMPARE(refused.status, 429);
        QVERIFY(refused.header("Retry-After").toInt() > 800);
        QCOMPARE(refused.header("RateLimit-Policy"), QByteArray(R"("endereco";q=4;w=3600)"));
    }
    QCOMPARE(refusals(*stack, "address"), 2.0);
    // Only health is open to all, and another client has a limit of its own.
    QCOMPARE(askWithoutToken(*stack, "/saude").status, 200);
    QCOMPARE(askWithoutToken(*stack, "/docs").status, 429);
    QVERIFY(stack->logIn().isEmpty());
    QCOMPARE(askFrom(QHostAddress(QStringLiteral("127.0.0.2")), stack->gateway().port(), "/itens").status,
             401);
}

void TestLimitedClients::writes_pastTheirLimit_leaveReads()
{
    const auto stack = stackWith(QStringLiteral("RATE_WRITES_PER_USER"), QStringLiteral("2/3600s"));
    QVERIFY(stack);
    const QByteArray item = R"({"nome":"Café","preco":19.90})";
    for (int i = 0; i < 2; ++i)
        QCOMPARE(stack->ask("POST", "/itens", item).status, 201);
    QCOMPARE(stack->ask("POST", "/itens", item).status, 429);
    QCOMPARE(stack->ask("DELETE", "/itens/1").status, 429);
    const RawResponse list = stack->ask("GET", "/itens");
    QCOMPARE(list.status, 200);
    QCOMPARE(list.header("X-Total-Count"), QByteArray("2"));
    QCOMPARE(refusals(*stack, "writes"), 2.0);
}

void TestLimitedClients::streams_pastTheirLimit_leaveReads()
{
    const auto stack = stackWith(QStringLiteral("RATE_STREAMS_PER_USER"), QStringLiteral("2/3600s"));
    QVERIFY(stack);
    RawClient exported(stack->gateway().port());
    exported.send(stack->request("GET", exporting));
    QTRY_VERIFY(exported.received().endsWith("\r\n0\r\n\r\n"));
    QVERIFY(exported.received().contains("\r\nRateLimit: \"fluxos\";r=1;t="));
    RawClient follower(stack->gateway().port());
    follower.send(stack->request("GET", "/itens/eventos"));
    QTRY_VERIFY(follower.received().contains("retry: "));
    QVERIFY(follower.received().contains("\r\nRateLimit: \"fluxos\";r=0;t="));
    QCOMPARE(stack->ask("GET", exporting).status, 429);
    QCOMPARE(stack->ask("GET", "/itens/eventos").status, 429);
    QCOMPARE(stack->ask("GET", "/itens").status, 200);
    QCOMPARE(refusals(*stack, "streams"), 2.0);
}

void TestLimitedClients::followers_haveAUsersPlaces_untilTheyLeave()
{
    const auto stack = stackWith(QStringLiteral("IN_FLIGHT_PER_USER"), QStringLiteral("2"));
    QVERIFY(stack);
    RawClient staying(stack->gateway().port());
    auto leaving = std::make_unique<RawClient>(stack->gateway().port());
    for (RawClient *follower : {&staying, leaving.get()}) {
        follower->send(stack->request("GET", "/itens/eventos"));
        QTRY_VERIFY(follower->received().contains("retry: "));
    }
    const RawResponse refused = stack->ask("GET", "/itens");
    QCOMPARE(refused.status, 429);
    QVERIFY(refused.body.contains("urn:guarita:pedidos_simultaneos"));
    QCOMPARE(refusals(*stack, "in_flight_user"), 1.0);
    leaving.reset();
    QTRY_COMPARE(stack->ask("GET", "/itens").status, 200);
    QCOMPARE(stack->ask("GET", "/itens").status, 200); // those that ended have given theirs back
}

void TestLimitedClients::gateways_ofOneStore_shareTheRates()
{
    const auto stack = stackWith(QStringLiteral("RATE_PER_USER"), QStringLiteral("9/3600s"));
    QVERIFY(stack);
    const auto admitted = [&](quint16 port) {
        int count = 0;
        while (exchange(port, stack->request("GET", "/identidade")).status == 200)
            ++count;
        return count;
    };
    const auto known = [](const DaemonProcess &gateway) {
        return static_cast<int>(metricSum(gateway.metricsPort(), "guarita_gateways "));
    };
    const auto other = stack->anotherGateway();
    QVERIFY(other->start());
    QTRY_COMPARE(known(stack->gateway()), 2);
    QTRY_COMPARE(known(*other), 2);
    QCOMPARE(admitted(stack->gateway().port()), 5); // half of nine, and nobody has less than one
    QCOMPARE(admitted(other->port()), 5);

    other->kill();
    QTRY_COMPARE_WITH_TIMEOUT(known(stack->gateway()), 1, 15'000);
    QCOMPARE(admitted(stack->gateway().port()), 9);
}

void TestLimitedClients::loopback_byDefault_isNotLimited()
{
    StackOptions options;
    options.servers = 1;
    options.environment = {{QStringLiteral("RATE_PER_USER"), QStringLiteral("1/3600s")}};
    Stack stack(options);
    QVERIFY(stack.start());
    for (int i = 0; i < 5; ++i) {
        const RawResponse response = stack.ask("GET", "/itens");
        QCOMPARE(response.status, 200);
        QVERIFY(response.header("RateLimit").isEmpty());
    }
}

QTEST_GUILESS_MAIN(TestLimitedClients)
#include "tst_limitedclients.moc"
