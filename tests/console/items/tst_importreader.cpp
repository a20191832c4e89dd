// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/items/importreader.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtCore/QThread>
#include <QtCore/QTimer>
#include <QtTest/QTest>

#include <algorithm>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace guarita::console;

namespace {

/// A file that hangs whoever reads it until something is written.
class HungFile
{
public:
    explicit HungFile(QString name)
        : m_name(std::move(name))
        , m_made(::mkfifo(QFile::encodeName(m_name).constData(), S_IRUSR | S_IWUSR) == 0)
    {
    }
    ~HungFile() { release({}); }

    const QString &name() const { return m_name; }
    bool made() const { return m_made; }
    /// Whether somebody has it open to read, who from now on waits for what is written.
    bool isRead()
    {
        if (m_writer < 0)
            m_writer = openToWrite();
        return m_writer >= 0;
    }
    /// Whether nobody has it open any more.
    bool isLeft() const
    {
        const int writer = openToWrite();
        return writer < 0 || ::close(writer) != 0;
    }
    bool release(const QByteArray &content)
    {
        const bool written = m_writer >= 0 && ::write(m_writer, content.constData(),
                                                      std::size_t(content.size())) == content.size();
        if (m_writer >= 0)
            ::close(std::exchange(m_writer, -1));
        return written;
    }

private:
    /// Refused while nobody reads.
    int openToWrite() const
    {
        return ::open(QFile::encodeName(m_name).constData(), O_WRONLY | O_NONBLOCK | O_CLOEXEC);
    }

    QString m_name;
    bool m_made;
    int m_writer = -1;
};

} // namespace

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
    void readFile_hung_arrivesWhenItGoesOn();
    void readFile_hung_anotherIsReadMeanwhile();
    void destructor_hungFile_returnsAtOnce();
    void destructor_largeFile_returnsAtOnce();
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

void TestImportReader::readFile_hung_arrivesWhenItGoesOn()
{
    HungFile hung(m_folder.filePath(QStringLiteral("goes-on.csv")));
    QVERIFY(hung.made());
    m_reader->readFile(hung.name());
    QTRY_VERIFY(hung.isRead());
    QVERIFY(hung.release("a;b\n"));
    QTRY_COMPARE(m_tables.size(), 1u);
    QCOMPARE(m_tables[0].rows[0], (QStringList{QStringLiteral("a"), QStringLiteral("b")}));
}

void TestImportReader::readFile_hung_anotherIsReadMeanwhile()
{
    HungFile hung(m_folder.filePath(QStringLiteral("left-behind.csv")));
    QVERIFY(hung.made());
    m_reader->readFile(hung.name());
    QTRY_VERIFY(hung.isRead());
    m_reader->readFile(file("c;d\n"));
    QTRY_COMPARE(m_tables.size(), 1u);
    QVERIFY(hung.release("a;b\n"));
    QTRY_VERIFY(hung.isLeft());
    m_reader->readText(QStringLiteral("e;f"));
    QTRY_COMPARE(m_tables.size(), 2u);
    QCOMPARE(m_tables[0].rows[0][0], QStringLiteral("c"));
    QCOMPARE(m_tables[1].rows[0][0], QStringLiteral("e"));
}

void TestImportReader::destructor_hungFile_returnsAtOnce()
{
    HungFile hung(m_folder.filePath(QStringLiteral("hung.csv")));
    QVERIFY(hung.made());
    m_reader->readFile(hung.name());
    QTRY_VERIFY(hung.isRead());
    QElapsedTimer since;
    since.start();
    m_reader.reset();
    QVERIFY(since.elapsed() < 1000);
    QVERIFY(hung.release("a;b\n"));
    QTRY_VERIFY(hung.isLeft());
    QCoreApplication::processEvents();
    QVERIFY(m_tables.empty());
    QVERIFY(m_faults.empty());
}

void TestImportReader::destructor_largeFile_returnsAtOnce()
{
    const QString name = file(QByteArray("Caneta;1,50\n").repeated(100'000));
    for (int milliseconds = 0; milliseconds < 60; milliseconds += 3) { // before and after the answer is sent
        m_reader->readFile(name);
        QElapsedTimer since;
        since.start();
        while (since.elapsed() < milliseconds)
            QThread::yieldCurrentThread();
        m_reader.reset();
        QVERIFY(since.elapsed() < 1000);
        init();
    }
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
