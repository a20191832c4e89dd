// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/admin/statejson.h"

#include <QtTest/QTest>

using namespace guarita::balancer;
using Place = BackendState::Place;

/// The file in which what operators set outlives a process.
class TestStateJson : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void states_ofEveryKind_comeBackAsTheyWere();
    void mistake_isToldByItsLineAndTheOthersCount_data();
    void mistake_isToldByItsLineAndTheOthersCount();
    void file_thatIsNone_hasNoStates_data();
    void file_thatIsNone_hasNoStates();
};

namespace {

const QByteArray drained = R"({"cluster":"padrao","url":"http://a:1","state":"drain","weight":3,)"
                           R"("configured_weight":2,"version":7})";

QByteArray fileWith(const QByteArray &first, const QByteArray &second)
{
    return "{\"backends\": [\n" + first + ",\n" + second + "\n]}\n";
}

} // namespace

void TestStateJson::states_ofEveryKind_comeBackAsTheyWere()
{
    const BackendStates states{
        {.url = QStringLiteral("http://a:1"),
         .administration = Administration::Drain,
         .weight = 3,
         .configuredWeight = 2,
         .version = 7},
        {.cluster = "b",
         .url = QStringLiteral("http://[::1]:2"),
         .place = Place::Added,
         .administration = Administration::Maint,
         .weight = 256,
         .configuredWeight = 256,
         .version = 1},
        {.url = QStringLiteral("https://c"), .place = Place::Removed},
    };
    const QByteArray text = stateJson(states);
    QCOMPARE(text.split('\n')[1], drained + ',');
    const StateFile file = parseStates(text);
    QVERIFY(file.mistakes.empty());
    QVERIFY(file.states == states);
    QVERIFY(parseStates(stateJson({})).mistakes.empty());
    QVERIFY(parseStates(stateJson({})).states.empty());
}

void TestStateJson::mistake_isToldByItsLineAndTheOthersCount_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addColumn<QString>("begin");
    const auto row = [](const char *name, const QByteArray &line, const char *begin) {
        QTest::newRow(name) << line << QString::fromLatin1(begin);
    };
    const auto with = [](const QByteArray &before, const QByteArray &after) {
        return QByteArray(drained).replace(before, after);
    };
    row("no object", "1", "must be an object");
    row("no cluster", with(R"("cluster":"padrao",)", ""), "cluster must name");
    row("no url", with(R"("url":"http://a:1",)", ""), "url must be http");
    row("url with a path", with("http://a:1", "http://a:1/x"), "url must be http");
    row("unknown state", with("drain", "down"), "state must be ready");
    row("no state", with(R"("state":"drain",)", ""), "state must be ready");
    row("no weight at all", with("3,", "0,"), "weight must be");
    row("too heavy", with(R"("configured_weight":2)", R"("configured_weight":257)"),
        "configured_weight must");
    row("no version", with("7", "0"), "version must be");
    row("unknown member", with("}", R"(, "cor": "azul"})"), "cor is unknown");
    row("both", with("}", R"(, "added": true, "removed": true})"), "removed and added");
}

void TestStateJson::mistake_isToldByItsLineAndTheOthersCount()
{
    QFETCH(QByteArray, line);
    QFETCH(QString, begin);
    const StateFile file = parseStates(fileWith(line, drained));
    QVERIFY(!file.mistakes.empty());
    QCOMPARE(file.mistakes.front().line, 2);
    QVERIFY2(file.mistakes.front().what.startsWith(begin), qPrintable(file.mistakes.front().what));
    QCOMPARE(file.states.size(), std::size_t(1));
    QCOMPARE(file.states.front().version, qint64(7));
}

void TestStateJson::file_thatIsNone_hasNoStates_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("broken off") << stateJson({{.url = QStringLiteral("http://a:1")}}).chopped(5);
    QTest::newRow("zeros") << QByteArray(100, '\0');
    QTest::newRow("a list") << QByteArray("[]");
    QTest::newRow("another object") << QByteArray("{\"clusters\": []}");
}

void TestStateJson::file_thatIsNone_hasNoStates()
{
    QFETCH(QByteArray, text);
    const StateFile file = parseStates(text);
    QVERIFY(!file.mistakes.empty());
    QVERIFY(file.states.empty());
}

QTEST_GUILESS_MAIN(TestStateJson)
#include "tst_statejson.moc"
