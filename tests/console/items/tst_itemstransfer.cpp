// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/views/items/importdialog.h"
#include "pagerig.h"

#include <QtCore/QMimeData>
#include <QtGui/QClipboard>
#include <QtGui/QDropEvent>
#include <QtWidgets/QFileDialog>

using namespace guarita;
using namespace guarita::console;

/// Rows on their way in and out: clipboard, files, what is dropped.
class TestItemsTransfer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void copy_selectedRows_areTabSeparated();
    void copy_rowsNotLoaded_saysSo();
    void paste_rows_areOfferedAndBecomeDrafts();
    void paste_withoutRows_saysSo();
    void paste_inAText_pastesText();
    void paste_readOnly_doesNothing();
    void drop_file_isOffered();
    void export_toFile_saysHowMany();

private:
    static ImportDialog *dialog(PageRig &rig) { return rig.page->findChild<ImportDialog *>(); }
};

void TestItemsTransfer::copy_selectedRows_areTabSeparated()
{
    PageRig rig(20);
    QVERIFY(rig.open());
    rig.workspace.setField(ItemKey{1}, Field::Descricao, QStringLiteral("bom"));
    rig.workspace.setField(ItemKey{1}, Field::Preco, qint64(123450));
    rig.select(0, 1);
    rig.key(Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(QApplication::clipboard()->text(),
             QStringLiteral("Item 1\tbom\t\"1234,50\"\r\nItem 2\t\t\"0,02\"\r\n"));
}

void TestItemsTransfer::copy_rowsNotLoaded_saysSo()
{
    PageRig rig(5000);
    QVERIFY(rig.open());
    QApplication::clipboard()->setText(QStringLiteral("before"));
    rig.view().selectAll();
    rig.key(Qt::Key_C, Qt::ControlModifier);
    QVERIFY(rig.find("itemsBanner")->isVisible());
    QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("before"));
}

void TestItemsTransfer::paste_rows_areOfferedAndBecomeDrafts()
{
    PageRig rig(20);
    QVERIFY(rig.open());
    QApplication::clipboard()->setText(QStringLiteral("nome\tpreço\nUm\t1\nDois\t2\n"));
    rig.key(Qt::Key_V, Qt::ControlModifier);
    QVERIFY(dialog(rig));
    QVERIFY(dialog(rig)->isVisible());
    QCOMPARE(rig.drafts.count(), 0);
    auto *import = dialog(rig)->findChild<QPushButton *>(QStringLiteral("importButton"));
    QTRY_VERIFY(import->isEnabled());
    QTest::mouseClick(import, Qt::LeftButton);
    QTRY_COMPARE(rig.drafts.count(), 2);
    QTRY_COMPARE(rig.view().currentIndex().row(), 0);
    QCOMPARE(rig.writes(), 0);
    rig.action("undoAction")->trigger(); // all of them were one step
    QCOMPARE(rig.drafts.count(), 0);
}

void TestItemsTransfer::paste_withoutRows_saysSo()
{
    PageRig rig(20);
    QVERIFY(rig.open());
    QApplication::clipboard()->clear();
    rig.key(Qt::Key_V, Qt::ControlModifier);
    QVERIFY(!dialog(rig));
    QVERIFY(rig.find("itemsBanner")->isVisible());
}

void TestItemsTransfer::paste_inAText_pastesText()
{
    PageRig rig(20);
    QVERIFY(rig.open());
    QApplication::clipboard()->setText(QStringLiteral("a\tb"));
    rig.find("searchEdit")->setFocus();
    rig.key(Qt::Key_V, Qt::ControlModifier);
    QVERIFY(!dialog(rig));
    QVERIFY(!rig.find<QLineEdit>("searchEdit")->text().isEmpty());
}

void TestItemsTransfer::paste_readOnly_doesNothing()
{
    PageRig rig(20);
    QVERIFY(rig.open());
    rig.page->setEditing(Editing::OffInProfile);
    QApplication::clipboard()->setText(QStringLiteral("Um\t1,50\nDois\t2,50\n"));
    rig.view().setFocus();
    rig.key(Qt::Key_V, Qt::ControlModifier);
    QVERIFY(!dialog(rig));
}

void TestItemsTransfer::drop_file_isOffered()
{
    PageRig rig(20);
    QVERIFY(rig.open());
    QMimeData data;
    data.setText(QStringLiteral("Um;1,50\nDois;2,50\n"));
    QDragEnterEvent enter(QPoint(200, 200), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(rig.page.get(), &enter);
    QVERIFY(enter.isAccepted());
    QVERIFY(rig.find("itemsDrop")->isVisible());
    QDragLeaveEvent leave;
    QApplication::sendEvent(rig.page.get(), &leave);
    QVERIFY(rig.find("itemsDrop")->isHidden());
    QApplication::sendEvent(rig.page.get(), &enter);
    QDropEvent drop(QPointF(200, 200), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(rig.page.get(), &drop);
    QVERIFY(rig.find("itemsDrop")->isHidden());
    QVERIFY(dialog(rig));
    dialog(rig)->close();

    rig.page->setEditing(Editing::OffInProfile);
    QDragEnterEvent again(QPoint(200, 200), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    again.ignore();
    QApplication::sendEvent(rig.page.get(), &again);
    QVERIFY(!again.isAccepted());
}

void TestItemsTransfer::export_toFile_saysHowMany()
{
    PageRig rig(20, QLocale(QLocale::English, QLocale::UnitedStates));
    QVERIFY(rig.open());
    const QString file = rig.folder.filePath(QStringLiteral("items.csv"));
    rig.action("exportAction")->trigger();
    auto *asked = rig.find<QFileDialog>("exportFileDialog");
    Q_EMIT asked->fileSelected(file);
    asked->close();
    QTRY_VERIFY(rig.find("itemsBanner")->isVisible());
    QVERIFY(rig.find<QLabel>("bannerText")->text().startsWith(QStringLiteral("20 ")));
    QFile written(file);
    QVERIFY(written.open(QIODevice::ReadOnly));
    QCOMPARE(written.readAll().count('\n'), 21);
}

QTEST_MAIN(TestItemsTransfer)
#include "tst_itemstransfer.moc"
