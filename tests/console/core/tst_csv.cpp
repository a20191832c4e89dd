// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/core/csv.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QStringEncoder>
#include <QtTest/QTest>

#include <random>

using namespace guarita::console;

namespace {

using Rows = std::vector<QStringList>;

QStringList row(std::initializer_list<const char16_t *> cells)
{
    QStringList list;
    for (const char16_t *cell : cells)
        list.append(QString::fromUtf16(cell));
    return list;
}

/// Tables of cells that try to break out of theirs.
Rows randomTable(std::mt19937 &random)
{
    const QString alphabet = QStringLiteral(u"ab'\"\";,\t\r\n =+-@19é\uFEFF\u20AC\u2028");
    const auto upTo = [&](unsigned n) { return random() % (n + 1); };
    Rows rows(1 + upTo(60));
    const unsigned columns = 2 + upTo(4);
    for (QStringList &cells : rows) {
        for (unsigned i = 0; i < columns; ++i) {
            QString cell;
            for (unsigned length = upTo(3) == 0 ? 0 : upTo(8); length > 0; --length)
                cell += alphabet[qsizetype(upTo(unsigned(alphabet.size() - 1)))];
            cells.append(cell);
        }
    }
    return rows;
}

} // namespace

Q_DECLARE_METATYPE(Rows)
Q_DECLARE_METATYPE(guarita::console::CsvFault::Kind)

class TestCsv : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readCsv_text_isSplit_data();
    void readCsv_text_isSplit();
    void readCsv_linesOfRows_areTold();
    void readCsv_bytes_areDecoded_data();
    void readCsv_bytes_areDecoded();
    void readCsv_noTable_saysWhy_data();
    void readCsv_noTable_saysWhy();
    void readCsv_openQuote_saysWhere();
    void readCsv_tooLarge_isRefused();
    void readCsv_format_isObeyed();
    void writeCsv_randomTables_areReadBack();
    void writeCsv_wideText_keepsEveryCharacter();
    void guarded_cell_isNoFormula_data();
    void guarded_cell_isNoFormula();
    void csvSeparator_locale_followsDecimals();
    void readCsv_randomBytes_neverBreak();
    void readCsv_twentyMegabytes_takesASecondAtMost();
};

void TestCsv::readCsv_text_isSplit_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QChar>("separator");
    QTest::addColumn<Rows>("rows");
    const auto add = [](const char *name, const char16_t *text, char16_t separator, Rows rows) {
        QTest::newRow(name) << QString::fromUtf16(text) << QChar(separator) << std::move(rows);
    };
    add("comma", u"a,b\r\nc,d\r\n", u',', {row({u"a", u"b"}), row({u"c", u"d"})});
    add("no last line end", u"a;b\nc;d", u';', {row({u"a", u"b"}), row({u"c", u"d"})});
    add("old line ends", u"a\tb\rc\td\r", u'\t', {row({u"a", u"b"}), row({u"c", u"d"})});
    add("mark", u"\uFEFFa;b", u';', {row({u"a", u"b"})});
    add("decimals are no separators", u"Caneta;1,50\nLápis;2,75\n", u';',
        {row({u"Caneta", u"1,50"}), row({u"Lápis", u"2,75"})});
    add("a text with semicolons", u"a,x; y\nb,z\nc,u;v;w", u',',
        {row({u"a", u"x; y"}), row({u"b", u"z"}), row({u"c", u"u;v;w"})});
    add("quotes", u"\"a,1\",\"b\"\"c\"\n\"d\ne\",f", u',', {row({u"a,1", u"b\"c"}), row({u"d\ne", u"f"})});
    add("quotes within a cell", u"5\" pen,\"6\"\" pen\"\n\"The \"best\" pen\",x", u',',
        {row({u"5\" pen", u"6\" pen"}), row({u"The best\" pen\"", u"x"})});
    add("blank lines are left out", u"\n\na;b\n   \n;\nc;d\n\n", u';',
        {row({u"a", u"b"}), row({u"c", u"d"})});
    add("an empty cell in quotes is no blank line", u"\"\";\na;b", u';',
        {row({u"", u""}), row({u"a", u"b"})});
    add("short rows are filled", u"a;b;c\nd\ne;f;g\n", u';',
        {row({u"a", u"b", u"c"}), row({u"d", u"", u""}), row({u"e", u"f", u"g"})});
    add("empty at the end", u"a;b;\nc;d;", u';', {row({u"a", u"b", u""}), row({u"c", u"d", u""})});
    add("one column", u"Caneta\nLápis, azul\nBorracha", u',',
        {row({u"Caneta", u""}), row({u"Lápis", u" azul"}), row({u"Borracha", u""})});
    add("one cell", u"Caneta", u',', {row({u"Caneta"})});
    add("tabs before commas", u"a, b\t1,5\nc, d\t2,5", u'\t',
        {row({u"a, b", u"1,5"}), row({u"c, d", u"2,5"})});
}

void TestCsv::readCsv_text_isSplit()
{
    QFETCH(QString, text);
    const auto table = readCsv(QStringView(text));
    QVERIFY(table);
    QTEST(table.value().separator, "separator");
    QTEST(table.value().rows, "rows");
    const auto fromBytes = readCsv(text.toUtf8());
    QVERIFY(fromBytes);
    QCOMPARE(fromBytes.value().rows, table.value().rows);
}

void TestCsv::readCsv_linesOfRows_areTold()
{
    const auto table = readCsv(QStringView(u"a;b\r\n\r\n\"c\r\nd\";e\r\nf;g"));
    QVERIFY(table);
    QCOMPARE(table.value().lines, (std::vector{1, 3, 5}));
}

void TestCsv::readCsv_bytes_areDecoded_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("encoding");
    const QString text = QStringLiteral(u"Lápis;R€\n");
    const auto utf16 = [&](QStringConverter::Encoding encoding) {
        QStringEncoder encoder(encoding, QStringConverter::Flag::WriteBom);
        return QByteArray(encoder(text));
    };
    QTest::newRow("UTF-8") << text.toUtf8() << int(CsvEncoding::Utf8);
    QTest::newRow("UTF-8 with a mark") << csvMark() + text.toUtf8() << int(CsvEncoding::Utf8);
    QTest::newRow("UTF-16 LE") << utf16(QStringConverter::Utf16LE) << int(CsvEncoding::Utf16);
    QTest::newRow("UTF-16 BE") << utf16(QStringConverter::Utf16BE) << int(CsvEncoding::Utf16);
    QTest::newRow("Windows-1252") << QByteArray("L\xE1pis;R\x80\n") << int(CsvEncoding::Windows1252);
}

void TestCsv::readCsv_bytes_areDecoded()
{
    QFETCH(QByteArray, bytes);
    const auto table = readCsv(bytes);
    QVERIFY(table);
    QTEST(int(table.value().encoding), "encoding");
    QCOMPARE(table.value().rows, Rows{row({u"Lápis", u"R€"})});
}

void TestCsv::readCsv_noTable_saysWhy_data()
{
    using Kind = CsvFault::Kind;
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<Kind>("kind");
    QTest::newRow("nothing") << QByteArray() << Kind::Empty;
    QTest::newRow("a mark") << csvMark() << Kind::Empty;
    QTest::newRow("blank lines") << QByteArray("\r\n \n;;\n;;") << Kind::Empty;
    QTest::newRow("a picture") << QByteArray("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16) << Kind::NotText;
    QTest::newRow("UTF-16 without a mark") << QByteArray("a\0;\0b\0", 6) << Kind::NotText;
    QTest::newRow("half a UTF-16 unit") << QByteArray("\xFF\xFE"
                                                      "a\0b",
                                                      5)
                                        << Kind::NotText;
    QTest::newRow("a NUL") << QByteArray("a;\0b", 4) << Kind::NotText;
    QTest::newRow("an open quote") << QByteArray("a;b\n\"c;d\n") << Kind::OpenQuote;
}

void TestCsv::readCsv_noTable_saysWhy()
{
    QFETCH(QByteArray, bytes);
    const auto table = readCsv(bytes);
    QVERIFY(!table);
    QTEST(table.error().kind, "kind");
}

void TestCsv::readCsv_openQuote_saysWhere()
{
    const auto table = readCsv(QStringView(u"a;b\n\"x\ny\";c\nd;\"e\nf\ng"));
    QVERIFY(!table);
    QCOMPARE(table.error().line, 4);
}

void TestCsv::readCsv_tooLarge_isRefused()
{
    const auto kindOf = [](const QString &text) {
        const auto table = readCsv(QStringView(text));
        return table ? -1 : int(table.error().kind);
    };
    constexpr int tooLarge = int(CsvFault::Kind::TooLarge);
    QCOMPARE(kindOf(QStringLiteral("a;b\n").repeated(maxCsvRows)), -1);
    QCOMPARE(kindOf(QStringLiteral("a;b\n").repeated(maxCsvRows + 1)), tooLarge);
    QCOMPARE(kindOf(QString(maxCsvColumns - 1, u';') + u'a'), -1);
    QCOMPARE(kindOf(QString(maxCsvColumns, u';') + u'a'), tooLarge);
    const qsizetype widest = maxCsvCells / maxCsvRows + 1;
    QCOMPARE(kindOf(QStringLiteral("a;b\n").repeated(maxCsvRows - 1) + QString(widest, u';') + u'a'),
             tooLarge);
}

void TestCsv::readCsv_format_isObeyed()
{
    CsvFormat format;
    format.separator = u';';
    const auto semicolons = readCsv(QStringView(u"a,b;c\nd,e;f"), format);
    QVERIFY(semicolons);
    QCOMPARE(semicolons.value().rows, (Rows{row({u"a,b", u"c"}), row({u"d,e", u"f"})}));

    format.encoding = CsvEncoding::Windows1252;
    const auto windows = readCsv(QByteArray("\xC3\xA9;b"), format);
    QVERIFY(windows);
    QCOMPARE(windows.value().rows, Rows{row({u"Ã©", u"b"})});

    format.encoding = CsvEncoding::Utf8;
    QVERIFY(!readCsv(QByteArray("L\xE1pis;b"), format));
}

void TestCsv::writeCsv_randomTables_areReadBack()
{
    std::mt19937 random(5);
    for (int i = 0; i < 3000; ++i) {
        const Rows rows = randomTable(random);
        const QChar separator = QStringView(u",;\t")[qsizetype(random() % 3)];
        const QByteArray bytes = (i % 2 ? csvMark() : QByteArray()) + writeCsv(rows, separator);
        auto table = readCsv(bytes);
        QVERIFY2(table, bytes.constData());
        QCOMPARE(table.value().separator, separator);
        for (QStringList &cells : table.value().rows) {
            for (QString &cell : cells)
                cell = unguarded(cell);
        }
        QCOMPARE(table.value().rows, rows);
    }
}

void TestCsv::writeCsv_wideText_keepsEveryCharacter()
{
    const Rows rows{row({u"\U0001F600 café\u0301", u"\u202Eabc\u0000"}), row({u"  spaces  ", u"a\u00A0"})};
    const auto table = readCsv(writeCsv(rows, u';'));
    QVERIFY(table);
    QCOMPARE(table.value().rows, rows);
}

void TestCsv::guarded_cell_isNoFormula_data()
{
    QTest::addColumn<QString>("cell");
    QTest::addColumn<bool>("guarded");
    const auto rows = [](bool guarded, std::initializer_list<const char16_t *> cells) {
        for (const char16_t *cell : cells) {
            const QString text = QString::fromUtf16(cell);
            QTest::newRow(qUtf8Printable(u'[' + text + u']')) << text << guarded;
        }
    };
    rows(true, {u"=1+1", u"+A1", u"-A1", u"@SUM(A1)", u"\t=1", u"\r=1", u"=", u"-", u"-1+2", u"+55 11 99999",
                u"'=1", u"''=1", u"'-5", u"\uFF1D1", u"=cmd|' /C calc'!A0"});
    rows(false, {u"", u"a", u"1", u"-5", u"+5", u"-1.234,50", u"'", u"'a", u" =1", u"a=1", u"R$ -5"});
}

void TestCsv::guarded_cell_isNoFormula()
{
    QFETCH(QString, cell);
    QFETCH(bool, guarded);
    const QString written = guarita::console::guarded(cell);
    QCOMPARE(written, guarded ? u'\'' + cell : cell);
    QCOMPARE(unguarded(written), cell);
}

void TestCsv::csvSeparator_locale_followsDecimals()
{
    QCOMPARE(csvSeparator(QLocale(QLocale::Portuguese, QLocale::Brazil)), QChar(u';'));
    QCOMPARE(csvSeparator(QLocale(QLocale::English, QLocale::UnitedStates)), QChar(u','));
}

void TestCsv::readCsv_randomBytes_neverBreak()
{
    std::mt19937 random(3);
    for (int i = 0; i < 20'000; ++i) {
        QByteArray bytes;
        const bool printable = random() % 2;
        for (unsigned length = random() % 64; length > 0; --length)
            bytes += printable ? "a\";,\t\r\n "[random() % 8] : char(random());
        const auto table = readCsv(bytes);
        if (!table)
            continue;
        QVERIFY(!table.value().rows.empty());
        QCOMPARE(table.value().lines.size(), table.value().rows.size());
        for (const QStringList &cells : table.value().rows)
            QCOMPARE(cells.size(), table.value().columns());
    }
}

void TestCsv::readCsv_twentyMegabytes_takesASecondAtMost()
{
    const QByteArray line = "Caneta esferogr\xC3\xA1"
                            "fica;\"" +
                            QByteArray(160, 'x') + "; azul\";R$ 1.234,50\n";
    const QByteArray bytes = line.repeated(99'000);
    QVERIFY(bytes.size() > 20'000'000);
    QElapsedTimer timer;
    timer.start();
    const auto table = readCsv(bytes);
    QVERIFY(table);
    QCOMPARE(table.value().rows.size(), 99'000u);
    qInfo("20 MB read in %lld ms", timer.elapsed());
    QVERIFY(timer.elapsed() < 10'000); // a bound for the slowest machine; see the line above for this one
}

QTEST_APPLESS_MAIN(TestCsv)
#include "tst_csv.moc"
