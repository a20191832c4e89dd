// SPDX-License-Identifier: GPL-3.0-or-later
#include "console/models/items/itemexporter.h"

#include "console/core/csv.h"
#include "console/core/importplan.h"
#include "itemrig.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtTest/QSignalSpy>
#include <QtTest/QTest>

using namespace guarita::console;
using namespace guarita::support;
using State = ItemExporter::State;

namespace {

const QLocale portuguese(QLocale::Portuguese, QLocale::Brazil);

QByteArray contentOf(const QString &file)
{
    QFile in(file);
    return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray();
}

} // namespace

class TestItemExporter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void start_items_areAllInTheFile();
    void start_exactPages_endWithAnEmptyOne();
    void start_noItems_leavesTheHeader();
    void start_query_isPassedOn();
    void start_formulas_areGuardedAndComeBack();
    void cancel_halfway_leavesNothing();
    void start_again_cancelsTheFirst();
    void start_serviceFails_keepsTheOldFile();
    void start_folderMissing_saysWhy();
    void destructor_running_leavesNothing();

private:
    void makeRig(qint64 items)
    {
        m_exporter.reset();
        m_rig = std::make_unique<ItemRig>(items);
        m_exporter = std::make_unique<ItemExporter>(m_rig->api);
    }
    void start(const ItemQuery &query = {}) { m_exporter->start(query, m_file, portuguese); }
    /// Starts an export whose second page does not come.
    bool startHalf()
    {
        m_rig->service.before = [](const FakeRequest &request) {
            return request.target.contains("offset=1000") ? std::optional(FakeAnswer::silence())
                                                          : std::nullopt;
        };
        start();
        return QTest::qWaitFor([this] { return m_exporter->rowsWritten() == 1000 && m_rig->lists() == 2; });
    }
    QStringList filesLeft() const { return QDir(m_folder->path()).entryList(QDir::Files | QDir::Hidden); }

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_file;
    std::unique_ptr<ItemRig> m_rig;
    std::unique_ptr<ItemExporter> m_exporter;
};

void TestItemExporter::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_file = m_folder->filePath(QStringLiteral("items.csv"));
    makeRig(2345);
}

void TestItemExporter::start_items_areAllInTheFile()
{
    QSignalSpy progress(m_exporter.get(), &ItemExporter::progressChanged);
    start();
    QCOMPARE(m_exporter->state(), State::Running);
    QTRY_COMPARE(m_exporter->state(), State::Done);
    QCOMPARE(m_exporter->rowsWritten(), 2345);
    QCOMPARE(m_exporter->total(), 2345);
    QCOMPARE(progress.count(), 4);
    QCOMPARE(m_rig->lists(), 3);
    QCOMPARE(filesLeft(), QStringList{QStringLiteral("items.csv")});

    const QByteArray content = contentOf(m_file);
    QVERIFY(content.startsWith(csvMark()));
    const auto table = readCsv(content);
    QVERIFY(table);
    QCOMPARE(table.value().separator, QChar(u';'));
    QCOMPARE(table.value().rows.size(), 2346u);
    QCOMPARE(table.value().rows[2345].mid(0, 4),
             (QStringList{QStringLiteral("2345"), QStringLiteral("Item 2345"), QString(),
                          QStringLiteral("23,45")}));
    QCOMPARE(table.value().rows[1][4], QStringLiteral("2023-11-14T22:13:20.000Z"));
}

void TestItemExporter::start_exactPages_endWithAnEmptyOne()
{
    makeRig(2 * ItemExporter::pageSize);
    start();
    QTRY_COMPARE(m_exporter->state(), State::Done);
    QCOMPARE(m_exporter->rowsWritten(), 2 * ItemExporter::pageSize);
}

void TestItemExporter::start_noItems_leavesTheHeader()
{
    makeRig(0);
    start();
    QTRY_COMPARE(m_exporter->state(), State::Done);
    QCOMPARE(contentOf(m_file).count('\n'), 1);
}

void TestItemExporter::start_query_isPassedOn()
{
    start({QStringLiteral("caneta & lápis"), SortBy::Preco, true});
    QTRY_COMPARE(m_exporter->state(), State::Done);
    QCOMPARE(m_exporter->rowsWritten(), m_rig->service.hits);
    const QByteArray target = m_rig->manager->seen.back().target;
    QVERIFY2(target.contains("q=caneta%20%26%20l%C3%A1pis"), target.constData());
    QVERIFY2(target.contains("ordem=-preco"), target.constData());
    QVERIFY2(target.contains("limit=1000"), target.constData());
}

void TestItemExporter::start_formulas_areGuardedAndComeBack()
{
    m_rig->service.change(1, [](ItemFields &fields) {
        fields = {QStringLiteral("=HYPERLINK(\"x\";\"y\")"), QStringLiteral("a\n\"b\"; c"), 123456};
    });
    m_rig->service.change(2, [](ItemFields &fields) { fields.nome = QStringLiteral("'@x"); });
    start();
    QTRY_COMPARE(m_exporter->state(), State::Done);
    const auto table = readCsv(contentOf(m_file));
    QVERIFY(table);
    QCOMPARE(table.value().rows[1][1], QStringLiteral("'=HYPERLINK(\"x\";\"y\")"));
    const GuessedMapping mapping = guessMapping(table.value(), portuguese);
    QVERIFY(mapping.hasHeader);
    const ImportPlan plan = planImport(table.value(), mapping.columns, true, portuguese);
    QCOMPARE(plan.good, 2345);
    QCOMPARE(plan.rows[0].fields, m_rig->service.find(1)->fields);
    QCOMPARE(plan.rows[1].fields, m_rig->service.find(2)->fields);
}

void TestItemExporter::cancel_halfway_leavesNothing()
{
    QVERIFY(startHalf());
    QCOMPARE(m_exporter->state(), State::Running);
    QSignalSpy states(m_exporter.get(), &ItemExporter::stateChanged);
    m_exporter->cancel();
    QCOMPARE(m_exporter->state(), State::Cancelled);
    m_exporter->cancel(); // nothing more
    QCOMPARE(states.count(), 1);
    QTRY_VERIFY(!m_rig->manager->replies.back() || m_rig->manager->replies.back()->aborted);
    QTRY_VERIFY(filesLeft().isEmpty());
}

void TestItemExporter::start_again_cancelsTheFirst()
{
    QVERIFY(startHalf());
    m_rig->service.before = {};
    const QString other = m_folder->filePath(QStringLiteral("other.csv"));
    m_exporter->start({}, other, portuguese);
    QCOMPARE(m_exporter->rowsWritten(), 0);
    QTRY_COMPARE(m_exporter->state(), State::Done);
    QCOMPARE(m_exporter->rowsWritten(), 2345);
    QCOMPARE(filesLeft(), QStringList{QStringLiteral("other.csv")});
}

void TestItemExporter::start_serviceFails_keepsTheOldFile()
{
    QFile old(m_file);
    QVERIFY(old.open(QIODevice::WriteOnly));
    old.write("old");
    old.close();
    m_rig->service.before = [](const FakeRequest &request) -> std::optional<FakeAnswer> {
        if (request.target.contains("offset=1000"))
            return FakeAnswer::problem(503, "banco_indisponivel");
        return std::nullopt;
    };
    start();
    QTRY_COMPARE(m_exporter->state(), State::Failed);
    QVERIFY(m_exporter->error());
    QCOMPARE(m_exporter->error()->kind, ApiError::Kind::Unavailable);
    QVERIFY(m_exporter->fileError().isEmpty());
    QTRY_COMPARE(filesLeft().size(), 1);
    QCOMPARE(contentOf(m_file), QByteArray("old"));

    m_rig->service.before = {};
    start();
    QTRY_COMPARE(m_exporter->state(), State::Done);
    QVERIFY(!m_exporter->error());
    QVERIFY(contentOf(m_file).size() > 2345);
}

void TestItemExporter::start_folderMissing_saysWhy()
{
    m_file = m_folder->filePath(QStringLiteral("none/items.csv"));
    start();
    QTRY_COMPARE(m_exporter->state(), State::Failed);
    QVERIFY(!m_exporter->error());
    QVERIFY(!m_exporter->fileError().isEmpty());
    QCOMPARE(m_rig->lists(), 0);
}

void TestItemExporter::destructor_running_leavesNothing()
{
    QVERIFY(startHalf());
    m_exporter.reset();
    QCOMPARE(filesLeft(), QStringList());
}

QTEST_GUILESS_MAIN(TestItemExporter)
#include "tst_itemexporter.moc"
