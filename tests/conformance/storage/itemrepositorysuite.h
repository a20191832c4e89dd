// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "server/storage/sqlitemrepository.h"

#include <QtTest/QTest>

#include <memory>

namespace guarita::server::storage {

/// What every storage of items has to do. A subclass says where: it gives a new, empty database for each
/// test.
class ItemRepositorySuite : public QObject
{
    Q_OBJECT

protected:
    virtual std::shared_ptr<const SqlDialect> freshDatabase() = 0;

    SqlItemRepository &items() { return *m_items; }
    std::shared_ptr<const SqlDialect> dialect() const { return m_dialect; }
    /// Another one on the same database, as another process would have it.
    std::unique_ptr<SqlItemRepository> another() const;

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
    void list_empty_noItemsTotalZero();
    void list_pages_data();
    void list_pages();
    void create_concurrently_allAreKept();
    void ping_concurrentStarters_oneSchema();
    void ping_again_keepsItems();

private:
    std::shared_ptr<const SqlDialect> m_dialect;
    std::unique_ptr<SqlItemRepository> m_items;
};

} // namespace guarita::server::storage
