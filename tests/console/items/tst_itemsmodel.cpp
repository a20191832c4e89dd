// SPDX-License-Identifier: GPL-3.0-or-later
#include "itemrig.h"

#include <QtCore/QElapsedTimer>
#include <QtTest/QSignalSpy>

#include <random>

using namespace guarita;
using namespace guarita::console;
using support::FakeAnswer;
using support::FakeRequest;

using State = ItemsModel::State;

/// What the table shows; what it asks for is in tst_itemsloading.
class TestItemsModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void newRows_anyChange_followTheDrafts();
    void newRows_goingOneByOne_costLittle();
    void refresh_first_showsTheList();
    void data_item_hasEveryRole();
    void data_loadingRow_isEmpty();
    void data_draft_standsOverTheItem();
    void data_markup_staysText();
    void setLocale_other_changesTexts();
    void refresh_unchanged_keepsRows();
    void refresh_longer_insertsAtTheEnd();
    void refresh_shorter_removesAtTheEnd();
    void refresh_rowsMoved_indexesFollowTheirItems();
    void refresh_itemGone_itsIndexIsInvalid();
    void newDrafts_comeAndGo_areRowsOnTop();
    void newDrafts_manyAtOnce_areOneInsertion();
    void sort_column_asksTheService_data();
    void sort_column_asksTheService();
    void query_changed_oldRowsStayUntilTheNewOnesAreThere();
    void query_failed_dropsOldRows();
    void refresh_failed_keepsRows();
    void setData_cell_asksForAnEdit();
    void setReadOnly_true_refusesEdits();
    void takeOut_rows_goAtOnce();
    void putBack_afterTakeOut_isAsBefore();
    void clear_list_isEmpty();
    void replace_item_isShown();
};

void TestItemsModel::refresh_first_showsTheList()
{
    ItemRig rig(1'000'000);
    QCOMPARE(rig.model.state(), State::Empty);
    QCOMPARE(rig.model.total(), -1);
    QSignalSpy states(&rig.model, &ItemsModel::stateChanged);
    rig.model.refresh();
    QCOMPARE(rig.model.state(), State::Loading);
    QTRY_COMPARE(rig.model.state(), State::Ready);
    QCOMPARE(states.size(), 2);
    QCOMPARE(rig.model.total(), 1'000'000);
    QCOMPARE(rig.model.rowCount(), 1'000'000);
    QCOMPARE(rig.name(0), QStringLiteral("Item 1"));
    QCOMPARE(rig.name(199), QStringLiteral("Item 200"));
    QCOMPARE(rig.lists(), 1);
}

void TestItemsModel::data_item_hasEveryRole()
{
    ItemRig rig(3);
    QVERIFY(rig.load());
    const auto at = [&](int column, int role) { return rig.model.index(1, column).data(role); };
    QCOMPARE(at(ItemsModel::IdColumn, Qt::DisplayRole), QVariant(QStringLiteral("2")));
    QCOMPARE(at(ItemsModel::PrecoColumn, Qt::EditRole), QVariant(qint64(2)));
    QCOMPARE(at(ItemsModel::PrecoColumn, ItemsModel::CentsRole), QVariant(qint64(2)));
    QCOMPARE(at(ItemsModel::NomeColumn, ItemsModel::KeyRole).value<ItemKey>(), ItemKey{2});
    QCOMPARE(at(ItemsModel::NomeColumn, ItemsModel::LoadedRole), QVariant(true));
    QVERIFY(!at(ItemsModel::NomeColumn, ItemsModel::DraftStateRole).isValid());
    QVERIFY(at(ItemsModel::DescricaoColumn, Qt::EditRole).toString().isNull());
    QVERIFY(at(ItemsModel::AtualizadoColumn, Qt::DisplayRole).toString().contains(QStringLiteral("23")));
    QCOMPARE(rig.model.rowOf(ItemKey{2}), 1);
    QCOMPARE(rig.model.keyAt(1), ItemKey{2});
    QVERIFY(!rig.model.keyAt(7).isValid());
}

void TestItemsModel::data_loadingRow_isEmpty()
{
    ItemRig rig(1000);
    QVERIFY(rig.load());
    const QModelIndex index = rig.model.index(700, ItemsModel::NomeColumn);
    QCOMPARE(index.data(ItemsModel::LoadedRole), QVariant(false));
    QVERIFY(!index.data().isValid());
    QVERIFY(!index.data(ItemsModel::KeyRole).isValid());
    QVERIFY(!index.flags().testFlag(Qt::ItemIsEditable));
}

void TestItemsModel::data_draft_standsOverTheItem()
{
    ItemRig rig(3);
    QVERIFY(rig.load());
    Draft draft;
    draft.key = ItemKey{2};
    draft.base = rig.service.find(2);
    draft.fields = ItemRig::fields("Mine", 2);
    draft.state = DraftState::Refused;
    draft.errors = {{QStringLiteral("nome"), QStringLiteral("taken")}};
    draft.message = QStringLiteral("no");
    QSignalSpy changed(&rig.model, &ItemsModel::dataChanged);
    rig.drafts.put(draft);
    QCOMPARE(changed.size(), 1);
    QCOMPARE(changed.front().front().toModelIndex().row(), 1);
    QCOMPARE(rig.name(1), QStringLiteral("Mine"));
    const auto at = [&](int column, int role) { return rig.model.index(1, column).data(role); };
    QCOMPARE(at(ItemsModel::NomeColumn, ItemsModel::FieldChangedRole), QVariant(true));
    QCOMPARE(at(ItemsModel::PrecoColumn, ItemsModel::FieldChangedRole), QVariant(false));
    QCOMPARE(at(ItemsModel::NomeColumn, ItemsModel::FieldErrorRole), QVariant(QStringLiteral("taken")));
    QCOMPARE(at(ItemsModel::IdColumn, ItemsModel::FieldErrorRole), QVariant(QStringLiteral("no")));
    QCOMPARE(at(ItemsModel::IdColumn, ItemsModel::DraftStateRole),
             QVariant(static_cast<int>(DraftState::Refused)));
    rig.drafts.remove(ItemKey{2});
    QCOMPARE(rig.name(1), QStringLiteral("Item 2"));
}

void TestItemsModel::data_markup_staysText()
{
    ItemRig rig(1);
    rig.service.change(1, [](ItemFields &fields) { fields.nome = QStringLiteral("<b>bold</b>"); });
    QVERIFY(rig.load());
    QVERIFY(!rig.model.index(0, ItemsModel::NomeColumn)
                 .data(Qt::ToolTipRole)
                 .toString()
                 .contains(QStringLiteral("<b>")));
}

void TestItemsModel::setLocale_other_changesTexts()
{
    ItemRig rig(1);
    QVERIFY(rig.load());
    QSignalSpy headers(&rig.model, &ItemsModel::headerDataChanged);
    rig.model.setLocale(QLocale(QLocale::Portuguese, QLocale::Brazil));
    QVERIFY(rig.model.index(0, ItemsModel::PrecoColumn).data().toString().contains(QStringLiteral("0,01")));
    QCOMPARE(headers.size(), 1);
}

void TestItemsModel::refresh_unchanged_keepsRows()
{
    ItemRig rig(1000);
    QVERIFY(rig.load());
    QSignalSpy reset(&rig.model, &ItemsModel::modelReset);
    QSignalSpy layout(&rig.model, &ItemsModel::layoutChanged);
    QSignalSpy changed(&rig.model, &ItemsModel::dataChanged);
    const QPersistentModelIndex index(rig.model.index(5, 1));
    rig.service.change(6, [](ItemFields &fields) { fields.nome = QStringLiteral("Other"); });
    rig.model.refresh();
    QCOMPARE(rig.model.rowCount(), 1000);
    QCOMPARE(rig.name(5), QStringLiteral("Item 6"));
    QTRY_COMPARE(rig.name(5), QStringLiteral("Other"));
    QCOMPARE(reset.size() + layout.size(), 0);
    QVERIFY(!changed.isEmpty());
    QCOMPARE(index.row(), 5);
}

void TestItemsModel::refresh_longer_insertsAtTheEnd()
{
    ItemRig rig(1000);
    QVERIFY(rig.load());
    QSignalSpy reset(&rig.model, &ItemsModel::modelReset);
    QSignalSpy inserted(&rig.model, &ItemsModel::rowsInserted);
    rig.service.size = 1003;
    rig.model.refresh();
    QTRY_COMPARE(rig.model.rowCount(), 1003);
    QCOMPARE(inserted.size(), 1);
    QCOMPARE(inserted.front().at(1).toInt(), 1000);
    QCOMPARE(inserted.front().at(2).toInt(), 1002);
    QCOMPARE(reset.size(), 0);
}

void TestItemsModel::refresh_shorter_removesAtTheEnd()
{
    ItemRig rig(150);
    QVERIFY(rig.load());
    QSignalSpy removed(&rig.model, &ItemsModel::rowsRemoved);
    rig.service.removed = {149, 150};
    rig.model.refresh();
    QTRY_COMPARE(rig.model.rowCount(), 148);
    QCOMPARE(removed.size(), 1);
    QCOMPARE(removed.front().at(1).toInt(), 148);
    QCOMPARE(rig.model.rowOf(ItemKey{150}), -1);
}

void TestItemsModel::refresh_rowsMoved_indexesFollowTheirItems()
{
    ItemRig rig(1000);
    QVERIFY(rig.load());
    QSignalSpy reset(&rig.model, &ItemsModel::modelReset);
    const QPersistentModelIndex chosen(rig.model.index(9, ItemsModel::NomeColumn));
    rig.service.removed = {3};
    rig.model.refresh();
    QTRY_COMPARE(chosen.row(), 8);
    QCOMPARE(chosen.data().toString(), QStringLiteral("Item 10"));
    QCOMPARE(reset.size(), 0);
}

void TestItemsModel::refresh_itemGone_itsIndexIsInvalid()
{
    ItemRig rig(1000);
    QVERIFY(rig.load());
    const QPersistentModelIndex chosen(rig.model.index(2, ItemsModel::NomeColumn));
    rig.service.removed = {3};
    rig.model.refresh();
    QTRY_VERIFY(!chosen.isValid());
}

void TestItemsModel::newDrafts_comeAndGo_areRowsOnTop()
{
    ItemRig rig(10);
    QVERIFY(rig.load());
    QSignalSpy reset(&rig.model, &ItemsModel::modelReset);
    for (qint64 key : {-1, -2, -3}) {
        Draft draft;
        draft.key = ItemKey{key};
        draft.fields = ItemRig::fields("New");
        rig.drafts.put(draft);
    }
    QCOMPARE(rig.model.rowCount(), 13);
    QCOMPARE(rig.model.keyAt(0), ItemKey{-1});
    QCOMPARE(rig.model.rowOf(ItemKey{-3}), 2);
    QCOMPARE(rig.model.rowOf(ItemKey{1}), 3);
    QCOMPARE(rig.name(3), QStringLiteral("Item 1"));
    rig.drafts.remove(ItemKey{-2});
    QCOMPARE(rig.model.rowCount(), 12);
    QCOMPARE(rig.model.keyAt(1), ItemKey{-3});
    Draft back;
    back.key = ItemKey{-2};
    rig.drafts.put(back);
    QCOMPARE(rig.model.keyAt(1), ItemKey{-2});
    QVERIFY(!rig.model.index(1, ItemsModel::IdColumn).data(Qt::EditRole).isValid());
    rig.drafts.clear();
    QCOMPARE(rig.model.rowCount(), 10);
    QCOMPARE(reset.size(), 0);
}

void TestItemsModel::newDrafts_manyAtOnce_areOneInsertion()
{
    ItemRig rig(10);
    QVERIFY(rig.load());
    QSignalSpy inserted(&rig.model, &ItemsModel::rowsInserted);
    QSignalSpy removed(&rig.model, &ItemsModel::rowsRemoved);
    rig.workspace.createDrafts(std::vector<ItemFields>(500, ItemRig::fields("New")));
    QCOMPARE(rig.model.rowCount(), 510);
    QCOMPARE(inserted.size(), 1);
    rig.workspace.undoStack().undo();
    QCOMPARE(rig.model.rowCount(), 10);
    QCOMPARE(removed.size(), 1);
}

void TestItemsModel::sort_column_asksTheService_data()
{
    QTest::addColumn<int>("column");
    QTest::addColumn<Qt::SortOrder>("order");
    QTest::addColumn<QByteArray>("target");
    QTest::newRow("id down") << int(ItemsModel::IdColumn) << Qt::DescendingOrder << QByteArray("ordem=-id");
    QTest::newRow("name") << int(ItemsModel::NomeColumn) << Qt::AscendingOrder << QByteArray("ordem=nome");
    QTest::newRow("price") << int(ItemsModel::PrecoColumn) << Qt::DescendingOrder
                           << QByteArray("ordem=-preco");
    QTest::newRow("changed") << int(ItemsModel::AtualizadoColumn) << Qt::AscendingOrder
                             << QByteArray("ordem=atualizado_em");
    QTest::newRow("description: no order")
        << int(ItemsModel::DescricaoColumn) << Qt::AscendingOrder << QByteArray();
    QTest::newRow("as it is") << -1 << Qt::DescendingOrder << QByteArray();
}

void TestItemsModel::sort_column_asksTheService()
{
    QFETCH(const int, column);
    QFETCH(const Qt::SortOrder, order);
    QFETCH(const QByteArray, target);
    ItemRig rig(10);
    QVERIFY(rig.load());
    rig.model.sort(column, order);
    QTRY_COMPARE(rig.model.state(), State::Ready);
    QCOMPARE(rig.lists(), target.isEmpty() ? 1 : 2);
    QVERIFY(rig.manager->seen.back().target.contains(target));
}

void TestItemsModel::query_changed_oldRowsStayUntilTheNewOnesAreThere()
{
    ItemRig rig(1000);
    QVERIFY(rig.load());
    QSignalSpy reset(&rig.model, &ItemsModel::modelReset);
    QSignalSpy queries(&rig.model, &ItemsModel::queryChanged);
    rig.model.setSearch(QStringLiteral(" cafe "), true);
    QCOMPARE(queries.size(), 1);
    QCOMPARE(rig.model.query().search, QStringLiteral("cafe"));
    QCOMPARE(rig.model.rowCount(), 1000);
    QCOMPARE(rig.model.state(), State::Loading);
    QTRY_COMPARE(rig.model.rowCount(), 3);
    QCOMPARE(reset.size(), 1);
    rig.service.hits = 0;
    rig.model.setSearch(QStringLiteral("cafes"), true);
    QTRY_COMPARE(rig.model.total(), 0);
    QCOMPARE(rig.model.state(), State::Ready);
}

void TestItemsModel::query_failed_dropsOldRows()
{
    ItemRig rig(1000);
    QVERIFY(rig.load());
    rig.service.outage = true;
    rig.model.setSearch(QStringLiteral("cafe"), true);
    QTRY_COMPARE(rig.model.state(), State::Failed);
    QCOMPARE(rig.model.rowCount(), 0);
    QCOMPARE(rig.model.total(), -1);
    QVERIFY(rig.model.error()->isOutage());
    rig.service.outage = false;
    QVERIFY(rig.load());
    QCOMPARE(rig.model.rowCount(), 3);
    QVERIFY(!rig.model.error());
}

void TestItemsModel::refresh_failed_keepsRows()
{
    ItemRig rig(1000);
    QVERIFY(rig.load());
    rig.service.outage = true;
    rig.model.refresh();
    QTRY_COMPARE(rig.model.state(), State::Failed);
    QCOMPARE(rig.name(0), QStringLiteral("Item 1"));
    QCOMPARE(rig.model.rowCount(), 1000);
}

void TestItemsModel::setData_cell_asksForAnEdit()
{
    ItemRig rig(3);
    QVERIFY(rig.load());
    QSignalSpy asked(&rig.model, &ItemsModel::editRequested);
    QVERIFY(rig.model.setData(rig.model.index(1, ItemsModel::PrecoColumn), qint64(1990)));
    QCOMPARE(asked.size(), 1);
    QCOMPARE(asked.front().front().value<ItemKey>(), ItemKey{2});
    QVERIFY(!rig.model.setData(rig.model.index(1, ItemsModel::IdColumn), qint64(9)));
    QCOMPARE(rig.drafts.find(ItemKey{2})->fields.precoCentavos, 1990);
}

void TestItemsModel::setReadOnly_true_refusesEdits()
{
    ItemRig rig(3);
    QVERIFY(rig.load());
    rig.model.setReadOnly(true);
    const QModelIndex index = rig.model.index(1, ItemsModel::NomeColumn);
    QVERIFY(!index.flags().testFlag(Qt::ItemIsEditable));
    QVERIFY(!rig.model.setData(index, QStringLiteral("x")));
}

void TestItemsModel::takeOut_rows_goAtOnce()
{
    ItemRig rig(500);
    QVERIFY(rig.load());
    QSignalSpy removed(&rig.model, &ItemsModel::rowsRemoved);
    QCOMPARE(rig.model.takeOut({3, 4, 10, 9999}), (std::vector<qint64>{2, 3, 9, -1}));
    QCOMPARE(removed.size(), 2);
    QCOMPARE(rig.model.rowCount(), 497);
    QCOMPARE(rig.name(2), QStringLiteral("Item 5"));
    QCOMPARE(rig.model.rowOf(ItemKey{11}), 7);
}

void TestItemsModel::putBack_afterTakeOut_isAsBefore()
{
    ItemRig rig(500);
    QVERIFY(rig.load());
    std::vector<ItemsModel::Placed> placed;
    for (qint64 id : {10, 3, 4})
        placed.push_back({*rig.service.find(id), 0});
    const std::vector<qint64> rows = rig.model.takeOut({10, 3, 4});
    for (std::size_t i = 0; i < rows.size(); ++i)
        placed[i].serverRow = rows[i];
    rig.model.putBack(placed);
    QCOMPARE(rig.model.rowCount(), 500);
    for (int row = 0; row < 200; ++row)
        QCOMPARE(rig.name(row), QStringLiteral("Item %1").arg(row + 1));
}

void TestItemsModel::clear_list_isEmpty()
{
    ItemRig rig(500);
    QVERIFY(rig.load());
    rig.model.clear();
    QCOMPARE(rig.model.state(), State::Empty);
    QCOMPARE(rig.model.rowCount(), 0);
    QVERIFY(rig.load());
    QCOMPARE(rig.model.rowCount(), 500);
}

void TestItemsModel::replace_item_isShown()
{
    ItemRig rig(500);
    QVERIFY(rig.load());
    rig.service.change(7, [](ItemFields &fields) { fields.nome = QStringLiteral("Other"); });
    rig.model.replace(*rig.service.find(7));
    QCOMPARE(rig.name(6), QStringLiteral("Other"));
}

void TestItemsModel::newRows_anyChange_followTheDrafts()
{
    ItemRig rig(3);
    QVERIFY(rig.load());
    std::mt19937 random(11);
    for (int round = 0; round < 300; ++round) {
        {
            const DraftStore::Batch batch(rig.drafts);
            for (unsigned changes = 1 + random() % (round % 3 ? 4 : 120); changes > 0; --changes) {
                Draft draft;
                draft.key = {-qint64(random() % 200) - 1};
                if (random() % 2)
                    rig.drafts.put(draft);
                else
                    rig.drafts.remove(draft.key);
            }
        }
        std::vector<ItemKey> rows;
        for (int row = 0; row < rig.model.rowCount() - 3; ++row)
            rows.push_back(rig.model.keyAt(row));
        QCOMPARE(rows, rig.drafts.newKeys());
    }
}

void TestItemsModel::newRows_goingOneByOne_costLittle()
{
    constexpr int count = 50'000;
    ItemRig rig(0);
    DraftStore drafts;
    ItemsModel model(rig.api, drafts); // without a tester
    {
        const DraftStore::Batch batch(drafts);
        for (int i = 1; i <= count; ++i) {
            Draft draft;
            draft.key = {-i};
            drafts.put(draft);
        }
    }
    QCOMPARE(model.rowCount(), count);
    QElapsedTimer timer;
    timer.start();
    for (int i = 1; i <= count; ++i)
        drafts.remove(ItemKey{-i});
    QCOMPARE(model.rowCount(), 0);
    QVERIFY2(timer.elapsed() < 5000, qPrintable(QString::number(timer.elapsed())));
}

QTEST_GUILESS_MAIN(TestItemsModel)
#include "tst_itemsmodel.moc"
