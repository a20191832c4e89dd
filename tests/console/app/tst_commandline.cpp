// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/app/commandline.h"

#include <QtTest/QTest>

using namespace guarita::console;

class TestCommandLine : public QObject
{
    Q_OBJECT

    static auto parse(const char *arguments)
    {
        return CommandLine::parse(
            (QStringLiteral("guarita-console ") + QLatin1String(arguments)).split(u' ', Qt::SkipEmptyParts));
    }

private Q_SLOTS:
    void parse_good_isTaken()
    {
        const auto nothing = parse("");
        QVERIFY(nothing);
        QVERIFY(nothing.value().url.isEmpty());
        const auto url = parse("--url https://api.example.org:8443 --language pt_BR");
        QVERIFY(url);
        QCOMPARE(url.value().url, QUrl(QStringLiteral("https://api.example.org:8443")));
        QCOMPARE(url.value().language, QStringLiteral("pt_BR"));
        QCOMPARE(parse("--profile Local").value().profile, QStringLiteral("Local"));
        QVERIFY(parse("--help").value().help);
        QVERIFY(parse("-v").value().version);
    }

    void parse_optionsOfQt_areLeftToIt()
    {
        QVERIFY(parse("-platform offscreen -style fusion --language en"));
    }

    void parse_bad_isRefused_data()
    {
        QTest::addColumn<QByteArray>("arguments");
        for (const char *arguments :
             {"--unknown", "--url", "--url ftp://x", "--url localhost", "--url http://a:b@c", "--language fr",
              "--profile", "--url http://localhost --profile Local", "stray"})
            QTest::newRow(arguments) << QByteArray(arguments);
    }
    void parse_bad_isRefused()
    {
        QFETCH(QByteArray, arguments);
        const auto line = parse(arguments.constData());
        QVERIFY(!line);
        QVERIFY(!line.error().message.isEmpty());
    }

    void helpText_everyOption_isThere()
    {
        const QString help = CommandLine::helpText();
        for (const char *option : {"--url", "--profile", "--language", "--help", "--version"})
            QVERIFY(help.contains(QLatin1String(option)));
    }
};

QTEST_APPLESS_MAIN(TestCommandLine)
#include "tst_commandline.moc"
