// SPDX-License-Identifier: GPL-3.0-or-later
#include "tier/tiersettings.h"

#include <QtTest/QTest>

using namespace guarita;

class TestTierSettings : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void read_keys_areJudged_data();
    void read_keys_areJudged();
};

void TestTierSettings::read_keys_areJudged_data()
{
    QTest::addColumn<QString>("host");
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("previous");
    QTest::addColumn<bool>("verifies"); // accepted behind the gateway
    QTest::addColumn<bool>("signs");    // accepted in the gateway
    const QString good = QStringLiteral("d67e93a2c32c14e6b9a5ad4d2e1f70b8");
    const QString next = QStringLiteral("0f1cbb7e5a9446d28d3e0a7c9b61f254");
    const QString same(32, QLatin1Char('k'));
    const QString here = QStringLiteral("127.0.0.1");
    const QString out = QStringLiteral("0.0.0.0");
    const QString none;
    QTest::newRow("none on loopback") << here << none << none << true << true;
    QTest::newRow("none on IPv6's loopback") << QStringLiteral("::1") << none << none << true << true;
    QTest::newRow("none beyond") << out << none << none << false << true;
    QTest::newRow("none beyond, IPv6") << QStringLiteral("::") << none << none << false << true;
    QTest::newRow("good") << out << good << none << true << true;
    QTest::newRow("two good ones") << out << good << next << true << true;
    QTest::newRow("short") << here << good.first(31) << none << false << false;
    QTest::newRow("guessable on loopback") << here << same << none << true << true;
    QTest::newRow("guessable beyond") << out << same << none << false << false;
    QTest::newRow("the other one short") << here << good << good.first(31) << false << true;
    QTest::newRow("the other one guessable") << out << good << same << false << true;
    QTest::newRow("the other one alone") << here << none << good << false << true;
}

void TestTierSettings::read_keys_areJudged()
{
    QFETCH(QString, host);
    QFETCH(QString, key);
    QFETCH(QString, previous);
    const config::Sources sources{
        {},
        {{QStringLiteral("TIER_KEY"), key}, {QStringLiteral("TIER_KEY_PREVIOUS"), previous}},
        QStringLiteral("/nonexistent")};
    config::Reader verifying(tier::verifyingKeys(), sources);
    const tier::TierSettings settings = tier::readTier(verifying, QHostAddress(host));
    QTEST(verifying.mistakes().empty(), "verifies");
    QCOMPARE(settings.key, key.toLatin1());
    QCOMPARE(settings.leeway, std::chrono::milliseconds(30'000));
    config::Reader signing({tier::signingKey()}, sources);
    QCOMPARE(tier::readSigningKey(signing, QHostAddress(host)), key.toLatin1());
    QTEST(signing.mistakes().empty(), "signs");
}

QTEST_GUILESS_MAIN(TestTierSettings)
#include "tst_tiersettings.moc"
