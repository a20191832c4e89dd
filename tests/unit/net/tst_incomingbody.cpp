// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/incomingbody.h"

#include <QtTest/QTest>

using guarita::net::IncomingBody;
using State = IncomingBody::State;

class TestIncomingBody : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void bytes_comeOutInOrder_andAreCounted();
    void full_roomIsToldOnce_perTime();
    void ended_takesNothingMore();
    void whole_restCanStillBeTaken();
    void broken_holdsNothing();
    void told_mayDropTheBodyAndItself();
    void room_isToldFromWithinTake_andMayPut();
};

void TestIncomingBody::bytes_comeOutInOrder_andAreCounted()
{
    IncomingBody body(9);
    int told = 0;
    body.onProgress([&] { ++told; });
    QVERIFY(body.take(10).isEmpty());
    body.put("abc");
    body.put({});
    body.put("defghi");
    QCOMPARE(told, 2);
    QCOMPARE(body.length(), qint64(9));
    QCOMPARE(body.available(), 9);
    QCOMPARE(body.take(2), QByteArray("ab"));
    QCOMPARE(body.take(100), QByteArray("cdefghi"));
    QCOMPARE(body.available(), 0);
    QCOMPARE(body.received(), 9);
    QVERIFY(body.state() == State::Coming);
}

void TestIncomingBody::full_roomIsToldOnce_perTime()
{
    IncomingBody body(std::nullopt);
    int room = 0;
    body.onRoom([&] { ++room; });
    body.put(QByteArray(IncomingBody::capacity - 1, 'x'));
    QVERIFY(!body.full());
    body.take(1);
    QCOMPARE(room, 0);
    body.put(QByteArray(100, 'x')); // one read may bring more than there is room for
    QVERIFY(body.full());
    body.take(98);
    QVERIFY(body.full());
    QCOMPARE(room, 0);
    body.take(1);
    QVERIFY(!body.full());
    QCOMPARE(room, 1);
    body.take(IncomingBody::capacity);
    QCOMPARE(room, 1);
}

void TestIncomingBody::ended_takesNothingMore()
{
    for (const bool whole : {true, false}) {
        IncomingBody body(std::nullopt);
        int told = 0;
        body.onProgress([&] { ++told; });
        if (whole)
            body.finish();
        else
            body.breakOff();
        body.put("late");
        body.finish();
        body.breakOff();
        QCOMPARE(told, 1);
        QCOMPARE(body.received(), 0);
        QVERIFY(body.state() == (whole ? State::Whole : State::Broken));
    }
}

void TestIncomingBody::whole_restCanStillBeTaken()
{
    IncomingBody body(4);
    body.put("rest");
    body.finish();
    QCOMPARE(body.take(3), QByteArray("res"));
    QCOMPARE(body.take(3), QByteArray("t"));
}

void TestIncomingBody::broken_holdsNothing()
{
    IncomingBody body(10);
    body.put("half");
    body.breakOff();
    QCOMPARE(body.available(), 0);
    QVERIFY(body.take(10).isEmpty());
    QCOMPARE(body.received(), 4);
}

void TestIncomingBody::told_mayDropTheBodyAndItself()
{
    auto body = std::make_shared<IncomingBody>(std::nullopt);
    std::shared_ptr<IncomingBody> held = body;
    int told = 0;
    body->onProgress([&told, held = std::move(held)]() mutable {
        held->onProgress(nullptr);
        held.reset();
        ++told;
    });
    body->put("a");
    body->put("b");
    QCOMPARE(told, 1);
    QCOMPARE(body.use_count(), 1);
}

void TestIncomingBody::room_isToldFromWithinTake_andMayPut()
{
    IncomingBody body(std::nullopt);
    body.onRoom([&] { body.put("more"); });
    body.put(QByteArray(IncomingBody::capacity, 'x'));
    QCOMPARE(body.take(IncomingBody::capacity), QByteArray(IncomingBody::capacity, 'x'));
    QCOMPARE(body.take(10), QByteArray("more"));
}

QTEST_APPLESS_MAIN(TestIncomingBody)
#include "tst_incomingbody.moc"
