// SPDX-License-Identifier: GPL-3.0-or-later
#include "itemrig.h"

#include <QtTest/QSignalSpy>

using namespace guarita;
using namespace guarita::console;
using support::FakeAnswer;
using support::FakeRequest;

/// Saving while the way to the service is broken.
class TestItemOutage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void outage_certainlyNotDone_isSentAgainByResume();
    void outage_notAskedToSave_isNotSent();
    void outage_editedSince_isNotSent();
    void lostAnswer_editedSince_isNotSentAgain();
    void outage_queue_doesNotHammer();
    void lostAnswer_ofANewItem_isUnknownAndNeverSentAgain();
    void lostAnswer_ofANewItem_isSentAgainByTheUserAlone();
    void lostAnswer_ofAChange_isFoundOut();
    void lostAnswer_changeNotDone_isSentAgain();
    void lostAnswer_changedElsewhere_isAConflict();
    void expired_session_isWaitedFor();

private:
    static std::optional<FakeAnswer> onWrites(const FakeRequest &request, FakeAnswer answer)
    {
        return request.method == "GET" ? std::nullopt : std::optional(std::move(answer));
    }
};

void TestItemOutage::outage_certainlyNotDone_isSentAgainByResume()
{
    ItemRig rig(10);
    QVERIFY(rig.load());
    rig.rename(3, "Café");
    rig.workspace.createDraft(ItemRig::fields("New"));
    rig.service.outage = true;
    rig.workspace.saveAll();
    QVERIFY(rig.idle());
    QCOMPARE(rig.workspace.progress().failed, 2);
    for (const auto &[key, draft] : rig.drafts.all())
        QCOMPARE(draft.state, DraftState::Staged);
    rig.workspace.resume(); // in vain
    QVERIFY(rig.idle());
    rig.service.outage = false;
    rig.workspace.resume();
    QVERIFY(rig.idle());
    QCOMPARE(rig.drafts.count(), 0);
    QCOMPARE(rig.service.find(3)->fields.nome, QStringLiteral("Café"));
    QCOMPARE(rig.service.size, 11);
}

void TestItemOutage::outage_notAskedToSave_isNotSent()
{
    ItemRig rig(10);
    QVERIFY(rig.load());
    rig.rename(3, "Café");
    rig.workspace.resume();
    QVERIFY(rig.idle());
    QCOMPARE(rig.writes(), 0);
    QCOMPARE(rig.drafts.count(), 1);
}

void TestItemOutage::outage_editedSince_isNotSent()
{
    ItemRig rig(10);
    QVERIFY(rig.load());
    rig.rename(3, "Café");
    const ItemKey fresh = rig.workspace.createDraft(ItemRig::fields("New"));
    rig.service.outage = true;
    rig.workspace.saveAll();
    QVERIFY(rig.idle());
    rig.rename(3, "Chá");
    rig.workspace.setField(fresh, Field::Nome, QStringLiteral("Newer"));
    rig.service.outage = false;
    const int writes = rig.writes();
    rig.workspace.resume();
    QVERIFY(rig.idle());
    QCOMPARE(rig.writes(), writes);
    QCOMPARE(rig.drafts.count(), 2);
    rig.workspace.undoStack().undo(); // of the new one: as it was to be saved
    rig.workspace.resume();
    QVERIFY(rig.idle());
    QCOMPARE(rig.service.find(11)->fields.nome, QStringLiteral("New"));
    QCOMPARE(rig.service.find(3)->fields.nome, QStringLiteral("Item 3"));
    rig.workspace.saveAll();
    QVERIFY(rig.idle());
    QCOMPARE(rig.service.find(3)->fields.nome, QStringLiteral("Chá"));
}

void TestItemOutage::lostAnswer_editedSince_isNotSentAgain()
{
    ItemRig rig(10);
    QVERIFY(rig.load());
    rig.rename(3, "Café");
    rig.service.before = [](const FakeRequest &request) {
        return onWrites(request, FakeAnswer::broken(QNetworkReply::RemoteHostClosedError));
    };
    rig.workspace.saveAll();
    QVERIFY(rig.idle());
    rig.service.before = {};
    rig.rename(3, "Chá");
    rig.workspace.resume();
    QVERIFY(rig.idle());
    QCOMPARE(rig.manager->count("PUT"), 1);
    QCOMPARE(rig.state(ItemKey{3}), DraftState::Staged);
}

void TestItemOutage::outage_queue_doesNotHammer()
{
    ItemRig rig(10);
    QVERIFY(rig.load());
    rig.workspace.createDrafts(std::vector<ItemFields>(100, ItemRig::fields("New")));
    rig.service.outage = true;
    rig.workspace.saveAll();
    QVERIFY(rig.idle());
    QVERIFY(rig.manager->count("POST") <= ItemWorkspace::parallelWrites);
    QCOMPARE(rig.workspace.progress().failed, 100);
    rig.service.outage = false;
    rig.workspace.resume();
    QVERIFY(rig.idle());
    QCOMPARE(rig.service.size, 110);
}

void TestItemOutage::lostAnswer_ofANewItem_isUnknownAndNeverSentAgain()
{
    ItemRig rig(10);
    QVERIFY(rig.load());
    const ItemKey key = rig.workspace.createDraft(ItemRig::fields("New"));
    rig.service.loseAnswers = true;
    rig.workspace.saveAll();
    QVERIFY(rig.idle());
    QCOMPARE(rig.state(key), DraftState::Unknown);
    rig.service.loseAnswers = false;
    rig.workspace.resume();
    rig.workspace.saveAll();
    rig.workspace.undoStack().undo();
    rig.workspace.undoStack().redo();
    QCOMPARE(rig.state(key), DraftState::Unknown);
    rig.workspace.setField(key, Field::Preco, qint64(7));
    QCOMPARE(rig.state(key), DraftState::Unknown);
    rig.workspace.saveAll();
    rig.workspace.createDraft(ItemRig::fields("Another"));
    rig.workspace.saveAll();
    QVERIFY(rig.idle());
    QCOMPARE(rig.manager->count("POST"), 2); // the other one
    QCOMPARE(rig.state(key), DraftState::Unknown);
}

void TestItemOutage::lostAnswer_ofANewItem_isSentAgainByTheUserAlone()
{
    ItemRig rig(10);
    QVERIFY(rig.load());
    const ItemKey key = rig.workspace.createDraft(ItemRig::fields("New"));
    rig.service.loseAnswers = true;
    rig.workspace.saveAll();
    QVERIFY(rig.idle());
    rig.service.loseAnswers = false;
    rig.workspace.save({key});
    QVERIFY(rig.idle());
    QCOMPARE(rig.manager->count("POST"), 2);
    QCOMPARE(rig.drafts.count(), 0);
}

void TestItemOutage::lostAnswer_ofAChange_isFoundOut()
{
    ItemRig rig(10);
    QVERIFY(rig.load());
    QSignalSpy saved(&rig.workspace, &ItemWorkspace::saved);
    rig.rename(3, "Café");
    rig.service.loseAnswers = true;
    rig.workspace.saveAll();
    QVERIFY(rig.idle());
    QCOMPARE(rig.state(ItemKey{3}), DraftState::Unknown);
    rig.workspace.undoStack().undo(); // not known what to undo: it stays
    QCOMPARE(rig.state(ItemKey{3}), DraftState::Unknown);
    rig.workspace.undoStack().redo();
    rig.service.loseAnswers = false;
    rig.workspace.resume();
    QVERIFY(rig.idle());
    QCOMPARE(rig.drafts.count(), 0);
    QCOMPARE(saved.size(), 1);
    QCOMPARE(rig.manager->count("PUT"), 1);
}

void TestItemOutage::lostAnswer_changeNotDone_isSentAgain()
{
    ItemRig rig(10);
    QVERIFY(rig.load());
    rig.rename(3, "Café");
    rig.service.before = [](const FakeRequest &request) {
        return onWrites(request, FakeAnswer::broken(QNetworkReply::RemoteHostClosedError));
    };
    rig.workspace.saveAll();
    QVERIFY(rig.idle());
    QCOMPARE(rig.state(ItemKey{3}), DraftState::Unknown);
    rig.service.before = {};
    rig.workspace.resume();
    QVERIFY(rig.idle());
    QTRY_COMPARE(rig.drafts.count(), 0);
    QCOMPARE(rig.service.find(3)->fields.nome, QStringLiteral("Café"));
    QCOMPARE(rig.service.find(3)->versao, 2);
}

void TestItemOutage::lostAnswer_changedElsewhere_isAConflict()
{
    ItemRig rig(10);
    QVERIFY(rig.load());
    rig.rename(3, "Café");
    rig.service.loseAnswers = true;
    rig.workspace.saveAll();
    QVERIFY(rig.idle());
    rig.service.loseAnswers = false;
    rig.service.change(3, [](ItemFields &fields) { fields.nome = QStringLiteral("Theirs"); });
    rig.workspace.resume();
    QVERIFY(rig.idle());
    QCOMPARE(rig.state(ItemKey{3}), DraftState::Conflict);
}

void TestItemOutage::expired_session_isWaitedFor()
{
    ItemRig rig(10);
    QVERIFY(rig.load());
    rig.rename(3, "Café");
    rig.clock.advance(std::chrono::hours(2));
    rig.workspace.saveAll();
    QCOMPARE(rig.session.state(), Session::State::Expired);
    QCOMPARE(rig.state(ItemKey{3}), DraftState::Saving);
    QCOMPARE(rig.writes(), 0);
    rig.session.resume({"again", rig.clock.wallNow() + std::chrono::hours(1), QStringLiteral("usuario")});
    QVERIFY(rig.idle());
    QCOMPARE(rig.drafts.count(), 0);
    QCOMPARE(rig.manager->count("PUT"), 1);
}

QTEST_GUILESS_MAIN(TestItemOutage)
#include "tst_itemoutage.moc"
