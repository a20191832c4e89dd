// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/storage/migrations.h"
#include "server/storage/sqlitemrepository.h"

#include <QtTest/QTest>

#include <barrier>
#include <memory>
#include <thread>
#include <vector>

namespace guarita::server::storage {

/// What every storage of items has to do. A subclass says where: it gives a new, empty database for each
/// test.
class ItemRepositorySuite : public QObject
{
    Q_OBJECT

protected:
    virtual std::shared_ptr<const sql::SqlDialect> freshDatabase() = 0;

    SqlItemRepository &items() { return *m_items; }
    std::shared_ptr<const sql::SqlDialect> dialect() const { return m_dialect; }
    /// Another one on the same database, as another process would have it.
    std::unique_ptr<SqlItemRepository> another() const;
    /// Past all repositories.
    sql::SqlConnection newConnection() const { return {m_dialect, schema()}; }
    sql::Schema schema() const { return itemSchema(m_dialect->kind()); }

    static constexpr int crowd = 8;
    /// Runs `body(index)` on `crowd` threads that begin together.
    template <typename Body>
    static void together(Body body)
    {
        std::barrier start(crowd);
        std::vector<std::thread> threads;
        for (int i = 0; i < crowd; ++i) {
            threads.emplace_back([&start, &body, i] {
                start.arrive_and_wait();
                body(i);
            });
        }
        for (std::thread &thread : threads)
            thread.join();
    }

    /// By id.
    domain::ItemPage page(qint64 limit, qint64 offset = 0);
    qint64 total() { return page(1).total.value_or(-1); }
    /// The names that a query finds, which must be as many as its total says.
    QStringList names(const domain::ItemQuery &query);
    QStringList found(const QString &search);
    /// The text of the only value that a statement gives.
    QString value(const QString &sql);

    static domain::ItemDraft draft(const QString &nome = QStringLiteral("Café"), qint64 preco = 1990);
    static domain::Timestamp at(qint64 milliseconds);

private Q_SLOTS:
    void init();
    void cleanup();

    void create_anyContent_isFoundUnchanged_data();
    void create_anyContent_isFoundUnchanged();
    void create_newItem_hasVersionOneAndBothTimes();
    void create_afterRemoval_neverReusesTheId();
    void create_contentBeyondTheRules_changesNothing();
    void find_absent_notFound();
    void find_otherRepositoryWrote_seesIt();
    void update_anyVersion_replacesAndCounts();
    void update_expectedVersion_replaces();
    void update_otherVersion_mismatchAndUnchanged();
    void update_absent_notFound();
    void update_concurrentSameVersion_exactlyOneWins();
    void update_concurrentAnyVersion_noneIsLost();
    void remove_present_isGone();
    void remove_otherVersion_mismatchAndStays();
    void remove_absent_notFound();
    void remove_thenRestored_isAsBefore();
    void remove_removed_isNowhere();
    void remove_staleVersion_neverMatchesAgain();
    void restore_presentOrAbsent_changesNothing();
    void restore_concurrently_exactlyOneDoes();
    void purge_oldRemovals_goForGood();
    void purge_concurrently_deletesEachOnce();

    void list_empty_noItemsTotalZero();
    void list_pages_data();
    void list_pages();
    void list_withoutTotal_saysNone();
    void list_order_isAsNamed();
    void list_orderAndPage_isThatPartOfTheWhole();
    void list_search_findsWhatMatches();
    void list_changedItem_isFoundByWhatItIsNow();
    void list_searchOrderAndPage_isThatPartOfTheMatches();
    void list_cursors_leadThroughAllAndBack();
    void list_cursorWhileItemsComeAndGo_missesNone();
    void list_priceRange_findsThose();

    void change_patch_changesWhatItNames();
    void change_emptyPatch_changesNothing();
    void change_patchedConcurrently_keepsBoth();
    void change_severalVersions_oneMustMatch();
    void change_manyCreations_keepTheirOrder();
    void change_atomicWithARefusal_makesNone();
    void change_perRow_makesTheOthers();
    void change_keyAgain_answersAsBefore();
    void change_keyOfAnotherRequest_isRefused();
    void change_keyConcurrently_onlyOnce();
    void change_refusedUnderAKey_canBeTriedAgain();
    void change_batchUnderAKey_answersAsBefore();
    void forgetKeys_old_areForgotten();
    void history_changes_areAllThere();
    void history_purged_isGone();
    void changes_sinceAMark_comeInOrderOnce();
    void changes_concurrentWriters_noneIsMissed();
    void changes_foreignMark_isUnknown();

    void migrate_earlierSchemaWithItems_keepsAndFindsThem();
    void migrate_concurrentStarters_once();
    void migrate_twoPrograms_keepTheirVersionsApart();

    void create_concurrently_allAreKept();
    void ping_concurrentStarters_oneSchema();
    void ping_again_keepsItems();

private:
    void createMany();
    domain::ChangeOrder order(std::vector<domain::ItemChange> changes, const char *key = nullptr);

    std::shared_ptr<const sql::SqlDialect> m_dialect;
    std::unique_ptr<SqlItemRepository> m_items;
};

} // namespace guarita::server::storage
