// SPDX-License-Identifier: GPL-3.0-or-later
#include "client/upstream.h"

#include <QtTest/QTest>

using namespace guarita;
using client::Upstream;

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
        QTest::newRow("ipv6 with a zone") << "http://[fe80::1%25lo]:80" << true << QByteArray("[fe80::1]:80");
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
        const core::SystemClock clock;
        wire::Reactor reactor(clock, {});
        const Upstream upstream(reactor, QUrl(origin));
        QTEST(upstream.usable(), "usable");
        QTEST(upstream.authority(), "authority");
    }
};

QTEST_GUILESS_MAIN(TestUpstream)
#include "tst_upstream.moc"
