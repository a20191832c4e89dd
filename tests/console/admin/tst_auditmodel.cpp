// SPDX-License-Identifier: GPL-3.0-or-later
#include "adminservice.h"
#include "console/models/admin/auditexporter.h"
#include "console/models/admin/auditreader.h"

#include <QtTest/QAbstractItemModelTester>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

using namespace guarita;
using namespace guarita::console;
using namespace std::chrono_literals;
using support::AdminService;
using support::FakeAnswer;

namespace {

struct Rig : AdminService
{
    Rig()
        : reader(*api, model, nullptr, 20ms)
        , exporter(*api)
    {
        logIn();
    }

    void addMany(int count)
    {
        for (int number = 0; number < count; ++number)
            addRecord(QStringLiteral("ana"), QStringLiteral("item.criar"));
    }
    bool read(const AuditQuery &query = {})
    {
        reader.read(query);
        return QTest::qWaitFor([this] { return reader.phase() == AuditReader::Phase::Ready; });
    }
    int questions() const { return manager->count("GET", "/admin/auditoria?"); }
    QString exportFile() const { return folder.filePath(QStringLiteral("out.ndjson")); }
    QByteArray exported() const
    {
        QFile file(exportFile());
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    AuditModel model;
    std::optional<QAbstractItemModelTester> tester; // it scrolls down by itself
    AuditReader reader;
    AuditExporter exporter;
};

} // namespace

class TestAuditModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void query_isWritten()
    {
        AuditQuery query;
        QCOMPARE(encodeAuditQuery(query), QByteArray());
        query.who = QStringLiteral("a&b");
        query.action = QStringLiteral("item.lote");
        query.outcome = AuditOutcome::Refused;
        query.since = QDateTime({2026, 3, 1}, {12, 0}, Qt::UTC);
        QCOMPARE(encodeAuditQuery(query), QByteArray("&quem=a%26b&acao=item.lote&resultado=recusado"
                                                     "&desde=2026-03-01T12%3A00%3A00.000Z"));
    }

    void answer_isRead()
    {
        const auto page = decodeAuditPage(
            R"({"registros":[{"id":7,"quando":"2026-03-01T12:00:00.250Z","quem":"ana","acao":"recusa",)"
            R"("alvo":"/itens","de_onde":"::1","pedido":"p","resultado":"recusado","status":403,)"
            R"("motivo":"sem_permissao","vezes":12}],"proximo":7})");
        QVERIFY(page.ok());
        const AuditRecord &record = page.value().records.front();
        QCOMPARE(record.at.toMSecsSinceEpoch(),
                 QDateTime({2026, 3, 1}, {12, 0, 0, 250}, Qt::UTC).toMSecsSinceEpoch());
        QCOMPARE(record.outcome, AuditOutcome::Refused);
        QCOMPARE(record.times, 12);
        QCOMPARE(page.value().next, std::optional<qint64>(7));
        QVERIFY(!decodeAuditPage(R"({"registros":[{"id":7}],"proximo":null})").ok());
        QVERIFY(!decodeAuditPage("[]").ok());
    }

    void records_newestFirst_olderAsTheyAreWanted()
    {
        Rig rig;
        rig.addMany(450);
        QVERIFY(rig.read());
        QCOMPARE(rig.model.rowCount(), 200);
        QCOMPARE(rig.model.at(0).id, 450);
        QVERIFY(rig.model.canFetchMore({}));
        rig.model.fetchMore({});
        rig.model.fetchMore({}); // one question at a time
        QTRY_COMPARE(rig.model.rowCount(), 400);
        rig.model.fetchMore({});
        QTRY_COMPARE(rig.model.rowCount(), 450);
        QVERIFY(!rig.model.canFetchMore({}));
        QCOMPARE(rig.questions(), 3);
        QCOMPARE(rig.model.at(449).id, 1);
    }

    void following_bringsAllThatIsNewAndKeepsTheOthers()
    {
        Rig rig;
        rig.tester.emplace(&rig.model);
        rig.addMany(3);
        QVERIFY(rig.read());
        const QPersistentModelIndex first(rig.model.index(0, 0));
        rig.addMany(1100); // more than one answer holds
        rig.reader.setFollowing(true);
        QTRY_COMPARE(rig.model.rowCount(), 1103);
        QCOMPARE(rig.model.at(0).id, 1103);
        QCOMPARE(rig.model.at(1102).id, 1);
        QCOMPARE(first.row(), 1100);
        rig.reader.setFollowing(false);
        const int before = rig.questions();
        QTest::qWait(60);
        QCOMPARE(rig.questions(), before);
    }

    void following_ofAnEmptyRecord_findsTheFirst()
    {
        Rig rig;
        QVERIFY(rig.read());
        rig.reader.setFollowing(true);
        rig.addMany(1);
        QTRY_COMPARE(rig.model.rowCount(), 1);
    }

    void following_withAnEnd_asksNothing()
    {
        Rig rig;
        AuditQuery query;
        query.until = QDateTime({2026, 1, 1}, {0, 0}, Qt::UTC);
        rig.reader.setFollowing(true);
        QVERIFY(rig.read(query));
        QTest::qWait(60);
        QCOMPARE(rig.questions(), 1);
    }

    void failureWhileFollowing_keepsTheRows()
    {
        Rig rig;
        rig.addMany(3);
        QVERIFY(rig.read());
        rig.instead = FakeAnswer::problem(503, "usuarios_indisponiveis");
        QSignalSpy failed(&rig.reader, &AuditReader::failed);
        rig.reader.setFollowing(true);
        QTRY_COMPARE(failed.size(), 1);
        QCOMPARE(rig.model.rowCount(), 3);
        rig.instead.reset();
        rig.addMany(1);
        rig.reader.followNow();
        QTRY_COMPARE(rig.model.rowCount(), 4);
        QVERIFY(!rig.reader.error());
    }

    void model_holdsNoMoreThanItsMost()
    {
        AuditModel model;
        const auto batch = [](qint64 first, qint64 count) {
            std::vector<AuditRecord> records(static_cast<std::size_t>(count));
            for (qint64 index = 0; index < count; ++index)
                records[static_cast<std::size_t>(index)].id = first + index;
            return records;
        };
        model.addNewer(batch(1, AuditModel::most));
        QVERIFY(!model.canFetchMore({}));
        model.addNewer(batch(AuditModel::most + 1, 10));
        QCOMPARE(model.rowCount(), int(AuditModel::most));
        QCOMPARE(model.at(0).id, qint64(AuditModel::most + 10));
        QCOMPARE(*model.oldest(), 11);
        QVERIFY(model.isFull());
    }

    void export_isWrittenAsItComes()
    {
        Rig rig;
        rig.addMany(5);
        rig.exporter.start({}, rig.exportFile());
        QTRY_COMPARE(rig.exporter.state(), AuditExporter::State::Done);
        QCOMPARE(rig.exporter.records(), 5);
        QCOMPARE(rig.exported().count('\n'), 5);
        QVERIFY(rig.exported().startsWith('{'));
    }

    void export_thatFails_leavesNoFile_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("type");
        QTest::newRow("refused") << 503 << QByteArray("{}") << QByteArray("application/json");
        QTest::newRow("something else") << 200 << QByteArray("<html>\n") << QByteArray("text/html");
        QTest::newRow("half a line") << 200 << QByteArray("{}\n{\"id\"")
                                     << QByteArray("application/x-ndjson");
    }
    void export_thatFails_leavesNoFile()
    {
        QFETCH(int, status);
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, type);
        Rig rig;
        rig.instead = FakeAnswer{status, body, {{"Content-Type", type}}};
        rig.exporter.start({}, rig.exportFile());
        QTRY_COMPARE(rig.exporter.state(), AuditExporter::State::Failed);
        QVERIFY(rig.exporter.error());
        QTest::qWait(20);
        QVERIFY(!QFile::exists(rig.exportFile()));
    }

    void export_cancelled_leavesNoFile()
    {
        Rig rig;
        rig.instead = FakeAnswer::silence();
        rig.exporter.start({}, rig.exportFile());
        QTRY_VERIFY(rig.manager->count("GET", "/admin/auditoria/exportar") == 1);
        rig.exporter.cancel();
        QCOMPARE(rig.exporter.state(), AuditExporter::State::Cancelled);
        QTRY_VERIFY(rig.manager->replies.back()->aborted);
        QVERIFY(!QFile::exists(rig.exportFile()));
    }

    void export_intoNowhere_saysWhy()
    {
        Rig rig;
        rig.exporter.start({}, rig.folder.filePath(QStringLiteral("no/such/folder/x")));
        QTRY_COMPARE(rig.exporter.state(), AuditExporter::State::Failed);
        QVERIFY(!rig.exporter.error());
        QVERIFY(!rig.exporter.fileError().isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestAuditModel)
#include "tst_auditmodel.moc"
