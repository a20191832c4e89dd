// SPDX-License-Identifier: GPL-3.0-or-later
#include "runtime/daemon.h"
#include "trace/tracing.h"

#include <QtCore/QRegularExpression>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

using namespace guarita;
using namespace guarita::runtime;
using namespace std::chrono_literals;

class TestSettings : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void common_defaults_areTheListenersOwn();
    void common_innerDefaults_leaveRoomForWhatTheGatewayAdds();
    void client_defaults_areTheClientsOwn();
    void common_everyKey_reachesItsSetting();
    void drainDeadline_shorterThanTheGrace_isRefused();
    void takeoverSocket_folder_mustBeTheUsersAlone_data();
    void takeoverSocket_folder_mustBeTheUsersAlone();
    void takeoverSocket_anotherFile_isNotReplaced();
    void host_text_isReadOrRefused_data();
    void host_text_isReadOrRefused();
    void metricsPort_text_isReadOrRefused_data();
    void metricsPort_text_isReadOrRefused();
    void connectionsPerAddress_text_isReadOrRefused_data();
    void connectionsPerAddress_text_isReadOrRefused();
    void values_thatDoNotFit_areRefused_data();
    void values_thatDoNotFit_areRefused();
    void keys_each_hasOneSentenceOfHelp();
};

namespace {

config::Reader readerOf(std::map<QString, QString> environment)
{
    std::vector<config::Key> keys = commonKeys(8000, Tier::Edge);
    for (config::Key &key : clientKeys())
        keys.push_back(std::move(key));
    return config::Reader(std::move(keys), {{}, std::move(environment), QStringLiteral("/nowhere")});
}

QString all(const config::Reader &reader)
{
    QString text;
    for (const config::Mistake &mistake : reader.mistakes())
        text += mistake.what + QLatin1Char('\n');
    return text;
}

} // namespace

void TestSettings::common_defaults_areTheListenersOwn()
{
    config::Reader reader = readerOf({});
    const CommonSettings read = readCommon(reader);
    QCOMPARE(all(reader), QString());
    const net::ListenerLimits limits;
    QCOMPARE(read.host, QHostAddress(QHostAddress::LocalHost));
    QCOMPARE(read.port, 8000);
    QCOMPARE(read.metricsPort, 9000);
    QVERIFY(read.metricsEnabled && read.accessLog);
    QCOMPARE(read.traceOneIn, trace::Policy().oneIn);
    QVERIFY(read.spanLog.isEmpty());
    QCOMPARE(read.logLevel, LogLevel::Info);
    QCOMPARE(read.drainDeadline, CommonSettings().drainDeadline);
    QCOMPARE(read.listener.framer.requestLine, limits.framer.requestLine);
    QCOMPARE(read.listener.framer.headerBytes, limits.framer.headerBytes);
    QCOMPARE(read.listener.framer.headerCount, limits.framer.headerCount);
    QCOMPARE(read.listener.framer.bodyBytes, limits.framer.bodyBytes);
    QCOMPARE(read.listener.connections, limits.connections);
    QCOMPARE(read.listener.connectionsPerAddress, limits.connectionsPerAddress);
    QCOMPARE(read.listener.bufferedBytes, limits.bufferedBytes);
    QCOMPARE(read.listener.headerDeadline, limits.headerDeadline);
    QCOMPARE(read.listener.bodyProgress, limits.bodyProgress);
    QCOMPARE(read.listener.idle, limits.idle);
    QCOMPARE(read.listener.stalledWrite, limits.stalledWrite);
    QCOMPARE(read.listener.drainNotice, limits.drainNotice);
    QCOMPARE(read.listener.drainIdleGrace, limits.drainIdleGrace);
    QCOMPARE(read.takeoverSocket, QString());
    QCOMPARE(read.takeoverDeadline, CommonSettings().takeoverDeadline);
}

void TestSettings::common_innerDefaults_leaveRoomForWhatTheGatewayAdds()
{
    config::Reader edgeReader(commonKeys(8000, Tier::Edge), {{}, {}, QStringLiteral("/nowhere")});
    config::Reader innerReader(commonKeys(8000, Tier::Inner), {{}, {}, QStringLiteral("/nowhere")});
    const net::FramerLimits edge = readCommon(edgeReader).listener.framer;
    const net::FramerLimits inner = readCommon(innerReader).listener.framer;
    QCOMPARE(all(innerReader), QString());
    QCOMPARE(inner.headerCount, 128);
    QCOMPARE(inner.headerBytes, 48 * 1024);
    QVERIFY(inner.headerCount >= edge.headerCount + 28);
    QVERIFY(inner.headerBytes >= edge.headerBytes + 16 * 1024);
    // Neither grows on the way: targets are made canonical by shortening only.
    QCOMPARE(inner.requestLine, edge.requestLine);
    QCOMPARE(inner.bodyBytes, edge.bodyBytes);
}

void TestSettings::client_defaults_areTheClientsOwn()
{
    config::Reader reader = readerOf({});
    const client::ClientLimits read = readClientLimits(reader);
    const client::ClientLimits limits;
    QCOMPARE(all(reader), QString());
    QCOMPARE(read.connectDeadline, limits.connectDeadline);
    QCOMPARE(read.firstByteDeadline, limits.firstByteDeadline);
    QCOMPARE(read.totalDeadline, limits.totalDeadline);
    QCOMPARE(read.responseBytes, limits.responseBytes);
    QCOMPARE(read.inFlightPerUpstream, limits.inFlightPerUpstream);
}

void TestSettings::common_everyKey_reachesItsSetting()
{
    const std::vector<std::pair<const char *, const char *>> values{{"HOST", "::1"},
                                                                    {"PORT", "1"},
                                                                    {"METRICS_PORT", "2"},
                                                                    {"LOG_LEVEL", "error"},
                                                                    {"ACCESS_LOG", "false"},
                                                                    {"CORE_DUMPS", "true"},
                                                                    {"TRACE_ONE_IN", "7"},
                                                                    {"SPAN_LOG", "/spans.jsonl"},
                                                                    {"MAX_CONNECTIONS", "3"},
                                                                    {"MAX_CONNECTIONS_PER_ADDRESS", "4"},
                                                                    {"MAX_REQUEST_LINE", "1KiB"},
                                                                    {"MAX_HEADER_BYTES", "2KiB"},
                                                                    {"MAX_HEADER_COUNT", "9"},
                                                                    {"MAX_BODY", "3KiB"},
                                                                    {"MAX_BUFFERED", "2MiB"},
                                                                    {"HEADER_DEADLINE", "1s"},
                                                                    {"BODY_PROGRESS_DEADLINE", "2s"},
                                                                    {"IDLE_TIMEOUT", "3s"},
                                                                    {"WRITE_STALL_DEADLINE", "4s"},
                                                                    {"DRAIN_NOTICE", "5s"},
                                                                    {"DRAIN_DEADLINE", "6s"},
                                                                    {"DRAIN_IDLE_GRACE", "7ms"},
                                                                    {"TAKEOVER_DEADLINE", "8s"}};
    const QTemporaryDir folder; // nobody else may enter it
    const QString socket = folder.filePath(QStringLiteral("takeover"));
    std::map<QString, QString> environment{{QStringLiteral("TAKEOVER_SOCKET"), socket}};
    QCOMPARE(values.size() + environment.size(), commonKeys(0, Tier::Edge).size());
    for (const auto &[name, value] : values)
        environment.emplace(QString::fromLatin1(name), QString::fromLatin1(value));
    config::Reader reader = readerOf(environment);
    const CommonSettings read = readCommon(reader);
    QCOMPARE(all(reader), QString());
    QCOMPARE(read.host, QHostAddress(QHostAddress::LocalHostIPv6));
    QCOMPARE(read.port, 1);
    QCOMPARE(read.metricsPort, 2);
    QCOMPARE(read.logLevel, LogLevel::Error);
    QCOMPARE(read.accessLog, false);
    QCOMPARE(read.coreDumps, true);
    QCOMPARE(read.traceOneIn, 7);
    QCOMPARE(read.spanLog, QStringLiteral("/spans.jsonl"));
    QCOMPARE(read.listener.connections, 3);
    QCOMPARE(read.listener.connectionsPerAddress, 4);
    QCOMPARE(read.listener.framer.requestLine, 1024);
    QCOMPARE(read.listener.framer.headerBytes, 2048);
    QCOMPARE(read.listener.framer.headerCount, 9);
    QCOMPARE(read.listener.framer.bodyBytes, 3072);
    QCOMPARE(read.listener.bufferedBytes, 2 * 1024 * 1024);
    QCOMPARE(read.listener.headerDeadline, 1s);
    QCOMPARE(read.listener.bodyProgress, 2s);
    QCOMPARE(read.listener.idle, 3s);
    QCOMPARE(read.listener.stalledWrite, 4s);
    QCOMPARE(read.listener.drainNotice, 5s);
    QCOMPARE(read.drainDeadline, 6s);
    QCOMPARE(read.listener.drainIdleGrace, 7ms);
    QCOMPARE(read.takeoverDeadline, 8s);
    QCOMPARE(read.takeoverSocket, socket);
}

void TestSettings::drainDeadline_shorterThanTheGrace_isRefused()
{
    config::Reader reader = readerOf({{QStringLiteral("DRAIN_IDLE_GRACE"), QStringLiteral("9s")}});
    readCommon(reader);
    QCOMPARE(all(reader),
             QStringLiteral("DRAIN_DEADLINE must not be shorter than DRAIN_NOTICE or DRAIN_IDLE_GRACE\n"));
}

void TestSettings::takeoverSocket_folder_mustBeTheUsersAlone_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("othersMay"); // of the folder
    QTest::addColumn<bool>("good");
    QTest::newRow("private") << "socket" << 0 << true;
    QTest::newRow("the group may enter") << "socket" << int(QFile::ExeGroup) << false;
    QTest::newRow("others may look") << "socket" << int(QFile::ReadOther) << false;
    QTest::newRow("no such folder") << "missing/socket" << 0 << false;
    QTest::newRow("too long") << QString(100, QLatin1Char('x')) << 0 << false;
}

void TestSettings::takeoverSocket_folder_mustBeTheUsersAlone()
{
    QFETCH(QString, name);
    QFETCH(int, othersMay);
    QFETCH(bool, good);
    const QTemporaryDir folder;
    QVERIFY(QFile::setPermissions(folder.path(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner |
                                                     QFile::Permissions(othersMay)));
    config::Reader reader = readerOf({{QStringLiteral("TAKEOVER_SOCKET"), folder.filePath(name)}});
    readCommon(reader);
    QCOMPARE(reader.mistakes().empty(), good);
}

void TestSettings::takeoverSocket_anotherFile_isNotReplaced()
{
    const QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("store.sqlite")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    for (const QString &path : {file.fileName(), folder.path() + QLatin1Char('/')}) {
        config::Reader reader = readerOf({{QStringLiteral("TAKEOVER_SOCKET"), path}});
        readCommon(reader);
        QCOMPARE(reader.mistakes().size(), std::size_t(1));
    }
}

void TestSettings::host_text_isReadOrRefused_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected"); // empty: refused
    const auto row = [](const char *text, const char *expected) {
        QTest::newRow(*text ? text : "(empty)") << QString::fromLatin1(text) << QString::fromLatin1(expected);
    };
    row("127.0.0.1", "127.0.0.1");
    row("localhost", "127.0.0.1");
    row("0.0.0.0", "0.0.0.0");
    row("::", "::");
    row("0:0:0:0:0:0:0:1", "::1");
    for (const char *text : {"", "1.2", "256.1.1.1", "example.org", "*", "127.0.0.1:8000", "[::1]"})
        row(text, "");
}

void TestSettings::host_text_isReadOrRefused()
{
    QFETCH(QString, text);
    QFETCH(QString, expected);
    config::Reader reader = readerOf({{QStringLiteral("HOST"), text}});
    const CommonSettings read = readCommon(reader);
    QCOMPARE(reader.mistakes().size(), std::size_t(expected.isEmpty()));
    if (!expected.isEmpty())
        QCOMPARE(read.host.toString(), expected);
}

void TestSettings::metricsPort_text_isReadOrRefused_data()
{
    QTest::addColumn<QString>("port");
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("expected"); // -1: off, -2: refused
    const auto row = [](const char *port, const char *text, int expected) {
        QTest::addRow("%s with %s", text, port)
            << QString::fromLatin1(port) << QString::fromLatin1(text) << expected;
    };
    row("8003", "auto", 9003);
    row("0", "auto", 0);
    row("65000", "auto", 0);
    row("8000", "off", -1);
    row("8000", "0", 0);
    row("0", "0", 0);
    row("8000", "9100", 9100);
    for (const char *text : {"", "on", "+1", " 1", "65536", "-1", "8000"})
        row("8000", text, -2);
}

void TestSettings::metricsPort_text_isReadOrRefused()
{
    QFETCH(QString, port);
    QFETCH(QString, text);
    QFETCH(int, expected);
    config::Reader reader =
        readerOf({{QStringLiteral("PORT"), port}, {QStringLiteral("METRICS_PORT"), text}});
    const CommonSettings read = readCommon(reader);
    QCOMPARE(reader.mistakes().size(), std::size_t(expected == -2));
    if (expected != -2)
        QCOMPARE(read.metricsEnabled ? int(read.metricsPort) : -1, expected);
}

void TestSettings::connectionsPerAddress_text_isReadOrRefused_data()
{
    QTest::addColumn<QString>("host");
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("connections");
    QTest::addColumn<int>("expected"); // 0: refused
    const auto row = [](const char *host, const char *text, int connections, int expected) {
        QTest::addRow("%s, %s of %d", host, text, connections)
            << QString::fromLatin1(host) << QString::fromLatin1(text) << connections << expected;
    };
    row("127.0.0.1", "auto", 5000, 5000);
    row("::1", "auto", 5000, 5000);
    row("0.0.0.0", "auto", 5000, 1024);
    row("::", "auto", 5000, 1024);
    row("192.0.2.1", "auto", 100, 100);
    row("192.0.2.1", "4096", 5000, 4096);
    for (const char *text : {"", "0", "-1", "+1", "1000001", "all", "Auto"})
        row("127.0.0.1", text, 5000, 0);
}

void TestSettings::connectionsPerAddress_text_isReadOrRefused()
{
    QFETCH(QString, host);
    QFETCH(QString, text);
    QFETCH(int, connections);
    QFETCH(int, expected);
    config::Reader reader = readerOf({{QStringLiteral("HOST"), host},
                                      {QStringLiteral("MAX_CONNECTIONS"), QString::number(connections)},
                                      {QStringLiteral("MAX_CONNECTIONS_PER_ADDRESS"), text}});
    const CommonSettings read = readCommon(reader);
    QCOMPARE(reader.mistakes().size(), std::size_t(expected == 0));
    if (expected != 0)
        QCOMPARE(read.listener.connectionsPerAddress, expected);
}

void TestSettings::values_thatDoNotFit_areRefused_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("value");
    const auto row = [](const char *name, const char *value) {
        QTest::addRow("%s=%s", name, value) << QString::fromLatin1(name) << QString::fromLatin1(value);
    };
    row("DRAIN_DEADLINE", "500ms"); // shorter than DRAIN_NOTICE
    row("TAKEOVER_DEADLINE", "99ms");
    row("TOTAL_DEADLINE", "500ms"); // shorter than CONNECT_DEADLINE
    row("MAX_BUFFERED", "1MiB");    // less than one request
    row("MAX_HEADER_COUNT", "1001");
    row("LOG_LEVEL", "loud");
    row("PORT", "65536");
    row("TRACE_ONE_IN", "-1");
    row("SPAN_LOG", "/nowhere/spans.jsonl"); // no such folder
}

void TestSettings::values_thatDoNotFit_areRefused()
{
    QFETCH(QString, name);
    QFETCH(QString, value);
    config::Reader reader = readerOf({{name, value}});
    readCommon(reader);
    readClientLimits(reader);
    QCOMPARE(reader.mistakes().size(), std::size_t(1));
    QVERIFY(reader.mistakes()[0].what.startsWith(name + QStringLiteral(" must ")));
}

void TestSettings::keys_each_hasOneSentenceOfHelp()
{
    std::vector<config::Key> keys = commonKeys(8000, Tier::Edge);
    for (config::Key &key : commonKeys(8000, Tier::Inner))
        keys.push_back(std::move(key));
    for (config::Key &key : clientKeys())
        keys.push_back(std::move(key));
    for (const config::Key &key : keys) {
        QVERIFY(QRegularExpression(QStringLiteral("^[A-Z_]+$")).match(key.name).hasMatch());
        QVERIFY2(key.help.endsWith(QLatin1Char('.')), qPrintable(key.name));
        QVERIFY2(!key.defaultValue.isEmpty(), qPrintable(key.name));
    }
}

QTEST_APPLESS_MAIN(TestSettings)
#include "tst_settings.moc"
