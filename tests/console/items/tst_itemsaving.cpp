// SPDX-License-Identifier: GPL-3.0-or-later
#include "itemrig.h"

#include <QtTest/QSignalSpy>

using namespace guarita;
using namespace guarita::console;
using support::FakeAnswer;
using support::FakeRequest;

class TestItemSaving : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void save_newOnes_areCreatedOneAfterAnother();
    void save_newOnesDiscardedMeanwhile_goesOn();
    void save_aNewOne_isToldBeforeItIsSent();
    void save_edit_isSentWithItsVersion();
    void save_new_becomesAnItem();
    void save_many_areFourAtATimeWithProgress();
    void save_brokenRules_stayWithTheirErrors();
    void save_refused_errorsAreAtTheirFields();
    void save_forbidden_saysWhy();
    void save_throttled_isTriedAgain();
    void edit_refused_isForgiven();
    void edit_whileSaving_isTheNextChange();
    void undo_whileSaving_stagesItsReverse();
    void discard_whileItWaits_isNotSent();
    void cancel_waiting_stayStaged();

    void changedElsewhere_isAConflict();
    void changedElsewhereToTheSame_isSaved();
    void deletedElsewhere_isAConflictWithoutTheirs();
    void resolve_mine_isSavedOnTop();
    void resolve_theirs_dropsTheDraft();
    void resolve_deleted_restoresAndSaves();
    void saveAll_onlyConflicts_asksForThem();

private:
    static std::optional<FakeAnswer> onWrites(const FakeRequest &request, FakeAnswer answer)
    {
        return request.method == "GET" ? std::nullopt : std::optional(std::move(answer));
    }
};

void TestItemSaving::save_edit_isSentWithItsVersion()
{
    ItemRig rig(10);
    QVERIFY(rig.load());
    QSignalSpy saved(&rig.workspace, &ItemWorkspace::saved);
    rig.rename(3, "Café");
    rig.workspace.save({{3}});
    QCOMPARE(rig.state(ItemKey{3}), DraftState::Saving);
    QVERIFY(rig.workspace.progress().running());
    QVERIFY(rig.idle());
    QCOMPARE(rig.drafts.count(), 0);
    QCOMPARE(saved.size(), 1);
    QCOMPARE(rig.service.find(3)->fields.nome, QStringLiteral("Café"));
    QCOMPARE(rig.manager->seen.back().request.rawHeader("If-Match"), QByteArray("\"1\""));
    QCOMPARE(rig.name(2), QStringLiteral("Café"));
    QCOMPARE(rig.lists(), 1); // the answer is enough
}

void TestItemSaving::save_new_becomesAnItem()
{
    ItemRig rig(10);
    QVERIFY(rig.load());
    QSignalSpy saved(&rig.workspace, &ItemWorkspace::saved);
    const ItemKey key = rig.workspace.createDraft(ItemRig::fields("Café", 1990));
    rig.workspace.saveAll();
    QVERIFY(rig.idle());
    QCOMPARE(rig.service.find(11)->fields, ItemRig::fields("Café", 1990));
    QCOMPARE(saved.front().front().value<ItemKey>(), key);
    QCOMPARE(rig.drafts.count(), 0);
    QTRY_COMPARE(rig.model.rowCount(), 11);
    QTRY_COMPARE(rig.name(10), QStringLiteral("Café"));
}

void TestItemSaving::save_many_areFourAtATimeWithProgress()
{
    ItemRig rig(20);
    QVERIFY(rig.load());
    int atOnce = 0;
    int most = 0;
    rig.service.delay = std::chrono::milliseconds(5);
    QSignalSpy progress(&rig.workspace, &ItemWorkspace::progressChanged);
    rig.service.before = [&](const FakeRequest &) -> std::optional<FakeAnswer> {
        atOnce = 0;
        for (const auto &[key, draft] : rig.drafts.all())
            atOnce += draft.state == DraftState::Saving ? 1 : 0;
        most = std::max(most, atOnce);
        return std::nullopt;
    };
    for (qint64 id = 1; id <= 19; ++id)
        rig.rename(id, "Café");
    rig.workspace.saveAll();
    QCOMPARE(rig.workspace.progress().total, 19);
    QVERIFY(rig.idle());
    QCOMPARE(rig.workspace.progress().done, 19);
    QCOMPARE(most, ItemWorkspace::parallelWrites);
    QCOMPARE(rig.manager->count("PUT"), 19);
    QVERIFY(progress.size() >= 19);
    QCOMPARE(rig.drafts.count(), 0);
}

void TestItemSaving::save_brokenRules_stayWithTheirErrors()
{
    ItemRig rig(10);
    QVERIFY(rig.load());
    const ItemKey bad = rig.workspace.createDraft();
    rig.rename(3, "Café");
    QSignalSpy focus(&rig.workspace, &ItemWorkspace::focusWanted);
    rig.workspace.saveAll();
    QVERIFY(rig.idle());
    QCOMPARE(rig.state(bad), DraftState::Refused);
    QCOMPARE(rig.drafts.find(bad)->errors.front().field, QStringLiteral("nome"));
    QVERIFY(!rig.drafts.find(bad)->errors.front().message.isEmpty());
    QCOMPARE(focus.size(), 1);
    QCOMPARE(rig.workspace.progress().failed, 1);
    QCOMPARE(rig.workspace.progress().done, 1);
    QCOMPARE(rig.manager->count("POST"), 0);
    QCOMPARE(rig.manager->count("PUT"), 1);
}

void TestItemSaving::save_refused_errorsAreAtTheirFields()
{
    ItemRig rig(10);
    QVERIFY(rig.load());
    rig.service.before = [](const FakeRequest &request) {
        return onWrites(request,
                        FakeAnswer::problem(422, "validacao",
                                            R"(,"errors":[{"campo":"preco","mensagem":"muito caro"}])"));
    };
    rig.rename(3, "Café");
    rig.workspace.saveAll();
    QVERIFY(rig.idle());
    QCOMPARE(rig.state(ItemKey{3}), DraftState::Refused);
    QCOMPARE(rig.model.index(2, ItemsModel::PrecoColumn).data(ItemsModel::FieldErrorRole).toString(),
             QStringLiteral("muito caro"));
}

void TestItemSaving::save_forbidden_saysWhy()
{
    ItemRig rig(10);
    QVERIFY(rig.load());
    rig.service.before = [](const FakeRequest &request) {
        return onWrites(request, FakeAnswer::problem(403, "proibido"));
    };
    rig.rename(3, "Café");
    rig.workspace.saveAll();
    QVERIFY(rig.idle());
    QCOMPARE(rig.state(ItemKey{3}), DraftState::Refused);
    QCOMPARE(rig.drafts.find(ItemKey{3})->message, QStringLiteral("um problema"));
}

void TestItemSaving::save_throttled_isTriedAgain()
{
    ItemRig rig(10);
    QVERIFY(rig.load());
    int refusals = 1;
    rig.service.before = [&refusals](const FakeRequest &request) -> std::optional<FakeAnswer> {
        if (request.method == "GET" || refusals-- <= 0)
            return std::nullopt;
        return FakeAnswer::problem(429, "muitas_requisicoes");
    };
    rig.rename(3, "Café");
    rig.workspace.saveAll();
    QTRY_COMPARE(rig.state(ItemKey{3}), DraftState::Staged);
    QVERIFY(rig.workspace.progress().running());
    QVERIFY(rig.idle());
    QCOMPARE(rig.service.find(3)->fields.nome, QStringLiteral("Café"));
    QCOMPARE(rig.manager->count("PUT"), 2);
}

void TestItemSaving::edit_refused_isForgiven()
{
    ItemRig rig(10);
    QVERIFY(rig.load());
    const ItemKey key = rig.workspace.createDraft({QString(), std::nullopt, -1});
    rig.workspace.saveAll();
    QCOMPARE(rig.drafts.find(key)->errors.size(), std::size_t(2));
    rig.workspace.setField(key, Field::Nome, QStringLiteral("Café"));
    QCOMPARE(rig.state(key), DraftState::Refused);
    QCOMPARE(rig.drafts.find(key)->errors.size(), std::size_t(1));
    rig.workspace.setField(key, Field::Preco, qint64(1));
    QCOMPARE(rig.state(key), DraftState::Staged);
}

void TestItemSaving::edit_whileSaving_isTheNextChange()
{
    ItemRig rig(10);
    QVERIFY(rig.load());
    rig.service.delay = std::chrono::milliseconds(20);
    rig.rename(3, "A");
    rig.workspace.saveAll();
    rig.rename(3, "B");
    QCOMPARE(rig.state(ItemKey{3}), DraftState::Saving);
    rig.workspace.saveAll(); // one request for an item at a time
    QVERIFY(rig.idle());
    QCOMPARE(rig.service.find(3)->fields.nome, QStringLiteral("A"));
    QCOMPARE(rig.state(ItemKey{3}), DraftState::Staged);
    QCOMPARE(rig.drafts.find(ItemKey{3})->base->versao, 2);
    rig.workspace.saveAll();
    QVERIFY(rig.idle());
    QCOMPARE(rig.service.find(3)->fields.nome, QStringLiteral("B"));
}

void TestItemSaving::undo_whileSaving_stagesItsReverse()
{
    ItemRig rig(10);
    QVERIFY(rig.load());
    rig.service.delay = std::chrono::milliseconds(20);
    rig.rename(3, "A");
    rig.workspace.saveAll();
    rig.workspace.undoStack().undo();
    QVERIFY(rig.idle());
    QCOMPARE(rig.service.find(3)->fields.nome, QStringLiteral("A"));
    QCOMPARE(rig.drafts.find(ItemKey{3})->fields.nome, QStringLiteral("Item 3"));
    QCOMPARE(rig.state(ItemKey{3}), DraftState::Staged);
}

void TestItemSaving::discard_whileItWaits_isNotSent()
{
    ItemRig rig(10);
    QVERIFY(rig.load());
    for (qint64 id = 1; id <= 6; ++id)
        rig.rename(id, "Café");
    rig.workspace.saveAll();
    rig.workspace.discardAll(); // the four that are under way stay
    QCOMPARE(rig.drafts.count(), 4);
    QVERIFY(rig.idle());
    QCOMPARE(rig.manager->count("PUT"), 4);
    QCOMPARE(rig.workspace.progress().total, 4);
}

void TestItemSaving::cancel_waiting_stayStaged()
{
    ItemRig rig(20);
    QVERIFY(rig.load());
    for (qint64 id = 1; id <= 17; ++id)
        rig.rename(id, "Café");
    rig.workspace.createDraft(ItemRig::fields("New"));
    rig.workspace.createDraft(ItemRig::fields("New"));
    rig.workspace.saveAll();
    rig.workspace.cancel();
    QVERIFY(rig.workspace.progress().running()); // what was sent
    QVERIFY(rig.idle());
    QCOMPARE(rig.writes(), 4);
    QCOMPARE(rig.drafts.count(), 15);
    QCOMPARE(rig.drafts.all().begin()->second.state, DraftState::Staged);
    rig.workspace.resume(); // nobody asks for them any more
    QVERIFY(rig.idle());
    QCOMPARE(rig.writes(), 4);
}

void TestItemSaving::changedElsewhere_isAConflict()
{
    ItemRig rig(10);
    QVERIFY(rig.load());
    rig.rename(3, "Mine");
    rig.service.change(3, [](ItemFields &fields) { fields.precoCentavos = 99; });
    QSignalSpy conflicts(&rig.workspace, &ItemWorkspace::conflictFound);
    rig.workspace.saveAll();
    QVERIFY(rig.idle());
    QCOMPARE(conflicts.size(), 1);
    const Draft *draft = rig.drafts.find(ItemKey{3});
    QCOMPARE(draft->state, DraftState::Conflict);
    QCOMPARE(draft->theirs->fields.precoCentavos, 99);
    QCOMPARE(draft->theirs->versao, 2);
    QCOMPARE(draft->fields.nome, QStringLiteral("Mine"));
    QCOMPARE(draft->base->fields.nome, QStringLiteral("Item 3"));
    QCOMPARE(rig.service.find(3)->fields.nome, QStringLiteral("Item 3"));
}

void TestItemSaving::changedElsewhereToTheSame_isSaved()
{
    ItemRig rig(10);
    QVERIFY(rig.load());
    rig.rename(3, "Same");
    rig.service.change(3, [](ItemFields &fields) { fields.nome = QStringLiteral("Same"); });
    QSignalSpy saved(&rig.workspace, &ItemWorkspace::saved);
    QSignalSpy conflicts(&rig.workspace, &ItemWorkspace::conflictFound);
    rig.workspace.saveAll();
    QVERIFY(rig.idle());
    QCOMPARE(rig.drafts.count(), 0);
    QCOMPARE(saved.size(), 1);
    QCOMPARE(conflicts.size(), 0);
}

void TestItemSaving::deletedElsewhere_isAConflictWithoutTheirs()
{
    ItemRig rig(10);
    QVERIFY(rig.load());
    rig.rename(3, "Mine");
    rig.service.removed.insert(3);
    rig.workspace.saveAll();
    QVERIFY(rig.idle());
    QCOMPARE(rig.state(ItemKey{3}), DraftState::Conflict);
    QVERIFY(!rig.drafts.find(ItemKey{3})->theirs);
}

void TestItemSaving::resolve_mine_isSavedOnTop()
{
    ItemRig rig(10);
    QVERIFY(rig.load());
    rig.rename(3, "Mine");
    rig.service.change(3, [](ItemFields &fields) { fields.precoCentavos = 99; });
    rig.workspace.saveAll();
    QVERIFY(rig.idle());
    rig.workspace.resolve(ItemKey{3}, ItemRig::fields("Mine", 99));
    QVERIFY(rig.idle());
    QCOMPARE(rig.service.find(3)->fields, ItemRig::fields("Mine", 99));
    QCOMPARE(rig.service.find(3)->versao, 3);
    QCOMPARE(rig.drafts.count(), 0);
    rig.workspace.undoStack().undo(); // takes back what the step did, not what they did
    QCOMPARE(rig.drafts.find(ItemKey{3})->fields, ItemRig::fields("Item 3", 99));
}

void TestItemSaving::resolve_theirs_dropsTheDraft()
{
    ItemRig rig(10);
    QVERIFY(rig.load());
    rig.rename(3, "Mine");
    rig.service.change(3, [](ItemFields &fields) { fields.nome = QStringLiteral("Theirs"); });
    rig.workspace.saveAll();
    QVERIFY(rig.idle());
    rig.workspace.resolve(ItemKey{3}, std::nullopt);
    QCOMPARE(rig.drafts.count(), 0);
    QCOMPARE(rig.name(2), QStringLiteral("Theirs"));
    QCOMPARE(rig.manager->count("PUT"), 1);
}

void TestItemSaving::resolve_deleted_restoresAndSaves()
{
    ItemRig rig(10);
    QVERIFY(rig.load());
    rig.rename(3, "Mine");
    rig.service.removed.insert(3);
    rig.workspace.saveAll();
    QVERIFY(rig.idle());
    rig.workspace.resolve(ItemKey{3}, ItemRig::fields("Mine", 3));
    QVERIFY(rig.idle());
    QVERIFY(rig.service.find(3));
    QCOMPARE(rig.service.find(3)->fields.nome, QStringLiteral("Mine"));
    QCOMPARE(rig.drafts.count(), 0);
    QCOMPARE(rig.service.size, 10);
}

void TestItemSaving::saveAll_onlyConflicts_asksForThem()
{
    ItemRig rig(10);
    QVERIFY(rig.load());
    rig.rename(3, "Mine");
    rig.service.change(3, [](ItemFields &fields) { fields.precoCentavos = 99; });
    rig.workspace.saveAll();
    QVERIFY(rig.idle());
    QSignalSpy conflicts(&rig.workspace, &ItemWorkspace::conflictFound);
    rig.workspace.saveAll();
    QCOMPARE(conflicts.size(), 1);
    QCOMPARE(rig.manager->count("PUT"), 1);
}

void TestItemSaving::save_newOnes_areCreatedOneAfterAnother()
{
    ItemRig rig(10);
    QVERIFY(rig.load());
    rig.workspace.createDrafts(std::vector<ItemFields>(6, ItemRig::fields("New")));
    for (const qint64 id : {1, 2})
        rig.rename(id, "Café");
    int created = 0;
    std::vector<int> sent;
    connect(&rig.workspace, &ItemWorkspace::saved, this, [&](ItemKey key, const Item &item) {
        if (!key.isNew())
            return;
        sent.push_back(rig.manager->count("POST"));
        QCOMPARE(item.id, 10 - key.value); // -1 is 11
        ++created;
    });
    rig.service.delay = std::chrono::milliseconds(2);
    rig.workspace.saveAll();
    QCOMPARE(rig.manager->count("POST"), 1);
    QCOMPARE(rig.manager->count("PUT"), 2);
    QCOMPARE(rig.workspace.progress().total, 8);
    QVERIFY(rig.idle());
    QCOMPARE(created, 6);
    QCOMPARE(sent, (std::vector<int>{1, 2, 3, 4, 5, 6}));
    QCOMPARE(rig.workspace.progress().done, 8);
    QCOMPARE(rig.drafts.count(), 0);
}

void TestItemSaving::save_newOnesDiscardedMeanwhile_goesOn()
{
    ItemRig rig(10);
    QVERIFY(rig.load());
    const auto keys = rig.workspace.createDrafts(std::vector<ItemFields>(4, ItemRig::fields("New")));
    rig.service.delay = std::chrono::milliseconds(2);
    rig.workspace.saveAll();
    rig.workspace.discard({keys[1], keys[2]});
    rig.workspace.saveAll(); // asked twice
    QVERIFY(rig.idle());
    QCOMPARE(rig.manager->count("POST"), 2);
    QCOMPARE(rig.service.size, 12);
    QCOMPARE(rig.drafts.count(), 0);
    QCOMPARE(rig.workspace.progress().done, 2);
}

void TestItemSaving::save_aNewOne_isToldBeforeItIsSent()
{
    ItemRig rig(10);
    QVERIFY(rig.load());
    rig.workspace.createDraft(ItemRig::fields("New"));
    rig.rename(1, "Café");
    std::vector<std::pair<qint64, int>> told;
    connect(&rig.workspace, &ItemWorkspace::sending, this, [&](const std::vector<Draft> &drafts) {
        told.emplace_back(drafts.front().key.value, rig.manager->count("POST"));
    });
    rig.workspace.saveAll();
    QVERIFY(rig.idle());
    QCOMPARE(told, (std::vector<std::pair<qint64, int>>{{-1, 0}}));
}

QTEST_GUILESS_MAIN(TestItemSaving)
#include "tst_itemsaving.moc"
