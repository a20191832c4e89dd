// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/uploaddevice.h"

#include <QtTest/QtTest>

using guarita::client::UploadDevice;

class TestUploadDevice : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void read_whole_givesTheBodyAndEnds()
    {
        UploadDevice device("abcdef", true);
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
        UploadDevice device("abc", true);
        device.read(2);
        QVERIFY(device.reset());
        QCOMPARE(device.readAll(), QByteArray("abc"));
    }

    void reset_afterSent_fails()
    {
        UploadDevice device("abc", true);
        device.markSent();
        QVERIFY(!device.reset());
    }

    void reset_notRewindable_fails()
    {
        UploadDevice device("", false);
        QVERIFY(!device.reset());
    }

    void touched_afterRead_isTrue()
    {
        UploadDevice device("abc", true);
        QVERIFY(!device.touched());
        device.read(1);
        QVERIFY(device.touched());
    }

    void read_withheld_givesNothing()
    {
        UploadDevice device("abc", true);
        device.withhold();
        char byte = 0;
        QCOMPARE(device.read(&byte, 1), 0);
        QVERIFY(!device.touched());
        QVERIFY(!device.reset());
    }
};

QTEST_GUILESS_MAIN(TestUploadDevice)
#include "tst_uploaddevice.moc"
