// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/stack.h"
#include "support/tieridentity.h"

#include <QtCore/QFile>
#include <QtCore/QJsonArray>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QRegularExpression>
#include <QtTest/QTest>

#include <set>

using namespace guarita::support;

/// packaging/grafana/guarita.json against what the daemons export, and how much that is.
class TestDashboard : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void panels_wholeOnes_useTheChosenSource();
    void queries_everyMetric_isExported();
    void queries_everyLabel_isExported();
    void series_randomPaths_addNone();

private:
    QByteArray metricsOf(const DaemonProcess &daemon) const
    {
        return exchange(daemon.metricsPort(), "GET /metrics HTTP/1.1\r\nHost: t\r\n\r\n").body;
    }
    QByteArray allMetrics() const
    {
        QByteArray all;
        for (const DaemonProcess *daemon : m_stack->all())
            all += metricsOf(*daemon);
        return all;
    }
    qsizetype seriesOf(const DaemonProcess &daemon) const
    {
        const QByteArrayList lines = metricsOf(daemon).split('\n');
        return std::count_if(lines.begin(), lines.end(),
                             [](const QByteArray &line) { return !line.isEmpty() && !line.startsWith('#'); });
    }

    std::unique_ptr<Stack> m_stack;
    QJsonObject m_dashboard;
    QStringList m_queries; // of panels and variables
};

namespace {

std::set<QString> matches(const QString &pattern, const QStringList &texts)
{
    std::set<QString> found;
    const QRegularExpression expression(pattern);
    for (const QString &text : texts) {
        for (auto match = expression.globalMatch(text); match.hasNext();)
            found.insert(match.next().captured(1));
    }
    return found;
}

} // namespace

void TestDashboard::initTestCase()
{
    QFile file(QStringLiteral(DASHBOARD));
    QVERIFY(file.open(QIODevice::ReadOnly));
    m_dashboard = QJsonDocument::fromJson(file.readAll()).object();
    for (const QJsonValue &panel : m_dashboard[QStringLiteral("panels")].toArray()) {
        for (const QJsonValue &target : panel[QStringLiteral("targets")].toArray())
            m_queries += target[QStringLiteral("expr")].toString();
    }
    for (const QJsonValue &variable :
         m_dashboard[QStringLiteral("templating")][QStringLiteral("list")].toArray())
        m_queries += variable[QStringLiteral("definition")].toString();
    m_stack = std::make_unique<Stack>();
    QVERIFY(m_stack->start());
    QCOMPARE(m_stack->ask("GET", "/itens?limit=1").status, 200);
}

void TestDashboard::cleanupTestCase()
{
    m_stack.reset();
}

void TestDashboard::panels_wholeOnes_useTheChosenSource()
{
    QVERIFY(m_dashboard[QStringLiteral("schemaVersion")].toInt() >= 36); // Grafana 9
    std::set<int> ids;
    int rows = 0;
    int graphs = 0;
    for (const QJsonValue &panel : m_dashboard[QStringLiteral("panels")].toArray()) {
        QVERIFY(ids.insert(panel[QStringLiteral("id")].toInt()).second);
        const QJsonValue place = panel[QStringLiteral("gridPos")];
        QVERIFY(place[QStringLiteral("x")].toInt() + place[QStringLiteral("w")].toInt() <= 24);
        if (panel[QStringLiteral("type")].toString() == QStringLiteral("row")) {
            ++rows;
            continue;
        }
        ++graphs;
        QVERIFY(!panel[QStringLiteral("targets")].toArray().isEmpty());
        QVERIFY(!panel[QStringLiteral("title")].toString().isEmpty());
        QCOMPARE(panel[QStringLiteral("datasource")][QStringLiteral("uid")].toString(),
                 QStringLiteral("${datasource}"));
    }
    QVERIFY(rows >= 7 && graphs >= 20);
    QStringList variables;
    for (const QJsonValue &variable :
         m_dashboard[QStringLiteral("templating")][QStringLiteral("list")].toArray())
        variables += variable[QStringLiteral("name")].toString();
    QCOMPARE(variables,
             (QStringList{QStringLiteral("datasource"), QStringLiteral("role"), QStringLiteral("backend")}));
    const std::set<QString> used = matches(QStringLiteral("\\$(\\w+)"), m_queries);
    QVERIFY(used == (std::set<QString>{QStringLiteral("__rate_interval"), QStringLiteral("role"),
                                       QStringLiteral("backend")}));
}

void TestDashboard::queries_everyMetric_isExported()
{
    const std::set<QString> names = matches(QStringLiteral("(guarita_\\w+)"), m_queries);
    QVERIFY(names.size() >= 20);
    const QByteArray exported = '\n' + allMetrics();
    for (const QString &name : names) {
        const QByteArray sample = '\n' + name.toLatin1();
        QVERIFY2(exported.contains(sample + '{') || exported.contains(sample + ' '), qPrintable(name));
    }
}

void TestDashboard::queries_everyLabel_isExported()
{
    const QByteArray exported = allMetrics();
    std::set<QString> labels = matches(QStringLiteral("(\\w+)(?:=~|!~|=|!=)\""), m_queries);
    labels.merge(matches(QStringLiteral("\\{\\{(\\w+)\\}\\}"), [this] {
        QStringList legends;
        for (const QJsonValue &panel : m_dashboard[QStringLiteral("panels")].toArray()) {
            for (const QJsonValue &target : panel[QStringLiteral("targets")].toArray())
                legends += target[QStringLiteral("legendFormat")].toString();
        }
        return legends;
    }()));
    QVERIFY(labels.size() >= 8);
    for (const QString &label : labels)
        QVERIFY2(exported.contains(label.toLatin1() + "=\""), qPrintable(label));
}

void TestDashboard::series_randomPaths_addNone()
{
    const auto askBalancer = [&](int number) {
        const QByteArray path = "/itens/x" + QByteArray::number(number * 7919) + "/y";
        return exchange(m_stack->balancer().port(), "GET " + path + " HTTP/1.1\r\nHost: t\r\n" +
                                                        TierIdentity{"GET", path}.fields() + "\r\n")
            .status;
    };
    QCOMPARE(askBalancer(0), 404);
    QCOMPARE(m_stack->ask("GET", "/nada").status, 404);
    const auto count = [&] {
        std::vector<qsizetype> counts;
        for (const DaemonProcess *daemon : m_stack->all())
            counts.push_back(seriesOf(*daemon));
        return counts;
    };
    QCOMPARE(askBalancer(1), 404); // at the other server
    const std::vector<qsizetype> before = count();
    for (int i = 2; i < 1'002; ++i)
        QCOMPARE(askBalancer(i), 404);
    for (int i = 0; i < 200; ++i)
        QCOMPARE(m_stack->ask("GET", "/nada/" + QByteArray::number(i * 7919)).status, 404);
    QVERIFY(count() == before);
}

QTEST_GUILESS_MAIN(TestDashboard)
#include "tst_dashboard.moc"
