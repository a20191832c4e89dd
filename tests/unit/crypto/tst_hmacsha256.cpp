// SPDX-License-Identifier: GPL-3.0-or-later
#include "crypto/hmacsha256.h"

#include <QtCore/QMessageAuthenticationCode>
#include <QtTest/QTest>

using guarita::crypto::HmacSha256;

class TestHmacSha256 : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void of_rfc4231_isAsThere();
    void of_anyLengths_isAsAnotherImplementationHasIt();
    void isSame_bytes_areCompared();
};

// RFC 4231, 4.3 and 4.7.
void TestHmacSha256::of_rfc4231_isAsThere()
{
    const HmacSha256 jefe("Jefe");
    for (int i = 0; i < 2; ++i) // a code leaves nothing behind for the next one
        QCOMPARE(jefe.of("what do ya want for nothing?").toHex(),
                 QByteArray("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"));
    QCOMPARE(HmacSha256(QByteArray(131, '\xaa'))
                 .of("Test Using Larger Than Block-Size Key - Hash Key First")
                 .toHex(),
             QByteArray("60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"));
}

void TestHmacSha256::of_anyLengths_isAsAnotherImplementationHasIt()
{
    for (qsizetype size = 0; size < 200; ++size) {
        const QByteArray key(size, '\x7f');
        const QByteArray text(199 - size, 'x');
        QCOMPARE(HmacSha256(key).of(text),
                 QMessageAuthenticationCode::hash(text, key, QCryptographicHash::Sha256));
    }
}

void TestHmacSha256::isSame_bytes_areCompared()
{
    using guarita::crypto::isSame;
    QVERIFY(isSame("", ""));
    QVERIFY(isSame(QByteArray("a\0b", 3), QByteArray("a\0b", 3)));
    QVERIFY(!isSame(QByteArray("a\0b", 3), QByteArray("a\0c", 3)));
    QVERIFY(!isSame("a", "ab"));
}

QTEST_GUILESS_MAIN(TestHmacSha256)
#include "tst_hmacsha256.moc"
