// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtCore/QCoreApplication>
#include <QtCore/QElapsedTimer>
#include <QtCore/QFile>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QProcess>
#include <QtCore/QTemporaryDir>
#include <QtNetwork/QTcpServer>
#include <QtNetwork/QTcpSocket>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

#include <csignal>

class TestDaemon : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void options_thatOnlyPrint_exit0_data();
    void options_thatOnlyPrint_exit0();
    void configuration_wrong_allMistakesAndExit64_data();
    void configuration_wrong_allMistakesAndExit64();
    void start_portZero_logsBoundPorts();
    void start_messages_areJsonLines();
    void metrics_running_areServed();
    void metrics_off_haveNoPort();
    void signal_first_drainsAndExits0_data();
    void signal_first_drainsAndExits0();
    void signal_twiceQuickly_isOneRequest();
    void signal_second_exitsAtOnce_data();
    void signal_second_exitsAtOnce();
    void reload_changedFile_takesTheLiveOver();
    void reload_withMistakes_takesNothingOver();
    void reload_whileDraining_isIgnored();
    void drain_never_exitsAtDeadline();
    void destructor_hanging_isEndedByForce();
    void fatal_message_isLogged();
    void port_taken_exits69AndNamesTheHolder_data();
    void port_taken_exits69AndNamesTheHolder();
    void standardOutput_closed_isNoSocket();
    void coreDumps_unlessWanted_areNone_data();
    void coreDumps_unlessWanted_areNone();

private:
    void start(const QStringList &arguments);
    void writeEnvFile(const QByteArray &content);
    int finish();
    QJsonObject waitForEvent(const char *event);
    void send(int signal);

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<QProcess> m_process;
    QByteArray m_output;
};

namespace {

const QStringList anyPort{QStringLiteral("--port=0")};

QStringList withManner(const char *manner)
{
    return anyPort + QStringList{QStringLiteral("--manner"), QString::fromLatin1(manner)};
}

int portOf(const QJsonObject &listening, const char *member)
{
    return listening.value(QLatin1String(member)).toInt(-1);
}

} // namespace

void TestDaemon::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_output.clear();
}

void TestDaemon::cleanup()
{
    if (m_process && m_process->state() != QProcess::NotRunning) {
        m_process->kill();
        finish();
    }
    m_process.reset();
}

void TestDaemon::start(const QStringList &arguments)
{
    m_process = std::make_unique<QProcess>();
    m_process->setWorkingDirectory(m_folder->path());
    m_process->start(QString::fromLocal8Bit(TESTDAEMON), arguments);
}

void TestDaemon::writeEnvFile(const QByteArray &content)
{
    QFile file(m_folder->filePath(QStringLiteral(".env")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(content), content.size());
}

void TestDaemon::send(int signal)
{
    // A process that has ended has the id 0, which would mean everybody here.
    if (const qint64 id = m_process->processId(); id > 0)
        kill(static_cast<pid_t>(id), signal);
}

/// The exit code; a signal's number is -signal.
int TestDaemon::finish()
{
    QSignalSpy finished(m_process.get(), &QProcess::finished);
    if (m_process->state() != QProcess::NotRunning && !finished.wait(15'000))
        return -1000;
    m_output += m_process->readAllStandardOutput();
    return m_process->exitStatus() == QProcess::NormalExit ? m_process->exitCode() : -m_process->exitCode();
}

/// The first line of the log with that event; empty if none comes.
QJsonObject TestDaemon::waitForEvent(const char *event)
{
    QJsonObject found;
    const auto arrived = [&] {
        m_output += m_process->readAllStandardOutput();
        for (const QByteArray &line : m_output.split('\n')) {
            found = QJsonDocument::fromJson(line).object();
            if (found.value(QLatin1String("event")).toString() == QLatin1String(event))
                return true;
        }
        found = {};
        return false;
    };
    [[maybe_unused]] const bool inTime = QTest::qWaitFor(arrived, 10'000);
    return found;
}

void TestDaemon::options_thatOnlyPrint_exit0_data()
{
    QTest::addColumn<QString>("option");
    QTest::addColumn<QByteArray>("output");
    QTest::newRow("help") << QStringLiteral("--help") << QByteArray("testdaemon: starts and stops\n");
    QTest::newRow("version") << QStringLiteral("--version") << QByteArray("testdaemon ");
    QTest::newRow("check") << QStringLiteral("--check-config") << QByteArray("ok\n");
}

void TestDaemon::options_thatOnlyPrint_exit0()
{
    QFETCH(QString, option);
    QFETCH(QByteArray, output);
    start({option});
    QCOMPARE(finish(), 0);
    QVERIFY2(m_output.startsWith(output), m_output.constData());
    QVERIFY2(!m_output.contains("s3cr3t"), "not even a secret's default");
}

void TestDaemon::configuration_wrong_allMistakesAndExit64_data()
{
    QTest::addColumn<QStringList>("more");
    QTest::newRow("start") << QStringList();
    QTest::newRow("check") << QStringList{QStringLiteral("--check-config")};
}

void TestDaemon::configuration_wrong_allMistakesAndExit64()
{
    QFETCH(QStringList, more);
    QFile file(m_folder->filePath(QStringLiteral(".env")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("# settings\nMAX_BODY=huge\nSECRET_KEY=\nexport X=hunter2\n");
    file.close();
    start(more + QStringList{QStringLiteral("--port=99999"), QStringLiteral("--prot=1")});
    QCOMPARE(finish(), 64);
    QCOMPARE(m_output, QByteArray());
    const QByteArray errors = m_process->readAllStandardError();
    QCOMPARE(errors.count('\n'), 5);
    for (const char *part :
         {"testdaemon: flag --prot: is unknown", ".env:4: \"export\" is not allowed",
          "flag --port: PORT must be", ".env:2: MAX_BODY must be", ".env:3: SECRET_KEY must not be empty"})
        QVERIFY2(errors.contains(part), errors.constData());
    QVERIFY(!errors.contains("hunter2"));
}

void TestDaemon::start_portZero_logsBoundPorts()
{
    start(anyPort);
    const QJsonObject line = waitForEvent("listening");
    QCOMPARE(line.value(QLatin1String("role")).toString(), QStringLiteral("test"));
    QCOMPARE(line.value(QLatin1String("host")).toString(), QStringLiteral("127.0.0.1"));
    QVERIFY(portOf(line, "port") > 0);
    QVERIFY(portOf(line, "metrics_port") > 0);
    QTcpSocket socket;
    socket.connectToHost(QHostAddress(QHostAddress::LocalHost), static_cast<quint16>(portOf(line, "port")));
    QVERIFY(socket.waitForConnected());
}

void TestDaemon::start_messages_areJsonLines()
{
    start(anyPort);
    const QJsonObject line = waitForEvent("message");
    QCOMPARE(line.value(QLatin1String("text")).toString(), QStringLiteral("a message of Qt's kind"));
    QCOMPARE(line.value(QLatin1String("level")).toString(), QStringLiteral("warning"));
}

void TestDaemon::metrics_running_areServed()
{
    start(anyPort);
    const auto port = static_cast<quint16>(portOf(waitForEvent("listening"), "metrics_port"));
    QTcpSocket socket;
    QSignalSpy closed(&socket, &QTcpSocket::disconnected);
    socket.connectToHost(QHostAddress(QHostAddress::LocalHost), port);
    socket.write("GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    QVERIFY(closed.wait());
    const QByteArray answer = socket.readAll();
    QVERIFY2(answer.startsWith("HTTP/1.1 200"), answer.constData());
    for (const char *part : {"guarita_build_info{", "role=\"test\"", "guarita_connections_accepted_total 5\n",
                             "guarita_log_lines_dropped_total 0\n", "process_start_time_seconds "})
        QVERIFY2(answer.contains(part), part);
    send(SIGTERM);
    QCOMPARE(finish(), 0);
    QVERIFY2(!m_output.contains("\"request\""), "reading metrics is not logged");
}

void TestDaemon::metrics_off_haveNoPort()
{
    start(anyPort + QStringList{QStringLiteral("--metrics-port=off")});
    QCOMPARE(portOf(waitForEvent("listening"), "metrics_port"), 0);
}

void TestDaemon::signal_first_drainsAndExits0_data()
{
    QTest::addColumn<int>("signal");
    QTest::addColumn<QByteArray>("manner");
    QTest::newRow("SIGTERM") << SIGTERM << QByteArray("at-once");
    QTest::newRow("SIGINT") << SIGINT << QByteArray("at-once");
    QTest::newRow("SIGTERM, work in flight") << SIGTERM << QByteArray("later");
}

void TestDaemon::signal_first_drainsAndExits0()
{
    QFETCH(int, signal);
    QFETCH(QByteArray, manner);
    start(withManner(manner.constData()));
    QVERIFY(!waitForEvent("listening").isEmpty());
    send(signal);
    QCOMPARE(finish(), 0);
    QVERIFY(!waitForEvent("draining").isEmpty());
    QVERIFY(!waitForEvent("stopped").isEmpty());
    QVERIFY2(!m_output.contains("drain_deadline_passed"), m_output.constData());
}

void TestDaemon::signal_twiceQuickly_isOneRequest()
{
    start(withManner("later"));
    QVERIFY(!waitForEvent("listening").isEmpty());
    send(SIGINT);
    send(SIGTERM);
    QCOMPARE(finish(), 0);
}

void TestDaemon::signal_second_exitsAtOnce_data()
{
    QTest::addColumn<int>("signal");
    QTest::addColumn<int>("code");
    QTest::newRow("SIGTERM") << SIGTERM << 143;
    QTest::newRow("SIGINT") << SIGINT << 130;
}

void TestDaemon::signal_second_exitsAtOnce()
{
    QFETCH(int, signal);
    QFETCH(int, code);
    start(withManner("never"));
    QVERIFY(!waitForEvent("listening").isEmpty());
    QElapsedTimer timer;
    timer.start();
    send(signal);
    // Repeats within half a second do not count, so repeat until one does.
    const auto ended = [&] {
        send(signal);
        return m_process->state() == QProcess::NotRunning;
    };
    QVERIFY(QTest::qWaitFor(ended, 5'000));
    QCOMPARE(finish(), code);
    QVERIFY(timer.elapsed() >= 500);
}

void TestDaemon::reload_changedFile_takesTheLiveOver()
{
    writeEnvFile("LOG_LEVEL=info\nIDLE_TIMEOUT=60s\n");
    start(anyPort + QStringList{QStringLiteral("--access-log=false")});
    QVERIFY(!waitForEvent("listening").isEmpty());
    // A flag counts more than the file, now as at the start.
    writeEnvFile("LOG_LEVEL=debug\nIDLE_TIMEOUT=30s\nACCESS_LOG=true\n");
    send(SIGHUP);
    const QJsonObject reloaded = waitForEvent("reloaded");
    QCOMPARE(reloaded.value(QLatin1String("taken")).toString(), QStringLiteral("LOG_LEVEL"));
    QCOMPARE(reloaded.value(QLatin1String("await_restart")).toString(), QStringLiteral("IDLE_TIMEOUT"));
    send(SIGTERM);
    QCOMPARE(finish(), 0);
}

void TestDaemon::reload_withMistakes_takesNothingOver()
{
    start(anyPort);
    QVERIFY(!waitForEvent("listening").isEmpty());
    writeEnvFile("LOG_LEVEL=error\nIDLE_TIMEOUT=soon\nNEVER_HEARD_OF=1\n");
    send(SIGHUP);
    const auto refusals = [&] { return m_output.count("\"event\":\"reload_refused\""); };
    QVERIFY(!waitForEvent("reload_refused").isEmpty());
    QTRY_VERIFY((m_output += m_process->readAllStandardOutput(), refusals() == 2));
    QVERIFY(m_output.contains(".env:2: IDLE_TIMEOUT must be"));
    QVERIFY(m_output.contains(".env:3: NEVER_HEARD_OF is unknown"));
    writeEnvFile("LOG_LEVEL=error\n");
    send(SIGHUP);
    QCOMPARE(waitForEvent("reloaded").value(QLatin1String("taken")).toString(), QStringLiteral("LOG_LEVEL"));
    send(SIGTERM);
    QCOMPARE(finish(), 0);
}

void TestDaemon::reload_whileDraining_isIgnored()
{
    start(withManner("never") + QStringList{QStringLiteral("--drain-deadline=1s")});
    QVERIFY(!waitForEvent("listening").isEmpty());
    send(SIGTERM);
    QVERIFY(!waitForEvent("draining").isEmpty());
    send(SIGHUP);
    QCOMPARE(finish(), 0);
    QVERIFY(!m_output.contains("reload"));
}

void TestDaemon::drain_never_exitsAtDeadline()
{
    start(withManner("never") + QStringList{QStringLiteral("--drain-notice=0s"),
                                            QStringLiteral("--drain-idle-grace=0s"),
                                            QStringLiteral("--drain-deadline=100ms")});
    QVERIFY(!waitForEvent("listening").isEmpty());
    send(SIGTERM);
    QCOMPARE(finish(), 0);
    QVERIFY(!waitForEvent("drain_deadline_passed").isEmpty());
    QVERIFY(!waitForEvent("stopped").isEmpty());
}

void TestDaemon::destructor_hanging_isEndedByForce()
{
    start(withManner("hanging-destructor") + QStringList{QStringLiteral("--drain-notice=0s"),
                                                         QStringLiteral("--drain-idle-grace=0s"),
                                                         QStringLiteral("--drain-deadline=0s")});
    QVERIFY(!waitForEvent("listening").isEmpty());
    send(SIGTERM);
    QCOMPARE(finish(), 70);
    QVERIFY(m_process->readAllStandardError().contains("ended by force"));
}

void TestDaemon::fatal_message_isLogged()
{
    start(withManner("fatal"));
    QVERIFY(!waitForEvent("listening").isEmpty());
    send(SIGTERM);
    QCOMPARE(finish(), -SIGABRT);
    QVERIFY2(m_output.contains("\"text\":\"the last words\"}\n"), m_output.constData());
}

void TestDaemon::port_taken_exits69AndNamesTheHolder_data()
{
    QTest::addColumn<QString>("flag");
    QTest::addColumn<QString>("address");
    QTest::newRow("own") << QStringLiteral("--port=%1") << QStringLiteral("127.0.0.1");
    QTest::newRow("metrics") << QStringLiteral("--metrics-port=%1")
                             << QStringLiteral("127.0.0.1 (METRICS_PORT)");
}

void TestDaemon::port_taken_exits69AndNamesTheHolder()
{
    QFETCH(QString, flag);
    QFETCH(QString, address);
    QTcpServer other;
    QVERIFY(other.listen(QHostAddress(QHostAddress::LocalHost)));
    QStringList arguments{flag.arg(other.serverPort())};
    arguments += flag.startsWith(QStringLiteral("--port")) ? QStringLiteral("--metrics-port=0")
                                                           : QStringLiteral("--port=0");
    start(arguments);
    QCOMPARE(finish(), 69);
    const QString expected = QStringLiteral("testdaemon: port %1 on %2 is taken by tst_daemon (process %3)\n")
                                 .arg(QString::number(other.serverPort()), address,
                                      QString::number(QCoreApplication::applicationPid()));
    QCOMPARE(QString::fromLocal8Bit(m_process->readAllStandardError()), expected);
    QVERIFY2(!m_output.contains("\"listening\""), m_output.constData());
}

void TestDaemon::standardOutput_closed_isNoSocket()
{
    m_process = std::make_unique<QProcess>();
    m_process->setWorkingDirectory(m_folder->path());
    m_process->start(QStringLiteral("/bin/sh"),
                     {QStringLiteral("-c"), QStringLiteral("exec \"$0\" --port=0 <&- >&-"),
                      QString::fromLocal8Bit(TESTDAEMON)});
    QSignalSpy started(m_process.get(), &QProcess::started);
    QVERIFY(m_process->state() == QProcess::Running || started.wait());
    const QString process = QStringLiteral("/proc/%1/").arg(m_process->processId());
    const auto isOpen = [&](const char *descriptor) {
        return QFile::symLinkTarget(process + QStringLiteral("fd/") + QLatin1String(descriptor)) ==
               QStringLiteral("/dev/null");
    };
    QVERIFY(QTest::qWaitFor([&] { return isOpen("0") && isOpen("1"); }));
    send(SIGTERM);
    QVERIFY(finish() != -1000);
}

void TestDaemon::coreDumps_unlessWanted_areNone_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<bool>("wanted");

    QTest::newRow("default") << QStringList() << false;
    QTest::newRow("wanted") << QStringList(QStringLiteral("--core-dumps=true")) << true;
}

void TestDaemon::coreDumps_unlessWanted_areNone()
{
    QFETCH(QStringList, arguments);
    QFETCH(bool, wanted);
    const auto limitOf = [](const QString &process) {
        QFile limits(QStringLiteral("/proc/%1/limits").arg(process));
        if (!limits.open(QIODevice::ReadOnly))
            return QByteArrayList();
        for (const QByteArray &line : limits.readAll().split('\n')) {
            if (line.startsWith("Max core file size"))
                return line.simplified().split(' ').mid(4, 2); // soft and hard
        }
        return QByteArrayList();
    };
    start(anyPort + arguments);
    waitForEvent("listening");
    const QByteArrayList ours = limitOf(QStringLiteral("self"));
    QCOMPARE(ours.size(), 2);
    QCOMPARE(limitOf(QString::number(m_process->processId())), wanted ? ours : (QByteArrayList{"0", "0"}));
}

QTEST_GUILESS_MAIN(TestDaemon)
#include "tst_daemon.moc"
