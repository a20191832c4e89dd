// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/outside/outsidesettings.h"

#include <QtTest/QTest>

using namespace guarita;
using namespace std::chrono_literals;
using gateway::OutsideSettings;
using gateway::Role;
using gateway::Roles;

using Values = std::map<QString, QString>;
Q_DECLARE_METATYPE(Values)

class TestOutsideSettings : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void read_nothing_isNoIssuer();
    void read_everything_isTaken();
    void read_badValue_isOneMistake_data();
    void read_badValue_isOneMistake();
};

namespace {

struct Outcome
{
    std::optional<OutsideSettings> settings;
    std::vector<config::Mistake> mistakes;
};

const Values good{
    {QStringLiteral("OUTSIDE_ISSUER"), QStringLiteral("https://id.example")},
    {QStringLiteral("OUTSIDE_AUDIENCE"), QStringLiteral("guarita")},
    {QStringLiteral("OUTSIDE_JWKS_URL"), QStringLiteral("https://id.example:8443/certs%20x?a=b")},
    {QStringLiteral("OUTSIDE_ROLES"), QStringLiteral("a=b=leitor,staff=editor,staff=operador")},
};

Outcome read(const Values &environment)
{
    config::Reader reader(gateway::outsideKeys(), {{}, environment, QStringLiteral("/nonexistent")});
    Outcome outcome;
    outcome.settings = gateway::readOutside(reader, "guarita", 7s);
    outcome.mistakes = reader.mistakes();
    return outcome;
}

} // namespace

void TestOutsideSettings::read_nothing_isNoIssuer()
{
    const Outcome outcome = read({});
    QVERIFY(outcome.mistakes.empty());
    QVERIFY(!outcome.settings);
}

void TestOutsideSettings::read_everything_isTaken()
{
    const Outcome outcome = read(good);
    QVERIFY(outcome.mistakes.empty());
    const OutsideSettings &settings = *outcome.settings;
    QCOMPARE(settings.issuer, QByteArray("https://id.example"));
    QCOMPARE(settings.audience, QByteArray("guarita"));
    QCOMPARE(settings.keysOrigin, QUrl(QStringLiteral("https://id.example:8443")));
    QCOMPARE(settings.keysTarget, QByteArray("/certs%20x?a=b"));
    QCOMPARE(settings.keysRefresh, std::chrono::milliseconds(300'000));
    QCOMPARE(settings.keysMaxAge, std::chrono::milliseconds(24h));
    QCOMPARE(settings.maxLifetime, std::chrono::seconds(1h));
    QCOMPARE(settings.rolesClaim, QByteArray("roles"));
    QCOMPARE(settings.rolesOf.size(), 2);
    QVERIFY(settings.rolesOf.value("a=b") == Roles{Role::Reader});
    QVERIFY((settings.rolesOf.value("staff") == Roles{Role::Editor, Role::Operator}));
    QCOMPARE(settings.leeway, 7s);
}

void TestOutsideSettings::read_badValue_isOneMistake_data()
{
    QTest::addColumn<Values>("values");
    const auto row = [](const char *label, const char *name, const char *value) {
        Values values = good;
        values[QString::fromLatin1(name)] = QString::fromLatin1(value);
        QTest::newRow(label) << values;
    };
    row("our own issuer", "OUTSIDE_ISSUER", "guarita");
    row("no audience", "OUTSIDE_AUDIENCE", "");
    row("no URL", "OUTSIDE_JWKS_URL", "");
    row("not of the web", "OUTSIDE_JWKS_URL", "file:///etc/keys");
    row("plain text elsewhere", "OUTSIDE_JWKS_URL", "http://id.example/certs");
    row("plain text elsewhere, disguised", "OUTSIDE_JWKS_URL", "http://localhost.example/certs");
    row("with a user", "OUTSIDE_JWKS_URL", "https://u:p@id.example/certs");
    row("with a fragment", "OUTSIDE_JWKS_URL", "https://id.example/certs#x");
    row("too often", "OUTSIDE_JWKS_REFRESH", "999ms");
    row("old keys for a moment", "OUTSIDE_JWKS_MAX_AGE", "59s");
    row("old keys for ever", "OUTSIDE_JWKS_MAX_AGE", "31d");
    row("keys too old before the next", "OUTSIDE_JWKS_MAX_AGE", "4min");
    row("tokens for a moment", "OUTSIDE_MAX_LIFETIME", "59s");
    row("tokens for days", "OUTSIDE_MAX_LIFETIME", "25h");
    row("no claim", "OUTSIDE_ROLES_CLAIM", "");
    row("no roles", "OUTSIDE_ROLES", "");
    row("no such role", "OUTSIDE_ROLES", "staff=chefe");
    row("no value", "OUTSIDE_ROLES", "=leitor");
    row("no pair", "OUTSIDE_ROLES", "leitor");
    row("half a pair", "OUTSIDE_ROLES", "a=leitor,");
    QTest::newRow("an audience alone")
        << Values{{QStringLiteral("OUTSIDE_AUDIENCE"), QStringLiteral("guarita")}};
}

void TestOutsideSettings::read_badValue_isOneMistake()
{
    QFETCH(Values, values);
    QCOMPARE(read(values).mistakes.size(), std::size_t(1));
}

QTEST_GUILESS_MAIN(TestOutsideSettings)
#include "tst_outsidesettings.moc"
