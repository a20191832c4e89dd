// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/items/importreader.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtCore/QTimer>
#include <QtTest/QTest>

#include <algorithm>

using namespace guarita::console;

class TestImportReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void readText_rows_areSplitAndMapped();
    void readFile_bytes_areDecoded();
    void readAgain_otherFormat_usesWhatWasRead();
    void readFile_unreadable_saysWhy();
    void readFile_tooLarge_isRefused();
    void read_twice_onlyTheLastCounts();
    void cancel_reading_isSilent();
    void readFile_twentyMegabytes_leavesTheEventLoopFree();

private:
    QString file(const QByteArray &content);

    QTemporaryDir m_folder;
    std::unique_ptr<ImportReader> m_reader;
    std::vector<CsvTable> m_tables;
    GuessedMapping m_mapping;
    std::vector<ImportReader::Fault> m_faults;
};

void TestImportReader::init()
{
    m_tables.clear();
    m_faults.clear();
    m_reader = std::make_unique<ImportReader>();
    m_reader->setNumbers(QLocale(QLocale::Portuguese, QLocale::Brazil));
    connect(m_reader.get(), &ImportReader::done, this,
            [this](const CsvTable &table, const GuessedMapping &mapping) {
                m_tables.push_back(table);
                m_mapping = mapping;
            });
    connect(m_reader.get(), &ImportReader::failed, this,
            [this](const ImportReader::Fault &fault) { m_faults.push_back(fault); });
}

QString TestImportReader::file(const QByteArray &content)
{
    const QString name = m_folder.filePath(QStringLiteral("table.csv"));
    QFile out(name);
    return out.open(QIODevice::WriteOnly) && out.write(content) == content.size() ? name : QString();
}

void TestImportReader::readText_rows_areSplitAndMapped()
{
    m_reader->readText(QStringLiteral("Nome\tPreço\nCaneta\t1,50"));
    QVERIFY(m_tables.empty()); // never from within the call
    QTRY_COMPARE(m_tables.size(), 1u);
    QCOMPARE(m_tables[0].rows.size(), 2u);
    QVERIFY(m_mapping.hasHeader);
    QVERIFY(m_reader->isText());
}

void TestImportReader::readFile_bytes_areDecoded()
{
    m_reader->readFile(file("L\xE1pis;1,50\r\n"));
    QTRY_COMPARE(m_tables.size(), 1u);
    QCOMPARE(m_tables[0].rows[0][0], QStringLiteral("Lápis"));
    QCOMPARE(m_tables[0].encoding, CsvEncoding::Windows1252);
    QVERIFY(!m_reader->isText());
}

void TestImportReader::readAgain_otherFormat_usesWhatWasRead()
{
    const QString name = file("a,b;c\n");
    m_reader->readFile(name);
    QTRY_COMPARE(m_tables.size(), 1u);
    QVERIFY(QFile::remove(name));
    CsvFormat format;
    format.separator = u',';
    m_reader->readAgain(format);
    QTRY_COMPARE(m_tables.size(), 2u);
    QCOMPARE(m_tables[1].rows[0], (QStringList{QStringLiteral("a"), QStringLiteral("b;c")}));
    format.encoding = CsvEncoding::Utf16;
    m_reader->readAgain(format);
    QTRY_VERIFY(m_tables.size() + m_faults.size() == 3);
    m_reader->readAgain({});
    QTRY_VERIFY(m_tables.size() + m_faults.size() == 4);
    QCOMPARE(m_tables.back().rows[0][1], m_tables.front().rows[0][1]);
}

void TestImportReader::readFile_unreadable_saysWhy()
{
    m_reader->readFile(m_folder.filePath(QStringLiteral("none.csv")));
    QTRY_COMPARE(m_faults.size(), 1u);
    QVERIFY(!m_faults[0].table);
    QVERIFY(!m_faults[0].file.isEmpty());
    m_reader->readFile(m_folder.path()); // a folder
    QTRY_COMPARE(m_faults.size(), 2u);
    m_reader->readFile(file("\"open"));
    QTRY_COMPARE(m_faults.size(), 3u);
    QCOMPARE(m_faults[2].table->kind, CsvFault::Kind::OpenQuote);
}

void TestImportReader::readFile_tooLarge_isRefused()
{
    const QString name = file("a");
    QVERIFY(QFile::resize(name, ImportReader::maxFileBytes + 1));
    m_reader->readFile(name);
    QTRY_COMPARE(m_faults.size(), 1u);
    QVERIFY(m_faults[0].fileTooLarge);
}

void TestImportReader::read_twice_onlyTheLastCounts()
{
    for (int i = 0; i < 20; ++i)
        m_reader->readText(QStringLiteral("row;%1").arg(i));
    QTRY_COMPARE(m_tables.size(), 1u);
    QCOMPARE(m_tables[0].rows[0][1], QStringLiteral("19"));
    m_reader->readText(QStringLiteral("last;1"));
    QTRY_COMPARE(m_tables.size(), 2u); // and nothing else came before it
}

void TestImportReader::cancel_reading_isSilent()
{
    m_reader->readText(QStringLiteral("a;b"));
    m_reader->cancel();
    m_reader->readText(QStringLiteral("c;d"));
    QTRY_COMPARE(m_tables.size(), 1u);
    QCOMPARE(m_tables[0].rows[0][0], QStringLiteral("c"));
}

void TestImportReader::readFile_twentyMegabytes_leavesTheEventLoopFree()
{
    const QByteArray line = "Caneta;\"" + QByteArray(200, 'x') + "\";1.234,50\n";
    const QString name = file(line.repeated(90'000));
    QTimer tick;
    QElapsedTimer since;
    qint64 longest = 0;
    connect(&tick, &QTimer::timeout, this, [&] { longest = std::max(longest, since.restart()); });
    tick.start(1);
    since.start();
    m_reader->readFile(name);
    QTRY_COMPARE(m_tables.size(), 1u);
    longest = std::max(longest, since.elapsed());
    QCOMPARE(m_tables[0].rows.size(), 90'000u);
    qInfo("longest gap in the event loop: %lld ms", longest);
    QVERIFY(longest < 500); // 50 ms is what is aimed at; a busy machine is no reason to fail
}

QTEST_GUILESS_MAIN(TestImportReader)
#include "tst_importreader.moc"
