// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/random.h"
#include "crypto/secretstrength.h"

#include <QtTest/QTest>

using guarita::crypto::isGuessable;

class TestSecretStrength : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void isGuessable_bad_isSeen_data();
    void isGuessable_bad_isSeen();
    void isGuessable_random_isNot();
};

void TestSecretStrength::isGuessable_bad_isSeen_data()
{
    QTest::addColumn<QByteArray>("secret");
    const auto row = [](const char *name, const QByteArray &secret) { QTest::newRow(name) << secret; };
    row("empty", "");
    row("31 random bytes", QByteArray("d67e93a2c32c14e6b9a5ad4d2e1f70b"));
    row("one byte", QByteArray(64, 'k'));
    row("zeros", QByteArray(32, '\0'));
    row("a piece twice", QByteArray("d67e93a2c32c14e6").repeated(2));
    row("a piece and a half", QByteArray("d67e93a2c32c14e6b9a5") + "d67e93a2c32c14e6b9a5" + "d67e93a2");
    row("seven characters", "2710375137023517203571273052713702513");
    row("the alphabet", "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
    row("the digits and letters", "0123456789abcdefghijklmnopqrstuvwxyz");
    row("the tests' own", "for-tests-only-0123456789abcdefghij");
    row("a placeholder", "ChangeMe-d67e93a2c32c14e6b9a5ad4d");
    row("a sentence", "this is my very secret key, do not tell");
}

void TestSecretStrength::isGuessable_bad_isSeen()
{
    QFETCH(QByteArray, secret);
    QVERIFY(isGuessable(secret));
}

void TestSecretStrength::isGuessable_random_isNot()
{
    guarita::core::SystemRandom random;
    for (int i = 0; i < 1000; ++i) {
        const QByteArray secret = random.hex(32);
        QVERIFY2(!isGuessable(secret), secret.constData());
        const QByteArray other = QByteArray::fromHex(secret).toBase64();
        QVERIFY2(!isGuessable(other), other.constData());
    }
}

QTEST_GUILESS_MAIN(TestSecretStrength)
#include "tst_secretstrength.moc"
