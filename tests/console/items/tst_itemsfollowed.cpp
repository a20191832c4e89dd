// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/items/itemfollower.h"
#include "pagerig.h"

#include <QtTest/QSignalSpy>
#include <QtWidgets/QDialog>
#include <QtWidgets/QProgressBar>
#include <QtWidgets/QScrollBar>

using namespace guarita;
using namespace guarita::console;

using Kind = ItemChange::Kind;

/// What others do, while somebody works on the page.
class TestItemsFollowed : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void typingInACell_isNotDisturbed();
    void typingInTheForm_isNotDisturbed();
    void openCell_outlivesAnotherItemsCreation();
    void created_selectionAndScrollStay();
    void drafted_saysWhoChangedItWithoutADialog();
    void batch_underWay_showsThatItRuns();

private:
    static QLineEdit *cell(PageRig &rig)
    {
        const auto editors = rig.page->findChildren<QLineEdit *>(QStringLiteral("cellEditor"));
        return editors.empty() ? nullptr : editors.front();
    }
    /// Opens a row's cell with the first character.
    static QLineEdit *typeInto(PageRig &rig, int row, const QString &text)
    {
        rig.select(row);
        QTest::keyClicks(&rig.view(), text.left(1));
        if (QLineEdit *editor = cell(rig))
            QTest::keyClicks(editor, text.mid(1));
        return cell(rig);
    }
    static void tell(PageRig &rig, Kind kind, const Item &item)
    {
        rig.workspace.follower().take({{kind, item.versao, item}});
    }
    static void rename(PageRig &rig, qint64 id)
    {
        rig.service.change(id, [](ItemFields &fields) { fields.nome = QStringLiteral("Theirs"); });
        tell(rig, Kind::Updated, *rig.service.find(id));
    }
    static void create(PageRig &rig)
    {
        ++rig.service.size;
        tell(rig, Kind::Created, *rig.service.find(rig.service.size));
    }
};

void TestItemsFollowed::typingInACell_isNotDisturbed()
{
    PageRig rig(20);
    QVERIFY(rig.open());
    QVERIFY(typeInto(rig, 2, QStringLiteral("Mi")));
    rename(rig, 3);
    rename(rig, 4);
    QTest::keyClicks(cell(rig), QStringLiteral("ne"));
    QCOMPARE(cell(rig)->text(), QStringLiteral("Mine"));
    QCOMPARE(rig.name(3), QStringLiteral("Theirs"));
    QTest::keyClick(cell(rig), Qt::Key_Return);
    QTRY_COMPARE(rig.state(ItemKey{3}), DraftState::Conflict); // not over theirs, unseen
    QCOMPARE(rig.drafts.find(ItemKey{3})->fields.nome, QStringLiteral("Mine"));
    QCOMPARE(rig.drafts.find(ItemKey{3})->theirs->fields.nome, QStringLiteral("Theirs"));
    QCOMPARE(rig.writes(), 0);
}

void TestItemsFollowed::typingInTheForm_isNotDisturbed()
{
    PageRig rig(20);
    QVERIFY(rig.open());
    rig.select(2);
    auto *name = rig.inspector().findChild<QLineEdit *>(QStringLiteral("nomeEdit"));
    QVERIFY(name);
    name->setFocus();
    name->selectAll();
    QTest::keyClicks(name, QStringLiteral("Mine"));
    rename(rig, 3);
    QCOMPARE(name->text(), QStringLiteral("Mine"));
    rig.view().setFocus();
    QTRY_COMPARE(rig.state(ItemKey{3}), DraftState::Conflict);
    QCOMPARE(rig.drafts.find(ItemKey{3})->fields.nome, QStringLiteral("Mine"));
}

void TestItemsFollowed::openCell_outlivesAnotherItemsCreation()
{
    PageRig rig(20);
    QVERIFY(rig.open());
    const QLineEdit *editor = typeInto(rig, 2, QStringLiteral("Mine"));
    create(rig);
    ItemChange gone{Kind::Removed, 2, *rig.service.find(1)};
    rig.service.removed.insert(1);
    rig.workspace.follower().take({gone});
    QVERIFY(editor);
    QVERIFY(!QTest::qWaitFor([&] { return cell(rig) != editor; }, 400));
    QCOMPARE(cell(rig)->text(), QStringLiteral("Mine"));
    QTest::keyClick(cell(rig), Qt::Key_Return);
    QCOMPARE(rig.drafts.find(ItemKey{3})->fields.nome, QStringLiteral("Mine"));
    QTRY_COMPARE(rig.model.rowCount(), 20);
    QTRY_COMPARE(rig.name(19), QStringLiteral("Item 21"));
}

void TestItemsFollowed::created_selectionAndScrollStay()
{
    PageRig rig(100);
    rig.model.sort(ItemsModel::IdColumn, Qt::DescendingOrder); // new ones come above
    QVERIFY(rig.open());
    rig.select(30);
    const ItemKey chosen = rig.view().currentKey();
    const int scrolled = rig.view().verticalScrollBar()->value();
    create(rig);
    QTRY_COMPARE(rig.model.rowCount(), 101);
    QTRY_COMPARE(rig.model.keyAt(0), ItemKey{101});
    QCOMPARE(rig.view().currentKey(), chosen);
    QCOMPARE(rig.view().selectedItems().keys, std::vector<ItemKey>{chosen});
    QCOMPARE(rig.view().verticalScrollBar()->value(), scrolled);
}

void TestItemsFollowed::drafted_saysWhoChangedItWithoutADialog()
{
    PageRig rig(20);
    QVERIFY(rig.open());
    rig.select(2);
    rig.rename(3, "Mine");
    rename(rig, 3);
    QVERIFY(rig.find("draftNotice")->isVisible());
    QVERIFY(rig.find("draftNoticeButton")->isVisible());
    QVERIFY(!rig.page->findChild<QDialog *>());
    QCOMPARE(rig.name(2), QStringLiteral("Mine"));
}

void TestItemsFollowed::batch_underWay_showsThatItRuns()
{
    PageRig rig(20);
    QVERIFY(rig.open());
    rig.service.before = [](const support::FakeRequest &request) {
        return request.method == "POST" ? std::optional(support::FakeAnswer::silence()) : std::nullopt;
    };
    rig.workspace.createDrafts(std::vector<ItemFields>(5000, ItemRig::fields("New")));
    rig.workspace.saveAll();
    auto *strip = rig.find("saveProgress");
    QTRY_VERIFY(strip->isVisible());
    QCOMPARE(strip->findChild<QProgressBar *>()->maximum(), 0);
    QCOMPARE(rig.text("saveProgressText"), QStringLiteral("0 of 5.000 sent"));
}

QTEST_MAIN(TestItemsFollowed)
#include "tst_itemsfollowed.moc"
