// SPDX-License-Identifier: GPL-3.0-or-later
#include "userrepositorysuite.h"

#include <algorithm>
#include <array>
#include <barrier>
#include <thread>

namespace guarita::gateway {

namespace {

constexpr StoreTime at(qint64 milliseconds)
{
    return StoreTime(milliseconds);
}

constexpr StoreTime later = at(1'000'000);

bool refused(const sql::Outcome<UserRepository::Changed> &outcome, UserRefusal why)
{
    return outcome && !outcome.value() && outcome.value().error() == why;
}

} // namespace

void UserRepositorySuite::init()
{
    m_dialect = freshDatabase();
    QVERIFY(m_dialect);
    m_users = another();
    const sql::Outcome<core::Done> answer = users().ping();
    QVERIFY2(answer, answer ? "" : qPrintable(answer.error().detail));
}

void UserRepositorySuite::cleanup()
{
    m_users.reset();
}

/// An account with the id 0 if it could not be made.
Account UserRepositorySuite::addUser(const QByteArray &name, Roles roles)
{
    const auto created = users().create({name, roles, "hash of " + name}, at(1));
    const auto found = users().find(name);
    return created && created.value() && found && found.value() ? *found.value() : Account{};
}

bool UserRepositorySuite::isEnded(const QByteArray &session)
{
    const auto snapshot = users().directory(at(0));
    const std::vector<QByteArray> &ended = snapshot.value().endedSessions;
    return std::find(ended.begin(), ended.end(), session) != ended.end();
}

void UserRepositorySuite::create_user_isFoundAndListed()
{
    const auto created = users().create({"ana", {Role::Editor, Role::Operator}, "hash"}, at(7));
    QVERIFY(created && created.value());
    const auto found = users().find("ana");
    QVERIFY(found && found.value());
    const Account &account = *found.value();
    QCOMPARE(account.passwordHash, QByteArray("hash"));
    QCOMPARE(account.user.name, QByteArray("ana"));
    QVERIFY(account.user.roles == (Roles{Role::Editor, Role::Operator}));
    QVERIFY(account.user.enabled);
    QCOMPARE(account.user.version, 1);
    QVERIFY(account.user.createdAt == at(7) && account.user.changedAt == at(7));
    QCOMPARE(users().list({}, 10).value().size(), std::size_t(1));
    QVERIFY(!users().find("Ana").value());
    QVERIFY(!users().find({}).value());
}

void UserRepositorySuite::create_nameTaken_isRefusedAndChangesNothing()
{
    QVERIFY(addUser("ana", {Role::Reader}).id > 0);
    QVERIFY(refused(users().create({"ana", {Role::Admin}, "other"}, at(2)), UserRefusal::NameTaken));
    const Account account = *users().find("ana").value();
    QVERIFY(account.user.roles == Roles{Role::Reader});
    QCOMPARE(account.passwordHash, QByteArray("hash of ana"));
}

void UserRepositorySuite::list_pages_goOnAfterTheLastName()
{
    for (const char *name : {"rui", "ana", "b-c", "b.c", "zoe"})
        QVERIFY(addUser(name, {Role::Reader}).id > 0);
    QByteArrayList names;
    QByteArray last;
    for (;;) {
        const auto page = users().list(last, 2);
        QVERIFY(page);
        if (page.value().empty())
            break;
        for (const User &user : page.value())
            names.append(user.name);
        last = names.back();
    }
    QCOMPARE(names, (QByteArrayList{"ana", "b-c", "b.c", "rui", "zoe"}));
}

void UserRepositorySuite::change_rolesAndState_countInTheDirectory()
{
    QVERIFY(addUser("root", {Role::Admin}).id > 0);
    QVERIFY(addUser("ana", {Role::Reader}).id > 0);
    const auto entryOf = [this](const QByteArray &name) -> std::optional<Roles> {
        const auto snapshot = users().directory(at(0));
        for (const DirectorySnapshot::Entry &entry : snapshot.value().enabledUsers) {
            if (entry.name == name)
                return entry.roles;
        }
        return std::nullopt;
    };
    QVERIFY(entryOf("ana") == Roles{Role::Reader});
    const qint64 before = users().generation().value();
    const auto changed = users().change("ana", {.roles = Roles{Role::Editor}}, {true, {1}}, at(5));
    QVERIFY(changed && changed.value());
    QCOMPARE(changed.value().value().version, 2);
    QVERIFY(changed.value().value().changedAt == at(5));
    QVERIFY(users().generation().value() > before);
    QVERIFY(entryOf("ana") == Roles{Role::Editor});
    QVERIFY(users().change("ana", {.enabled = false}, {true, {2}}, at(6)).value());
    QVERIFY(!entryOf("ana"));
    QVERIFY(users().change("ana", {.enabled = true}, {true, {3}}, at(7)).value());
    QVERIFY(entryOf("ana") == Roles{Role::Editor});
}

void UserRepositorySuite::change_otherVersion_isRefused()
{
    QVERIFY(addUser("ana", {Role::Reader}).id > 0);
    QVERIFY(refused(users().change("ana", {.roles = Roles{Role::Admin}}, {true, {2}}, at(5)),
                    UserRefusal::OtherVersion));
    QVERIFY(users().find("ana").value()->user.roles == Roles{Role::Reader});
}

void UserRepositorySuite::change_noSuchUser_isRefused()
{
    QVERIFY(refused(users().change("ana", {.enabled = false}, {}, at(5)), UserRefusal::NoSuchUser));
}

void UserRepositorySuite::change_lastAdmin_isRefusedHoweverItIsTried()
{
    QVERIFY(addUser("root", {Role::Admin, Role::Editor}).id > 0);
    QVERIFY(addUser("old", {Role::Admin}).id > 0);
    QVERIFY(users().change("old", {.enabled = false}, {}, at(2)).value());
    QVERIFY(refused(users().change("root", {.enabled = false}, {}, at(3)), UserRefusal::LastAdmin));
    QVERIFY(
        refused(users().change("root", {.roles = Roles{Role::Editor}}, {}, at(3)), UserRefusal::LastAdmin));
    QVERIFY(users().change("root", {.roles = Roles{Role::Admin}}, {}, at(3)).value());
    QVERIFY(users().change("old", {.enabled = true}, {}, at(4)).value());
    QVERIFY(users().change("root", {.enabled = false}, {}, at(5)).value());
}

void UserRepositorySuite::change_lastAdminBesideTheDemoUser_isRefused()
{
    QVERIFY(UserRepository(m_dialect, DemoUser::Offer).ping());
    QVERIFY(users().find("usuario").value()->user.demo);
    QVERIFY(addUser("root", {Role::Admin}).id > 0);
    QVERIFY(refused(users().change("root", {.enabled = false}, {}, at(2)), UserRefusal::LastAdmin));
    QVERIFY(users().change("usuario", {.enabled = false}, {}, at(3)).value());
    QVERIFY(users().change("usuario", {.enabled = true, .passwordHash = "own"}, {}, at(4)).value());
    QVERIFY(users().find("usuario").value()->user.demo); // it may be the public one, hashed anew
    QVERIFY(refused(users().change("root", {.enabled = false}, {}, at(5)), UserRefusal::LastAdmin));
}

void UserRepositorySuite::change_nothing_leavesTheUserAsItIs()
{
    QVERIFY(addUser("ana", {Role::Reader}).id > 0);
    QCOMPARE(users().change("ana", {}, {true, {1}}, at(5)).value().value().version, 1);
    QVERIFY(users().find("ana").value()->user.changedAt == at(1));
    QVERIFY(refused(users().change("ana", {}, {true, {2}}, at(5)), UserRefusal::OtherVersion));
}

void UserRepositorySuite::change_twoAdminsDisableEachOther_oneStays()
{
    const std::array<QByteArray, 2> names{"ana", "rui"};
    for (const QByteArray &name : names)
        QVERIFY(addUser(name, {Role::Admin}).id > 0);
    for (int round = 0; round < 5; ++round) {
        std::array<bool, 2> done{};
        std::barrier start(2);
        std::array<std::thread, 2> threads;
        for (std::size_t i = 0; i < 2; ++i) {
            threads[i] = std::thread([&, i] {
                const auto repository = another();
                start.arrive_and_wait();
                const auto changed = repository->change(names[1 - i], {.enabled = false}, {}, at(2));
                done[i] = changed && changed.value();
            });
        }
        for (std::thread &thread : threads)
            thread.join();
        QCOMPARE(int(done[0]) + int(done[1]), 1);
        for (const QByteArray &name : names)
            QVERIFY(users().change(name, {.enabled = true}, {}, at(3)).value());
    }
}

void UserRepositorySuite::rehash_samePassword_isReplacedOnlyIfNothingElseDid()
{
    const Account account = addUser("ana", {Role::Reader});
    QVERIFY(users().rehash(account.id, "hash of ana", "better"));
    QCOMPARE(users().find("ana").value()->passwordHash, QByteArray("better"));
    QVERIFY(users().rehash(account.id, "hash of ana", "too late"));
    QCOMPARE(users().find("ana").value()->passwordHash, QByteArray("better"));
}

void UserRepositorySuite::ping_demo_isOfferedAndWithdrawnWithItsSessions()
{
    QVERIFY(UserRepository(m_dialect, DemoUser::Offer).ping());
    const Account demo = *users().find("usuario").value();
    QVERIFY(demo.user.enabled && demo.user.roles.has(Role::Admin));
    QVERIFY(users().openSession("s", demo, "one", at(1), later));
    QVERIFY(UserRepository(m_dialect, DemoUser::Offer).ping());
    QVERIFY(users().renewSession("s", "one", "two", at(2)).value().outcome == Renewal::Renewed);
    QVERIFY(UserRepository(m_dialect, DemoUser::Withdraw).ping());
    QVERIFY(!users().find("usuario").value()->user.enabled);
    QVERIFY(users().renewSession("s", "two", "three", at(3)).value().outcome == Renewal::Unknown);
    QVERIFY(UserRepository(m_dialect, DemoUser::Offer).ping());
    QVERIFY(users().find("usuario").value()->user.enabled);
    QVERIFY(users().change("usuario", {.passwordHash = "own"}, {}, at(4)).value());
    QVERIFY(users().openSession("t", *users().find("usuario").value(), "one", at(5), later));
    QVERIFY(UserRepository(m_dialect, DemoUser::Withdraw, at(6)).ping());
    QVERIFY(!users().find("usuario").value()->user.enabled);
    const std::vector<QByteArray> ended = users().directory(at(6)).value().endedSessions;
    QVERIFY(std::find(ended.begin(), ended.end(), QByteArray("t")) != ended.end());
}

void UserRepositorySuite::change_disabledOrNewPassword_endsAllSessionsOfThatUser_data()
{
    QTest::addColumn<bool>("disable");
    QTest::newRow("disabled") << true;
    QTest::newRow("new password") << false;
}

void UserRepositorySuite::change_disabledOrNewPassword_endsAllSessionsOfThatUser()
{
    QFETCH(bool, disable);
    const Account ana = addUser("ana", {Role::Editor});
    const Account rui = addUser("rui", {Role::Editor});
    QVERIFY(users().openSession("s", ana, "one", at(1), later));
    QVERIFY(users().openSession("t", ana, "one", at(1), later));
    QVERIFY(users().openSession("u", rui, "one", at(1), later));
    UserChange change;
    if (disable)
        change.enabled = false;
    else
        change.passwordHash = "new";
    QVERIFY(users().change("ana", change, {}, at(5)).value());
    QVERIFY(isEnded("s") && isEnded("t") && !isEnded("u"));
    QVERIFY(users().renewSession("s", "one", "two", at(6)).value().outcome == Renewal::Unknown);
    QVERIFY(users().renewSession("u", "one", "two", at(6)).value().outcome == Renewal::Renewed);
}

void UserRepositorySuite::generation_whatChangesNothingForOthers_stays()
{
    const Account account = addUser("ana", {Role::Editor});
    const qint64 before = users().generation().value();
    QVERIFY(users().openSession("s", account, "one", at(1), later));
    QVERIFY(users().renewSession("s", "one", "two", at(2)).value().outcome == Renewal::Renewed);
    QVERIFY(users().renewSession("nobody's", "one", "x", at(2)).value().outcome == Renewal::Unknown);
    QVERIFY(users().rehash(account.id, "hash of ana", "better"));
    QCOMPARE(users().generation().value(), before);
}

void UserRepositorySuite::gateways_beat_areToldOfUntilTheyLeaveOrAreSilent()
{
    using Beats = std::vector<Heartbeat>;
    QVERIFY((users().gateways().beat("a", {}).value() == Beats{{"a", 1}}));
    QVERIFY((users().gateways().beat("b", {}).value() == Beats{{"a", 1}, {"b", 1}}));
    QVERIFY((users().gateways().beat("a", {}).value() == Beats{{"a", 2}, {"b", 1}}));
    QVERIFY((users().gateways().beat("a", {{"b", 7}}).value() == Beats{{"a", 3}, {"b", 1}})); // it moved on
    QVERIFY((users().gateways().beat("a", {{"b", 1}}).value() == Beats{{"a", 4}}));
    QVERIFY(users().gateways().leave("a"));
    QVERIFY((users().gateways().beat("b", {}).value() == Beats{{"b", 1}}));
}

} // namespace guarita::gateway
