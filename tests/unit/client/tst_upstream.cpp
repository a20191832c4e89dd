// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/upstream.h"

#include <QtTest/QTest>

using guarita::client::Upstream;

class TestUpstream : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void origin_anyForm_isUsableOnlyIfItIsOne_data()
    {
        QTest::addColumn<QString>("origin");
        QTest::addColumn<bool>("usable");
        QTest::addColumn<QByteArray>("authority");
        const QByteArray none;
        QTest::newRow("http") << "http://127.0.0.1:8002" << true << QByteArray("127.0.0.1:8002");
        QTest::newRow("slash") << "http://a.example/" << true << QByteArray("a.example");
        QTest::newRow("https") << "https://a.example:8443" << true << QByteArray("a.example:8443");
        QTest::newRow("ipv6") << "http://[::1]:80" << true << QByteArray("[::1]:80");
        QTest::newRow("file") << "file:///etc/passwd" << false << none;
        QTest::newRow("data") << "data:,x" << false << none;
        QTest::newRow("qrc") << "qrc:/x" << false << none;
        QTest::newRow("ftp") << "ftp://a.example" << false << none;
        QTest::newRow("no scheme") << "127.0.0.1:8002" << false << none;
        QTest::newRow("no host") << "http:///x" << false << none;
        QTest::newRow("path") << "http://a.example/x" << false << none;
        QTest::newRow("user") << "http://u:p@a.example" << false << none;
        QTest::newRow("query") << "http://a.example?x" << false << none;
        QTest::newRow("empty") << "" << false << none;
    }

    void origin_anyForm_isUsableOnlyIfItIsOne()
    {
        QFETCH(QString, origin);
        const Upstream upstream{QUrl(origin)};
        QTEST(upstream.usable(), "usable");
        QTEST(upstream.authority(), "authority");
    }

    void address_ofAName_isConnectedToUnderThatName()
    {
        const QUrl origin(QStringLiteral("http://a.example:81"));
        Upstream upstream(origin, QStringLiteral("fd00::1"));
        QCOMPARE(upstream.authority(), QByteArray("a.example:81"));
        QCOMPARE(upstream.blank().url(), QUrl(QStringLiteral("http://[fd00::1]:81")));
        QCOMPARE(upstream.blank().rawHeader("Host"), QByteArray("a.example:81"));
        // Connections of two names to one address are counted apart.
        Upstream other(QUrl(QStringLiteral("http://b.example:81")), QStringLiteral("fd00::1"));
        QVERIFY(upstream.laneName(upstream.takeLane()) != other.laneName(other.takeLane()));
    }

    void generation_another_hasOtherConnections()
    {
        const QUrl origin(QStringLiteral("http://a.example:81"));
        QSet<QString> names;
        for (const QString &address : {QString(), QStringLiteral("10.0.0.1")}) {
            for (int generation = 0; generation < 3; ++generation) {
                Upstream upstream(origin, address, generation);
                names.insert(upstream.laneName(upstream.takeLane()));
            }
        }
        QCOMPARE(names.size(), 6);
    }

    void address_overTls_isLeftToTheName()
    {
        const QUrl origin(QStringLiteral("https://a.example"));
        const Upstream upstream(origin, QStringLiteral("10.0.0.1"));
        QCOMPARE(upstream.blank().url(), origin);
    }

    void takeLane_growing_fillsTheFirstLanesFirst()
    {
        Upstream upstream{QUrl(QStringLiteral("http://127.0.0.1:1"))};
        for (int call = 0; call < 13; ++call)
            QCOMPARE(upstream.takeLane(), call / 6);
        QCOMPARE(upstream.inFlight(), 13);
        upstream.releaseLane(0);
        QCOMPARE(upstream.takeLane(), 0);
        QCOMPARE(upstream.takeLane(), 2);
    }

    void renameLane_nameInUse_isReplacedOnce()
    {
        Upstream upstream{QUrl(QStringLiteral("http://127.0.0.1:1"))};
        for (int call = 0; call < 7; ++call)
            upstream.takeLane();
        const QString first = upstream.laneName(0);
        const QString other = upstream.laneName(1);
        QVERIFY(first != other);
        QVERIFY(upstream.renameLane(0, first));
        const QString second = upstream.laneName(0);
        QVERIFY(second != first && second != other);
        QVERIFY(!upstream.renameLane(0, first)); // a second call of the old name
        QCOMPARE(upstream.laneName(0), second);
        QVERIFY(upstream.renameLane(0, second));
        QVERIFY(upstream.laneName(0) != first && upstream.laneName(0) != second);
        QCOMPARE(upstream.laneName(1), other);
    }
};

QTEST_GUILESS_MAIN(TestUpstream)
#include "tst_upstream.moc"
