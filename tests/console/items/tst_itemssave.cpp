// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/items/conflictdialog.h"
#include "console/views/items/deletedialog.h"
#include "pagerig.h"

#include <QtWidgets/QMessageBox>
#include <QtWidgets/QRadioButton>

using namespace guarita;
using namespace guarita::console;
using support::FakeAnswer;
using support::FakeRequest;

namespace {

const QLocale english(QLocale::English, QLocale::UnitedStates);

} // namespace

/// Saving, deleting, discarding; conflicts and what the service refuses.
class TestItemsSave : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void save_staged_countsAndSends();
    void save_refusedByTheService_showsItAtTheField();
    void save_slow_showsProgressThatCanBeStopped();
    void save_lost_saysSoAndSendsAgainWhenAsked();
    void next_clicked_goesRoundWhatIsWrong();
    void discard_confirmed_dropsAllAndCanBeUndone();
    void delete_three_areBackAfterUndo();
    void delete_undoBar_goesAfterTenSeconds();
    void delete_undoBar_goesWithTheNextStep();
    void delete_inAText_deletesTheText();
    void delete_manyRows_asksForTheirCount();
    void delete_newDraft_isUndoneToo();
    void delete_fails_saysHowMany();
    void conflict_keepMine_sendsMine();
    void conflict_takeTheirs_sendsNothing();
    void conflict_disjoint_merges();
    void conflict_clash_mustBeChosen();
    void conflict_later_staysInTheForm();
    void conflict_deleted_createsAgain();
    void conflict_deleted_discardsMine();
    void connection_back_refreshesAndKeepsDrafts();

private:
    static ConflictDialog *dialog(PageRig &rig) { return rig.page->findChild<ConflictDialog *>(); }
    /// Whether the dialog shows after a save of item 2, of which mine is "Meu".
    static bool clash(PageRig &rig, const std::function<void(contract::ItemFields &)> &theirs)
    {
        rig.rename(2, "Meu");
        rig.service.change(2, theirs);
        rig.key(Qt::Key_S, Qt::ControlModifier);
        return QTest::qWaitFor([&] { return dialog(rig) && dialog(rig)->isVisible(); });
    }
    static void click(PageRig &rig, const char *button)
    {
        auto *found = dialog(rig)->findChild<QPushButton *>(QLatin1String(button));
        QVERIFY(found);
        QVERIFY(found->isEnabled());
        QTest::mouseClick(found, Qt::LeftButton);
    }
    static ItemFields onService(PageRig &rig, qint64 id) { return rig.service.find(id)->fields; }
};

void TestItemsSave::save_staged_countsAndSends()
{
    PageRig rig(20, english);
    QVERIFY(rig.open());
    QVERIFY(!rig.find("stagedBar")->isVisible());
    rig.rename(1, "Um");
    rig.rename(2, "Dois");
    QTRY_COMPARE(rig.text("stagedText"), QStringLiteral("2 unsaved change(s)"));
    QVERIFY(rig.find("stagedBar")->isVisible());
    rig.click("stagedSave");
    QTRY_VERIFY(!rig.find("stagedBar")->isVisible());
    QCOMPARE(rig.manager->count("PUT"), 2);
    QCOMPARE(onService(rig, 2).nome, QStringLiteral("Dois"));
}

void TestItemsSave::save_refusedByTheService_showsItAtTheField()
{
    PageRig rig(20);
    QVERIFY(rig.open());
    rig.service.before = [](const FakeRequest &request) -> std::optional<FakeAnswer> {
        if (request.method != "PUT")
            return std::nullopt;
        return FakeAnswer::problem(422, "item_invalido",
                                   R"(,"errors":[{"campo":"nome","mensagem":"<b>ja existe</b>"}])");
    };
    rig.select(0);
    rig.find<QLineEdit>("nomeEdit")->selectAll();
    rig.type("nomeEdit", QStringLiteral("Repetido"));
    rig.key(Qt::Key_Return, Qt::ControlModifier);
    QTRY_COMPARE(rig.text("nomeEditError"), QStringLiteral("<b>ja existe</b>"));
    QCOMPARE(rig.find<QLabel>("nomeEditError")->textFormat(), Qt::PlainText);
    QCOMPARE(rig.find("nomeEdit")->accessibleDescription(), QStringLiteral("<b>ja existe</b>"));
    QTRY_VERIFY(rig.find("stagedNextError")->isVisible());
    rig.click("stagedNextError");
    QCOMPARE(rig.focused(), QStringLiteral("nomeEdit"));
    QTest::keyClicks(rig.find("nomeEdit"), QStringLiteral("!"));
    QVERIFY(rig.text("nomeEditError").isEmpty());
}

void TestItemsSave::save_slow_showsProgressThatCanBeStopped()
{
    PageRig rig(50, english);
    QVERIFY(rig.open());
    for (qint64 id = 1; id <= 19; ++id)
        rig.rename(id, "Lento");
    rig.service.delay = std::chrono::milliseconds(300);
    rig.key(Qt::Key_S, Qt::ControlModifier);
    QVERIFY(!rig.find("saveProgress")->isVisible()); // half a second is not worth a bar
    QTRY_VERIFY(rig.find("saveProgress")->isVisible());
    QVERIFY(rig.text("saveProgressText").endsWith(QStringLiteral("of 19 sent")));
    rig.click("saveProgressCancel");
    QTRY_VERIFY(!rig.find("saveProgress")->isVisible());
    QVERIFY(rig.idle());
    QVERIFY(rig.manager->count("PUT") < 19);
    QCOMPARE(rig.drafts.count(), 19 - rig.manager->count("PUT"));
}

void TestItemsSave::save_lost_saysSoAndSendsAgainWhenAsked()
{
    PageRig rig(20);
    QVERIFY(rig.open());
    rig.service.loseAnswers = true;
    rig.key(Qt::Key_N, Qt::ControlModifier);
    QTest::keyClicks(rig.find("nomeEdit"), QStringLiteral("Perdido"));
    rig.find("precoEdit")->setFocus();
    QTest::keyClicks(rig.find("precoEdit"), QStringLiteral("1,00"));
    rig.key(Qt::Key_Return);
    rig.key(Qt::Key_Escape);
    QTRY_COMPARE(rig.drafts.count(), 1);
    const ItemKey key = rig.drafts.newKeys().front();
    QTRY_COMPARE(rig.state(key), DraftState::Unknown);
    rig.view().goTo(key);
    QVERIFY(rig.find("draftNotice")->isVisible());
    rig.service.loseAnswers = false;
    const int posts = rig.manager->count("POST");
    rig.key(Qt::Key_S, Qt::ControlModifier); // not by itself
    QCOMPARE(rig.manager->count("POST"), posts);
    rig.click("draftNoticeButton");
    QTRY_COMPARE(rig.drafts.count(), 0);
    QCOMPARE(rig.manager->count("POST"), posts + 1);
}

void TestItemsSave::next_clicked_goesRoundWhatIsWrong()
{
    PageRig rig(5000);
    QVERIFY(rig.open());
    rig.workspace.setField(ItemKey{3}, Field::Nome, QString());
    rig.workspace.setField(ItemKey{9}, Field::Nome, QString());
    rig.key(Qt::Key_S, Qt::ControlModifier);
    QTRY_COMPARE(rig.text("nomeEditError"), QStringLiteral("An item needs a name."));
    QCOMPARE(rig.inspector().key(), ItemKey{3});
    QCOMPARE(rig.focused(), QStringLiteral("nomeEdit"));
    QTRY_VERIFY(rig.find("stagedNextError")->isVisible());
    QList<qint64> seen;
    for (int i = 0; i < 3; ++i) {
        rig.click("stagedNextError");
        seen << rig.inspector().key().value;
    }
    QCOMPARE(seen, (QList<qint64>{3, 9, 3}));
    QCOMPARE(rig.writes(), 0);
}

void TestItemsSave::discard_confirmed_dropsAllAndCanBeUndone()
{
    PageRig rig(20);
    QVERIFY(rig.open());
    rig.rename(1, "Um");
    rig.rename(2, "Dois");
    QTRY_VERIFY(rig.find("stagedBar")->isVisible());
    rig.click("stagedDiscard");
    auto *box = rig.find<QMessageBox>("discardDialog");
    QCOMPARE(rig.drafts.count(), 2); // it asks first
    QTest::mouseClick(box->findChild<QPushButton *>(QStringLiteral("discardConfirmButton")), Qt::LeftButton);
    QCOMPARE(rig.drafts.count(), 0);
    rig.page->activateWindow();
    rig.action("undoAction")->trigger();
    QCOMPARE(rig.drafts.count(), 2);
}

void TestItemsSave::delete_three_areBackAfterUndo()
{
    PageRig rig(20, english);
    QVERIFY(rig.open());
    rig.select(3, 5);
    rig.key(Qt::Key_Delete);
    QTRY_VERIFY(rig.find("undoBar")->isVisible());
    QCOMPARE(rig.text("undoBarText"), QStringLiteral("3 item(s) deleted"));
    QCOMPARE(rig.service.removed, (std::set<qint64>{4, 5, 6}));
    QCOMPARE(rig.view().selectedCount(), qint64(1)); // the next one
    QTRY_COMPARE(rig.model.total(), 17);
    rig.click("undoBarButton");
    QVERIFY(!rig.find("undoBar")->isVisible());
    QTRY_COMPARE(rig.model.total(), 20);
    QVERIFY(rig.service.removed.empty());
    QCOMPARE(rig.name(3), QStringLiteral("Item 4"));
}

void TestItemsSave::delete_undoBar_goesAfterTenSeconds()
{
    PageRig rig(20);
    QVERIFY(rig.open());
    rig.select(3);
    rig.key(Qt::Key_Delete);
    QTRY_VERIFY(rig.find("undoBar")->isVisible());
    rig.clock.advance(std::chrono::milliseconds(9'900));
    QTest::qWait(250);
    QVERIFY(rig.find("undoBar")->isVisible());
    rig.clock.advance(std::chrono::milliseconds(200));
    QTRY_VERIFY(!rig.find("undoBar")->isVisible());
    rig.view().setFocus();
    rig.key(Qt::Key_Z, Qt::ControlModifier); // the step itself is there still
    QTRY_VERIFY(rig.service.removed.empty());
}

void TestItemsSave::delete_undoBar_goesWithTheNextStep()
{
    PageRig rig(20);
    QVERIFY(rig.open());
    rig.select(3);
    rig.key(Qt::Key_Delete);
    QTRY_VERIFY(rig.find("undoBar")->isVisible());
    rig.rename(1, "Depois");
    QVERIFY(!rig.find("undoBar")->isVisible());
}

void TestItemsSave::delete_inAText_deletesTheText()
{
    PageRig rig(20);
    QVERIFY(rig.open());
    rig.select(3);
    rig.find<QLineEdit>("nomeEdit")->setFocus();
    rig.find<QLineEdit>("nomeEdit")->selectAll();
    rig.key(Qt::Key_Delete);
    QVERIFY(rig.find<QLineEdit>("nomeEdit")->text().isEmpty());
    QCOMPARE(rig.writes(), 0);
    QCOMPARE(rig.workspace.undoStack().count(), 0);
}

void TestItemsSave::delete_manyRows_asksForTheirCount()
{
    PageRig rig(150);
    QVERIFY(rig.open());
    rig.view().selectAll();
    rig.key(Qt::Key_Delete);
    auto *asked = rig.page->findChild<DeleteDialog *>();
    QVERIFY(asked);
    QCOMPARE(rig.writes(), 0);
    auto *button = asked->findChild<QPushButton *>(QStringLiteral("deleteConfirmButton"));
    auto *count = asked->findChild<QLineEdit *>(QStringLiteral("deleteCountEdit"));
    QVERIFY(!button->isEnabled());
    QTest::keyClicks(count, QStringLiteral("15"));
    QVERIFY(!button->isEnabled());
    QTest::keyClicks(count, QStringLiteral("0"));
    QVERIFY(button->isEnabled());
    QTest::keyClick(count, Qt::Key_Return);
    QTRY_COMPARE(rig.service.removed.size(), std::size_t(150));
    QTRY_VERIFY(rig.find("undoBar")->isVisible());
}

void TestItemsSave::delete_newDraft_isUndoneToo()
{
    PageRig rig(20);
    QVERIFY(rig.open());
    rig.workspace.createDraft(ItemRig::fields("Novo"));
    rig.select(0);
    rig.key(Qt::Key_Delete);
    QCOMPARE(rig.drafts.count(), 0);
    QTRY_VERIFY(rig.find("undoBar")->isVisible());
    rig.click("undoBarButton");
    QCOMPARE(rig.drafts.count(), 1);
}

void TestItemsSave::delete_fails_saysHowMany()
{
    PageRig rig(20, english);
    QVERIFY(rig.open());
    rig.service.before = [](const FakeRequest &request) -> std::optional<FakeAnswer> {
        return request.method == "DELETE" ? std::optional(FakeAnswer::problem(403, "proibido"))
                                          : std::nullopt;
    };
    rig.select(3);
    rig.key(Qt::Key_Delete);
    QTRY_VERIFY(rig.find("itemsBanner")->isVisible());
    QCOMPARE(rig.name(3), QStringLiteral("Item 4"));
}

void TestItemsSave::conflict_keepMine_sendsMine()
{
    PageRig rig(20);
    QVERIFY(rig.open());
    QVERIFY(clash(rig, [](ItemFields &fields) { fields.nome = QStringLiteral("Deles"); }));
    QCOMPARE(dialog(rig)->findChild<QLabel *>(QStringLiteral("conflictnome0"))->text(),
             QStringLiteral("Item 2"));
    QCOMPARE(dialog(rig)->findChild<QLabel *>(QStringLiteral("conflictnome1"))->text(),
             QStringLiteral("Meu"));
    QCOMPARE(dialog(rig)->findChild<QLabel *>(QStringLiteral("conflictnome2"))->text(),
             QStringLiteral("Deles"));
    click(rig, "keepMineButton");
    QTRY_COMPARE(onService(rig, 2).nome, QStringLiteral("Meu"));
    QTRY_COMPARE(rig.drafts.count(), 0);
}

void TestItemsSave::conflict_takeTheirs_sendsNothing()
{
    PageRig rig(20);
    QVERIFY(rig.open());
    QVERIFY(clash(rig, [](ItemFields &fields) { fields.nome = QStringLiteral("Deles"); }));
    const int writes = rig.writes();
    click(rig, "takeTheirsButton");
    QTRY_COMPARE(rig.drafts.count(), 0);
    QCOMPARE(rig.writes(), writes);
    QCOMPARE(rig.name(1), QStringLiteral("Deles"));
}

void TestItemsSave::conflict_disjoint_merges()
{
    PageRig rig(20);
    QVERIFY(rig.open());
    QVERIFY(clash(rig, [](ItemFields &fields) { fields.precoCentavos = 777; }));
    click(rig, "mergeButton");
    QTRY_COMPARE(onService(rig, 2).nome, QStringLiteral("Meu"));
    QCOMPARE(onService(rig, 2).precoCentavos, 777);
    QTRY_COMPARE(rig.drafts.count(), 0);
}

void TestItemsSave::conflict_clash_mustBeChosen()
{
    PageRig rig(20);
    QVERIFY(rig.open());
    rig.workspace.setField(ItemKey{2}, Field::Preco, qint64(555));
    QVERIFY(clash(rig, [](ItemFields &fields) {
        fields.nome = QStringLiteral("Deles");
        fields.descricao = QStringLiteral("deles");
    }));
    auto *merge = dialog(rig)->findChild<QPushButton *>(QStringLiteral("mergeButton"));
    QVERIFY(!merge->isEnabled());
    dialog(rig)->findChild<QRadioButton *>(QStringLiteral("theirs_nome"))->click();
    click(rig, "mergeButton");
    QTRY_COMPARE(onService(rig, 2).precoCentavos, 555);
    QCOMPARE(onService(rig, 2).nome, QStringLiteral("Deles"));
    QCOMPARE(onService(rig, 2).descricao, QStringLiteral("deles"));
}

void TestItemsSave::conflict_later_staysInTheForm()
{
    PageRig rig(20);
    QVERIFY(rig.open());
    QVERIFY(clash(rig, [](ItemFields &fields) { fields.nome = QStringLiteral("Deles"); }));
    QTest::keyClick(dialog(rig), Qt::Key_Escape);
    QTRY_VERIFY(!dialog(rig));
    QCOMPARE(rig.state(ItemKey{2}), DraftState::Conflict);
    rig.view().goTo(ItemKey{2});
    QVERIFY(rig.find("draftNotice")->isVisible());
    rig.click("draftNoticeButton");
    QVERIFY(dialog(rig));
    click(rig, "keepMineButton");
    QTRY_COMPARE(rig.drafts.count(), 0);
    QVERIFY(!rig.find("draftNotice")->isVisible());
}

void TestItemsSave::conflict_deleted_createsAgain()
{
    PageRig rig(20);
    QVERIFY(rig.open());
    rig.rename(2, "Meu");
    rig.service.removed.insert(2);
    rig.key(Qt::Key_S, Qt::ControlModifier);
    QTRY_VERIFY(dialog(rig));
    click(rig, "createAgainButton");
    QTRY_VERIFY(rig.service.find(2).has_value());
    QTRY_COMPARE(onService(rig, 2).nome, QStringLiteral("Meu"));
    QTRY_COMPARE(rig.drafts.count(), 0);
}

void TestItemsSave::conflict_deleted_discardsMine()
{
    PageRig rig(20);
    QVERIFY(rig.open());
    rig.rename(2, "Meu");
    rig.service.removed.insert(2);
    rig.key(Qt::Key_S, Qt::ControlModifier);
    QTRY_VERIFY(dialog(rig));
    click(rig, "discardMineButton");
    QTRY_COMPARE(rig.drafts.count(), 0);
    QTRY_COMPARE(rig.model.total(), 19);
    QVERIFY(!rig.service.find(2));
}

void TestItemsSave::connection_back_refreshesAndKeepsDrafts()
{
    PageRig rig(20);
    QVERIFY(rig.open());
    rig.rename(2, "Meu");
    rig.service.outage = true;
    rig.key(Qt::Key_S, Qt::ControlModifier);
    QVERIFY(rig.idle());
    QTRY_COMPARE(rig.state(ItemKey{2}), DraftState::Staged);
    rig.service.outage = false;
    Q_EMIT rig.connectivity.cameBack();
    QTRY_COMPARE(onService(rig, 2).nome, QStringLiteral("Meu"));
    QTRY_COMPARE(rig.drafts.count(), 0);
}

QTEST_MAIN(TestItemsSave)
#include "tst_itemssave.moc"
