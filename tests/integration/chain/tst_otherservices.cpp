// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/fakeupstream.h"
#include "support/stack.h"

#include <QtCore/QCryptographicHash>
#include <QtCore/QJsonDocument>
#include <QtCore/QJsonObject>
#include <QtCore/QProcess>
#include <QtCore/QStandardPaths>
#include <QtTest/QTest>

using namespace guarita::support;

namespace {

constexpr qint64 megabyte = 1024 * 1024;
constexpr qint64 largeFile = 1024 * megabyte;
constexpr qint64 largeUpload = 160 * megabyte; // more than MAX_BUFFERED here

/// What curl got: its output, which is the content unless told otherwise.
struct Fetched
{
    int exitCode = -1;
    QByteArray output;
};

Fetched curl(const QStringList &arguments, int timeoutMs = 120'000)
{
    QProcess process;
    process.start(QStringLiteral("curl"),
                  QStringList{QStringLiteral("--silent"), QStringLiteral("--show-error")} + arguments);
    const bool ended = QTest::qWaitFor([&] { return process.state() == QProcess::NotRunning; }, timeoutMs);
    return {ended ? process.exitCode() : -1, process.readAllStandardOutput()};
}

/// A program that is killed with the object.
class OtherProgram : public QProcess
{
public:
    ~OtherProgram() override
    {
        kill();
        waitForFinished();
    }
};

} // namespace

/// Services that are not Guarita's, as they come, behind a real gateway: nginx with files, and a small one in
/// Python. The client is curl.
class TestOtherServices : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void file_asked_passesWithRangesAndConditions();
    void largeFile_head_tellsItsLength();
    void largeFile_ranges_passFromItsEnd();
    void largeFile_whole_memoryStaysFlat();
    void endlessAnswer_inChunks_memoryStaysFlat();
    void file_compressedByTheService_passesAsItIs();
    void file_notCompressedByTheService_isCompressedByTheGateway_data();
    void file_notCompressedByTheService_isCompressedByTheGateway();
    void events_passAsTheyHappen();
    void upload_large_arrivesWhole_data();
    void upload_large_arrivesWhole();
    void upload_whoseClientLeaves_leavesNothing_data();
    void upload_whoseClientLeaves_leavesNothing();
    void earlyHints_areReadOver();
    void request_tellsWhoAsks();

private:
    bool startNginx();
    bool writeUpload();
    bool startService();
    QStringList url(const QByteArray &path, const QStringList &more = {});

    QTemporaryDir m_folder;
    OtherProgram m_nginx;
    OtherProgram m_service;
    std::unique_ptr<Stack> m_stack;
    QByteArray m_uploadHash;
    quint16 m_nginxPort = 0;
    quint16 m_servicePort = 0;
};

bool TestOtherServices::startNginx()
{
    m_nginxPort = deadPort(); // nginx takes no 0
    QFile config(m_folder.filePath(QStringLiteral("nginx.conf")));
    if (!config.open(QIODevice::WriteOnly))
        return false;
    const QByteArray folder = m_folder.path().toUtf8();
    config.write("daemon off; master_process off; pid " + folder + "/pid; error_log " + folder +
                 "/error.log;\nevents {}\nhttp { access_log off; types { text/plain txt; application/json "
                 "json; } gzip on; "
                 "gzip_types text/plain; "
                 "client_body_temp_path " +
                 folder + "/b; proxy_temp_path " + folder + "/p; fastcgi_temp_path " + folder +
                 "/f; uwsgi_temp_path " + folder + "/u; scgi_temp_path " + folder +
                 "/s; server { listen 127.0.0.1:" + QByteArray::number(m_nginxPort) + "; root " + folder +
                 "/files; } }\n");
    config.close();
    m_nginx.start(QStringLiteral("/usr/sbin/nginx"),
                  {QStringLiteral("-e"), m_folder.filePath(QStringLiteral("error.log")), QStringLiteral("-c"),
                   config.fileName()});
    return QTest::qWaitFor(
        [this] { return exchange(m_nginxPort, "GET / HTTP/1.1\r\nHost: test\r\n\r\n", 1'000).status != 0; });
}

/// No two of its pieces are alike.
bool TestOtherServices::writeUpload()
{
    QFile file(m_folder.filePath(QStringLiteral("carga")));
    if (!file.open(QIODevice::WriteOnly))
        return false;
    QCryptographicHash hash(QCryptographicHash::Sha256);
    for (qint64 i = 0; i < largeUpload / megabyte; ++i) {
        const QByteArray piece = QByteArray::number(1000 + i).repeated(megabyte / 4);
        hash.addData(piece);
        if (file.write(piece) != piece.size())
            return false;
    }
    m_uploadHash = hash.result().toHex();
    return true;
}

bool TestOtherServices::startService()
{
    m_service.start(QStringLiteral("/usr/bin/python3"),
                    {QStringLiteral("-B"), QStringLiteral(OTHER_SERVICE)});
    if (!QTest::qWaitFor([this] { return m_service.canReadLine(); }))
        return false;
    m_servicePort = m_service.readLine().trimmed().toUShort();
    return m_servicePort != 0;
}

void TestOtherServices::initTestCase()
{
    if (!QFile::exists(QStringLiteral("/usr/sbin/nginx")))
        QSKIP("there is no nginx here");
    QVERIFY(QDir(m_folder.path()).mkdir(QStringLiteral("files")));
    QFile text(m_folder.filePath(QStringLiteral("files/texto.txt")));
    QVERIFY(text.open(QIODevice::WriteOnly));
    text.write(QByteArray("0123456789\n").repeated(1000));
    text.close();
    QVERIFY(text.copy(m_folder.filePath(QStringLiteral("files/dados.json"))));
    QFile sparse(m_folder.filePath(QStringLiteral("files/grande")));
    QVERIFY(sparse.open(QIODevice::WriteOnly) && sparse.resize(largeFile));
    QVERIFY(writeUpload());
    QVERIFY(startNginx());
    QVERIFY(startService());

    QFile routes(m_folder.filePath(QStringLiteral("routes.json")));
    QVERIFY(routes.open(QIODevice::WriteOnly));
    const auto origin = [](quint16 port) { return "http://127.0.0.1:" + QByteArray::number(port); };
    routes.write(
        R"({"routes": [{"prefix": "/arquivos", "strip_prefix": true, "open": true, "upstream": ")" +
        origin(m_nginxPort) +
        R"("}, {"prefix": "/servico", "strip_prefix": true, "roles": ["leitor"], "max_body": "256MiB",
                     "upstream": ")" +
        origin(m_servicePort) + "\"}]}");
    routes.close();
    StackOptions options;
    options.upstreams = QStringList{QString::fromLatin1(origin(m_servicePort))};
    options.environment = {{QStringLiteral("ROUTES_FILE"), routes.fileName()},
                           {QStringLiteral("MAX_BUFFERED"), QStringLiteral("64MiB")}};
    m_stack = std::make_unique<Stack>(options);
    QVERIFY(m_stack->start());
}

QStringList TestOtherServices::url(const QByteArray &path, const QStringList &more)
{
    QStringList arguments{
        QStringLiteral("http://127.0.0.1:%1%2").arg(m_stack->gateway().port()).arg(QString::fromLatin1(path)),
        QStringLiteral("-H"),
        QStringLiteral("Authorization: Bearer ") + QString::fromLatin1(m_stack->token())};
    return arguments + more;
}

void TestOtherServices::file_asked_passesWithRangesAndConditions()
{
    const quint16 port = m_stack->gateway().port();
    const auto get = [port](const QByteArray &fields) {
        return exchange(port, "GET /arquivos/texto.txt HTTP/1.1\r\nHost: test\r\n" + fields + "\r\n");
    };
    const RawResponse whole = get({});
    QCOMPARE(whole.status, 200);
    QCOMPARE(whole.body, QByteArray("0123456789\n").repeated(1000));
    QCOMPARE(whole.header("Accept-Ranges"), QByteArray("bytes"));
    const QByteArray tag = whole.header("ETag");
    QVERIFY(!tag.isEmpty());

    const RawResponse part = get("Range: bytes=3-5\r\n");
    QCOMPARE(part.status, 206);
    QCOMPARE(part.body, QByteArray("345"));
    QCOMPARE(part.header("Content-Range"), QByteArray("bytes 3-5/11000"));
    QCOMPARE(get("Range: bytes=3-5\r\nIf-Range: " + tag + "\r\n").status, 206);
    QCOMPARE(get("Range: bytes=3-5\r\nIf-Range: \"other\"\r\n").status, 200);
    QCOMPARE(get("Range: bytes=0-1,4-5\r\n").header("Content-Type").left(21),
             QByteArray("multipart/byteranges;"));
    QCOMPARE(get("Range: bytes=11000-\r\n").status, 416);
    QCOMPARE(get("If-None-Match: " + tag + "\r\n").status, 304);
    QCOMPARE(get("If-Match: \"other\"\r\n").status, 412);
    QCOMPARE(get("If-Modified-Since: " + whole.header("Last-Modified") + "\r\n").status, 304);
}

void TestOtherServices::largeFile_head_tellsItsLength()
{
    RawClient client(m_stack->gateway().port());
    client.send("HEAD /arquivos/grande HTTP/1.1\r\nHost: test\r\n\r\nHEAD /arquivos/grande HTTP/1.1\r\nHost: "
                "test\r\n\r\n");
    QTRY_COMPARE(client.responses(true).size(), std::size_t(2));
    QCOMPARE(client.responses(true).back().header("Content-Length"), QByteArray::number(largeFile));
}

void TestOtherServices::largeFile_ranges_passFromItsEnd()
{
    const RawResponse end = exchange(
        m_stack->gateway().port(), "GET /arquivos/grande HTTP/1.1\r\nHost: test\r\nRange: bytes=-10\r\n\r\n");
    QCOMPARE(end.status, 206);
    QCOMPARE(end.body, QByteArray(10, '\0'));
    QCOMPARE(end.header("Content-Range"), QByteArray("bytes 1073741814-1073741823/1073741824"));
}

void TestOtherServices::largeFile_whole_memoryStaysFlat()
{
    const qint64 before = m_stack->gateway().residentBytes();
    const Fetched fetched =
        curl(url("/arquivos/grande", {QStringLiteral("-o"), QStringLiteral("/dev/null"), QStringLiteral("-w"),
                                      QStringLiteral("%{http_code} %{size_download}")}));
    QCOMPARE(fetched.output, "200 " + QByteArray::number(largeFile));
    const qint64 more = m_stack->gateway().residentBytes() - before;
    QVERIFY2(more < 32 * megabyte, qPrintable(QString::number(more)));
}

void TestOtherServices::endlessAnswer_inChunks_memoryStaysFlat()
{
    const qint64 before = m_stack->gateway().residentBytes();
    const Fetched fetched = curl(
        url("/servico/pedacos/512", {QStringLiteral("-o"), QStringLiteral("/dev/null"), QStringLiteral("-w"),
                                     QStringLiteral("%{http_code} %{size_download}")}));
    QCOMPARE(fetched.output, "200 " + QByteArray::number(512 * megabyte));
    const qint64 more = m_stack->gateway().residentBytes() - before;
    QVERIFY2(more < 32 * megabyte, qPrintable(QString::number(more)));
}

void TestOtherServices::file_compressedByTheService_passesAsItIs()
{
    const Fetched fetched =
        curl(url("/arquivos/texto.txt",
                 {QStringLiteral("--compressed"), QStringLiteral("-D"), QStringLiteral("/dev/stderr"),
                  QStringLiteral("-w"), QStringLiteral("%{size_download}")}));
    QVERIFY2(fetched.output.startsWith(QByteArray("0123456789\n").repeated(1000)), fetched.output.left(200));
    QVERIFY(fetched.output.mid(11000).toInt() < 1000);
}

void TestOtherServices::file_notCompressedByTheService_isCompressedByTheGateway_data()
{
    QTest::addColumn<QString>("coding");
    for (const char *coding : {"zstd", "br", "gzip"})
        QTest::newRow(coding) << QString::fromLatin1(coding);
}

/// curl decodes what it gets. nginx compresses only text/plain here.
void TestOtherServices::file_notCompressedByTheService_isCompressedByTheGateway()
{
    QFETCH(QString, coding);
    const Fetched fetched =
        curl(url("/arquivos/dados.json", {QStringLiteral("--compressed"), QStringLiteral("-H"),
                                          QStringLiteral("Accept-Encoding: ") + coding, QStringLiteral("-w"),
                                          QStringLiteral("%{size_download} %header{content-encoding}")}));
    QVERIFY(fetched.output.startsWith(QByteArray("0123456789\n").repeated(1000)));
    const QByteArrayList figures = fetched.output.mid(11000).split(' ');
    QVERIFY(figures.first().toInt() < 1000);
    QCOMPARE(figures.last(), coding.toLatin1());
}

void TestOtherServices::events_passAsTheyHappen()
{
    RawClient client(m_stack->gateway().port());
    client.send("GET /servico/eventos HTTP/1.1\r\nHost: test\r\nAuthorization: Bearer " + m_stack->token() +
                "\r\n\r\n");
    QTRY_VERIFY(client.received().contains("data: 1\n\n"));
    QVERIFY(!client.received().contains("data: 50\n\n"));
    QVERIFY(client.received().contains("text/event-stream"));
    QTRY_VERIFY(client.received().contains("data: 10\n\n"));
    client.abort();
    QTRY_COMPARE(metricSum(m_stack->gateway().metricsPort(), "guarita_requests_in_flight"), 0.0);
}

void TestOtherServices::upload_large_arrivesWhole_data()
{
    QTest::addColumn<QStringList>("framing");
    QTest::newRow("of a length") << QStringList();
    QTest::newRow("in chunks") << QStringList{QStringLiteral("-H"),
                                              QStringLiteral("Transfer-Encoding: chunked")};
}

void TestOtherServices::upload_large_arrivesWhole()
{
    QFETCH(QStringList, framing);
    DaemonProcess &gateway = m_stack->gateway();
    QCOMPARE(m_stack->ask("GET", "/servico/x").status, 200); // the service's connection is there
    const int descriptors = gateway.openDescriptors();
    const qint64 memory = gateway.residentBytes();

    const Fetched fetched =
        curl(url("/servico/x",
                 QStringList{QStringLiteral("-T"), m_folder.filePath(QStringLiteral("carga"))} + framing));
    const QJsonObject seen = QJsonDocument::fromJson(fetched.output).object();
    QCOMPARE(seen[QStringLiteral("size")].toInteger(), largeUpload);
    QCOMPARE(seen[QStringLiteral("sha256")].toString().toLatin1(), m_uploadHash);
    const qint64 more = gateway.residentBytes() - memory;
    QVERIFY2(more < 32 * megabyte, qPrintable(QString::number(more)));
    QTRY_VERIFY(gateway.openDescriptors() <= descriptors);
}

void TestOtherServices::upload_whoseClientLeaves_leavesNothing_data()
{
    QTest::addColumn<QByteArray>("framing");
    QTest::newRow("of a length") << QByteArray("Content-Length: 10000000\r\n\r\n");
    QTest::newRow("in chunks") << QByteArray("Transfer-Encoding: chunked\r\n\r\n989680\r\n");
}

void TestOtherServices::upload_whoseClientLeaves_leavesNothing()
{
    QFETCH(QByteArray, framing);
    DaemonProcess &gateway = m_stack->gateway();
    QCOMPARE(m_stack->ask("GET", "/servico/x").status, 200);
    const int descriptors = gateway.openDescriptors();
    {
        RawClient client(gateway.port());
        client.send("PUT /servico/x HTTP/1.1\r\nHost: test\r\nAuthorization: Bearer " + m_stack->token() +
                    "\r\n" + framing + QByteArray(5'000'000, 'x'));
        QTRY_COMPARE(metricSum(gateway.metricsPort(), "guarita_requests_in_flight"), 1.0);
        client.abort();
    }
    QTRY_COMPARE(metricSum(gateway.metricsPort(), "guarita_requests_in_flight"), 0.0);
    QTRY_VERIFY(gateway.openDescriptors() <= descriptors);
}

void TestOtherServices::earlyHints_areReadOver()
{
    QCOMPARE(m_stack->ask("GET", "/servico/dicas").status, 200);
    QCOMPARE(m_stack->ask("GET", "/servico/x").status, 200); // and no connection is left in doubt
}

void TestOtherServices::request_tellsWhoAsks()
{
    const RawResponse response = m_stack->ask("GET", "/servico/rel?a=b", {}, "X-Guarita-Subject: root\r\n");
    const QJsonObject seen = QJsonDocument::fromJson(response.body).object();
    QCOMPARE(seen[QStringLiteral("path")].toString(), QStringLiteral("/rel?a=b"));
    const QJsonObject fields = seen[QStringLiteral("fields")].toObject();
    const auto field = [&](const QString &name) {
        for (auto one = fields.begin(); one != fields.end(); ++one) {
            if (one.key().compare(name, Qt::CaseInsensitive) == 0)
                return one.value().toString();
        }
        return QString();
    };
    QCOMPARE(field(QStringLiteral("x-guarita-subject")), QStringLiteral("usuario"));
    QCOMPARE(field(QStringLiteral("x-forwarded-prefix")), QStringLiteral("/servico"));
    QCOMPARE(field(QStringLiteral("authorization")), QString());
}

QTEST_GUILESS_MAIN(TestOtherServices)
#include "tst_otherservices.moc"
