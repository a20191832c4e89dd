// SPDX-License-Identifier: GPL-3.0-or-later
#include "qnam/uploaddevice.h"

#include <QtTest/QTest>

using guarita::qnam::UploadDevice;
using Rewind = UploadDevice::Rewind;

class TestUploadDevice : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void read_whole_givesTheBodyAndEnds()
    {
        UploadDevice device("abcdef", Rewind::UntilSent);
        QVERIFY(device.isSequential());
        QCOMPARE(device.read(4), QByteArray("abcd"));
        QVERIFY(!device.atEnd());
        QCOMPARE(device.read(4), QByteArray("ef"));
        QVERIFY(device.atEnd());
        char byte = 0;
        QCOMPARE(device.read(&byte, 1), -1);
    }

    void reset_beforeSent_startsAgain()
    {
        UploadDevice device("abc", Rewind::UntilSent);
        device.read(2);
        QVERIFY(device.reset());
        QCOMPARE(device.readAll(), QByteArray("abc"));
    }

    void reset_afterSent_fails()
    {
        UploadDevice device("abc", Rewind::UntilSent);
        device.markSent();
        QVERIFY(!device.reset());
    }

    void reset_notRewindable_fails()
    {
        UploadDevice device("", Rewind::Never);
        QVERIFY(!device.reset());
    }

    void reset_untilRead_failsOnceRead()
    {
        UploadDevice device("abc", Rewind::UntilRead);
        QVERIFY(device.reset());
        device.read(1);
        QVERIFY(!device.reset());
    }

    void touched_afterRead_isTrue()
    {
        UploadDevice device("abc", Rewind::UntilSent);
        QVERIFY(!device.touched());
        device.read(1);
        QVERIFY(device.touched());
    }

    void read_withheld_givesNothing()
    {
        UploadDevice device("abc", Rewind::UntilSent);
        device.withhold();
        char byte = 0;
        QCOMPARE(device.read(&byte, 1), 0);
        QVERIFY(!device.touched());
        QVERIFY(!device.reset());
    }

    void source_givesAsItHas_andEndsWithItsLastPiece()
    {
        QList<UploadDevice::Piece> pieces{{"abc"}, {""}, {"d", true}};
        QList<qint64> asked;
        UploadDevice device(
            [&](qint64 most) {
                asked.append(most);
                return pieces.takeFirst();
            },
            Rewind::UntilSent);
        char bytes[8];
        QCOMPARE(device.read(bytes, 8), 3);
        QCOMPARE(QByteArray(bytes, 3), QByteArray("abc"));
        QCOMPARE(device.read(bytes, 8), 0);
        QVERIFY(!device.atEnd());
        QCOMPARE(device.read(bytes, 5), 1);
        QCOMPARE(bytes[0], 'd');
        QVERIFY(device.atEnd());
        QCOMPARE(device.read(bytes, 8), -1);
        QCOMPARE(asked, (QList<qint64>{8, 8, 5}));
    }

    void source_lastPieceLargerThanAsked_endsWhenAllIsRead()
    {
        UploadDevice device([](qint64) { return UploadDevice::Piece{"abc", true}; }, Rewind::Never);
        QCOMPARE(device.read(2), QByteArray("ab"));
        QVERIFY(!device.atEnd());
        QCOMPARE(device.read(2), QByteArray("c"));
        QVERIFY(device.atEnd());
    }

    void source_lastPieceEmpty_ends()
    {
        QList<UploadDevice::Piece> pieces{{"abc"}, {"", true}};
        UploadDevice device([&](qint64) { return pieces.takeFirst(); }, Rewind::UntilSent);
        QCOMPARE(device.read(8), QByteArray("abc"));
        QVERIFY(!device.atEnd());
        QCOMPARE(device.read(8), QByteArray());
        QVERIFY(device.atEnd());
        QVERIFY(device.reset()); // it was not sent
        QVERIFY(!device.atEnd());
        QCOMPARE(device.read(8), QByteArray("abc"));
        QVERIFY(device.atEnd());
    }

    void source_resetBeforeSent_givesTheSameAgain()
    {
        QList<UploadDevice::Piece> pieces{{"abc"}, {"def"}, {"ghi", true}};
        UploadDevice device([&](qint64) { return pieces.takeFirst(); }, Rewind::UntilSent);
        QCOMPARE(device.read(8), QByteArray("abc"));
        QCOMPARE(device.read(8), QByteArray("def"));
        QVERIFY(device.reset());
        QCOMPARE(device.read(4), QByteArray("abcd"));
        device.markSent(); // what was not given again yet is still due
        QCOMPARE(device.read(8), QByteArray("ef"));
        QCOMPARE(device.read(8), QByteArray("ghi"));
        QVERIFY(!device.reset());
    }

    void source_withheld_isNotAsked()
    {
        int asked = 0;
        UploadDevice device(
            [&](qint64) {
                ++asked;
                return UploadDevice::Piece{"a", true};
            },
            Rewind::UntilSent);
        device.withhold();
        char byte = 0;
        QCOMPARE(device.read(&byte, 1), 0);
        QCOMPARE(asked, 0);
    }
};

QTEST_GUILESS_MAIN(TestUploadDevice)
#include "tst_uploaddevice.moc"
