// SPDX-License-Identifier: GPL-3.0-or-later
#include "itemrig.h"

using namespace guarita;
using namespace guarita::console;
using support::FakeAnswer;
using support::FakeRequest;

/// Writes under a key whose answers were lost.
class TestItemKeys : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void lostAnswer_isAskedForAgainUnderTheSameKey();
    void lostAnswers_areUnknownUntilResume();
    void lostAnswers_oneDiscardedSince_settlesTheOthers();
    void lostAnswers_editedSince_isTheNextChange();
    void afterAKill_theBatchIsAskedForAgain();
    void afterAKill_aDayLater_isUnknown();
    void keyInUse_isWaitedFor();
    void lostAnswer_ofASingleNewItem_resolvesItself();
    void keyReused_isUnknown();

private:
    static std::vector<ItemFields> rows(int count)
    {
        std::vector<ItemFields> rows;
        for (int i = 1; i <= count; ++i)
            rows.push_back({QStringLiteral("New %1").arg(i), std::nullopt, i});
        return rows;
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

void TestItemKeys::lostAnswer_isAskedForAgainUnderTheSameKey()
{
    ItemRig rig(0);
    rig.model.refresh();
    rig.workspace.createDrafts(rows(30));
    rig.service.loseNext = 1;
    rig.workspace.saveAll();
    QVERIFY(rig.idle());
    const auto batches = batchesOf(rig);
    QCOMPARE(batches.size(), std::size_t(2));
    QVERIFY(!keyOf(batches[0]).isEmpty());
    QCOMPARE(keyOf(batches[0]), keyOf(batches[1]));
    QCOMPARE(batches[0].body, batches[1].body);
    QCOMPARE(rig.service.size, 30); // not 60
    QCOMPARE(rig.drafts.count(), 0);
}

void TestItemKeys::lostAnswers_areUnknownUntilResume()
{
    ItemRig rig(50);
    QVERIFY(rig.load());
    rig.workspace.createDrafts(rows(30));
    rig.rename(1, "Café");
    rig.service.loseAnswers = true;
    rig.workspace.saveAll();
    QVERIFY(rig.idle());
    QCOMPARE(rig.batches(), 3);
    for (const auto &[key, draft] : rig.drafts.all())
        QCOMPARE(draft.state, DraftState::Unknown);
    rig.service.loseAnswers = false;
    rig.workspace.resume();
    QVERIFY(rig.idle());
    QCOMPARE(rig.batches(), 4);
    QCOMPARE(rig.service.size, 80);
    QCOMPARE(rig.drafts.count(), 0);
    for (const FakeRequest &batch : batchesOf(rig))
        QCOMPARE(keyOf(batch), keyOf(batchesOf(rig).front()));
}

void TestItemKeys::lostAnswers_oneDiscardedSince_settlesTheOthers()
{
    ItemRig rig(0);
    rig.model.refresh();
    const auto made = rig.workspace.createDrafts(rows(30));
    rig.service.loseAnswers = true;
    rig.workspace.saveAll();
    QVERIFY(rig.idle());
    rig.workspace.discard({made[4]});
    rig.service.loseAnswers = false;
    rig.workspace.resume();
    QVERIFY(rig.idle());
    QCOMPARE(rig.drafts.count(), 0);
    QTRY_COMPARE(rig.service.removed, std::set<qint64>{5}); // nobody wants it
}

void TestItemKeys::lostAnswers_editedSince_isTheNextChange()
{
    ItemRig rig(0);
    rig.model.refresh();
    const auto made = rig.workspace.createDrafts(rows(30));
    rig.service.loseAnswers = true;
    rig.workspace.saveAll();
    QVERIFY(rig.idle());
    rig.workspace.setField(made[4], Field::Nome, QStringLiteral("Edited"));
    rig.service.loseAnswers = false;
    rig.workspace.save({made[4]}); // by the user: all of them, and then what it is now
    QVERIFY(rig.idle());
    QCOMPARE(rig.service.size, 30);
    QCOMPARE(rig.service.find(5)->fields.nome, QStringLiteral("Edited"));
    QCOMPARE(rig.drafts.count(), 0);
}

void TestItemKeys::afterAKill_theBatchIsAskedForAgain()
{
    std::vector<Draft> left;
    QByteArray body;
    QByteArray key;
    ItemRig rig(0);
    {
        ItemRig killed(0);
        killed.model.refresh();
        killed.workspace.createDrafts(rows(30));
        connect(&killed.workspace, &ItemWorkspace::sending, this,
                [&left](const std::vector<Draft> &drafts) { left = drafts; });
        killed.service.before = [&rig](const FakeRequest &request) -> std::optional<FakeAnswer> {
            if (request.method == "POST") {
                rig.service(request); // it is done
                return FakeAnswer::silence();
            }
            return std::nullopt;
        };
        killed.workspace.saveAll();
        QTRY_COMPARE(killed.batches(), 1);
        body = batchesOf(killed)[0].body;
        key = keyOf(batchesOf(killed)[0]);
    }
    for (Draft &draft : left)
        draft.state = DraftState::Unknown; // as the journal reads them
    std::reverse(left.begin(), left.end());
    rig.workspace.restoreDrafts(left);
    QVERIFY(rig.idle());
    QCOMPARE(rig.batches(), 1);
    QCOMPARE(batchesOf(rig)[0].body, body);
    QCOMPARE(keyOf(batchesOf(rig)[0]), key);
    QCOMPARE(rig.service.size, 30);
    QCOMPARE(rig.drafts.count(), 0);
}

void TestItemKeys::afterAKill_aDayLater_isUnknown()
{
    ItemRig rig(0);
    rig.model.refresh();
    std::vector<Draft> left;
    for (int i = 0; i < 2; ++i) {
        Draft &draft = left.emplace_back();
        draft.key = ItemKey{-1 - i};
        draft.fields = ItemRig::fields("New");
        draft.state = DraftState::Unknown;
        draft.sent = {"a-key", rig.api.now(), i, 2, draft.fields, 0};
    }
    rig.clock.advance(std::chrono::hours(24));
    rig.session.resume({"token", rig.clock.wallNow() + std::chrono::hours(1), QStringLiteral("usuario")});
    rig.workspace.restoreDrafts(left);
    rig.workspace.resume();
    QVERIFY(rig.idle());
    QCOMPARE(rig.writes(), 0);
    QCOMPARE(rig.state(ItemKey{-1}), DraftState::Unknown);
}

void TestItemKeys::keyInUse_isWaitedFor()
{
    ItemRig rig(0);
    rig.model.refresh();
    int answers = 2;
    rig.service.before = [&answers](const FakeRequest &request) -> std::optional<FakeAnswer> {
        if (request.method == "GET" || answers-- <= 0)
            return std::nullopt;
        FakeAnswer busy = FakeAnswer::problem(409, "chave_em_uso");
        busy.headers.emplace_back("Retry-After", "0");
        return busy;
    };
    rig.workspace.createDrafts(rows(30));
    rig.workspace.saveAll();
    QVERIFY(rig.idle());
    QCOMPARE(rig.batches(), 3);
    QCOMPARE(rig.drafts.count(), 0);
    QCOMPARE(rig.service.size, 30);
}

void TestItemKeys::lostAnswer_ofASingleNewItem_resolvesItself()
{
    ItemRig rig(0);
    rig.model.refresh();
    rig.workspace.createDrafts(rows(30));
    rig.workspace.saveAll(); // now it is known that keys are kept
    QVERIFY(rig.idle());
    const ItemKey key = rig.workspace.createDraft(ItemRig::fields("One"));
    rig.service.loseNext = 1;
    rig.workspace.saveAll();
    QVERIFY(rig.idle());
    QCOMPARE(rig.service.size, 31);
    QCOMPARE(rig.drafts.count(), 0);
    QVERIFY(!rig.drafts.find(key));

    rig.workspace.createDraft(ItemRig::fields("Two"));
    rig.service.loseAnswers = true;
    rig.workspace.saveAll();
    QVERIFY(rig.idle());
    QCOMPARE(rig.drafts.all().begin()->second.state, DraftState::Unknown);
    rig.service.loseAnswers = false;
    rig.workspace.resume();
    QVERIFY(rig.idle());
    QCOMPARE(rig.service.size, 32);
    QCOMPARE(rig.drafts.count(), 0);
}

void TestItemKeys::keyReused_isUnknown()
{
    ItemRig rig(0);
    rig.model.refresh();
    rig.service.before = [](const FakeRequest &request) {
        return request.method == "GET" ? std::nullopt
                                       : std::optional(FakeAnswer::problem(422, "chave_reutilizada"));
    };
    const ItemKey key = rig.workspace.createDraft(ItemRig::fields("One"));
    rig.workspace.saveAll();
    QVERIFY(rig.idle());
    QCOMPARE(rig.state(key), DraftState::Unknown);
    QVERIFY(!rig.drafts.find(key)->sent);
    QCOMPARE(rig.writes(), 1);
}

QTEST_GUILESS_MAIN(TestItemKeys)
#include "tst_itemkeys.moc"
