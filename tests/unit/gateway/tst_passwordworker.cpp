// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/passwords/passwordhash.h"
#include "gateway/passwords/passwordworker.h"

#include <QtCore/QThread>
#include <QtTest/QTest>

#include <sodium.h>

#include <memory>
#include <optional>
#include <vector>

using guarita::gateway::PasswordWorker;
namespace passwordhash = guarita::gateway::passwordhash;

namespace {

using Verdict = PasswordWorker::Verdict;

/// libsodium's smallest argon2id: the tests are about the queue, not about the cost.
QByteArray cheapHash(const QByteArray &password)
{
    char text[crypto_pwhash_STRBYTES];
    const int failed =
        crypto_pwhash_str(text, password.constData(), static_cast<unsigned long long>(password.size()),
                          crypto_pwhash_OPSLIMIT_MIN, crypto_pwhash_MEMLIMIT_MIN);
    return failed ? QByteArray() : QByteArray(text);
}

} // namespace

class TestPasswordWorker : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(sodium_init() >= 0); }
    void init() { m_hash = cheapHash("senha123"); }
    void verify_credentials_areJudged_data();
    void verify_credentials_areJudged();
    void verify_currentHash_needsNoBetterOne();
    void hash_password_givesAHashThatMatches();
    void verify_done_comesFromTheEventLoopOfTheOwner();
    void verify_queueFull_isRefusedAndRecovers();
    void setQueueLimit_whileBusy_countsForTheNext();
    void verify_unknownUser_takesAPlaceInTheQueue();
    void cancel_waiting_isNeverHashedAndFreesItsPlace();
    void cancel_afterTheVerdict_changesNothing();
    void destroy_whileBusy_callsNoCompletionAndFreesThem();
    void destroy_afterTheVerdictButBeforeTheEventLoop_callsNothing();
    void isUsableHash_any_isJudged_data();
    void isUsableHash_any_isJudged();
    void make_password_hasTheParametersAndASalt();

private:
    QByteArray m_hash;
};

void TestPasswordWorker::verify_credentials_areJudged_data()
{
    QTest::addColumn<bool>("known");
    QTest::addColumn<QByteArray>("password");
    QTest::addColumn<bool>("expected");
    QTest::newRow("right") << true << QByteArray("senha123") << true;
    QTest::newRow("wrong password") << true << QByteArray("senha124") << false;
    QTest::newRow("empty password") << true << QByteArray("") << false;
    QTest::newRow("password with a NUL") << true << QByteArray("senha123\0", 9) << false;
    QTest::newRow("no such account") << false << QByteArray("senha123") << false;
    QTest::newRow("no such account, empty password") << false << QByteArray("") << false;
}

void TestPasswordWorker::verify_credentials_areJudged()
{
    QFETCH(bool, known);
    QFETCH(QByteArray, password);
    QFETCH(bool, expected);
    PasswordWorker worker(1);
    std::optional<Verdict> verdict;
    QVERIFY(worker.verify(known ? m_hash : QByteArray(), password,
                          [&](const Verdict &given) { verdict = given; }));
    QTRY_VERIFY(verdict.has_value());
    QCOMPARE(verdict->matches, expected);
    // Made with other parameters, so a better one comes with a match, and only then.
    QCOMPARE(!verdict->betterHash.isEmpty(), expected);
    QVERIFY(!expected || passwordhash::matches(password, verdict->betterHash));
    QVERIFY(!expected || !passwordhash::isOutdated(verdict->betterHash));
}

void TestPasswordWorker::verify_currentHash_needsNoBetterOne()
{
    m_hash = passwordhash::make("senha123");
    PasswordWorker worker(1);
    std::optional<Verdict> verdict;
    QVERIFY(worker.verify(m_hash, "senha123", [&](const Verdict &given) { verdict = given; }));
    QTRY_VERIFY(verdict.has_value());
    QVERIFY(verdict->matches && verdict->betterHash.isEmpty());
}

void TestPasswordWorker::hash_password_givesAHashThatMatches()
{
    PasswordWorker worker(1);
    QByteArray hash;
    QVERIFY(worker.hash("senha123", [&](const QByteArray &made) { hash = made; }));
    QVERIFY(!worker.hash("another", [](const QByteArray &) {}));
    QTRY_VERIFY(!hash.isEmpty());
    QVERIFY(passwordhash::matches("senha123", hash) && !passwordhash::matches("senha124", hash));
}

void TestPasswordWorker::verify_done_comesFromTheEventLoopOfTheOwner()
{
    PasswordWorker worker(1);
    QThread *caller = nullptr;
    QVERIFY(worker.verify(m_hash, "x", [&](const Verdict &) { caller = QThread::currentThread(); }));
    QVERIFY(!caller);
    QTRY_VERIFY(caller);
    QCOMPARE(caller, QThread::currentThread());
}

// A place is given back in the event loop only, so what follows does not depend on how quick the worker is.
void TestPasswordWorker::verify_queueFull_isRefusedAndRecovers()
{
    PasswordWorker worker(2);
    int done = 0;
    const auto count = [&](const Verdict &) { ++done; };
    QVERIFY(worker.verify(m_hash, "a", count));
    QVERIFY(worker.verify(m_hash, "b", count));
    QVERIFY(!worker.verify(m_hash, "c", count));
    QTRY_COMPARE(done, 2);
    QVERIFY(worker.verify(m_hash, "d", count));
    QTRY_COMPARE(done, 3);
}

void TestPasswordWorker::setQueueLimit_whileBusy_countsForTheNext()
{
    PasswordWorker worker(1);
    int done = 0;
    const auto count = [&](const Verdict &) { ++done; };
    QVERIFY(worker.verify(m_hash, "a", count));
    QVERIFY(!worker.verify(m_hash, "b", count));
    worker.setQueueLimit(3);
    QVERIFY(worker.verify(m_hash, "b", count));
    QVERIFY(worker.verify(m_hash, "c", count));
    worker.setQueueLimit(1);
    QVERIFY(!worker.verify(m_hash, "d", count));
    QTRY_COMPARE(done, 3); // those that were accepted stay so
}

void TestPasswordWorker::verify_unknownUser_takesAPlaceInTheQueue()
{
    PasswordWorker worker(1);
    bool done = false;
    QVERIFY(worker.verify({}, "a", [&](const Verdict &) { done = true; }));
    QVERIFY(!worker.verify(m_hash, "senha123", [](const Verdict &) {}));
    QTRY_VERIFY(done);
}

// The first hash takes tens of milliseconds, so the second cannot have begun when it is cancelled.
void TestPasswordWorker::cancel_waiting_isNeverHashedAndFreesItsPlace()
{
    m_hash = passwordhash::make("senha123");
    PasswordWorker worker(2);
    const auto witness = std::make_shared<int>(0);
    std::vector<int> done;
    QVERIFY(worker.verify(m_hash, "senha123", [&](const Verdict &) { done.push_back(1); }));
    const auto second =
        worker.verify(m_hash, "senha123", [&done, witness](const Verdict &) { done.push_back(2); });
    QVERIFY(second);
    QVERIFY(!worker.verify(m_hash, "senha123", [](const Verdict &) {}));
    QVERIFY(worker.cancel(*second));
    QCOMPARE(witness.use_count(), 1L);
    QVERIFY(!worker.cancel(*second));
    QVERIFY(worker.verify(m_hash, "senha123", [&](const Verdict &) { done.push_back(3); }));
    QTRY_COMPARE(done, (std::vector<int>{1, 3}));
}

void TestPasswordWorker::cancel_afterTheVerdict_changesNothing()
{
    PasswordWorker worker(1);
    bool done = false;
    const auto ticket = worker.verify(m_hash, "senha123", [&](const Verdict &) { done = true; });
    QVERIFY(ticket);
    QTRY_VERIFY(done);
    QVERIFY(!worker.cancel(*ticket));
    QVERIFY(worker.verify(m_hash, "senha123", [](const Verdict &) {}));
}

void TestPasswordWorker::destroy_whileBusy_callsNoCompletionAndFreesThem()
{
    const auto witness = std::make_shared<int>(0);
    {
        PasswordWorker worker(64);
        for (int i = 0; i < 64; ++i)
            QVERIFY(worker.verify(m_hash, "senha123", [witness](const Verdict &) { ++*witness; }));
        QVERIFY(witness.use_count() > 64);
    }
    QCoreApplication::processEvents();
    QCOMPARE(*witness, 0);
    QCOMPARE(witness.use_count(), 1L);
}

void TestPasswordWorker::destroy_afterTheVerdictButBeforeTheEventLoop_callsNothing()
{
    int calls = 0;
    auto worker = std::make_unique<PasswordWorker>(2);
    QVERIFY(worker->verify(m_hash, "senha123", [&](const Verdict &) {
        ++calls;
        worker.reset(); // the second verdict may be queued already
    }));
    QVERIFY(worker->verify(m_hash, "senha123", [&](const Verdict &) { ++calls; }));
    QTRY_VERIFY(!worker);
    QCoreApplication::processEvents();
    QCOMPARE(calls, 1);
}

void TestPasswordWorker::isUsableHash_any_isJudged_data()
{
    QTest::addColumn<QByteArray>("hash");
    QTest::addColumn<bool>("usable");
    QTest::newRow("argon2id") << cheapHash("x") << true;
    QTest::newRow("empty") << QByteArray() << false;
    QTest::newRow("plain text") << QByteArray("senha123") << false;
    QTest::newRow("prefix only") << QByteArray("$argon2id$") << false;
    QTest::newRow("cut") << cheapHash("x").chopped(20) << false;
    QTest::newRow("argon2i") << cheapHash("x").replace("argon2id", "argon2i") << false;
    QTest::newRow("too long") << cheapHash("x") + QByteArray(200, 'A') << false;
}

void TestPasswordWorker::isUsableHash_any_isJudged()
{
    QFETCH(QByteArray, hash);
    QFETCH(bool, usable);
    QCOMPARE(passwordhash::isUsable(hash), usable);
}

void TestPasswordWorker::make_password_hasTheParametersAndASalt()
{
    const QByteArray hash = passwordhash::make("senha123");
    QVERIFY(passwordhash::isUsable(hash));
    QVERIFY2(hash.contains("m=19456,t=2,p=1"), hash.constData());
    QVERIFY(hash != passwordhash::make("senha123")); // salted
}

QTEST_GUILESS_MAIN(TestPasswordWorker)
#include "tst_passwordworker.moc"
