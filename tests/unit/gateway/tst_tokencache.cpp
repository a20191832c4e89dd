// SPDX-License-Identifier: GPL-3.0-or-later
#include "gateway/keys/tokencache.h"

#include <QtTest/QTest>

namespace {

struct Claims
{
    QByteArray subject;
};

using TokenCache = guarita::gateway::TokenCache<Claims>;

} // namespace

class TestTokenCache : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void find_unknown_isNull();
    void find_inserted_givesItsClaims();
    void insert_whenFull_evictsTheOldest();
    void insert_again_keepsItsAge();
    void insert_capacityZero_keepsNothing();
    void clear_all_areForgotten();
};

namespace {

Claims claimsOf(const char *subject)
{
    return {subject};
}

} // namespace

void TestTokenCache::find_unknown_isNull()
{
    QVERIFY(!TokenCache(2).find("a"));
}

void TestTokenCache::find_inserted_givesItsClaims()
{
    TokenCache cache(2);
    cache.insert("a", claimsOf("ana"));
    cache.insert("b", claimsOf("bia"));
    QVERIFY(cache.find("a") && cache.find("b"));
    QCOMPARE(cache.find("a")->subject, QByteArray("ana"));
    QCOMPARE(cache.find("b")->subject, QByteArray("bia"));
}

void TestTokenCache::insert_whenFull_evictsTheOldest()
{
    TokenCache cache(2);
    for (const char *token : {"a", "b", "c"})
        cache.insert(token, claimsOf(token));
    QVERIFY(!cache.find("a"));
    QVERIFY(cache.find("b") && cache.find("c"));
    QCOMPARE(cache.size(), std::size_t(2));
}

void TestTokenCache::insert_again_keepsItsAge()
{
    TokenCache cache(2);
    for (const char *token : {"a", "b", "a", "c"})
        cache.insert(token, claimsOf(token));
    QVERIFY(!cache.find("a"));
    QCOMPARE(cache.size(), std::size_t(2));
}

void TestTokenCache::insert_capacityZero_keepsNothing()
{
    TokenCache cache(0);
    cache.insert("a", claimsOf("ana"));
    QVERIFY(!cache.find("a"));
}

void TestTokenCache::clear_all_areForgotten()
{
    TokenCache cache(2);
    cache.insert("a", claimsOf("ana"));
    cache.clear();
    QVERIFY(!cache.find("a"));
    QCOMPARE(cache.size(), std::size_t(0));
}

QTEST_GUILESS_MAIN(TestTokenCache)
#include "tst_tokencache.moc"
