// SPDX-License-Identifier: GPL-3.0-or-later
#include "importrig.h"

#include "console/widgets/banner.h"

#include <QtCore/QMimeData>
#include <QtGui/QDropEvent>
#include <QtWidgets/QFileDialog>

using namespace guarita::console;

class TestImportSources : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_rig.reset(); }
    void file_windowsEncoding_isShownAndCanBeChanged();
    void file_broken_saysWhyAndOffersAnother();
    void chooseFile_dialog_doesNotBlock();
    void drop_file_isRead();
    void canTake_data_isAFileOrRows();

private:
    std::unique_ptr<ImportRig> m_rig;
};

void TestImportSources::init()
{
    m_rig = std::make_unique<ImportRig>();
    QVERIFY(QTest::qWaitForWindowActive(&m_rig->dialog));
}

void TestImportSources::file_windowsEncoding_isShownAndCanBeChanged()
{
    m_rig->dialog.openFile(m_rig->write("precos.csv", "Nome;Pre\xE7o\r\nL\xE1pis;1,50\r\n"));
    QVERIFY(m_rig->showsRows(1));
    QCOMPARE(m_rig->label("importSource"), QStringLiteral("precos.csv"));
    QCOMPARE(m_rig->child<QComboBox>("importEncoding")->currentText(), QStringLiteral("Windows-1252"));
    QVERIFY(m_rig->child<QComboBox>("importEncoding")->isVisible());
    QCOMPARE(m_rig->child<QComboBox>("importSeparator")->currentData().toChar(), QChar(u';'));
    QCOMPARE(m_rig->model()->index(0, 0).data().toString(), QStringLiteral("Lápis"));

    m_rig->choose("importEncoding", int(CsvEncoding::Utf8)); // it is not: what is shown stays
    QTRY_VERIFY(m_rig->child<Banner>("importBanner")->isVisible());
    QCOMPARE(m_rig->model()->rowCount(), 1);
    QCOMPARE(m_rig->child<QComboBox>("importEncoding")->currentText(), QStringLiteral("Windows-1252"));
    m_rig->choose("importSeparator", QChar(u','));
    QTRY_COMPARE(m_rig->model()->index(0, 0).data().toString(), QStringLiteral("Nome;Preço"));
    m_rig->choose("importSeparator", QChar(u';'));
    QTRY_COMPARE(m_rig->model()->rowCount(), 1);
    QVERIFY(!m_rig->child<Banner>("importBanner")->isVisible());
}

void TestImportSources::file_broken_saysWhyAndOffersAnother()
{
    m_rig->dialog.openFile(m_rig->write("picture.csv", QByteArray("\x89PNG\0\0\0", 7)));
    QTRY_VERIFY(!m_rig->label("emptyText").isEmpty() && m_rig->child<QLabel>("emptyTitle")->isVisible());
    QVERIFY(!m_rig->view()->isVisible());
    QVERIFY(!m_rig->importButton()->isVisible());
    m_rig->dialog.openText(ImportRig::twentyRows());
    QVERIFY(m_rig->showsRows(20));
    QVERIFY(!m_rig->child<Banner>("importBanner")->isVisible());
}

void TestImportSources::chooseFile_dialog_doesNotBlock()
{
    const QString file = m_rig->write("one.csv", "Caneta;1,50\n");
    m_rig->child<QPushButton>("emptyPrimary")->click();
    auto *dialog = m_rig->child<QFileDialog>("importFileDialog");
    QVERIFY(dialog->isVisible());
    Q_EMIT dialog->fileSelected(file);
    dialog->close();
    QVERIFY(m_rig->showsRows(1));
}

void TestImportSources::drop_file_isRead()
{
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(m_rig->write("dropped.csv", "Caneta;1,50\nGiz;2,00\n"))});
    QDragEnterEvent enter(QPoint(9, 9), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&m_rig->dialog, &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent drop(QPointF(9, 9), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&m_rig->dialog, &drop);
    QVERIFY(m_rig->showsRows(2));
}

void TestImportSources::canTake_data_isAFileOrRows()
{
    const auto takes = [](const QString &text) {
        QMimeData data;
        data.setText(text);
        return ImportDialog::canTake(&data);
    };
    QVERIFY(takes(QStringLiteral("a\tb")));
    QVERIFY(takes(QStringLiteral("a\nb")));
    QVERIFY(!takes(QStringLiteral("Caneta, azul\n"))); // one cell
    QVERIFY(!takes({}));
    QVERIFY(!ImportDialog::canTake(nullptr));
    QMimeData web;
    web.setUrls({QUrl(QStringLiteral("https://example.com/a.csv"))});
    QVERIFY(!ImportDialog::canTake(&web));
}

QTEST_MAIN(TestImportSources)
#include "tst_importsources.moc"
