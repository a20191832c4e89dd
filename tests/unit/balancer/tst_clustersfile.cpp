// SPDX-License-Identifier: GPL-3.0-or-later
#include "balancer/clusters/clustersfile.h"

#include <QtCore/QElapsedTimer>
#include <QtCore/QTemporaryDir>
#include <QtTest/QTest>

using namespace guarita;
using namespace guarita::balancer;
using namespace std::chrono_literals;

class TestClustersFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void read_noFile_isTheDefaultCluster();
    void read_anotherCluster_hasItsOwnAndElseTheEnvironments();
    void read_theDefaultCluster_canHaveWeights();
    void read_theDefaultClusterWithoutServers_keepsThoseOfTheEnvironment();
    void read_everyClusterKey_hasItsMember();
    void read_aMistake_isToldByItsLine_data();
    void read_aMistake_isToldByItsLine();
    void read_aMistakeInTheEnvironment_isToldOnce();
    void read_severalMistakes_areAllTold();
    void read_noSuchFile_isAMistake();
    void read_aWrongSecret_isNotShown();
    void read_manyServers_isSoonDone();

private:
    struct Reading
    {
        std::vector<ClusterSettings> clusters;
        std::vector<config::Mistake> mistakes;
    };
    Reading read(const QByteArray &content, std::map<QString, QString> environment = {})
    {
        QFile file(m_folder.filePath(QStringLiteral("c.json")));
        if (!file.open(QIODevice::WriteOnly | QIODevice::Truncate) || file.write(content) != content.size())
            qFatal("no file");
        file.close();
        environment[QStringLiteral("CLUSTERS_FILE")] = file.fileName();
        return readWith(environment);
    }
    static Reading readWith(const std::map<QString, QString> &environment)
    {
        std::vector<config::Key> keys = clustersKeys();
        for (const config::Key &key : clusterKeys())
            keys.push_back(key);
        config::Reader reader(keys, {{}, environment, QStringLiteral("/nonexistent")});
        Reading reading{readClusters(reader, {}), {}};
        reading.mistakes = reader.mistakes();
        return reading;
    }

    QTemporaryDir m_folder;
};

namespace {

/// A cluster that has everything that it must, and `more`, in the second line of a file.
QByteArray clusterLine(const QByteArray &more)
{
    return "{\"clusters\": [\n{\"name\": \"r\", \"prefix\": \"/r\", \"servers\": [{\"url\": "
           "\"http://r:1\"}]" +
           more + "}]}";
}

} // namespace

void TestClustersFile::read_noFile_isTheDefaultCluster()
{
    const Reading reading = readWith({});
    QVERIFY(reading.mistakes.empty());
    QCOMPARE(reading.clusters.size(), std::size_t(1));
    QCOMPARE(reading.clusters[0].name, QByteArray("padrao"));
    QCOMPARE(reading.clusters[0].endpoints.size(), std::size_t(2));
}

void TestClustersFile::read_anotherCluster_hasItsOwnAndElseTheEnvironments()
{
    const Reading reading = read(R"({"clusters": [{
        "name": "relatorios-2", "prefix": "/relatorios/v1",
        "servers": [{"url": "http://10.0.0.1:9000", "weight": 3}, {"url": "https://b.example"}],
        "health_interval": "7s", "health_failures": 9, "sticky_secure": true, "reuse_connections": false}]})",
                                 {{QStringLiteral("HEALTH_TIMEOUT"), QStringLiteral("300ms")},
                                  {QStringLiteral("HEALTH_FAILURES"), QStringLiteral("4")}});
    QVERIFY2(reading.mistakes.empty(),
             qPrintable(reading.mistakes.empty() ? QString() : reading.mistakes[0].what));
    QCOMPARE(reading.clusters.size(), std::size_t(2));
    QCOMPARE(reading.clusters[0].health.interval, 2000ms);
    QCOMPARE(reading.clusters[0].health.thresholds.failures, 4);
    const ClusterSettings &cluster = reading.clusters[1];
    QCOMPARE(cluster.name, QByteArray("relatorios-2"));
    QCOMPARE(cluster.prefix, QByteArray("/relatorios/v1"));
    QCOMPARE(cluster.endpoints.size(), std::size_t(2));
    QCOMPARE(cluster.endpoints[0].id, QByteArray("relatorios-2~10.0.0.1:9000"));
    QCOMPARE(cluster.endpoints[0].weight, 3);
    QCOMPARE(cluster.endpoints[1].weight, 1);
    QCOMPARE(cluster.health.interval, 7000ms);
    QCOMPARE(cluster.health.thresholds.failures, 9);
    QCOMPARE(cluster.health.timeout, 300ms);
    QVERIFY(cluster.affinity.stickySecure);
    QVERIFY(!reading.clusters[0].affinity.stickySecure);
    QVERIFY(!cluster.reuseConnections);
    QVERIFY(reading.clusters[0].reuseConnections);
}

void TestClustersFile::read_theDefaultCluster_canHaveWeights()
{
    const Reading reading = read(R"({"clusters": [
        {"name": "padrao", "servers": [{"url": "http://a:1", "weight": 5}], "health_passes": 1}]})");
    QVERIFY(reading.mistakes.empty());
    QCOMPARE(reading.clusters.size(), std::size_t(1));
    QCOMPARE(reading.clusters[0].endpoints.size(), std::size_t(1));
    QCOMPARE(reading.clusters[0].endpoints[0].id, QByteArray("a:1"));
    QCOMPARE(reading.clusters[0].endpoints[0].weight, 5);
    QCOMPARE(reading.clusters[0].health.thresholds.passes, 1);
}

void TestClustersFile::read_theDefaultClusterWithoutServers_keepsThoseOfTheEnvironment()
{
    const Reading reading = read(R"({"clusters": [{"name": "padrao", "health_passes": 1}]})",
                                 {{QStringLiteral("SERVIDORES"), QStringLiteral("http://x:7")}});
    QVERIFY(reading.mistakes.empty());
    QCOMPARE(reading.clusters[0].endpoints.size(), std::size_t(1));
    QCOMPARE(reading.clusters[0].endpoints[0].id, QByteArray("x:7"));
}

void TestClustersFile::read_everyClusterKey_hasItsMember()
{
    QByteArray members;
    for (const config::Key &key : clusterKeys()) {
        QVERIFY2(key.live, qPrintable(key.name));
        members += ",\n\"" + key.name.toLower().toUtf8() + "\": \"" + key.defaultValue.toUtf8() + '"';
    }
    const Reading reading = read(clusterLine(members));
    QVERIFY2(reading.mistakes.empty(),
             qPrintable(reading.mistakes.empty() ? QString() : reading.mistakes[0].what));
}

void TestClustersFile::read_aMistake_isToldByItsLine_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("what");
    const auto row = [](const char *name, const QByteArray &content, const char *what) {
        QTest::newRow(name) << content << QString::fromLatin1(what);
    };
    const auto whole = [&](const char *name, const QByteArray &cluster, const char *what) {
        row(name, "{\"clusters\": [\n" + cluster + "]}", what);
    };
    row("no JSON", "\n{", "is not JSON here");
    row("no list", "\n{}", "clusters is missing");
    row("another member", "{\n\"routes\": [], \"clusters\": []}", "routes is unknown here");
    whole("no object", "1", "must be an object here");
    whole("no name", R"({"prefix": "/a", "servers": [{"url": "http://a"}]})", "name must have 1 to 32");
    whole("name in capitals", R"({"name": "A", "prefix": "/a", "servers": [{"url": "http://a"}]})",
          "name must have 1 to 32");
    whole("name as in ids", R"({"name": "a~b", "prefix": "/a", "servers": [{"url": "http://a"}]})",
          "name must have 1 to 32");
    whole("no prefix", R"({"name": "a", "servers": [{"url": "http://a"}]})", "prefix must have segments");
    whole("prefix with a slash behind it",
          R"({"name": "a", "prefix": "/a/", "servers": [{"url": "http://a"}]})", "prefix must have segments");
    whole("the balancer's own", R"({"name": "a", "prefix": "/admin/x", "servers": [{"url": "http://a"}]})",
          "prefix must not be below /admin");
    whole("prefix of the default cluster", R"({"name": "padrao", "prefix": "/a"})",
          "prefix has no meaning here");
    whole("no servers", R"({"name": "a", "prefix": "/a"})", "servers must name a server");
    whole("empty servers", R"({"name": "padrao", "servers": []})", "servers must name a server");
    whole("path in a server", R"({"name": "a", "prefix": "/a", "servers": [{"url": "http://a/b"}]})",
          "url must be http");
    whole(
        "server twice",
        R"({"name": "a", "prefix": "/a", "servers": [{"url": "http://127.0.0.1:1"},{"url": "http://localhost:1"}]})",
        "url names a server of this cluster twice");
    whole("weight 0", R"({"name": "a", "prefix": "/a", "servers": [{"url": "http://a", "weight": 0}]})",
          "weight must be a whole number from 1 to 256");
    whole("weight as a text",
          R"({"name": "a", "prefix": "/a", "servers": [{"url": "http://a", "weight": "3"}]})",
          "weight must be a whole number from 1 to 256");
    row("unknown member", clusterLine(R"(, "health_colour": "green")"), "health_colour is unknown here");
    row("key that is not a cluster's", clusterLine(R"(, "port": 1)"), "port is unknown here");
    row("bad value", clusterLine(R"(, "health_interval": "7")"), "health_interval must be");
    row("out of bounds", clusterLine(R"(, "health_failures": 101)"),
        "health_failures must be a whole number");
    row("neither true nor false", clusterLine(R"(, "reuse_connections": "never")"),
        "reuse_connections must be");
    row("another kind", clusterLine(R"(, "health_failures": [3])"),
        "health_failures must be a text, a number");
}

void TestClustersFile::read_aMistake_isToldByItsLine()
{
    QFETCH(QByteArray, content);
    QFETCH(QString, what);
    const Reading reading = read(content);
    QCOMPARE(reading.mistakes.size(), std::size_t(1));
    QVERIFY2(reading.mistakes[0].what.startsWith(what), qPrintable(reading.mistakes[0].what));
    QVERIFY2(reading.mistakes[0].where.endsWith(QStringLiteral("c.json:2")),
             qPrintable(reading.mistakes[0].where));
}

void TestClustersFile::read_aMistakeInTheEnvironment_isToldOnce()
{
    const Reading reading =
        read(clusterLine({}), {{QStringLiteral("HEALTH_INTERVAL"), QStringLiteral("never")}});
    QCOMPARE(reading.mistakes.size(), std::size_t(1));
    QCOMPARE(reading.mistakes[0].where, QStringLiteral("environment"));
    QVERIFY(reading.mistakes[0].what.startsWith(QStringLiteral("HEALTH_INTERVAL must be")));
}

void TestClustersFile::read_severalMistakes_areAllTold()
{
    const Reading reading = read(R"({"clusters": [
        {"name": "a", "prefix": "/a", "servers": [{"url": "http://a"}]},
        {"name": "a", "prefix": "/b", "servers": [{"url": "http://a"}]},
        {"name": "c", "prefix": "/a", "servers": [{"url": "http://a"}], "health_passes": 0}]})");
    QStringList told;
    for (const config::Mistake &mistake : reading.mistakes)
        told += mistake.where.right(2) + u' ' + mistake.what.left(24);
    told.sort();
    QCOMPARE(told, (QStringList{QStringLiteral(":3 name a stands in line 2,"),
                                QStringLiteral(":4 health_passes must be a "),
                                QStringLiteral(":4 prefix /a stands in line")}));
}

void TestClustersFile::read_noSuchFile_isAMistake()
{
    const Reading reading = readWith({{QStringLiteral("CLUSTERS_FILE"), QStringLiteral("/nonexistent/c")}});
    QCOMPARE(reading.mistakes.size(), std::size_t(1));
    QVERIFY(reading.mistakes[0].what.startsWith(QStringLiteral("CLUSTERS_FILE cannot be read")));
}

void TestClustersFile::read_aWrongSecret_isNotShown()
{
    const Reading reading = read(clusterLine(R"(, "sticky_cookie": "c", "sticky_key": "geheim")"));
    QCOMPARE(reading.mistakes.size(), std::size_t(1));
    QVERIFY(reading.mistakes[0].what.startsWith(QStringLiteral("sticky_key must have")));
    QVERIFY(!reading.mistakes[0].what.contains(QStringLiteral("geheim")));
}

/// A reload reads it on the event loop. The bound is for a build with sanitizers on a busy machine.
void TestClustersFile::read_manyServers_isSoonDone()
{
    QByteArrayList servers;
    for (int i = 0; i < 20'000; ++i)
        servers += R"({"url":"http://10.0.0.1:)" + QByteArray::number(i + 1) + R"("})";
    QElapsedTimer timer;
    timer.start();
    const Reading reading = read(R"({"clusters":[{"name":"padrao","servers":[)" + servers.join(',') + "]}]}");
    qInfo("%lld ms", static_cast<long long>(timer.elapsed()));
    QVERIFY(timer.elapsed() < 5000);
    QVERIFY(reading.mistakes.empty());
    QCOMPARE(reading.clusters[0].endpoints.size(), std::size_t(20'000));
}

QTEST_GUILESS_MAIN(TestClustersFile)
#include "tst_clustersfile.moc"
