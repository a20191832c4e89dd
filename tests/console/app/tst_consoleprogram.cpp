// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtCore/QProcess>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

/// The program itself: what its command line answers, without a display.
class TestConsoleProgram : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void run_data()
    {
        QTest::addColumn<QString>("argument");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("said");
        QTest::newRow("help") << QStringLiteral("--help") << 0 << QStringLiteral("--profile NAME");
        QTest::newRow("version") << QStringLiteral("--version") << 0 << QStringLiteral("guarita-console ");
        QTest::newRow("unknown") << QStringLiteral("--colour") << 64 << QStringLiteral("colour");
        QTest::newRow("bad url") << QStringLiteral("--url=nonsense") << 64 << QStringLiteral("nonsense");
        QTest::newRow("bad language")
            << QStringLiteral("--language=fr") << 64 << QStringLiteral("pt_BR or en");
    }
    void run()
    {
        QFETCH(QString, argument);
        QFETCH(int, code);
        QFETCH(QString, said);
        QProcess program;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        for (const char *display : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"})
            environment.remove(QLatin1String(display));
        program.setProcessEnvironment(environment);
        program.setProcessChannelMode(QProcess::MergedChannels);
        program.start(QStringLiteral(CONSOLE_PROGRAM), {argument});
        QVERIFY(program.waitForFinished());
        QCOMPARE(program.exitStatus(), QProcess::NormalExit);
        QCOMPARE(program.exitCode(), code);
        const QString output = QString::fromUtf8(program.readAll());
        QVERIFY2(output.contains(said), qPrintable(output));
    }

    void run_unknownProfile_namesThoseThatThereAre()
    {
        QTemporaryDir folder;
        QProcess program;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("GUARITA_CONSOLE_DIR"), folder.path());
        environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
        program.setProcessEnvironment(environment);
        program.start(QStringLiteral(CONSOLE_PROGRAM), {QStringLiteral("--profile"), QStringLiteral("Mars")});
        QVERIFY(program.waitForFinished());
        QCOMPARE(program.exitCode(), 64);
        const QByteArray output = program.readAllStandardError();
        QVERIFY2(output.contains("Mars") && output.contains("Local"), output.constData());
    }
};

QTEST_GUILESS_MAIN(TestConsoleProgram)
#include "tst_consoleprogram.moc"
