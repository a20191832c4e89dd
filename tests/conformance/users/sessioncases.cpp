// SPDX-License-Identifier: GPL-3.0-or-later
// The cases of UserRepositorySuite that are about sessions.
#include "userrepositorysuite.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <barrier>
#include <thread>

namespace guarita::gateway {

namespace {

constexpr StoreTime at(qint64 milliseconds)
{
    return StoreTime(milliseconds);
}

constexpr StoreTime later = at(1'000'000);

} // namespace

void UserRepositorySuite::renew_rightToken_isGoodOnce()
{
    const Account account = addUser("ana", {Role::Editor});
    QVERIFY(users().openSession("s", account, "one", at(1), later));
    const auto renewed = users().renewSession("s", "one", "two", at(2));
    QVERIFY(renewed && renewed.value().outcome == Renewal::Renewed);
    QCOMPARE(renewed.value().user.name, QByteArray("ana"));
    QVERIFY(renewed.value().user.roles == Roles{Role::Editor});
    QVERIFY(users().renewSession("s", "two", "three", at(3)).value().outcome == Renewal::Renewed);
    QVERIFY(!isEnded("s"));
}

void UserRepositorySuite::renew_oldToken_endsTheSession()
{
    QVERIFY(users().openSession("s", addUser("ana", {Role::Editor}), "one", at(1), later));
    QVERIFY(users().renewSession("s", "one", "two", at(2)).value().outcome == Renewal::Renewed);
    QVERIFY(users().renewSession("s", "one", "evil", at(3)).value().outcome == Renewal::Reused);
    QVERIFY(isEnded("s"));
    // Neither the thief's token nor the owner's is good any more.
    QVERIFY(users().renewSession("s", "two", "x", at(4)).value().outcome == Renewal::Unknown);
    QVERIFY(users().renewSession("s", "one", "x", at(4)).value().outcome == Renewal::Unknown);
}

void UserRepositorySuite::renew_togetherWithOneToken_onlyOneSucceeds()
{
    QVERIFY(users().openSession("s", addUser("ana", {Role::Editor}), "one", at(1), later));
    constexpr int crowd = 4;
    std::array<Renewal, crowd> outcomes{};
    std::barrier start(crowd);
    std::vector<std::thread> threads;
    for (int i = 0; i < crowd; ++i) {
        threads.emplace_back([&, i] {
            const auto repository = another();
            start.arrive_and_wait();
            const auto renewed = repository->renewSession("s", "one", QByteArray::number(i), at(2));
            outcomes[static_cast<std::size_t>(i)] = renewed ? renewed.value().outcome : Renewal::Unknown;
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    QCOMPARE(std::count(outcomes.begin(), outcomes.end(), Renewal::Renewed), 1);
    QVERIFY(std::count(outcomes.begin(), outcomes.end(), Renewal::Reused) >= 1);
    QVERIFY(isEnded("s"));
}

void UserRepositorySuite::renew_whileTheUserIsChanged_neitherWaitsForTheOther()
{
    for (int round = 0; round < 10; ++round) {
        const QByteArray name = "u" + QByteArray::number(round);
        QVERIFY(users().openSession(name, addUser(name, {Role::Editor}), "one", at(1), later));
        constexpr int crowd = 4;
        std::barrier start(crowd);
        std::atomic<int> answered = 0;
        std::vector<std::thread> threads;
        for (int i = 0; i < crowd; ++i) {
            threads.emplace_back([&, i] {
                const auto repository = another();
                const bool ready = repository->ping().ok();
                start.arrive_and_wait();
                const bool good =
                    i == 0 ? repository->change(name, {.passwordHash = "new"}, {}, at(2)).ok()
                           : repository->renewSession(name, "one", QByteArray::number(i), at(2)).ok();
                answered += ready && good ? 1 : 0;
            });
        }
        for (std::thread &thread : threads)
            thread.join();
        QCOMPARE(answered, crowd);
        QVERIFY(isEnded(name));
    }
}

void UserRepositorySuite::renew_expiredSession_isUnknown()
{
    QVERIFY(users().openSession("s", addUser("ana", {Role::Editor}), "one", at(1), at(10)));
    QVERIFY(users().renewSession("s", "one", "two", at(10)).value().outcome == Renewal::Unknown);
    QVERIFY(users().renewSession("s", "one", "two", at(9)).value().outcome == Renewal::Renewed);
}

void UserRepositorySuite::renew_madeUpToken_endsThatSessionAndNoOther()
{
    const Account account = addUser("ana", {Role::Editor});
    QVERIFY(users().openSession("s", account, "one", at(1), later));
    QVERIFY(users().openSession("t", account, "one", at(1), later));
    QVERIFY(users().renewSession("nobody's", "one", "x", at(2)).value().outcome == Renewal::Unknown);
    QVERIFY(users().renewSession("s", "made up", "x", at(2)).value().outcome == Renewal::Reused);
    QVERIFY(isEnded("s"));
    QVERIFY(users().renewSession("t", "one", "two", at(3)).value().outcome == Renewal::Renewed);
}

void UserRepositorySuite::endSession_any_isInTheDirectoryAndAnswersOnce()
{
    QVERIFY(users().openSession("s", addUser("ana", {Role::Editor}), "one", at(1), later));
    const qint64 before = users().generation().value();
    QCOMPARE(users().endSession("s", std::nullopt, at(5)).value(), QByteArray("ana"));
    QVERIFY(users().generation().value() > before);
    QVERIFY(isEnded("s"));
    QCOMPARE(users().endSession("s", std::nullopt, at(6)).value(), QByteArray());
    QCOMPARE(users().endSession("nobody's", std::nullopt, at(6)).value(), QByteArray());
    // What ended before the time asked for does not matter any more.
    QVERIFY(users().directory(at(6)).value().endedSessions.empty());
}

void UserRepositorySuite::endSession_anotherToken_changesNothing()
{
    QVERIFY(users().openSession("s", addUser("ana", {Role::Editor}), "one", at(1), later));
    QCOMPARE(users().endSession("s", "two", at(5)).value(), QByteArray());
    QVERIFY(!isEnded("s"));
    QCOMPARE(users().endSession("s", "one", at(5)).value(), QByteArray("ana"));
    QVERIFY(isEnded("s"));
}

void UserRepositorySuite::openSession_userChangedMeanwhile_isRefused()
{
    const Account ana = addUser("ana", {Role::Editor});
    QVERIFY(users().change("ana", {.passwordHash = "new"}, {}, at(2)).value());
    QCOMPARE(users().openSession("s", ana, "one", at(3), later).error().failure, sql::Failure::NotFound);
    const Account changed = *users().find("ana").value();
    QVERIFY(users().rehash(changed.id, "new", "better")); // the same password: nothing that matters changed
    QVERIFY(users().openSession("s", changed, "one", at(3), later));
    QVERIFY(users().change("ana", {.enabled = false}, {}, at(4)).value());
    QVERIFY(!users().openSession("t", *users().find("ana").value(), "one", at(5), later));
}

void UserRepositorySuite::openSession_whileTheUserIsDisabled_noneSurvives()
{
    for (int round = 0; round < 10; ++round) {
        const QByteArray name = "u" + QByteArray::number(round);
        const Account account = addUser(name, {Role::Editor});
        std::barrier start(2);
        bool opened = false;
        std::thread thread([&] {
            const auto repository = another();
            start.arrive_and_wait();
            opened = repository->openSession(name, account, "one", at(2), later).ok();
        });
        start.arrive_and_wait();
        const auto disabled = users().change(name, {.enabled = false}, {}, at(3));
        thread.join();
        QVERIFY(disabled && disabled.value());
        QVERIFY(!opened || isEnded(name));
    }
}

void UserRepositorySuite::openSession_aboveTheLimit_endsTheOldest()
{
    const auto narrow = another(2);
    const Account ana = addUser("ana", {Role::Editor});
    const Account rui = addUser("rui", {Role::Editor});
    QVERIFY(narrow->openSession("rui's", rui, "one", at(1), later));
    QVERIFY(narrow->openSession("over", ana, "one", at(1), at(2)));
    const qint64 before = users().generation().value();
    QVERIFY(narrow->openSession("b", ana, "one", at(3), later));
    QVERIFY(narrow->openSession("a", ana, "one", at(2), later)); // the clock of another gateway is behind
    QVERIFY(!isEnded("a") && !isEnded("b") && !isEnded("over"));
    QCOMPARE(users().generation().value(), before);

    QVERIFY(narrow->openSession("c", ana, "one", at(5), later));
    QVERIFY(isEnded("a"));
    QVERIFY(!isEnded("b") && !isEnded("c") && !isEnded("rui's"));
    QVERIFY(users().generation().value() > before);
    QVERIFY(users().renewSession("a", "one", "two", at(6)).value().outcome == Renewal::Unknown);
    QVERIFY(users().renewSession("b", "one", "two", at(6)).value().outcome == Renewal::Renewed);

    const auto one = another(1); // after a change of the setting
    QVERIFY(one->openSession("d", ana, "one", at(7), later));
    QVERIFY(isEnded("b") && isEnded("c") && !isEnded("d"));
}

void UserRepositorySuite::openSession_aboveTheLimitByAStaleLogIn_endsNone()
{
    const auto narrow = another(1);
    const Account ana = addUser("ana", {Role::Editor});
    QVERIFY(users().change("ana", {.roles = Roles{Role::Reader}}, {}, at(2)).value());
    QVERIFY(narrow->openSession("a", *users().find("ana").value(), "one", at(3), later));
    QCOMPARE(narrow->openSession("b", ana, "one", at(4), later).error().failure, sql::Failure::NotFound);
    QVERIFY(!isEnded("a"));
}

void UserRepositorySuite::openSession_together_staysNearTheLimit()
{
    constexpr int crowd = 4;
    const Account ana = addUser("ana", {Role::Editor});
    std::barrier start(crowd);
    std::atomic<int> opened = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < crowd; ++i) {
        threads.emplace_back([&, i] {
            const auto narrow = another(2);
            start.arrive_and_wait();
            for (int j = 0; j < 5; ++j) {
                const QByteArray session = QByteArray::number(i) + '.' + QByteArray::number(j);
                opened += narrow->openSession(session, ana, "one", at(10 + j), later).ok() ? 1 : 0;
            }
        });
    }
    for (std::thread &thread : threads)
        thread.join();
    QCOMPARE(opened, crowd * 5);
    const auto ended = [this] { return users().directory(at(0)).value().endedSessions.size(); };
    QVERIFY(ended() >= std::size_t(crowd * 5 - 2 - crowd));
    QVERIFY(another(2)->openSession("last", ana, "one", at(20), later));
    QCOMPARE(ended(), std::size_t(crowd * 5 + 1 - 2));
}

void UserRepositorySuite::forgetSessions_expired_goesInParts()
{
    const Account account = addUser("ana", {Role::Editor});
    for (const char *session : {"a", "b", "c"})
        QVERIFY(users().openSession(session, account, "one", at(1), at(10)));
    QVERIFY(users().openSession("d", account, "one", at(1), at(20)));
    QCOMPARE(users().forgetSessions(at(11), 2).value(), 2);
    QCOMPARE(users().forgetSessions(at(11), 2).value(), 1);
    QCOMPARE(users().forgetSessions(at(11), 2).value(), 0);
    QVERIFY(users().renewSession("d", "one", "two", at(12)).value().outcome == Renewal::Renewed);
}

void UserRepositorySuite::forgetSessions_endedEarly_goesAsWell()
{
    const Account account = addUser("ana", {Role::Editor});
    for (const char *session : {"a", "b", "c"})
        QVERIFY(users().openSession(session, account, "one", at(1), later));
    QVERIFY(users().endSession("a", std::nullopt, at(10)));
    QVERIFY(users().endSession("b", std::nullopt, at(11)));
    QCOMPARE(users().forgetSessions(at(11), 9).value(), 1); // "b" may still have an access token that is good
    QVERIFY(isEnded("b"));
    QVERIFY(users().renewSession("a", "one", "two", at(12)).value().outcome == Renewal::Unknown);
    QVERIFY(users().renewSession("c", "one", "two", at(12)).value().outcome == Renewal::Renewed);
}

} // namespace guarita::gateway
