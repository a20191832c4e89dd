// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/auth/passwordverifier.h"

#include <QtCore/QThread>
#include <QtTest/QTest>

#include <sodium.h>

#include <memory>
#include <optional>
#include <vector>

using guarita::gateway::Credentials;
using guarita::gateway::PasswordVerifier;

namespace {

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

class TestPasswordVerifier : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void verify_credentials_areJudged_data();
    void verify_credentials_areJudged();
    void verify_done_comesFromTheEventLoopOfTheOwner();
    void verify_queueFull_isRefusedAndRecovers();
    void verify_unknownUser_takesAPlaceInTheQueue();
    void cancel_waiting_isNeverHashedAndFreesItsPlace();
    void cancel_afterTheVerdict_changesNothing();
    void destroy_whileBusy_callsNoCompletionAndFreesThem();
    void destroy_afterTheVerdictButBeforeTheEventLoop_callsNothing();
    void isUsableHash_any_isJudged_data();
    void isUsableHash_any_isJudged();
    void hash_password_isUsableAndInteractive();

private:
    Credentials m_credentials;
};

void TestPasswordVerifier::initTestCase()
{
    QVERIFY(sodium_init() >= 0);
    m_credentials = {"usuario", cheapHash("senha123")};
    QVERIFY(!m_credentials.passwordHash.isEmpty());
}

void TestPasswordVerifier::verify_credentials_areJudged_data()
{
    QTest::addColumn<QByteArray>("user");
    QTest::addColumn<QByteArray>("password");
    QTest::addColumn<bool>("expected");
    QTest::newRow("right") << QByteArray("usuario") << QByteArray("senha123") << true;
    QTest::newRow("wrong password") << QByteArray("usuario") << QByteArray("senha124") << false;
    QTest::newRow("empty password") << QByteArray("usuario") << QByteArray("") << false;
    QTest::newRow("password with a NUL") << QByteArray("usuario") << QByteArray("senha123\0", 9) << false;
    QTest::newRow("unknown user, right password") << QByteArray("Usuario") << QByteArray("senha123") << false;
    QTest::newRow("empty user") << QByteArray("") << QByteArray("senha123") << false;
}

void TestPasswordVerifier::verify_credentials_areJudged()
{
    QFETCH(QByteArray, user);
    QFETCH(QByteArray, password);
    QFETCH(bool, expected);
    PasswordVerifier verifier(m_credentials, 1);
    std::optional<bool> matches;
    QVERIFY(verifier.verify(user, password, [&](bool verdict) { matches = verdict; }));
    QTRY_VERIFY(matches.has_value());
    QCOMPARE(*matches, expected);
}

void TestPasswordVerifier::verify_done_comesFromTheEventLoopOfTheOwner()
{
    PasswordVerifier verifier(m_credentials, 1);
    QThread *caller = nullptr;
    QVERIFY(verifier.verify("usuario", "x", [&](bool) { caller = QThread::currentThread(); }));
    QVERIFY(!caller);
    QTRY_VERIFY(caller);
    QCOMPARE(caller, QThread::currentThread());
}

// A place is given back in the event loop only, so what follows does not depend on how quick the worker is.
void TestPasswordVerifier::verify_queueFull_isRefusedAndRecovers()
{
    PasswordVerifier verifier(m_credentials, 2);
    int done = 0;
    const auto count = [&](bool) { ++done; };
    QVERIFY(verifier.verify("usuario", "a", count));
    QVERIFY(verifier.verify("usuario", "b", count));
    QVERIFY(!verifier.verify("usuario", "c", count));
    QTRY_COMPARE(done, 2);
    QVERIFY(verifier.verify("usuario", "d", count));
    QTRY_COMPARE(done, 3);
}

void TestPasswordVerifier::verify_unknownUser_takesAPlaceInTheQueue()
{
    PasswordVerifier verifier(m_credentials, 1);
    bool done = false;
    QVERIFY(verifier.verify("ninguém", "a", [&](bool) { done = true; }));
    QVERIFY(!verifier.verify("usuario", "senha123", [](bool) {}));
    QTRY_VERIFY(done);
}

// The first hash takes tens of milliseconds, so the second cannot have begun when it is cancelled.
void TestPasswordVerifier::cancel_waiting_isNeverHashedAndFreesItsPlace()
{
    PasswordVerifier verifier({"usuario", PasswordVerifier::hash("senha123")}, 2);
    const auto witness = std::make_shared<int>(0);
    std::vector<int> done;
    QVERIFY(verifier.verify("usuario", "senha123", [&](bool) { done.push_back(1); }));
    const auto second = verifier.verify("usuario", "senha123", [&done, witness](bool) { done.push_back(2); });
    QVERIFY(second);
    QVERIFY(!verifier.verify("usuario", "senha123", [](bool) {}));
    QVERIFY(verifier.cancel(*second));
    QCOMPARE(witness.use_count(), 1L);
    QVERIFY(!verifier.cancel(*second));
    QVERIFY(verifier.verify("usuario", "senha123", [&](bool) { done.push_back(3); }));
    QTRY_COMPARE(done, (std::vector<int>{1, 3}));
}

void TestPasswordVerifier::cancel_afterTheVerdict_changesNothing()
{
    PasswordVerifier verifier(m_credentials, 1);
    bool done = false;
    const auto ticket = verifier.verify("usuario", "senha123", [&](bool) { done = true; });
    QVERIFY(ticket);
    QTRY_VERIFY(done);
    QVERIFY(!verifier.cancel(*ticket));
    QVERIFY(verifier.verify("usuario", "senha123", [](bool) {}));
}

void TestPasswordVerifier::destroy_whileBusy_callsNoCompletionAndFreesThem()
{
    const auto witness = std::make_shared<int>(0);
    {
        PasswordVerifier verifier(m_credentials, 64);
        for (int i = 0; i < 64; ++i)
            QVERIFY(verifier.verify("usuario", "senha123", [witness](bool) { ++*witness; }));
        QVERIFY(witness.use_count() > 64);
    }
    QCoreApplication::processEvents();
    QCOMPARE(*witness, 0);
    QCOMPARE(witness.use_count(), 1L);
}

void TestPasswordVerifier::destroy_afterTheVerdictButBeforeTheEventLoop_callsNothing()
{
    int calls = 0;
    auto verifier = std::make_unique<PasswordVerifier>(m_credentials, 2);
    QVERIFY(verifier->verify("usuario", "senha123", [&](bool) {
        ++calls;
        verifier.reset(); // the second verdict may be queued already
    }));
    QVERIFY(verifier->verify("usuario", "senha123", [&](bool) { ++calls; }));
    QTRY_VERIFY(!verifier);
    QCoreApplication::processEvents();
    QCOMPARE(calls, 1);
}

void TestPasswordVerifier::isUsableHash_any_isJudged_data()
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

void TestPasswordVerifier::isUsableHash_any_isJudged()
{
    QFETCH(QByteArray, hash);
    QFETCH(bool, usable);
    QCOMPARE(PasswordVerifier::isUsableHash(hash), usable);
}

void TestPasswordVerifier::hash_password_isUsableAndInteractive()
{
    const QByteArray hash = PasswordVerifier::hash("senha123");
    QVERIFY(PasswordVerifier::isUsableHash(hash));
    QVERIFY2(hash.contains("m=65536,t=2"), hash.constData());
    QVERIFY(hash != PasswordVerifier::hash("senha123")); // salted
}

QTEST_GUILESS_MAIN(TestPasswordVerifier)
#include "tst_passwordverifier.moc"
