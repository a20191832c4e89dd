// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/gatewayapp.h"
#include "gateway/gatewaysettings.h"
#include "testkeys.h"

#include <QtCore/QTemporaryDir>
#include <QtCore/QTemporaryFile>
#include <QtTest/QTest>

using namespace guarita;
using namespace std::chrono_literals;

class TestGatewaySettings : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void defaults_withKey_areTheContracts();
    void demo_beyondLoopback_isRefused_data();
    void demo_beyondLoopback_isRefused();
    void secret_guessableBeyondLoopback_isRefused_data();
    void secret_guessableBeyondLoopback_isRefused();
    void keyFiles_given_areTaken();
    void rates_given_areTaken();
    void routes_given_areTaken();
    void routes_mistaken_areToldByFileAndLine();
    void exampleFile_withKey_saysTheDefaults();
    void badValue_any_isAMistakeWithoutTheSecret_data();
    void badValue_any_isAMistakeWithoutTheSecret();
};

namespace {

const QString goodKey(32, QLatin1Char('k')); // on loopback
const QString randomKey = QStringLiteral("d67e93a2c32c14e6b9a5ad4d2e1f70b8");

struct Outcome
{
    gateway::GatewaySettings settings;
    std::vector<config::Mistake> mistakes;
};

Outcome read(const std::map<QString, QString> &environment, const QStringList &arguments = {})
{
    config::Reader reader(gateway::gatewayDaemon().keys,
                          {arguments, environment, QStringLiteral("/nonexistent")});
    Outcome outcome;
    outcome.settings.host = QHostAddress(QHostAddress::LocalHost);
    gateway::readGateway(reader, outcome.settings);
    outcome.mistakes = reader.mistakes();
    return outcome;
}

} // namespace

void TestGatewaySettings::defaults_withKey_areTheContracts()
{
    const Outcome outcome = read({{QStringLiteral("SECRET_KEY"), goodKey}});
    QVERIFY(outcome.mistakes.empty());
    QCOMPARE(outcome.settings.balancer, QUrl(QStringLiteral("http://localhost:8001")));
    QCOMPARE(outcome.settings.keys.secret, goodKey.toLatin1());
    QVERIFY(outcome.settings.users->kind() == sql::Database::Sqlite);
    QVERIFY(!outcome.settings.demo);
    QCOMPARE(outcome.settings.sessionLifetime, 12h);
    QCOMPARE(outcome.settings.sessionsPerUser, 32);
    QCOMPARE(outcome.settings.tokens.lifetime, 900s);
    QCOMPARE(outcome.settings.tokens.leeway, 5s);
    QCOMPARE(outcome.settings.tokens.issuer, QByteArray("guarita"));
    QCOMPARE(outcome.settings.tokens.audience, QByteArray("guarita-api"));
    QCOMPARE(outcome.settings.loginQueue, 16);
    QCOMPARE(outcome.settings.logins.underWay, 4);
    QCOMPARE(outcome.settings.logins.failures, 10);
    QCOMPARE(outcome.settings.accounts.failures, 5);
    QVERIFY(outcome.settings.accounts.longestWait == 60s);
    QVERIFY(outcome.settings.accounts.familiar == std::chrono::hours(24 * 30));
    QCOMPARE(outcome.settings.auditQueue, std::size_t(10'000));
    QVERIFY(outcome.settings.auditRetention == std::chrono::hours(24 * 90));
    QVERIFY((outcome.settings.rates.perAddress == gateway::Rate{2000, 1s}));
    QVERIFY((outcome.settings.rates.perUser == gateway::Rate{1000, 1s}));
    QVERIFY((outcome.settings.rates.writesPerUser == gateway::Rate{300, 1s}));
    QVERIFY((outcome.settings.rates.streamsPerUser == gateway::Rate{60, 10s}));
    QVERIFY(!outcome.settings.rates.loopback);
}

void TestGatewaySettings::demo_beyondLoopback_isRefused_data()
{
    QTest::addColumn<QString>("host");
    QTest::addColumn<bool>("accepted");
    QTest::newRow("loopback") << QStringLiteral("127.0.0.1") << true;
    QTest::newRow("loopback, IPv6") << QStringLiteral("::1") << true;
    QTest::newRow("everywhere") << QStringLiteral("0.0.0.0") << false;
    QTest::newRow("everywhere, IPv6") << QStringLiteral("::") << false;
    QTest::newRow("one of ours") << QStringLiteral("192.0.2.1") << false;
}

void TestGatewaySettings::demo_beyondLoopback_isRefused()
{
    QFETCH(QString, host);
    QFETCH(bool, accepted);
    config::Reader reader(gateway::gatewayDaemonKeys(), {{},
                                                         {{QStringLiteral("SECRET_KEY"), randomKey},
                                                          {QStringLiteral("DEMO"), QStringLiteral("true")}},
                                                         QStringLiteral("/nonexistent")});
    gateway::GatewaySettings settings;
    settings.host = QHostAddress(host);
    gateway::readGateway(reader, settings);
    QCOMPARE(reader.mistakes().empty(), accepted);
}

void TestGatewaySettings::secret_guessableBeyondLoopback_isRefused_data()
{
    QTest::addColumn<QString>("host");
    QTest::addColumn<QString>("secret");
    QTest::addColumn<QString>("previous");
    QTest::addColumn<bool>("accepted");
    const QString out = QStringLiteral("0.0.0.0");
    QTest::newRow("on loopback") << QStringLiteral("127.0.0.1") << goodKey << QString() << true;
    QTest::newRow("random") << out << randomKey << QString() << true;
    QTest::newRow("guessable") << out << goodKey << QString() << false;
    QTest::newRow("guessable, IPv6") << QStringLiteral("::") << goodKey << QString() << false;
    QTest::newRow("another that is guessable") << out << randomKey << goodKey << false;
}

void TestGatewaySettings::secret_guessableBeyondLoopback_isRefused()
{
    QFETCH(QString, host);
    QFETCH(QString, secret);
    QFETCH(QString, previous);
    QFETCH(bool, accepted);
    config::Reader reader(gateway::gatewayDaemonKeys(), {{},
                                                         {{QStringLiteral("SECRET_KEY"), secret},
                                                          {QStringLiteral("SECRET_KEY_PREVIOUS"), previous}},
                                                         QStringLiteral("/nonexistent")});
    gateway::GatewaySettings settings;
    settings.host = QHostAddress(host);
    gateway::readGateway(reader, settings);
    QCOMPARE(reader.mistakes().empty(), accepted);
}

void TestGatewaySettings::keyFiles_given_areTaken()
{
    QTemporaryDir folder;
    const auto file = [&](const char *name, const QByteArray &text) {
        QFile written(folder.filePath(QLatin1String(name)));
        if (!written.open(QIODevice::WriteOnly) || written.write(text) != text.size())
            qFatal("no file");
        return written.fileName();
    };
    const test::PemPair ec = test::newEcKey();
    const QString ecFile = file("ec.pem", ec.privateKey);
    const QString ecPublic = file("ec.pub.pem", ec.publicKey);
    const QString edFile = file("ed.pem", test::newEd25519Key().privateKey);
    const auto readWith = [](const QString &current, const QString &previous) {
        return read({{QStringLiteral("SECRET_KEY"), goodKey},
                     {QStringLiteral("TOKEN_KEY_FILE"), current},
                     {QStringLiteral("TOKEN_KEY_FILE_PREVIOUS"), previous}});
    };
    const Outcome good = readWith(edFile, ecPublic);
    QVERIFY(good.mistakes.empty());
    QVERIFY(good.settings.keys.ring().signing().key == good.settings.keys.file);
    QVERIFY(good.settings.keys.file->algorithm() == gateway::Algorithm::EdDsa);
    QVERIFY(good.settings.keys.previousFile->algorithm() == gateway::Algorithm::Es256);
    QVERIFY(readWith({}, edFile).settings.keys.ring().signing().key->algorithm() ==
            gateway::Algorithm::Hs256);
    for (const auto &[current, previous] : {std::pair{ecPublic, QString()},
                                            {ecFile, ecPublic},
                                            {file("text", "none"), QString()},
                                            {QString(), file("large", QByteArray(65537, 'x'))},
                                            {folder.path(), QString()},
                                            {QString(), folder.filePath(QStringLiteral("nothing"))}})
        QCOMPARE(readWith(current, previous).mistakes.size(), std::size_t(1));
}

void TestGatewaySettings::rates_given_areTaken()
{
    const Outcome outcome = read({{QStringLiteral("SECRET_KEY"), goodKey},
                                  {QStringLiteral("RATE_PER_ADDRESS"), QStringLiteral("0")},
                                  {QStringLiteral("RATE_PER_USER"), QStringLiteral("5/60s")},
                                  {QStringLiteral("RATE_WRITES_PER_USER"), QStringLiteral("4/1s")},
                                  {QStringLiteral("RATE_STREAMS_PER_USER"), QStringLiteral("3/2s")},
                                  {QStringLiteral("IN_FLIGHT_PER_ADDRESS"), QStringLiteral("0")},
                                  {QStringLiteral("IN_FLIGHT_PER_USER"), QStringLiteral("7")},
                                  {QStringLiteral("RATE_LOOPBACK"), QStringLiteral("true")}});
    QVERIFY(outcome.mistakes.empty());
    QCOMPARE(outcome.settings.rates.perAddress.quota, 0);
    QVERIFY((outcome.settings.rates.perUser == gateway::Rate{5, 60s}));
    QVERIFY((outcome.settings.rates.writesPerUser == gateway::Rate{4, 1s}));
    QVERIFY((outcome.settings.rates.streamsPerUser == gateway::Rate{3, 2s}));
    QCOMPARE(outcome.settings.rates.inFlightPerAddress, 0);
    QCOMPARE(outcome.settings.rates.inFlightPerUser, 7);
    QVERIFY(outcome.settings.rates.loopback);
}

void TestGatewaySettings::routes_given_areTaken()
{
    QVERIFY(read({{QStringLiteral("SECRET_KEY"), goodKey}}).settings.routes->routes().empty());
    QTemporaryFile file;
    QVERIFY(file.open());
    file.write(R"({"routes": [{"prefix": "/rel", "upstream": "http://h", "open": true, "max_body": "1024GiB",
                   "rate_per_address": "1/2s"}]})");
    file.close();
    const Outcome outcome =
        read({{QStringLiteral("SECRET_KEY"), goodKey}, {QStringLiteral("ROUTES_FILE"), file.fileName()}});
    QVERIFY(outcome.mistakes.empty());
    const gateway::GatewaySettings &settings = outcome.settings;
    QVERIFY(settings.routes->find("/rel/x"));
    QCOMPARE(settings.routes->bodyRuleFor("/rel/x").most, qint64(1) << 40);
    QVERIFY(!settings.routes->bodyRuleFor("/itens").most);
    QCOMPARE(settings.rates.routeOf("/rel"), std::size_t(0));
    QVERIFY((settings.rates.routes.at(0).perAddress == gateway::Rate{1, 2s}));
}

void TestGatewaySettings::routes_mistaken_areToldByFileAndLine()
{
    QTemporaryFile file;
    QVERIFY(file.open());
    file.write("{\"routes\": [\n{\"prefix\": \"/rel\", \"upstream\": \"http://h\"},\n7,\n\"x\"]}");
    file.close();
    const Outcome outcome =
        read({{QStringLiteral("SECRET_KEY"), goodKey}, {QStringLiteral("ROUTES_FILE"), file.fileName()}});
    QStringList places;
    for (const config::Mistake &mistake : outcome.mistakes)
        places.append(mistake.where);
    const QString path = file.fileName();
    QCOMPARE(places, (QStringList{path + QStringLiteral(":2"), path + QStringLiteral(":3"),
                                  path + QStringLiteral(":4")}));
    QVERIFY(outcome.settings.routes->routes().empty());
}

void TestGatewaySettings::exampleFile_withKey_saysTheDefaults()
{
    QFile file(QStringLiteral(ENV_EXAMPLE));
    QVERIFY(file.open(QIODevice::ReadOnly));
    std::map<QString, QString> inFile;
    const QStringList lines = QString::fromUtf8(file.readAll()).split(QLatin1Char('\n'));
    for (const QString &line : lines) {
        const qsizetype equals = line.indexOf(QLatin1Char('='));
        if (!line.startsWith(QLatin1Char('#')) && equals > 0)
            inFile.emplace(line.first(equals), line.sliced(equals + 1));
    }
    std::map<QString, QString> defaults;
    for (const config::Key &key : gateway::gatewayDaemon().keys)
        defaults.emplace(key.name, key.defaultValue);
    QVERIFY(inFile == defaults);
}

void TestGatewaySettings::badValue_any_isAMistakeWithoutTheSecret_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("value");
    const auto row = [](const char *label, const char *name, const QString &value) {
        QTest::newRow(label) << QString::fromLatin1(name) << value;
    };
    row("no key", "SECRET_KEY", QString());
    row("31 bytes", "SECRET_KEY", goodKey.first(31));
    row("31 bytes of another", "SECRET_KEY_PREVIOUS", goodKey.first(31));
    row("the same twice", "SECRET_KEY_PREVIOUS", goodKey);
    row("users at a place that is no URL", "USERS_DATABASE_URL", QStringLiteral("mysql://u:s3cret@h/d"));
    row("users in a folder", "USERS_FILE", QStringLiteral("/"));
    row("users in no folder", "USERS_FILE", QStringLiteral("/nonexistent/users.sqlite"));
    row("no file for users", "USERS_FILE", QString());
    row("no such routes", "ROUTES_FILE", QStringLiteral("/nonexistent/routes.json"));
    row("maybe a demo", "DEMO", QStringLiteral("maybe"));
    row("short sessions", "SESSION_LIFETIME", QStringLiteral("59s"));
    row("no sessions", "SESSIONS_PER_USER", QStringLiteral("0"));
    row("balancer with a path", "LOAD_BALANCER_URL", QStringLiteral("http://localhost:8001/x"));
    row("no lifetime", "TOKEN_LIFETIME", QStringLiteral("0s"));
    row("too lenient", "TOKEN_LEEWAY", QStringLiteral("61s"));
    row("no issuer", "TOKEN_ISSUER", QString());
    row("long audience", "TOKEN_AUDIENCE", QString(201, QLatin1Char('a')));
    row("no queue", "LOGIN_QUEUE", QStringLiteral("0"));
    row("no queue for an address", "LOGIN_QUEUE_PER_ADDRESS", QStringLiteral("0"));
    for (const char *rate :
         {"RATE_PER_ADDRESS", "RATE_PER_USER", "RATE_WRITES_PER_USER", "RATE_STREAMS_PER_USER"})
        row(rate, rate, QStringLiteral("100"));
    row("no failure", "LOGIN_FAILURES", QStringLiteral("0"));
    row("no failure of an account", "LOGIN_ACCOUNT_FAILURES", QStringLiteral("0"));
    row("no wait", "LOGIN_ACCOUNT_WAIT", QStringLiteral("0s"));
    row("a wait that locks", "LOGIN_ACCOUNT_WAIT", QStringLiteral("61min"));
    row("nothing familiar", "LOGIN_FAMILIAR", QStringLiteral("1s"));
    row("no queue for the audit", "AUDIT_QUEUE", QStringLiteral("0"));
    row("no export of the audit", "AUDIT_EXPORTS", QStringLiteral("0"));
    row("an audit of a day", "AUDIT_RETENTION", QStringLiteral("1d"));
    row("a key without its certificate", "TLS_KEY", QStringLiteral("/nonexistent/key.pem"));
    row("no time for handshakes", "TLS_HANDSHAKE_DEADLINE", QStringLiteral("0s"));
    row("a redirection without TLS", "REDIRECT_PORT", QStringLiteral("8080"));
    row("challenges without a port for them", "ACME_FOLDER", QStringLiteral("/"));
    row("a proxy by name", "TRUSTED_PROXIES", QStringLiteral("proxy.example.org"));
    row("the header of anybody", "PROXY_PROTOCOL", QStringLiteral("on"));
    row("HSTS without TLS", "HSTS", QStringLiteral("365d"));
}

void TestGatewaySettings::badValue_any_isAMistakeWithoutTheSecret()
{
    QFETCH(QString, name);
    QFETCH(QString, value);
    std::map<QString, QString> environment{{QStringLiteral("SECRET_KEY"), goodKey}};
    environment[name] = value;
    const Outcome outcome = read(environment);
    QCOMPARE(outcome.mistakes.size(), std::size_t(1));
    const config::Mistake &mistake = outcome.mistakes.front();
    QVERIFY2(mistake.what.startsWith(name + QLatin1Char(' ')), qPrintable(mistake.what));
    const bool secret =
        name.startsWith(QStringLiteral("SECRET_KEY")) || name == QStringLiteral("USERS_DATABASE_URL");
    QVERIFY(!secret || value.isEmpty() || !mistake.what.contains(value));
}

QTEST_GUILESS_MAIN(TestGatewaySettings)
#include "tst_gatewaysettings.moc"
