// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/managerpool.h"
#include "support/descriptorlimit.h"

#include <QtCore/QPointer>
#include <QtTest/QTest>

using guarita::client::Manager;
using guarita::client::ManagerPool;

class TestManagerPool : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void managerFor_lanes_isSharedUnlessEncrypted()
    {
        ManagerPool pool;
        Manager *const first = pool.managerFor(0, false);
        QCOMPARE(pool.managerFor(15, false), first);
        QVERIFY(pool.managerFor(16, false) != first);
        QCOMPARE(pool.managerFor(0, true), first);
        QVERIFY(pool.managerFor(2, true) != pool.managerFor(3, true));
    }

    void managerFor_withoutDescriptors_isOneThatThereIsOrNone()
    {
        ManagerPool pool;
        Manager *const first = pool.managerFor(0, false);
        {
            const guarita::support::DescriptorLimit none(0);
            QCOMPARE(pool.managerFor(1, false), first);
            QVERIFY(!pool.managerFor(16, false));
        }
        QVERIFY(pool.managerFor(16, false));
    }

    void distrust_encrypted_replacesTheManagerAtOnce()
    {
        ManagerPool pool;
        const QPointer<Manager> old(pool.managerFor(0, true));
        pool.distrust(*old, true);
        QVERIFY(pool.managerFor(0, true) != old);
        QVERIFY(old);
        pool.distrust(*old, true); // again, by another call that it has
        pool.sweep();
        QVERIFY(!old);
    }

    void distrust_often_replacesTheManager()
    {
        ManagerPool pool;
        const QPointer<Manager> old(pool.managerFor(0, false));
        for (int i = 0; i < 63; ++i)
            pool.distrust(*old, false);
        QCOMPARE(pool.managerFor(0, false), old.data());
        pool.distrust(*old, false);
        QVERIFY(pool.managerFor(0, false) != old);
    }

    void sweep_replacedManagerWithCalls_waitsForThem()
    {
        ManagerPool pool;
        const QPointer<Manager> old(pool.managerFor(0, true));
        old->calls = 1;
        pool.distrust(*old, true);
        pool.sweep();
        QVERIFY(old);
        old->calls = 0;
        pool.sweep();
        QVERIFY(!old);
    }

    void retire_any_destroysLater()
    {
        ManagerPool pool;
        const QPointer<Manager> replaced(pool.managerFor(0, true));
        pool.distrust(*replaced, true);
        const QPointer<Manager> current(pool.managerFor(0, true));
        pool.managerFor(2, true); // leaves a gap
        pool.retire();
        QVERIFY(replaced && current);
        QTRY_VERIFY(!replaced && !current);
    }
};

QTEST_GUILESS_MAIN(TestManagerPool)
#include "tst_managerpool.moc"
