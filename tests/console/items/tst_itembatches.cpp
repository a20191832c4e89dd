// SPDX-License-Identifier: GPL-3.0-or-later
#include "itemrig.h"

#include <QtTest/QSignalSpy>

using namespace guarita;
using namespace guarita::console;
using support::FakeAnswer;
using support::FakeRequest;

/// Many drafts in one request.
class TestItemBatches : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void save_fiveThousandNewOnes_isOneRequestInTheirOrder();
    void save_overTheBound_isTwo();
    void save_few_areSingle();
    void save_rows_areSettledEachForItself();
    void save_batch_isToldBeforeItIsSent();
    void save_whileABatchRuns_goesWithTheNext();
    void cancel_betweenBatches_stopsBeforeTheNext();
    void undo_whileABatchRuns_deletesWhatItMade();
    void olderService_isServedOneByOne();
    void tooLarge_isSplit();
    void throttled_isTriedAgain();
    void outage_isSentAgainByResume();

    void remove_many_isOneRequestAndUndone();
    void remove_changedMeanwhile_stays();
    void remove_olderService_isServedOneByOne();

private:
    static std::vector<ItemFields> rows(int count)
    {
        std::vector<ItemFields> rows;
        for (int i = 1; i <= count; ++i)
            rows.push_back({QStringLiteral("New %1").arg(i), std::nullopt, i});
        return rows;
    }
    static std::vector<ItemKey> keys(qint64 from, qint64 to)
    {
        std::vector<ItemKey> keys;
        for (qint64 id = from; id <= to; ++id)
            keys.push_back(ItemKey{id});
        return keys;
    }
    static QByteArray keyOf(const FakeRequest &request)
    {
        return request.request.rawHeader("Idempotency-Key");
    }
    static std::vector<FakeRequest> batchesOf(const ItemRig &rig)
    {
        std::vector<FakeRequest> batches;
        for (const FakeRequest &request : rig.manager->seen) {
            if (request.target == "/itens/lote")
                batches.push_back(request);
        }
        return batches;
    }
};

void TestItemBatches::save_fiveThousandNewOnes_isOneRequestInTheirOrder()
{
    ItemRig rig(10);
    QVERIFY(rig.load());
    rig.workspace.createDrafts(rows(5000));
    QSignalSpy progress(&rig.workspace, &ItemWorkspace::progressChanged);
    rig.workspace.saveAll();
    QCOMPARE(rig.workspace.progress().total, 5000);
    QVERIFY(rig.workspace.progress().together);
    QVERIFY(rig.idle());
    QCOMPARE(rig.writes(), 1);
    QCOMPARE(rig.batches(), 1);
    QVERIFY(!rig.workspace.progress().together);
    QCOMPARE(rig.workspace.progress().done, 5000);
    QCOMPARE(rig.drafts.count(), 0);
    QVERIFY(progress.size() < 20);
    for (const qint64 i : {1, 2, 2500, 5000})
        QCOMPARE(rig.service.find(10 + i)->fields.nome, QStringLiteral("New %1").arg(i));
    QTRY_COMPARE(rig.model.rowCount(), 5010);
}

void TestItemBatches::save_overTheBound_isTwo()
{
    ItemRig rig(0);
    rig.model.refresh();
    auto many = rows(5000);
    for (ItemFields &fields : many)
        fields.descricao = QString(500, QChar(0xe9)); // of two bytes each
    rig.workspace.createDrafts(std::move(many));
    rig.workspace.saveAll();
    QVERIFY(rig.idle());
    QCOMPARE(rig.batches(), 2);
    for (const FakeRequest &batch : batchesOf(rig))
        QVERIFY(batch.body.size() <= BatchLimits().bytes);
    QVERIFY(keyOf(batchesOf(rig)[0]) != keyOf(batchesOf(rig)[1]));
    QCOMPARE(rig.service.find(5000)->fields.nome, QStringLiteral("New 5000"));
    QCOMPARE(rig.drafts.count(), 0);
}

void TestItemBatches::save_few_areSingle()
{
    ItemRig rig(0);
    rig.model.refresh();
    rig.workspace.createDrafts(rows(19));
    rig.workspace.saveAll();
    QVERIFY(rig.idle());
    QCOMPARE(rig.batches(), 0);
    QCOMPARE(rig.manager->count("POST"), 19);
}

void TestItemBatches::save_rows_areSettledEachForItself()
{
    ItemRig rig(40);
    QVERIFY(rig.load());
    QSignalSpy conflicts(&rig.workspace, &ItemWorkspace::conflictFound);
    for (qint64 id = 1; id <= 30; ++id)
        rig.rename(id, "Mine");
    rig.service.change(3, [](ItemFields &fields) { fields.precoCentavos = 99; });
    rig.service.change(4, [](ItemFields &fields) { fields.nome = QStringLiteral("Mine"); });
    rig.service.removed.insert(5);
    rig.service.refuse = [](const QJsonObject &operation) {
        return operation.value(QStringLiteral("id")).toInteger() == 6;
    };
    rig.workspace.saveAll();
    QVERIFY(rig.idle());
    QCOMPARE(rig.batches(), 1);
    QCOMPARE(rig.manager->count("PUT"), 0);
    QCOMPARE(rig.drafts.count(), 3);
    QCOMPARE(rig.state(ItemKey{3}), DraftState::Conflict);
    QCOMPARE(rig.drafts.find(ItemKey{3})->theirs->fields.precoCentavos, 99);
    QCOMPARE(rig.state(ItemKey{5}), DraftState::Conflict);
    QVERIFY(!rig.drafts.find(ItemKey{5})->theirs);
    QCOMPARE(rig.state(ItemKey{6}), DraftState::Refused);
    QCOMPARE(rig.model.index(5, ItemsModel::PrecoColumn).data(ItemsModel::FieldErrorRole).toString(),
             QStringLiteral("muito caro"));
    QCOMPARE(conflicts.size(), 2);
    QCOMPARE(rig.workspace.progress().done, 28 - 1);
    QCOMPARE(rig.workspace.progress().failed, 3);
    QCOMPARE(rig.name(0), QStringLiteral("Mine"));
}

void TestItemBatches::save_batch_isToldBeforeItIsSent()
{
    ItemRig rig(40);
    QVERIFY(rig.load());
    rig.rename(1, "Café");
    rig.workspace.createDrafts(rows(30));
    std::vector<std::pair<std::size_t, int>> told;
    connect(&rig.workspace, &ItemWorkspace::sending, this, [&](const std::vector<Draft> &drafts) {
        told.emplace_back(drafts.size(), rig.batches());
        QCOMPARE(drafts[3].state, DraftState::Saving);
        QCOMPARE(drafts[3].sent->place, 3);
        QCOMPARE(drafts[3].sent->together, 31);
    });
    rig.workspace.saveAll();
    QVERIFY(rig.idle());
    QCOMPARE(told, (std::vector<std::pair<std::size_t, int>>{{31, 0}}));
}

void TestItemBatches::save_whileABatchRuns_goesWithTheNext()
{
    ItemRig rig(0);
    rig.model.refresh();
    rig.workspace.createDrafts(rows(30));
    rig.service.delay = std::chrono::milliseconds(5);
    rig.workspace.saveAll();
    rig.workspace.createDraft(ItemRig::fields("Last"));
    rig.workspace.saveAll();
    QVERIFY(rig.idle());
    QCOMPARE(rig.batches(), 2);
    QCOMPARE(rig.writes(), 2);
    QCOMPARE(rig.service.find(31)->fields.nome, QStringLiteral("Last"));
}

void TestItemBatches::cancel_betweenBatches_stopsBeforeTheNext()
{
    ItemRig rig(0);
    rig.model.refresh();
    rig.workspace.createDrafts(rows(10'050));
    rig.service.delay = std::chrono::milliseconds(5);
    rig.workspace.saveAll();
    rig.workspace.cancel();
    QVERIFY(rig.workspace.progress().running());
    QVERIFY(rig.idle());
    QCOMPARE(rig.batches(), 1);
    QCOMPARE(rig.service.size, 10'000);
    QCOMPARE(rig.drafts.count(), 50);
    QCOMPARE(rig.drafts.all().begin()->second.state, DraftState::Staged);
}

void TestItemBatches::undo_whileABatchRuns_deletesWhatItMade()
{
    ItemRig rig(10);
    QVERIFY(rig.load());
    rig.workspace.createDrafts(rows(30));
    rig.service.delay = std::chrono::milliseconds(5);
    rig.workspace.saveAll();
    rig.workspace.undoStack().undo();
    QVERIFY(rig.idle());
    QTRY_COMPARE(rig.service.removed.size(), std::size_t(30));
    QVERIFY(rig.idle());
    QCOMPARE(rig.batches(), 2);
    QTRY_COMPARE(rig.model.rowCount(), 10);
}

void TestItemBatches::olderService_isServedOneByOne()
{
    ItemRig rig(10);
    QVERIFY(rig.load());
    rig.service.takesBatches = false;
    rig.workspace.createDrafts(rows(30));
    rig.rename(1, "Café");
    rig.workspace.saveAll();
    QVERIFY(rig.idle());
    QCOMPARE(rig.batches(), 1);
    QCOMPARE(rig.manager->count("POST"), 31);
    QCOMPARE(rig.manager->count("PUT"), 1);
    QCOMPARE(rig.drafts.count(), 0);
    QCOMPARE(rig.service.find(40)->fields.nome, QStringLiteral("New 30"));
    QCOMPARE(rig.workspace.progress().total, 31);
    rig.workspace.createDrafts(rows(30));
    rig.workspace.saveAll();
    QVERIFY(rig.idle());
    QCOMPARE(rig.batches(), 1); // it is known by now
}

void TestItemBatches::tooLarge_isSplit()
{
    ItemRig rig(0);
    rig.model.refresh();
    rig.service.before = [](const FakeRequest &request) {
        return request.body.size() > 3000 ? std::optional(FakeAnswer::problem(413, "corpo_grande_demais"))
                                          : std::nullopt;
    };
    rig.workspace.createDrafts(rows(100));
    rig.workspace.saveAll();
    QVERIFY(rig.idle());
    QCOMPARE(rig.drafts.count(), 0);
    QCOMPARE(rig.service.find(100)->fields.nome, QStringLiteral("New 100"));
}

void TestItemBatches::throttled_isTriedAgain()
{
    ItemRig rig(0);
    rig.model.refresh();
    int refusals = 1;
    rig.service.before = [&refusals](const FakeRequest &request) -> std::optional<FakeAnswer> {
        if (request.method == "GET" || refusals-- <= 0)
            return std::nullopt;
        return FakeAnswer::problem(429, "muitas_requisicoes");
    };
    rig.workspace.createDrafts(rows(30));
    rig.workspace.saveAll();
    QTRY_COMPARE(rig.drafts.all().begin()->second.state, DraftState::Staged);
    QVERIFY(rig.workspace.progress().running());
    QVERIFY(rig.idle());
    QCOMPARE(rig.service.size, 30);
    QCOMPARE(rig.batches(), 2);
}

void TestItemBatches::outage_isSentAgainByResume()
{
    ItemRig rig(0);
    rig.model.refresh();
    rig.workspace.createDrafts(rows(30));
    rig.service.outage = true;
    rig.workspace.saveAll();
    QVERIFY(rig.idle());
    QCOMPARE(rig.workspace.progress().failed, 30);
    for (const auto &[key, draft] : rig.drafts.all())
        QCOMPARE(draft.state, DraftState::Staged);
    rig.service.outage = false;
    rig.workspace.resume();
    QVERIFY(rig.idle());
    QCOMPARE(rig.service.size, 30);
    QCOMPARE(rig.drafts.count(), 0);
}

void TestItemBatches::remove_many_isOneRequestAndUndone()
{
    ItemRig rig(100);
    QVERIFY(rig.load());
    QSignalSpy removed(&rig.workspace, &ItemWorkspace::removed);
    rig.workspace.remove(keys(11, 60));
    QCOMPARE(rig.model.rowCount(), 50);
    QVERIFY(rig.idle());
    QCOMPARE(rig.batches(), 1);
    QCOMPARE(rig.manager->count("DELETE"), 0);
    QCOMPARE(rig.service.removed.size(), std::size_t(50));
    QCOMPARE(removed.size(), 1);
    QCOMPARE(removed.front().front().value<std::vector<ItemKey>>().size(), std::size_t(50));
    rig.workspace.undoStack().undo();
    QVERIFY(rig.idle());
    QCOMPARE(rig.service.removed.size(), std::size_t(0));
    QTRY_COMPARE(rig.model.rowCount(), 100);
    rig.service.delay = std::chrono::milliseconds(5);
    rig.workspace.undoStack().redo();
    rig.workspace.undoStack().undo(); // faster than the service answers
    QVERIFY(rig.idle());
    QCOMPARE(rig.service.removed.size(), std::size_t(0));
    QTRY_COMPARE(rig.model.rowCount(), 100);
}

void TestItemBatches::remove_changedMeanwhile_stays()
{
    ItemRig rig(100);
    QVERIFY(rig.load());
    rig.service.change(20, [](ItemFields &fields) { fields.precoCentavos = 99; });
    rig.service.removed.insert(21);
    QSignalSpy removed(&rig.workspace, &ItemWorkspace::removed);
    rig.workspace.remove(keys(11, 60));
    QVERIFY(rig.idle());
    QCOMPARE(rig.batches(), 1);
    QCOMPARE(removed.front().at(1).value<qsizetype>(), 1);
    QVERIFY(rig.service.find(20));
    QTRY_COMPARE(rig.model.rowCount(), 51);
    QCOMPARE(rig.model.itemOf(ItemKey{20})->fields.precoCentavos, 99);
}

void TestItemBatches::remove_olderService_isServedOneByOne()
{
    ItemRig rig(100);
    QVERIFY(rig.load());
    rig.service.takesBatches = false;
    rig.workspace.remove(keys(11, 60));
    QVERIFY(rig.idle());
    QCOMPARE(rig.manager->count("DELETE"), 50);
    QCOMPARE(rig.service.removed.size(), std::size_t(50));
}

QTEST_GUILESS_MAIN(TestItemBatches)
#include "tst_itembatches.moc"
