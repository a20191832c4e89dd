// SPDX-License-Identifier: GPL-3.0-or-later
#include "config/config.h"

#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

using namespace guarita::config;

class TestConfig : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void precedence_allSources_strongestCounts_data();
    void precedence_allSources_strongestCounts();
    void arguments_mistaken_areNamed_data();
    void arguments_mistaken_areNamed();
    void arguments_bareFlags_setOptions();
    void envFile_named_replacesDefaultFile();
    void envFile_missing_isAMistakeOnlyIfNamed();
    void envFile_directory_isAMistake();
    void envFile_wrongLines_areAllNamed();
    void envFile_tooLarge_isAMistake();
    void environment_foreignNames_onlyOursAreMistakes();
    void mistakes_everySource_allAtOnce();
    void secret_wrongAnywhere_isNeverShown();
    void valueWithUser_wrong_isNotShown();
    void mistake_sameTwice_isSaidOnce();
    void reject_byCaller_saysWhereTheValueCameFrom();
    void overridden_values_countAndAreNamedAsTheyAreWritten();
    void overridden_secret_isNeverShown();
    void file_named_isReadOrAMistake();
    void helpText_keys_nameFlagDefaultAndMeaning();

private:
    Reader read(const QStringList &arguments, const std::map<QString, QString> &environment = {}) const;
    void writeFile(const char *name, const QByteArray &text) const;

    std::unique_ptr<QTemporaryDir> m_folder;
};

namespace {

std::vector<Key> keys()
{
    return {{QStringLiteral("PORT"), QStringLiteral("8000"), QStringLiteral("The port.")},
            {QStringLiteral("MAX_BODY"), QStringLiteral("1MiB"), QStringLiteral("The largest body.")},
            {QStringLiteral("UPSTREAM"), QStringLiteral("http://localhost:1"), QStringLiteral("Where to.")},
            {QStringLiteral("SECRET_KEY"), QString(), QStringLiteral("The key."), true}};
}

/// "where: what" of each, one per line.
QString all(const Reader &reader)
{
    QStringList lines;
    for (const Mistake &mistake : reader.mistakes())
        lines += mistake.where + QStringLiteral(": ") + mistake.what;
    return lines.join(QLatin1Char('\n'));
}

const QString port = QStringLiteral("PORT");

} // namespace

void TestConfig::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
}

Reader TestConfig::read(const QStringList &arguments, const std::map<QString, QString> &environment) const
{
    return Reader(keys(), {arguments, environment, m_folder->path()});
}

void TestConfig::writeFile(const char *name, const QByteArray &text) const
{
    QFile file(m_folder->filePath(QLatin1String(name)));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(text), text.size());
}

void TestConfig::precedence_allSources_strongestCounts_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<bool>("inEnvironment");
    QTest::addColumn<bool>("inFile");
    QTest::addColumn<int>("expected");

    QTest::newRow("default") << QStringList() << false << false << 8000;
    QTest::newRow("file") << QStringList() << false << true << 3;
    QTest::newRow("environment over file") << QStringList() << true << true << 2;
    QTest::newRow("flag over environment")
        << QStringList{QStringLiteral("--port"), QStringLiteral("1")} << true << true << 1;
    QTest::newRow("flag with equals") << QStringList{QStringLiteral("--port=1")} << true << true << 1;
    QTest::newRow("flag over file") << QStringList{QStringLiteral("--port=1")} << false << true << 1;
}

void TestConfig::precedence_allSources_strongestCounts()
{
    QFETCH(QStringList, arguments);
    QFETCH(bool, inEnvironment);
    QFETCH(bool, inFile);
    QFETCH(int, expected);
    if (inFile)
        writeFile(".env", "PORT=3\n");
    std::map<QString, QString> environment;
    if (inEnvironment)
        environment[port] = QStringLiteral("2");
    Reader reader = read(arguments, environment);
    QCOMPARE(reader.integer(port, 0, 65535), expected);
    QCOMPARE(all(reader), QString());
}

void TestConfig::arguments_mistaken_areNamed_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *arguments, const char *expected) {
        QTest::newRow(arguments) << QString::fromLatin1(arguments).split(QLatin1Char(' '))
                                 << QString::fromLatin1(expected);
    };
    row("--prt 1", "flag --prt: is unknown; --help lists all flags");
    row("--por=1", "flag --por: is unknown; --help lists all flags");
    row("--PORT=1", "flag --PORT: is unknown; --help lists all flags");
    row("--port", "flag --port: needs a value");
    row("--port --help", "flag --port: needs a value");
    row("--port=1 --port=1", "flag --port: is given twice");
    row("--help=1", "flag --help: takes no value");
    row("hunter2", "argument 1: only flags (--name value) are understood");
    row("--port 1 hunter2", "argument 3: only flags (--name value) are understood");
    row("-p", "argument 1: only flags (--name value) are understood");
    row("--", "argument 1: only flags (--name value) are understood");
    row("--env-file=", "flag --env-file: needs a value");
    row("--env-file", "flag --env-file: needs a value");
}

void TestConfig::arguments_mistaken_areNamed()
{
    QFETCH(QStringList, arguments);
    QFETCH(QString, expected);
    QCOMPARE(all(read(arguments)), expected);
}

void TestConfig::arguments_bareFlags_setOptions()
{
    const Reader none = read({});
    QVERIFY(!none.common().help && !none.common().version && !none.common().checkConfig);
    const Reader reader =
        read({QStringLiteral("--help"), QStringLiteral("--version"), QStringLiteral("--check-config")});
    QVERIFY(reader.common().help && reader.common().version && reader.common().checkConfig);
    QCOMPARE(all(reader), QString());
}

void TestConfig::envFile_named_replacesDefaultFile()
{
    writeFile(".env", "PORT=3\n");
    writeFile("other.env", "PORT=4\n");
    Reader reader = read({QStringLiteral("--env-file=other.env")});
    QCOMPARE(reader.integer(port, 0, 65535), 4);

    Reader absolute = read({QStringLiteral("--env-file"), m_folder->filePath(QStringLiteral("other.env"))});
    QCOMPARE(absolute.integer(port, 0, 65535), 4);
}

void TestConfig::envFile_missing_isAMistakeOnlyIfNamed()
{
    QCOMPARE(all(read({})), QString());
    const QString text = all(read({QStringLiteral("--env-file=none.env")}));
    QVERIFY2(text.startsWith(QStringLiteral("none.env: cannot be read: ")), qPrintable(text));
}

void TestConfig::envFile_directory_isAMistake()
{
    const QString text = all(read({QStringLiteral("--env-file=.")}));
    QVERIFY2(text.startsWith(QStringLiteral(".: cannot be read: ")), qPrintable(text));
}

void TestConfig::envFile_wrongLines_areAllNamed()
{
    writeFile("file.env", "PORT=x\n\nPROT=1\nPORT=2\nnonsense\nMAX_BODY=1MB\n");
    Reader reader = read({QStringLiteral("--env-file=file.env")});
    reader.integer(port, 0, 65535);
    reader.bytes(QStringLiteral("MAX_BODY"), 1, 1024 * 1024);
    QCOMPARE(all(reader),
             QStringLiteral(
                 "file.env:5: there is no '='; write NAME=value\n"
                 "file.env:3: PROT is unknown; --help lists all names\n"
                 "file.env:4: PORT is set already in line 1\n"
                 "file.env:1: PORT must be a whole number from 0 to 65535, not \"x\"\n"
                 "file.env:6: MAX_BODY must be a number of bytes (with KiB, MiB or GiB behind it if you "
                 "like) from 1 to 1MiB, not \"1MB\""));
}

void TestConfig::envFile_tooLarge_isAMistake()
{
    writeFile("file.env", QByteArray(1024 * 1024 + 1, '#'));
    QCOMPARE(all(read({QStringLiteral("--env-file=file.env")})),
             QStringLiteral("file.env: is larger than 1 MiB, which is no .env file"));
}

void TestConfig::environment_foreignNames_onlyOursAreMistakes()
{
    const Reader reader = read({}, {{QStringLiteral("HOME"), QStringLiteral("/")},
                                    {QStringLiteral("GUARITA_PORT"), QStringLiteral("1")},
                                    {QStringLiteral("GUARITA_STATE_DIR"), QStringLiteral("var")},
                                    {QStringLiteral("port"), QStringLiteral("1")}});
    QCOMPARE(all(reader), QStringLiteral("environment: GUARITA_PORT is unknown; --help lists all names"));
}

void TestConfig::mistakes_everySource_allAtOnce()
{
    writeFile(".env", "MAX_BODY=lots\n");
    Reader reader =
        read({QStringLiteral("--port=70000")}, {{QStringLiteral("UPSTREAM"), QStringLiteral("ftp://x")}});
    QCOMPARE(reader.integer(port, 1, 65535), 8000); // the default stands in
    QCOMPARE(reader.bytes(QStringLiteral("MAX_BODY"), 0, 1 << 30), 1 << 20);
    QCOMPARE(reader.origin(QStringLiteral("UPSTREAM")), QUrl(QStringLiteral("http://localhost:1")));
    QCOMPARE(reader.nonEmptyText(QStringLiteral("SECRET_KEY")), QString());
    QStringList places;
    for (const Mistake &mistake : reader.mistakes())
        places += mistake.where;
    QCOMPARE(places, QStringList({QStringLiteral("flag --port"), QStringLiteral(".env:1"),
                                  QStringLiteral("environment"), QStringLiteral("default")}));
    QCOMPARE(reader.mistakes().back().what, QStringLiteral("SECRET_KEY must be set; it has no default"));
}

void TestConfig::secret_wrongAnywhere_isNeverShown()
{
    const QString name = QStringLiteral("SECRET_KEY");
    for (const QStringList &arguments :
         {QStringList{QStringLiteral("--secret-key=hunter2")},
          QStringList{QStringLiteral("--secret-key"), QStringLiteral("hunter2")}}) {
        Reader flag = read(arguments);
        QVERIFY(all(flag).startsWith(QStringLiteral("flag --secret-key: is refused")));
        QVERIFY(!all(flag).contains(QStringLiteral("hunter2")));
        QCOMPARE(flag.text(name), QString());
    }
    Reader environment = read({}, {{name, QStringLiteral("hunter2")}});
    environment.integer(name, 0, 1);
    environment.origin(name);
    environment.boolean(name);
    QCOMPARE(environment.mistakes().size(), std::size_t(3));
    QVERIFY(!all(environment).contains(QStringLiteral("hunter2")));
    QCOMPARE(environment.text(name), QStringLiteral("hunter2"));
}

void TestConfig::valueWithUser_wrong_isNotShown()
{
    Reader reader = read({}, {{QStringLiteral("UPSTREAM"), QStringLiteral("http://joe:hunter2@localhost")}});
    reader.origin(QStringLiteral("UPSTREAM"));
    QCOMPARE(reader.mistakes().size(), std::size_t(1));
    QVERIFY(!all(reader).contains(QStringLiteral("hunter2")));
}

void TestConfig::mistake_sameTwice_isSaidOnce()
{
    Reader reader = read({QStringLiteral("--port=x")});
    reader.integer(port, 0, 1);
    reader.integer(port, 0, 1);
    QCOMPARE(reader.mistakes().size(), std::size_t(1));
}

void TestConfig::reject_byCaller_saysWhereTheValueCameFrom()
{
    Reader reader = read({QStringLiteral("--port=7")});
    reader.reject(port, QStringLiteral("must not be 7"));
    QCOMPARE(all(reader), QStringLiteral("flag --port: PORT must not be 7"));
}

void TestConfig::overridden_values_countAndAreNamedAsTheyAreWritten()
{
    Reader reader = read({QStringLiteral("--port=x")}, {{QStringLiteral("MAX_BODY"), QStringLiteral("y")}});
    reader.integer(port, 1, 9);
    Reader other = reader.overriddenBy(
        {{port, QStringLiteral("port"), QStringLiteral("10"), QStringLiteral("f.json:3")}});
    QCOMPARE(all(other), QString());
    other.integer(port, 1, 9);
    other.bytes(QStringLiteral("MAX_BODY"), 0, 9);
    other.reject(port, QStringLiteral("is odd"));
    reader.takeMistakes(other);
    reader.takeMistakes(other); // each is told once
    reader.bytes(QStringLiteral("MAX_BODY"), 0, 9);
    QCOMPARE(all(reader).split(u'\n').size(), 4);
    QVERIFY(all(reader).contains(QStringLiteral("flag --port: PORT must be a whole number")));
    QVERIFY(all(reader).contains(
        QStringLiteral("f.json:3: port must be a whole number from 1 to 9, not \"10\"")));
    QVERIFY(all(reader).contains(QStringLiteral("f.json:3: port is odd")));
    QVERIFY(all(reader).contains(QStringLiteral("environment: MAX_BODY must be")));
    QCOMPARE(reader.text(port), QStringLiteral("x"));
}

void TestConfig::overridden_secret_isNeverShown()
{
    const Reader reader = read({});
    const QString key = QStringLiteral("SECRET_KEY");
    Reader other =
        reader.overriddenBy({{key, key.toLower(), QStringLiteral("geheim"), QStringLiteral("f:1")}});
    other.integer(key, 1, 2);
    QVERIFY(all(other).startsWith(QStringLiteral("f:1: secret_key must be")));
    QVERIFY(!all(other).contains(QStringLiteral("geheim")));
}

void TestConfig::file_named_isReadOrAMistake()
{
    const QString name = QStringLiteral("UPSTREAM");
    const auto fileAt = [&](const QString &path) {
        Reader reader = read({QStringLiteral("--upstream=") + path});
        const std::optional<QByteArray> bytes = reader.file(name);
        return std::pair(bytes, all(reader));
    };
    writeFile("small", "{}");
    writeFile("large", QByteArray(1024 * 1024 + 1, ' '));
    QCOMPARE(fileAt(m_folder->filePath(QStringLiteral("small"))),
             std::pair(std::optional(QByteArray("{}")), QString()));
    QCOMPARE(fileAt({}), std::pair(std::optional<QByteArray>(), QString()));
    const auto large = fileAt(m_folder->filePath(QStringLiteral("large")));
    QVERIFY(!large.first);
    QCOMPARE(large.second, QStringLiteral("flag --upstream: UPSTREAM is larger than 1 MiB"));
    const auto absent = fileAt(m_folder->filePath(QStringLiteral("absent")));
    QVERIFY(!absent.first);
    QVERIFY(absent.second.startsWith(QStringLiteral("flag --upstream: UPSTREAM cannot be read: ")));
}

void TestConfig::helpText_keys_nameFlagDefaultAndMeaning()
{
    const QString text = helpText(QStringLiteral("guarita-x"), QStringLiteral("does x"), keys());
    QVERIFY(text.startsWith(QStringLiteral("guarita-x: does x\n")));
    QVERIFY(text.contains(
        QStringLiteral("  --max-body <value>, MAX_BODY  [default: 1MiB]\n        The largest body.\n")));
    QVERIFY(text.contains(QStringLiteral("  SECRET_KEY (no flag: it is a secret)\n        The key.\n")));
    for (const char *flag : {"--help", "--version", "--check-config", "--env-file"})
        QVERIFY(text.contains(QLatin1String(flag)));
}

QTEST_APPLESS_MAIN(TestConfig)
#include "tst_config.moc"
