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
};

QTEST_GUILESS_MAIN(TestUploadDevice)
#include "tst_uploaddevice.moc"
