// SPDX-License-Identifier: GPL-3.0-or-later
#include "files.h"

#include "console/core/settings.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

#include <random>

using namespace guarita::console;
using namespace guarita::support;

namespace {

Profile profile(const QString &name, const QString &url = QStringLiteral("https://example.com"))
{
    Profile made;
    made.name = name;
    made.url = QUrl(url);
    return made;
}

} // namespace

Q_DECLARE_METATYPE(guarita::console::Profile)

class TestSettings : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void load_noFile_hasDefaults();
    void set_everything_isThereAgain();
    void set_manyTimes_signalsChangesOnce();
    void set_inTheEventLoop_isWrittenWithoutAFlush();
    void load_brokenFile_isSetAside_data();
    void load_brokenFile_isSetAside();
    void load_brokenTwice_keepsBoth();
    void load_wrongTypes_areDefaults();
    void load_unusableProfile_fileIsKeptAsItWas_data();
    void load_unusableProfile_fileIsKeptAsItWas();
    void load_odditiesThatNoWriteLoses_areNoReasonToComplain();
    void load_unusableProfileThatCannotBeKept_staysInTheFile();
    void load_garbage_neverBreaks();
    void load_truncated_neverBreaks();
    void save_twoConsoles_keepBothChanges();
    void save_unknownMembers_stay();
    void save_folderUnwritable_isReportedAndTriedAgain();
    void save_file_isTheOwnersAlone();
    void mistakesOf_profile_areNamed_data();
    void mistakesOf_profile_areNamed();

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_file;
};

void TestSettings::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_file = m_folder->filePath(QStringLiteral("deep/settings.json"));
    QDir().mkpath(m_folder->filePath(QStringLiteral("deep")));
}

void TestSettings::load_noFile_hasDefaults()
{
    const Settings settings(m_file);
    QCOMPARE(settings.profiles().size(), 1u);
    QCOMPARE(settings.profiles().front().name, QStringLiteral("Local"));
    QCOMPARE(settings.profiles().front().url, QUrl(QStringLiteral("http://localhost:8000")));
    QVERIFY(settings.brokenFile().isEmpty());
    QVERIFY(settings.language().isEmpty());
    QVERIFY(settings.notifies());
    QCOMPARE(settings.scheme(), ColourScheme::System);
    QVERIFY(settings.layout(QStringLiteral("itemsView")).isEmpty());
    QVERIFY(!QFile::exists(m_file));
}

void TestSettings::set_everything_isThereAgain()
{
    Profile production =
        profile(QStringLiteral("Produção"), QStringLiteral("https://guarita.example:8443/base"));
    production.caFile = QStringLiteral("/nowhere/ca.pem");
    production.colour = ProfileColour::Red;
    production.readOnly = true;
    production.keepToken = true;
    production.user = QStringLiteral("ana");
    {
        Settings settings(m_file);
        settings.setProfiles({profile(QStringLiteral("Local")), production});
        // An authority that cannot be read is for the log-in to complain about, not a reason to forget a
        // profile.
        settings.setLastProfile(production.name);
        settings.setLanguage(QStringLiteral("pt_BR"));
        settings.setScheme(ColourScheme::Dark);
        settings.setNotifies(false);
        settings.setLayout(QStringLiteral("itemsView"), QByteArray("\0\xFF\x01", 3));
    }
    const Settings settings(m_file);
    QCOMPARE(settings.profiles().size(), 2u);
    QCOMPARE(settings.profiles().back(), production);
    QCOMPARE(settings.lastProfile(), production.name);
    QCOMPARE(settings.language(), QStringLiteral("pt_BR"));
    QCOMPARE(settings.scheme(), ColourScheme::Dark);
    QVERIFY(!settings.notifies());
    QCOMPARE(settings.layout(QStringLiteral("itemsView")), QByteArray("\0\xFF\x01", 3));
}

void TestSettings::set_manyTimes_signalsChangesOnce()
{
    Settings settings(m_file);
    QSignalSpy languages(&settings, &Settings::languageChanged);
    QSignalSpy schemes(&settings, &Settings::schemeChanged);
    QSignalSpy profiles(&settings, &Settings::profilesChanged);
    for (int i = 0; i < 3; ++i) {
        settings.setLanguage(QStringLiteral("en"));
        settings.setScheme(ColourScheme::Light);
        settings.setProfiles({profile(QStringLiteral("A"))});
    }
    QCOMPARE(languages.count(), 1);
    QCOMPARE(schemes.count(), 1);
    QCOMPARE(profiles.count(), 1);
    settings.setProfiles({});
    QCOMPARE(settings.profiles().front().name, QStringLiteral("Local"));
}

void TestSettings::set_inTheEventLoop_isWrittenWithoutAFlush()
{
    Settings settings(m_file);
    settings.setLanguage(QStringLiteral("en"));
    QTRY_VERIFY(contentOf(m_file).contains("\"en\""));
    settings.setLanguage(QStringLiteral("pt_BR"));
    QTRY_VERIFY(contentOf(m_file).contains("\"pt_BR\""));
}

void TestSettings::load_brokenFile_isSetAside_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("empty") << QByteArray("");
    QTest::newRow("no JSON") << QByteArray("[General]\nlanguage=en\n");
    QTest::newRow("an array") << QByteArray("[]");
    QTest::newRow("cut off") << QByteArray("{\"language\": \"en\", \"prof");
    QTest::newRow("nested without end") << QByteArray(100'000, '[');
    QTest::newRow("huge") << QByteArray("{\"a\":\"" + QByteArray(5'000'000, 'x') + "\"}");
}

void TestSettings::load_brokenFile_isSetAside()
{
    QFETCH(QByteArray, content);
    put(m_file, content);
    Settings settings(m_file);
    QCOMPARE(settings.brokenFile(), m_file + QStringLiteral(".broken"));
    QCOMPARE(contentOf(settings.brokenFile()), content);
    QCOMPARE(settings.profiles().size(), 1u);
    settings.setLanguage(QStringLiteral("en"));
    settings.flush();
    QCOMPARE(Settings(m_file).language(), QStringLiteral("en"));
}

void TestSettings::load_brokenTwice_keepsBoth()
{
    put(m_file, "first");
    const Settings first(m_file);
    put(m_file, "second");
    const Settings second(m_file);
    QCOMPARE(contentOf(first.brokenFile()), QByteArray("first"));
    QCOMPARE(contentOf(second.brokenFile()), QByteArray("second"));
}

void TestSettings::load_wrongTypes_areDefaults()
{
    put(m_file, R"({"profiles": [7, null, {"name": 5, "url": []}, {"name": "B", "url": "ftp://x"},
        {"name": "Good", "url": "https://x", "colour": "pink", "read_only": "yes", "keep_token": 1, "user": {}},
        {"name": "good", "url": "https://again"}, {"name": "C", "url": "http://user:secret@x"}],
        "last_profile": "C", "language": "tlh", "scheme": 3,
        "layouts": {"a": 5, "b": "!!!", "c": "AAEC"}})");
    const Settings settings(m_file);
    QCOMPARE(settings.brokenFile(), m_file + QStringLiteral(".broken"));
    QCOMPARE(settings.profiles(), std::vector{profile(QStringLiteral("Good"), QStringLiteral("https://x"))});
    QVERIFY(settings.lastProfile().isEmpty());
    QVERIFY(settings.language().isEmpty());
    QCOMPARE(settings.scheme(), ColourScheme::System);
    QVERIFY(settings.layout(QStringLiteral("a")).isEmpty());
    QVERIFY(settings.layout(QStringLiteral("b")).isEmpty());
    QCOMPARE(settings.layout(QStringLiteral("c")), QByteArray("\0\1\2", 3));
}

void TestSettings::load_unusableProfile_fileIsKeptAsItWas_data()
{
    QTest::addColumn<QByteArray>("profiles");
    const auto row = [](const char *name, const QByteArray &bad) {
        QTest::newRow(name) << R"("profiles": [{"name": "Good", "url": "https://example.com"}, )" + bad + "]";
    };
    row("no object", "7");
    row("no name", R"({"url": "https://x"})");
    row("an address that is none", R"({"name": "B", "url": "ftp://x"})");
    row("a name that is taken", R"({"name": "GOOD", "url": "https://x"})");
    row("a colour that is none", R"({"name": "B", "url": "https://x", "colour": "pink"})");
    row("a mark of another type", R"({"name": "B", "url": "https://x", "read_only": "yes"})");
    QByteArray many;
    for (int i = 0; i < 100; ++i)
        many += R"({"name": ")" + QByteArray::number(i) + R"(", "url": "https://x"},)";
    many.chop(1);
    row("one too many", many);
    QTest::newRow("no list") << QByteArray(R"("profiles": {"name": "B"})");
    QTest::newRow("layouts that are none") << QByteArray(R"("layouts": "wide")");
}

void TestSettings::load_unusableProfile_fileIsKeptAsItWas()
{
    QFETCH(QByteArray, profiles);
    const QByteArray content = "{" + profiles + R"(, "language": "en", "from_the_future": 1})";
    put(m_file, content);
    {
        Settings settings(m_file);
        QCOMPARE(settings.brokenFile(), m_file + QStringLiteral(".broken"));
        QCOMPARE(contentOf(settings.brokenFile()), content);
        QCOMPARE(settings.language(), QStringLiteral("en")); // the rest counts
        settings.setProfiles({profile(QStringLiteral("Another"))});
    }
    QCOMPARE(contentOf(m_file + QStringLiteral(".broken")), content);
    QVERIFY(contentOf(m_file).contains("from_the_future"));

    put(m_file, content);
    const Settings again(m_file);
    const Settings next(m_file); // the user has been told
    QVERIFY(next.brokenFile().isEmpty());
    QCOMPARE(next.profiles(), again.profiles());
    QCOMPARE(next.language(), QStringLiteral("en"));
    QVERIFY(contentOf(m_file).contains("from_the_future"));
}

void TestSettings::load_odditiesThatNoWriteLoses_areNoReasonToComplain()
{
    const QByteArray content =
        R"({"profiles": [{"name": "A", "url": "HTTPS://Example.COM:443/%7Ea", "new": 1}],
        "last_profile": "Gone", "language": "tlh", "scheme": 3, "layouts": {"a": 5, "b": "!!!"}})";
    put(m_file, content);
    {
        const Settings settings(m_file);
        QVERIFY(settings.brokenFile().isEmpty());
        QCOMPARE(settings.profiles().front().name, QStringLiteral("A"));
    }
    QCOMPARE(contentOf(m_file), content);
    put(m_file, R"({"profiles": []})");
    QVERIFY(Settings(m_file).brokenFile().isEmpty());
}

void TestSettings::load_unusableProfileThatCannotBeKept_staysInTheFile()
{
    const QByteArray content = R"({"profiles": [7]})";
    put(m_file, content);
    for (int i = 1; i <= 9; ++i) // folders: refused to everybody, the superuser included
        QVERIFY(QDir().mkpath(
            m_file + (i == 1 ? QStringLiteral(".broken/a") : QStringLiteral(".broken-%1/a").arg(i))));
    const Settings settings(m_file);
    QVERIFY(settings.brokenFile().isEmpty());
    QCOMPARE(contentOf(m_file), content);
}

void TestSettings::load_garbage_neverBreaks()
{
    std::mt19937 random(9);
    const QByteArray alphabet = R"({}[]":,0123456789.eE-+ truefalsn\u"name""url""profiles""layouts")";
    for (int i = 0; i < 2000; ++i) {
        QByteArray content = random() % 2 ? "{\"profiles\":" : "";
        for (unsigned length = random() % 80; length > 0; --length)
            content += i % 2 ? alphabet[qsizetype(random() % unsigned(alphabet.size()))] : char(random());
        put(m_file, content);
        const Settings settings(m_file);
        QVERIFY(!settings.profiles().empty());
    }
}

void TestSettings::load_truncated_neverBreaks()
{
    {
        Settings settings(m_file);
        settings.setProfiles({profile(QStringLiteral("A")), profile(QStringLiteral("B"))});
        settings.setLayout(QStringLiteral("x"), "state");
    }
    const QByteArray whole = contentOf(m_file);
    for (qsizetype length = 0; length < whole.size(); ++length) {
        put(m_file, whole.first(length));
        const Settings settings(m_file);
        QVERIFY(!settings.profiles().empty());
    }
}

void TestSettings::save_twoConsoles_keepBothChanges()
{
    Settings first(m_file);
    Settings second(m_file);
    first.setLanguage(QStringLiteral("en"));
    first.setLayout(QStringLiteral("first"), "1");
    first.flush();
    second.setScheme(ColourScheme::Dark);
    second.setLayout(QStringLiteral("second"), "2");
    second.flush();
    first.setProfiles({profile(QStringLiteral("A"))});
    first.flush();

    const Settings third(m_file);
    QCOMPARE(third.language(), QStringLiteral("en"));
    QCOMPARE(third.scheme(), ColourScheme::Dark);
    QCOMPARE(third.profiles().front().name, QStringLiteral("A"));
    QCOMPARE(third.layout(QStringLiteral("first")), QByteArray("1"));
    QCOMPARE(third.layout(QStringLiteral("second")), QByteArray("2"));
}

void TestSettings::save_unknownMembers_stay()
{
    put(m_file, R"({"from_the_future": [1, 2], "language": "en"})");
    Settings settings(m_file);
    settings.setScheme(ColourScheme::Light);
    settings.flush();
    QVERIFY(contentOf(m_file).contains("from_the_future"));
    QVERIFY(contentOf(m_file).contains("\"en\""));
}

void TestSettings::save_folderUnwritable_isReportedAndTriedAgain()
{
    // A file where the folder should be: refused to everybody, the superuser included.
    const QString folder = m_folder->filePath(QStringLiteral("blocked"));
    put(folder, "a file");
    Settings settings(folder + QStringLiteral("/settings.json"));
    QSignalSpy failures(&settings, &Settings::saveFailed);
    settings.setLanguage(QStringLiteral("en"));
    QTRY_COMPARE(failures.count(), 1);
    QVERIFY(!failures.front().front().toString().isEmpty());
    QCOMPARE(settings.language(), QStringLiteral("en"));

    QVERIFY(QFile::remove(folder));
    settings.setScheme(ColourScheme::Dark);
    settings.flush();
    const Settings again(folder + QStringLiteral("/settings.json"));
    QCOMPARE(again.language(), QStringLiteral("en"));
    QCOMPARE(again.scheme(), ColourScheme::Dark);
}

void TestSettings::save_file_isTheOwnersAlone()
{
    Settings settings(m_file);
    settings.setLanguage(QStringLiteral("en"));
    settings.flush();
    const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
    QVERIFY(!(QFile::permissions(m_file) & others));
}

void TestSettings::mistakesOf_profile_areNamed_data()
{
    QTest::addColumn<Profile>("profile");
    QTest::addColumn<QByteArrayList>("mistakes");
    const QString name = QStringLiteral("A");
    const auto url = [&](const char *text, bool good) {
        QTest::newRow(text) << profile(name, QString::fromLatin1(text))
                            << (good ? QByteArrayList{} : QByteArrayList{"url_invalid"});
    };
    url("http://localhost:8000", true);
    url("https://[::1]:8443", true);
    url("https://guarita.example/base/", true);
    for (const char *text : {"", "localhost", "ftp://x", "http://", "http://user@x", "http://x?a=b",
                             "http://x#a", "http://x:0", "file:///etc", "http://a b"})
        url(text, false);
    QTest::newRow("no name") << profile(QStringLiteral("  ")) << QByteArrayList{"name_empty"};
    QTest::newRow("60 letters") << profile(QString(60, u'a')) << QByteArrayList{};
    QTest::newRow("61 letters") << profile(QString(61, u'a')) << QByteArrayList{"name_long"};
    QTest::newRow("taken") << profile(QStringLiteral(" OTHER ")) << QByteArrayList{"name_taken"};
    Profile authority = profile(name);
    authority.caFile = QStringLiteral("/nowhere/ca.pem");
    QTest::newRow("no authority file") << authority << QByteArrayList{"ca_unreadable"};
    QTest::newRow("all") << profile({}, {}) << QByteArrayList{"name_empty", "url_invalid"};
}

void TestSettings::mistakesOf_profile_areNamed()
{
    QFETCH(Profile, profile);
    const auto mistakes = Settings::mistakesOf(profile, {::profile(QStringLiteral("Other"))});
    QTEST(QByteArrayList(mistakes.begin(), mistakes.end()), "mistakes");
}

QTEST_GUILESS_MAIN(TestSettings)
#include "tst_settings.moc"
