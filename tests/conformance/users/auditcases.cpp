// SPDX-License-Identifier: GPL-3.0-or-later
// What the audit must be on every database.
#include "userrepositorysuite.h"

#include <algorithm>
#include <array>
#include <barrier>
#include <thread>

namespace guarita::gateway {

namespace {

AuditRecord record(const QByteArray &who, StoreTime when)
{
    AuditRecord made;
    made.when = when;
    made.who = who;
    made.action = audited::login;
    return made;
}

QByteArray textOf(const AuditRecord &record)
{
    return record.who + ' ' + record.action + ' ' + record.target + ' ' + outcomeName(record.outcome) + ' ' +
           QByteArray::number(record.status) + ' ' + record.reason;
}

QByteArrayList whoOf(const std::vector<AuditRecord> &records)
{
    QByteArrayList names;
    for (const AuditRecord &record : records)
        names.append(record.who);
    return names;
}

/// So long ago that it may be deleted.
constexpr StoreTime once{1'000'000};

} // namespace

void UserRepositorySuite::audit_record_comesBackAsItWas()
{
    AuditRecord full = record("ana", StoreTime(1'767'323'045'678));
    full.action = audited::changeItem;
    full.target = "/itens/Caf\xc3\xa9";
    full.address = "2001:db8::1";
    full.request = "0123456789abcdef";
    full.outcome = AuditOutcome::Unknown;
    full.status = 499;
    full.reason = "cliente_saiu";
    full.times = 7;
    QVERIFY(users().audit().write({full, record({}, once)}));
    const auto found = users().audit().list({});
    QVERIFY(found);
    QCOMPARE(found.value().size(), std::size_t(2));
    const AuditRecord &last = found.value()[0]; // the newest first
    QVERIFY(last.who.isEmpty() && last.target.isEmpty() && last.reason.isEmpty() && last.status == 0);
    const AuditRecord &first = found.value()[1];
    QVERIFY(first.id > 0 && first.id < last.id);
    QVERIFY(first.when == full.when);
    QCOMPARE(textOf(first), textOf(full));
    QCOMPARE(first.address, full.address);
    QCOMPARE(first.request, full.request);
    QCOMPARE(first.times, 7);
}

void UserRepositorySuite::audit_changeOfAUser_isRecordedWithIt()
{
    Authorship by(StoreTime(5), "chefe");
    by.address = "10.0.0.1";
    by.request = "abc";
    by.status = 201;
    QVERIFY(users().create({"ana", {Role::Editor}, "hash"}, by).value());
    QVERIFY(!users().create({"ana", {Role::Reader}, "hash"}, by).value());
    by.status = 200;
    QVERIFY(users().change("ana", {.enabled = false}, {}, by).value());
    QVERIFY(users()
                .change("ana", {.roles = Roles{Role::Reader}, .enabled = true, .passwordHash = "x"}, {}, by)
                .value());
    QVERIFY(!users().change("ana", {.passwordHash = "y"}, {true, {77}}, by).value());
    QVERIFY(!users().change("ninguem", {.enabled = true}, {}, by).value());
    QVERIFY(users().change("ana", {}, {}, by).value()); // nothing to tell
    QByteArrayList told;
    const auto records = users().audit().list({.limit = 50, .after = 0});
    for (const AuditRecord &one : records.value()) {
        told.append(textOf(one));
        QCOMPARE(one.address, QByteArray("10.0.0.1"));
        QCOMPARE(one.request, QByteArray("abc"));
        QVERIFY(one.when == StoreTime(5));
    }
    QCOMPARE(told, (QByteArrayList{"chefe usuario.criar ana ok 201 papeis=editor",
                                   "chefe usuario.criar ana recusado 409 nome_em_uso",
                                   "chefe usuario.alterar ana ok 200 ativo=false",
                                   "chefe usuario.alterar ana ok 200 papeis=leitor ativo=true",
                                   "chefe usuario.senha ana ok 200 ",
                                   "chefe usuario.senha ana recusado 412 versao_divergente",
                                   "chefe usuario.alterar ninguem recusado 404 nao_encontrado"}));
}

/// What the database says to a statement; empty if it does it. Not prepared, which PostgreSQL does with few.
QString UserRepositorySuite::complaintOf(const QString &statement)
{
    const QString table = QStringLiteral("tentativa_%1").arg(++m_attempts);
    sql::SqlConnection connection(m_dialect, {table, QStringLiteral("test"), {{1, {statement}}}});
    const auto done = connection.read([]() -> sql::Outcome<core::Done> { return core::Done{}; });
    return done ? QString() : done.error().detail;
}

/// The change waits for the record: what cannot be recorded is not done.
void UserRepositorySuite::audit_thatCannotBeWritten_leavesTheUserAsItWas()
{
    QVERIFY(addUser("ana", {Role::Reader}).id > 0);
    QCOMPARE(complaintOf(QStringLiteral("ALTER TABLE auditoria RENAME TO outra")), QString());
    QVERIFY(!users().change("ana", {.enabled = false}, {}, once));
    QVERIFY(!users().create({"rui", {Role::Reader}, "hash"}, once));
    QCOMPARE(complaintOf(QStringLiteral("ALTER TABLE outra RENAME TO auditoria")), QString());
    QVERIFY(users().find("ana").value()->user.enabled);
    QVERIFY(!users().find("rui").value());
}

void UserRepositorySuite::audit_rows_areNeitherChangedNorDeletedEarly()
{
    const auto today = std::chrono::floor<StoreTime>(std::chrono::system_clock::now().time_since_epoch());
    QVERIFY(users().audit().write({record("ana", today), record("rui", once)}));
    QStringList statements{QStringLiteral("UPDATE auditoria SET quem = 'outro'"),
                           QStringLiteral("UPDATE auditoria SET vezes = vezes WHERE quem = 'rui'"),
                           QStringLiteral("DELETE FROM auditoria WHERE quem = 'ana'"),
                           QStringLiteral("DELETE FROM auditoria")};
    if (m_dialect->kind() == sql::Database::Postgres)
        statements.append(QStringLiteral("TRUNCATE auditoria"));
    for (const QString &statement : statements)
        QVERIFY2(complaintOf(statement).contains(QStringLiteral("auditoria: records are")),
                 qPrintable(statement));
    QCOMPARE(whoOf(users().audit().list({}).value()), (QByteArrayList{"rui", "ana"}));
    QVERIFY(!users().audit().forget(today + std::chrono::hours(1), 10));
    QCOMPARE(users().audit().forget(once + StoreTime(1), 10).value(), 1);
    QCOMPARE(whoOf(users().audit().list({}).value()), QByteArrayList{"ana"});
}

void UserRepositorySuite::audit_forget_goesInPartsTheOldestFirst()
{
    QVERIFY(users().audit().write({record("c", once + StoreTime(3)), record("a", once),
                                   record("b", once + StoreTime(2)), record("d", once + StoreTime(9))}));
    QCOMPARE(users().audit().forget(once + StoreTime(9), 2).value(), 2);
    QCOMPARE(whoOf(users().audit().list({}).value()), (QByteArrayList{"d", "c"}));
    QCOMPARE(users().audit().forget(once + StoreTime(9), 2).value(), 1);
    QCOMPARE(users().audit().forget(once + StoreTime(9), 2).value(), 0);
}

void UserRepositorySuite::audit_list_isFilteredAndPaged()
{
    std::vector<AuditRecord> records;
    for (int i = 0; i < 6; ++i) {
        records.push_back(record(i % 2 ? "rui" : "ana", once + StoreTime(i)));
        records.back().action = i < 3 ? audited::login : audited::createItem;
        records.back().outcome = i == 4 ? AuditOutcome::Refused : AuditOutcome::Done;
        records.back().reason = QByteArray::number(i);
    }
    QVERIFY(users().audit().write(records));
    const auto listed = [this](const AuditQuery &query) {
        QByteArray numbers;
        const auto found = users().audit().list(query);
        for (const AuditRecord &one : found.value())
            numbers += one.reason;
        return numbers;
    };
    const auto all = users().audit().list({.limit = 10, .after = 0}).value();
    const qint64 third = all[2].id;
    QCOMPARE(listed({}), QByteArray("543210"));
    QCOMPARE(listed({.limit = 2}), QByteArray("54"));
    QCOMPARE(listed({.before = third}), QByteArray("10"));
    QCOMPARE(listed({.limit = 2, .after = third}), QByteArray("34"));
    QCOMPARE(listed({.before = all[5].id, .after = third}), QByteArray("34"));
    QCOMPARE(listed({.who = "rui"}), QByteArray("531"));
    QCOMPARE(listed({.action = audited::login}), QByteArray("210"));
    QCOMPARE(listed({.outcome = AuditOutcome::Refused}), QByteArray("4"));
    QCOMPARE(listed({.since = once + StoreTime(2), .until = once + StoreTime(4)}), QByteArray("32"));
    QCOMPARE(listed({.who = "ana", .action = audited::createItem}), QByteArray("4"));
    QCOMPARE(listed({.who = "nobody'; DROP TABLE auditoria; --"}), QByteArray());
}

void UserRepositorySuite::audit_manyRecords_areWrittenInOneGo()
{
    std::vector<AuditRecord> records;
    for (int i = 0; i < 501; ++i)
        records.push_back(record(QByteArray::number(i), once));
    QVERIFY(users().audit().write(records));
    QVERIFY(users().audit().write({}));
    const auto listed = users().audit().list({.limit = 1000, .after = 0});
    QCOMPARE(listed.value().size(), std::size_t(501));
    QCOMPARE(listed.value().back().who, QByteArray("500"));
}

/// Else a follower that has seen an id would never look for a smaller one that was committed later.
void UserRepositorySuite::audit_writtenByMany_idsAppearInOrder()
{
    constexpr int writers = 3;
    constexpr int each = 20;
    std::array<std::thread, writers> threads;
    std::barrier start(writers + 1);
    for (int i = 0; i < writers; ++i) {
        threads[static_cast<std::size_t>(i)] = std::thread([&, i] {
            const auto repository = another();
            QVERIFY(repository->ping());
            start.arrive_and_wait();
            for (int n = 0; n < each; ++n) {
                // Refused for the want of a turn in time: asked again.
                while (!repository->audit().write({record(QByteArray::number(i), once)})) {
                }
            }
        });
    }
    start.arrive_and_wait();
    qint64 last = 0;
    int seen = 0;
    for (int looks = 0; seen < writers * each && looks < 100'000; ++looks) {
        const auto next = users().audit().list({.limit = 7, .after = last});
        if (!next || next.value().empty())
            continue;
        seen += static_cast<int>(next.value().size());
        last = next.value().back().id;
    }
    for (std::thread &thread : threads)
        thread.join();
    QCOMPARE(seen, writers * each);
}

} // namespace guarita::gateway
