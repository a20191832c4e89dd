// SPDX-License-Identifier: GPL-3.0-or-later
#include "config/envfile.h"

#include <QtTest/QTest>

using guarita::config::EnvFile;
using guarita::config::parseEnvFile;

class TestEnvFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void value_wellFormed_isRead_data();
    void value_wellFormed_isRead();
    void line_malformed_isAMistake_data();
    void line_malformed_isAMistake();
    void lines_mistakesAmongThem_othersAreRead();
    void lines_blankAndComments_areCounted();
    void byteOrderMark_first_isOneMistake();
};

void TestEnvFile::value_wellFormed_isRead_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QString>("value");

    QTest::newRow("plain") << QByteArray("A=b") << QStringLiteral("b");
    QTest::newRow("no line end") << QByteArray("A=b c") << QStringLiteral("b c");
    QTest::newRow("LF") << QByteArray("A=b\n") << QStringLiteral("b");
    QTest::newRow("CRLF") << QByteArray("A=b\r\n") << QStringLiteral("b");
    QTest::newRow("indented, blanks behind") << QByteArray(" \tA=b \t\n") << QStringLiteral("b");
    QTest::newRow("empty") << QByteArray("A=") << QString();
    QTest::newRow("double quotes") << QByteArray("A=\" b # c \"") << QStringLiteral(" b # c ");
    QTest::newRow("single quotes") << QByteArray("A='b\"c'") << QStringLiteral("b\"c");
    QTest::newRow("empty quotes") << QByteArray("A=\"\"") << QString();
    QTest::newRow("quotes inside") << QByteArray("A=b'c d'") << QStringLiteral("b'c d'");
    QTest::newRow("equals inside") << QByteArray("A=b=c==") << QStringLiteral("b=c==");
    QTest::newRow("hash inside") << QByteArray("A=b#c") << QStringLiteral("b#c");
    QTest::newRow("no interpolation") << QByteArray("A=$HOME${B}`c`\\n") << QStringLiteral("$HOME${B}`c`\\n");
    QTest::newRow("UTF-8") << QByteArray("A=Café") << QStringLiteral("Café");
}

void TestEnvFile::value_wellFormed_isRead()
{
    QFETCH(QByteArray, line);
    QFETCH(QString, value);
    const EnvFile file = parseEnvFile(line);
    QVERIFY(file.mistakes.empty());
    QCOMPARE(file.entries.size(), std::size_t(1));
    QCOMPARE(file.entries[0].name, QStringLiteral("A"));
    QCOMPARE(file.entries[0].value, value);
    QCOMPARE(file.entries[0].line, 1);
}

void TestEnvFile::line_malformed_isAMistake_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QString>("part"); // of the sentence

    QTest::newRow("no equals") << QByteArray("hunter2") << QStringLiteral("there is no '='");
    QTest::newRow("export") << QByteArray("export A=hunter2") << QStringLiteral("export");
    QTest::newRow("blank before =") << QByteArray("A =hunter2") << QStringLiteral("no blank beside");
    QTest::newRow("blank behind =") << QByteArray("A= hunter2") << QStringLiteral("no blank beside");
    QTest::newRow("no name") << QByteArray("=hunter2") << QStringLiteral("a name is made of");
    QTest::newRow("lower case") << QByteArray("hunter2=x") << QStringLiteral("a name is made of");
    QTest::newRow("digit first") << QByteArray("1A=hunter2") << QStringLiteral("a name is made of");
    QTest::newRow("dash") << QByteArray("A-B=hunter2") << QStringLiteral("a name is made of");
    QTest::newRow("comment behind") << QByteArray("A=hunter2 # x") << QStringLiteral("a comment needs");
    QTest::newRow("open double quote") << QByteArray("A=\"hunter2") << QStringLiteral("not closed");
    QTest::newRow("open single quote") << QByteArray("A='hunter2\"") << QStringLiteral("not closed");
    QTest::newRow("only a quote") << QByteArray("A=\"") << QStringLiteral("not closed");
    QTest::newRow("text behind quote") << QByteArray("A=\"hunter2\"x") << QStringLiteral("closing quote");
    QTest::newRow("not UTF-8") << QByteArray("A=hunter2\xFF") << QStringLiteral("not UTF-8");
    QTest::newRow("cut UTF-8") << QByteArray("A=hunter2\xC3") << QStringLiteral("not UTF-8");
    QTest::newRow("NUL") << QByteArray("A=hunter2\0", 10) << QStringLiteral("control character");
    QTest::newRow("lone CR") << QByteArray("A=hunter2\rB=c") << QStringLiteral("control character");
}

void TestEnvFile::line_malformed_isAMistake()
{
    QFETCH(QByteArray, line);
    QFETCH(QString, part);
    const EnvFile file = parseEnvFile("\n" + line + "\n");
    QVERIFY(file.entries.empty());
    QCOMPARE(file.mistakes.size(), std::size_t(1));
    QCOMPARE(file.mistakes[0].line, 2);
    QVERIFY2(file.mistakes[0].what.contains(part), qPrintable(file.mistakes[0].what));
    QVERIFY2(!file.mistakes[0].what.contains(QStringLiteral("hunter2")), "it may be a secret");
}

void TestEnvFile::lines_mistakesAmongThem_othersAreRead()
{
    const EnvFile file = parseEnvFile("A=1\nbad\nB=2\nexport C=3\nD=4");
    QCOMPARE(file.entries.size(), std::size_t(3));
    QCOMPARE(file.entries[2].name, QStringLiteral("D"));
    QCOMPARE(file.entries[2].line, 5);
    QCOMPARE(file.mistakes.size(), std::size_t(2));
    QCOMPARE(file.mistakes[1].line, 4);
}

void TestEnvFile::lines_blankAndComments_areCounted()
{
    const EnvFile file = parseEnvFile("# c\r\n\r\n  # = export\r\nA=1\r\n");
    QVERIFY(file.mistakes.empty());
    QCOMPARE(file.entries.size(), std::size_t(1));
    QCOMPARE(file.entries[0].line, 4);
}

void TestEnvFile::byteOrderMark_first_isOneMistake()
{
    const EnvFile file = parseEnvFile("\xEF\xBB\xBF"
                                      "A=1\n");
    QCOMPARE(file.mistakes.size(), std::size_t(1));
    QCOMPARE(file.mistakes[0].line, 1);
    QCOMPARE(file.entries.size(), std::size_t(1));
}

QTEST_APPLESS_MAIN(TestEnvFile)
#include "tst_envfile.moc"
